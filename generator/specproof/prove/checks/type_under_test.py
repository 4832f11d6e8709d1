"""One type under proof: its schema standing alone, the judge of it, and what makes values; its checks share it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from hypothesis import strategies as st

from specproof.oracle.document import DOCUMENT_URI
from specproof.prove.checks.check import Case
from specproof.prove.checks.types import Type
from specproof.strategies import (
    NearMiss,
    NoStrategyError,
    UnsatisfiableError,
    constraints,
    covering_values,
    near_misses,
    perturbed_values,
    values,
)
from specproof.strategies.standalone_schema import Retrieve

if TYPE_CHECKING:
    from specproof.prove.checks.promises import Promises

__all__ = ["Stated", "Subject", "stated"]


@dataclass(frozen=True, slots=True)
class Stated:
    """One constraint of a type's schema: its number there, the place in the document, keyword and detail."""

    index: int
    pointer: str
    keyword: str
    detail: str


def stated(promises: Promises, kind: Type) -> Iterator[Stated]:
    """The constraints that stand in the schema of a type, inline schemas below it among them."""
    schema, _ = _alone(promises, kind)
    for index, one in enumerate(constraints(schema)):
        yield Stated(index, kind.pointer + one.pointer, one.keyword, one.detail or "")


class Subject:
    """A type, with everything that takes time made when it is first needed."""

    def __init__(self, promises: Promises, kind: Type) -> None:
        self.promises, self.type = promises, kind

    @cached_property
    def judge(self) -> jsonschema_rs.Validator:
        document, kind = self.promises.document, self.type
        if not self.promises.states(kind):
            return jsonschema_rs.Draft202012Validator({"type": kind.kind} if kind.kind else True)
        return document.validator(kind.pointer, kind.direction, kind.kind)

    @property
    def root(self) -> str:
        """The evaluation path of the type's schema under its judge."""
        return "/$ref" if self.promises.states(self.type) else ""

    def accepts(self, value: Case) -> bool:
        """The judge's word."""
        return bool(self.judge.is_valid(value))

    @property
    def how(self) -> str:
        """`algebra`, or why there are no values: `unsatisfiable`, `no strategy`."""
        return self._values[0]

    @property
    def values(self) -> st.SearchStrategy[Case] | None:
        """Valid values."""
        return self._values[1]

    @cached_property
    def covering_values(self) -> tuple[Case, ...]:
        """Valid values that take each turn of the schema once."""
        return covering_values(*self._schema) if self.values is not None else ()

    @cached_property
    def perturbed_values(self) -> st.SearchStrategy[Case]:
        """Values near valid ones, on either side."""
        return perturbed_values(*self._schema)

    @cached_property
    def misses(self) -> list[NearMiss]:
        """One for each constraint, in the order of `stated`."""
        schema, retrieve = self._schema
        return near_misses(schema, None, retrieve)

    @cached_property
    def _schema(self) -> tuple[Any, Retrieve | None]:
        return _alone(self.promises, self.type)

    @cached_property
    def _values(self) -> tuple[str, st.SearchStrategy[Case] | None]:
        schema, retrieve = self._schema
        try:
            return "algebra", values(schema, None, retrieve)
        except UnsatisfiableError:
            return "unsatisfiable", None
        except NoStrategyError:
            return "no strategy", None


def _alone(promises: Promises, kind: Type) -> tuple[Any, Retrieve | None]:
    """The schema of a type with all that it refers to; if its meaning hangs on its place, a reference to it."""
    narrowed = {"type": kind.kind} if kind.kind else {}
    if not promises.states(kind):
        return narrowed or True, None
    try:
        schema = promises.document.bundler(kind.direction).schema(kind.pointer)
    except ValueError:
        resources = dict(promises.document.resources(kind.direction))
        return {"$ref": f"{DOCUMENT_URI}#{kind.pointer}", **narrowed}, lambda uri: resources.get(uri, True)
    return ({**schema, **narrowed} if isinstance(schema, dict) else narrowed or schema), None
