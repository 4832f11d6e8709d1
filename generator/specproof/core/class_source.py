"""The source text of a class, as `spelling` hands it to the template of the models engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["ClassSource"]


@dataclass(frozen=True, slots=True)
class ClassSource:
    """Parts of the source of one class, all of them valid Python.

    Attributes:
        docstring: with its quotes.
        head: statements before the attributes.
        names: attribute by property of the native form, as are all others.
        types: annotations that the engine does not spell; empty where it does.
        values: ` = …`, or nothing.
        docs: docstring, or nothing.
    """

    docstring: str
    head: tuple[str, ...]
    names: Mapping[str, str]
    types: Mapping[str, str]
    values: Mapping[str, str]
    docs: Mapping[str, str]
