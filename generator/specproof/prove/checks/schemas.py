"""Checks of types against their schemas: what they accept and reject, and what they write again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from hypothesis import strategies as st
from pydantic import TypeAdapter

from specproof.oracle.json_values import equal, parse_exact
from specproof.prove.checks.api_under_test import ApiUnderTest
from specproof.prove.checks.check import Case, CaseNotApplicableError, Check, CheckId
from specproof.prove.checks.constructions import constructions
from specproof.prove.checks.expected_errors import expected_errors, is_reported
from specproof.prove.checks.exported_types import ExportedType
from specproof.prove.checks.package import Package
from specproof.prove.checks.type_io import RejectedValueError, from_json, to_json
from specproof.prove.checks.type_under_test import TypeUnderTest, stated_constraints
from specproof.strategies import NearMiss

__all__ = ["CHECKS"]

_OF_EACH = 2
_ODD: tuple[Case, ...] = (None, True, False, 0, 1, -1, 0.5, 1e300, "", "x", "0", "true", [], [None], {}, {"unknown": 1})


class TypeCheck(Check):
    """A check of one exported type; the cases are JSON values."""

    def __init__(self, api: ApiUnderTest, exported: ExportedType, check_id: CheckId) -> None:
        super().__init__(check_id, api.contract)
        self._api, self._exported = api, exported

    @property
    def type_under_test(self) -> TypeUnderTest:
        """Return the type with its schema and values."""
        return self._api.type_under_test(self._exported)

    @property
    def how(self) -> str:
        return self.type_under_test.how

    def inside(self, case: Case) -> bool:
        return self.type_under_test.accepts(case)

    def require_applicable(self, case: Case, inside: bool) -> None:
        """Require that the schema accepts (``inside``) or rejects a value. Raises: CaseNotApplicableError."""
        if self.inside(case) is not inside:
            verdict = "rejects" if inside else "accepts"
            raise CaseNotApplicableError(f"the schema {verdict} {json.dumps(case)[:200]}")

    def parsed(self, package: Package, case: Case) -> Any:
        """Return a valid value as the type reads it. Raises: ContractViolationError, if the type rejects it."""
        try:
            return from_json(package.adapter(self.id.subject), case)
        except RejectedValueError as error:
            raise self.violation(case, f"a valid value is rejected: {error}") from None

    def require_rejection(self, package: Package, case: Case) -> RejectedValueError:
        """Return the error of an invalid value. Raises: ContractViolationError, if the type accepts it."""
        try:
            from_json(package.adapter(self.id.subject), case)
        except RejectedValueError as error:
            if error.crashed:
                raise self.violation(case, f"an invalid value raises {error}, expected a ValidationError") from None
            return error
        against = f", against {self.id.keyword}" if self.id.keyword else ""
        raise self.violation(case, f"an invalid value is accepted{against}")

    def require_same(self, case: Case, text: bytes, after: str) -> None:
        """Require that a text is the same JSON as the case. Raises: ContractViolationError, if it is not.

        Args:
            after: what was done, for the message.
        """
        if not equal(parse_exact(json.dumps(case)), parse_exact(text)):
            raise self.violation(case, f"{after} gives {text.decode()}")


class Accepts(TypeCheck):
    """Checks that the type accepts every value that its schema accepts."""

    @cached_property
    def boundary_cases(self) -> tuple[Case, ...]:
        return self.type_under_test.covering_values

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        return self.type_under_test.values

    def run_case(self, package: Package, case: Case) -> None:
        """Require that the type accepts a valid value. Raises: ContractViolationError, CaseNotApplicableError."""
        self.require_applicable(case, True)
        self.parsed(package, case)


class ConstraintCheck(TypeCheck):
    """A check of one constraint of a type's schema."""

    def __init__(self, api: ApiUnderTest, exported: ExportedType, check_id: CheckId, index: int) -> None:
        super().__init__(api, exported, check_id)
        self._index = index

    @property
    def near_miss(self) -> NearMiss:
        """Return the boundary values and near misses of the constraint."""
        return self.type_under_test.misses[self._index]


class AcceptsEdge(ConstraintCheck):
    """Checks that the type accepts the valid boundary values of a constraint."""

    @property
    def how(self) -> str:
        return self.near_miss.valid_boundary_how

    @cached_property
    def boundary_cases(self) -> tuple[Case, ...]:
        return self.near_miss.valid_boundary_values

    def run_case(self, package: Package, case: Case) -> None:
        """Require that the type accepts a valid value. Raises: ContractViolationError, CaseNotApplicableError."""
        self.require_applicable(case, True)
        self.parsed(package, case)


class Rejects(ConstraintCheck):
    """Checks that the type rejects near misses of a constraint, with an error at the location for the keyword."""

    @property
    def how(self) -> str:
        return "sampled" if self.near_miss.how == "undecided" and self.boundary_cases else self.near_miss.how

    @cached_property
    def boundary_cases(self) -> tuple[Case, ...]:
        return self.near_miss.boundary_values

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        return self.near_miss.strategy

    def run_case(self, package: Package, case: Case) -> None:
        """Require the right error for a near miss. Raises: ContractViolationError, CaseNotApplicableError."""
        self.require_applicable(case, False)
        error = self.require_rejection(package, case)
        path = self.type_under_test.root + self.near_miss.pointer
        expected = expected_errors(
            self.type_under_test.validator.evaluate(case).list()["details"], path, self.id.keyword
        )
        if not is_reported(error.errors, case, expected):
            wanted = ", ".join(f"{keyword} at /{'/'.join(at)}" for at, keyword in dict.fromkeys(expected))
            raise self.violation(case, f"rejected for another reason than {wanted}: {error}")


class RejectsOdd(TypeCheck):
    """Checks that the type rejects some values of every JSON type if the schema does."""

    @property
    def how(self) -> str:
        return "document"

    @cached_property
    def boundary_cases(self) -> tuple[Case, ...]:
        return tuple(value for value in _ODD if not self.type_under_test.accepts(value))

    def run_case(self, package: Package, case: Case) -> None:
        """Require an error for an invalid value. Raises: ContractViolationError, CaseNotApplicableError."""
        self.require_applicable(case, False)
        self.require_rejection(package, case)


class RoundTrips(Accepts):
    """Checks that a value which is read and written is the same JSON."""

    @cached_property
    def boundary_cases(self) -> tuple[Case, ...]:
        return _valid(self.type_under_test)

    def run_case(self, package: Package, case: Case) -> None:
        """Require that read and written a value is the same. Raises: ContractViolationError, CaseNotApplicableError."""
        self.require_applicable(case, True)
        adapter, parsed = package.adapter(self.id.subject), self.parsed(package, case)
        try:
            text = to_json(adapter, parsed)
        except RejectedValueError as error:
            raise self.violation(case, f"a value that was read cannot be written: {error}") from None
        self.require_same(case, text, "reading and writing")


class Builds(TypeCheck):
    """Checks that building a value in Python and reading it as JSON accept the same values, and give the same JSON."""

    @cached_property
    def boundary_cases(self) -> tuple[Case, ...]:
        return (*_valid(self.type_under_test), *_invalid(self.type_under_test))

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        return self.type_under_test.perturbed_values if self.type_under_test.values is not None else None

    def run_case(self, package: Package, case: Case) -> None:
        """Require that building a value succeeds if and only if it is valid. Raises: ContractViolationError."""
        adapter, annotation = package.adapter(self.id.subject), package.type(self.id.subject)
        inside = self.inside(case)
        try:
            parsed = from_json(adapter, case)
        except RejectedValueError:
            parsed = None
        for way, build in constructions(adapter, annotation, case, parsed):
            self._agrees(case, way, build, inside, adapter)

    def _agrees(self, case: Case, way: str, build: Callable[[], Any], inside: bool, adapter: TypeAdapter[Any]) -> None:
        try:
            built = build()
        except RejectedValueError as error:
            if inside or error.crashed:
                raise self.violation(case, f"building from {way} raises {error}") from None
            return
        if not inside:
            raise self.violation(case, f"building from {way} accepts an invalid value")
        try:
            text = to_json(adapter, built)
        except RejectedValueError as error:
            raise self.violation(case, f"a value built from {way} cannot be written: {error}") from None
        self.require_same(case, text, f"building from {way} and writing")


class ValidatorsAgree(TypeCheck):
    """Checks that python-jsonschema accepts the same values as jsonschema-rs, which judges the types."""

    @property
    def how(self) -> str:
        return "document"

    @cached_property
    def boundary_cases(self) -> tuple[Case, ...]:
        return (*_ODD, *_valid(self.type_under_test), *_invalid(self.type_under_test))

    def run_case(self, package: Package, case: Case) -> None:
        """Require that both validators agree on a value. Raises: ContractViolationError."""
        exported = self.type_under_test.type
        other = self.contract.second.accepts(exported.pointer, case, exported.direction, exported.kind)
        if other is not None and other is not self.inside(case):
            verdict = "accepted by python-jsonschema, rejected" if other else "rejected by python-jsonschema, accepted"
            raise self.violation(case, f"{verdict} by jsonschema-rs")


def _valid(tested: TypeUnderTest) -> tuple[Case, ...]:
    return (
        *tested.covering_values,
        *(value for miss in tested.misses for value in miss.valid_boundary_values[:_OF_EACH]),
    )


def _invalid(tested: TypeUnderTest) -> tuple[Case, ...]:
    return tuple(value for miss in tested.misses for value in miss.boundary_values[:_OF_EACH])


Maker = Callable[[ApiUnderTest], Iterator[Check]]


def _each(property: str, make: type[TypeCheck]) -> Maker:
    def checks(api: ApiUnderTest) -> Iterator[Check]:
        for exported in api.contract.types:
            yield make(api, exported, CheckId(property, exported.name, exported.pointer))

    return checks


def _each_constraint(property: str, make: type[ConstraintCheck], whole: type[TypeCheck]) -> Maker:
    def checks(api: ApiUnderTest) -> Iterator[Check]:
        for exported in api.contract.types:
            yield whole(api, exported, CheckId(property, exported.name, exported.pointer))
            for stated in stated_constraints(api.contract, exported):
                check_id = CheckId(property, exported.name, stated.pointer, stated.keyword, stated.detail)
                yield make(api, exported, check_id, stated.index)

    return checks


CHECKS: Mapping[str, Maker] = {
    "accept": _each_constraint("accept", AcceptsEdge, Accepts),
    "reject": _each_constraint("reject", Rejects, RejectsOdd),
    "round trip": _each("round trip", RoundTrips),
    "build": _each("build", Builds),
    "validators agree": _each("validators agree", ValidatorsAgree),
}
"""Property -> what makes its checks."""
