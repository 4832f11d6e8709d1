"""The source text of a class, as `spelling` hands it to the template of the models engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["ClassSource"]


@dataclass(frozen=True, slots=True)
class ClassSource:
    """Pieces of source for one model class, which the engine's template inserts.

    Keys are attribute names of the native form.

    Attributes:
        docstring: of the class, with its quotes.
        head: statements before the attributes.
        names: name to write for each attribute.
        types: annotation of each attribute; empty to keep the engine's.
        values: ` = …` after each attribute, or nothing.
        docs: docstring after each attribute, or nothing.
    """

    docstring: str
    head: tuple[str, ...]
    names: Mapping[str, str]
    types: Mapping[str, str]
    values: Mapping[str, str]
    docs: Mapping[str, str]
