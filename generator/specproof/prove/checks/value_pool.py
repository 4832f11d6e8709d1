"""Values for the schemas of a document, by pointer: worked out once, however many operations ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice, zip_longest
from typing import Any

from hypothesis import strategies as st

from specproof.oracle.directions import Direction
from specproof.oracle.document import Document
from specproof.oracle.json_pointer import pointer, tokens
from specproof.prove.checks.contract import Contract
from specproof.prove.checks.exported_types import ExportedType
from specproof.prove.checks.type_under_test import TypeUnderTest
from specproof.strategies.boundary_values import without_duplicates

__all__ = ["ValuePool", "ValueSet"]

_HOPS = 50
_MOST = 32
_KEPT = 256
_ABSENT = object()


@dataclass(frozen=True, slots=True)
class ValueSet:
    """Values of a schema.

    Attributes:
        how: where they come from, or why there are none: see ``Check.how``.
        boundary_cases: the ones to test in every run.
        strategy: of further values; None if there are none.
    """

    how: str
    boundary_cases: tuple[Any, ...] = ()
    strategy: st.SearchStrategy[Any] | None = None


class ValuePool:
    """Makes valid values and near misses of a document's schemas, and keeps them, since operations share schemas."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._type = lru_cache(_KEPT)(self._made)
        self._valid = lru_cache(_KEPT)(_valid)
        self._invalid = lru_cache(_KEPT)(_invalid)

    def valid(self, at: str, direction: Direction) -> ValueSet:
        """Return values that the schema at a JSON pointer accepts."""
        return self._valid(self._type(self._target(at, direction), direction))

    def invalid(self, at: str, direction: Direction) -> ValueSet:
        """Return near misses of the schema at a JSON pointer."""
        return self._invalid(self._type(self._target(at, direction), direction))

    def _made(self, at: str, direction: Direction) -> TypeUnderTest:
        return TypeUnderTest(self._contract, ExportedType("", at, direction))

    def _target(self, at: str, direction: Direction) -> str:
        """Behind references that stand alone: operations share what they name."""
        for _ in range(_HOPS):
            ref = _alone(self._contract.document, at, direction)
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


def _valid(tested: TypeUnderTest) -> ValueSet:
    if tested.values is None:
        return ValueSet(tested.how)
    return ValueSet(
        tested.how,
        _boundary_cases(tested.covering_values, *(miss.valid_boundary_values for miss in tested.misses)),
        tested.values,
    )


def _invalid(tested: TypeUnderTest) -> ValueSet:
    boundary_cases = _boundary_cases(*(miss.boundary_values for miss in tested.misses))
    strategies = [miss.strategy for miss in tested.misses if miss.strategy is not None]
    if not boundary_cases:
        return ValueSet(next((miss.how for miss in tested.misses), "redundant"))
    is_sampled = any(miss.how == "sampled" for miss in tested.misses)
    return ValueSet(
        "sampled" if is_sampled else "algebra", boundary_cases, st.one_of(strategies) if strategies else None
    )


def _boundary_cases(*groups: Iterable[Any]) -> tuple[Any, ...]:
    """The first of each group, then the second of each, and so on."""
    each = (one for one in chain.from_iterable(zip_longest(*groups, fillvalue=_ABSENT)) if one is not _ABSENT)
    return tuple(islice(without_duplicates(each), _MOST))
