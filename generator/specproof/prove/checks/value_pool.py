"""Values for the schemas of a document, by pointer: worked out once, however many operations ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from specproof.oracle.directions import Direction
from specproof.oracle.document import Document
from specproof.oracle.json_pointer import pointer, tokens
from specproof.prove.checks.type_under_test import Subject
from specproof.prove.checks.types import Type
from specproof.strategies.boundary_values import without_duplicates

if TYPE_CHECKING:
    from specproof.prove.checks.promises import Promises

__all__ = ["Supplied", "Supply"]

_HOPS = 50
_MOST = 32
_KEPT = 256
_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Supplied:
    """``how`` as a check has it; ``corners`` are the same in every run."""

    how: str
    corners: tuple[Any, ...] = ()
    strategy: st.SearchStrategy[Any] | None = None


class Supply:
    """Valid values and near misses of one document's schemas."""

    def __init__(self, promises: Promises) -> None:
        self._promises = promises
        self._subject = lru_cache(_KEPT)(self._made)
        self._inside = lru_cache(_KEPT)(_inside)
        self._outside = lru_cache(_KEPT)(_outside)

    def inside(self, at: str, direction: Direction) -> Supplied:
        """Valid values."""
        return self._inside(self._subject(self._target(at, direction), direction))

    def outside(self, at: str, direction: Direction) -> Supplied:
        """Values that fail for one constraint each."""
        return self._outside(self._subject(self._target(at, direction), direction))

    def _made(self, at: str, direction: Direction) -> Subject:
        return Subject(self._promises, Type("", at, direction))

    def _target(self, at: str, direction: Direction) -> str:
        """Behind references that stand alone: operations share what they name."""
        for _ in range(_HOPS):
            ref = _alone(self._promises.document, at, direction)
            if ref is None:
                break
            at = pointer(tokens(ref))
        return at


def _alone(document: Document, at: str, direction: Direction) -> str | None:
    """The reference that a schema is, if it is nothing else."""
    try:
        node = document.schema(at, direction)
    except LookupError:
        return None
    ref = node.get("$ref") if isinstance(node, dict) else None
    is_alone = isinstance(ref, str) and ref.startswith("#/") and node.keys() <= {"$ref", "description", "summary"}
    return ref if is_alone else None


def _inside(subject: Subject) -> Supplied:
    if subject.values is None:
        return Supplied(subject.how)
    return Supplied(
        subject.how,
        _corners(subject.covering_values, *(miss.valid_boundary_values for miss in subject.misses)),
        subject.values,
    )


def _outside(subject: Subject) -> Supplied:
    corners = _corners(*(miss.boundary_values for miss in subject.misses))
    strategies = [miss.strategy for miss in subject.misses if miss.strategy is not None]
    if not corners:
        return Supplied(next((miss.how for miss in subject.misses), "redundant"))
    is_sampled = any(miss.how == "sampled" for miss in subject.misses)
    return Supplied("sampled" if is_sampled else "algebra", corners, st.one_of(strategies) if strategies else None)


def _corners(*groups: Iterable[Any]) -> tuple[Any, ...]:
    """The first of each group, then the second of each, and so on."""
    each = (one for one in chain.from_iterable(zip_longest(*groups, fillvalue=_ABSENT)) if one is not _ABSENT)
    return tuple(islice(without_duplicates(each), _MOST))
