"""What the template of a class is given: the contract between spelling and the models engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["ClassTexts"]


@dataclass(frozen=True, slots=True)
class ClassTexts:
    """Source texts of one class, all of them safe to stand in a module.

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
