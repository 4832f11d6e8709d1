"""One exported type with its schema, a validator and values: its checks share them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import jsonschema_rs
from hypothesis import strategies as st

from specproof.oracle.document import DOCUMENT_URI
from specproof.prove.checks.check import Case
from specproof.prove.checks.contract import Contract
from specproof.prove.checks.exported_types import ExportedType
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

__all__ = ["StatedConstraint", "TypeUnderTest", "stated_constraints"]


@dataclass(frozen=True, slots=True)
class StatedConstraint:
    """A constraint that the schema of a type states.

    Attributes:
        index: its number within the schema, from 0.
        pointer: JSON pointer of the schema object in the document.
        detail: which part of the keyword, such as the property for `required`; empty for all of it.
    """

    index: int
    pointer: str
    keyword: str
    detail: str


def stated_constraints(contract: Contract, exported: ExportedType) -> Iterator[StatedConstraint]:
    """Yield the constraints in the schema of a type and its inline subschemas, without those behind a `$ref`."""
    schema, _ = _alone(contract, exported)
    for index, constraint in enumerate(constraints(schema)):
        pointer = exported.pointer + constraint.pointer
        yield StatedConstraint(index, pointer, constraint.keyword, constraint.detail or "")


class TypeUnderTest:
    """An exported type with its schema, validator and values, each made when first needed."""

    def __init__(self, contract: Contract, exported: ExportedType) -> None:
        self.contract, self.type = contract, exported

    @cached_property
    def validator(self) -> jsonschema_rs.Validator:
        """Return the validator of the type's schema."""
        document, kind = self.contract.document, self.type
        if not self.contract.has_schema(kind):
            return jsonschema_rs.Draft202012Validator({"type": kind.kind} if kind.kind else True)
        return document.validator(kind.pointer, kind.direction, kind.kind)

    @property
    def root(self) -> str:
        """Return the evaluation path of the type's schema under its validator."""
        return "/$ref" if self.contract.has_schema(self.type) else ""

    def accepts(self, value: Case) -> bool:
        """Return whether the type's schema accepts a value."""
        return bool(self.validator.is_valid(value))

    @property
    def how(self) -> str:
        """Return `algebra` if there are values, `unsatisfiable` if provably not, `no strategy` if none were found."""
        return self._values[0]

    @property
    def values(self) -> st.SearchStrategy[Case] | None:
        """Return a strategy of valid values; None if there are none, or none were found."""
        return self._values[1]

    @cached_property
    def covering_values(self) -> tuple[Case, ...]:
        """Return valid values that cover the schema: each optional property, each branch."""
        return covering_values(*self._schema) if self.values is not None else ()

    @cached_property
    def perturbed_values(self) -> st.SearchStrategy[Case]:
        """Return a strategy of valid values with a small change, many of them invalid."""
        return perturbed_values(*self._schema)

    @cached_property
    def misses(self) -> list[NearMiss]:
        """Return the near misses of each constraint, in the order of ``stated_constraints``."""
        schema, retrieve = self._schema
        return near_misses(schema, None, retrieve)

    @cached_property
    def _schema(self) -> tuple[Any, Retrieve | None]:
        return _alone(self.contract, self.type)

    @cached_property
    def _values(self) -> tuple[str, st.SearchStrategy[Case] | None]:
        schema, retrieve = self._schema
        try:
            return "algebra", values(schema, None, retrieve)
        except UnsatisfiableError:
            return "unsatisfiable", None
        except NoStrategyError:
            return "no strategy", None


def _alone(contract: Contract, exported: ExportedType) -> tuple[Any, Retrieve | None]:
    """The schema of a type with all that it refers to; if its meaning depends on its location, a reference to it."""
    narrowed = {"type": exported.kind} if exported.kind else {}
    if not contract.has_schema(exported):
        return narrowed or True, None
    try:
        schema = contract.document.bundler(exported.direction).schema(exported.pointer)
    except ValueError:
        resources = dict(contract.document.resources(exported.direction))
        return {"$ref": f"{DOCUMENT_URI}#{exported.pointer}", **narrowed}, lambda uri: resources.get(uri, True)
    return ({**schema, **narrowed} if isinstance(schema, dict) else narrowed or schema), None
