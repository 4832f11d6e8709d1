"""Whether a changed schema still means what it meant."""

from __future__ import annotations

from typing import Any

from jsonschema_rs import CanonicalSchema, canonical

from specproof.prove.kit.generation.nodes import ERRORS
from specproof.prove.kit.generation.prepare import canonical_of
from specproof.prove.kit.judging.directions import Direction
from specproof.prove.kit.judging.document import Document

__all__ = ["means_the_same"]


def means_the_same(before: Document, after: Document, at: str, direction: Direction) -> bool | None:
    """Whether the schemas at a pointer of two documents accept the same values; None if the algebra does not know."""
    try:
        one, other = _values(before, at, direction), _values(after, at, direction)
        answers = {one.subtract(other).satisfiability(), other.subtract(one).satisfiability()}
    except (*ERRORS, LookupError):
        return None
    if answers == {canonical.Satisfiability.NO}:
        return True
    return False if canonical.Satisfiability.YES in answers else None


def _values(document: Document, at: str, direction: Direction) -> CanonicalSchema:
    standing: Any = document.standing(direction)
    return canonical_of(standing.schema(at))
