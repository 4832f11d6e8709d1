"""The property that another reader of requests finds the same arguments."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from specproof.oracle.json_values import equal
from specproof.oracle.openapi_core_reader import deviation
from specproof.oracle.operations import Operation, Parameter
from specproof.prove.checks.call_cases import media_types
from specproof.prove.checks.call_checks import CallCheck
from specproof.prove.checks.check import About, Case, Check
from specproof.prove.checks.compared import without_triplets
from specproof.prove.checks.harness import FLAVORS
from specproof.prove.checks.methods import Method
from specproof.prove.checks.package import Package
from specproof.prove.checks.service import Service, service_of

if TYPE_CHECKING:
    from specproof.prove.checks.promises import Promises

__all__ = ["CHECKS"]


def crossings(promises: Promises) -> Iterator[Check]:
    """One check an operation with parameters."""
    service = service_of(promises)
    for operation, method in service.pairs():
        if operation.parameters:
            yield CrossedCheck(service, operation, method)


CHECKS = {"second reading": crossings}


class CrossedCheck(CallCheck):
    """What openapi-core reads is what was asked for, wherever it knows the style: our decoder is not the only judge."""

    def __init__(self, service: Service, operation: Operation, method: Method) -> None:
        about = About("second reading", operation.key, operation.pointer)
        super().__init__(about, service, operation, method, media_types(operation)[0])

    @property
    def how(self) -> str:
        return self.plan.how if self.corners else "undecided"

    @cached_property
    def corners(self) -> tuple[Case, ...]:
        return tuple(case for case in self.plan.corners if self._is_crossed(case))

    def _is_crossed(self, case: Case) -> bool:
        arguments, parameters = case["arguments"], self.plan.operation.parameters
        if not arguments or any(self.plan.obstacles(case)):
            return False
        return not any(self._left_alone(one, arguments[one.key]) for one in parameters if one.key in arguments) and all(
            self._is_well_absent(one) for one in parameters if one.key not in arguments
        )

    def _left_alone(self, parameter: Parameter, value: Any) -> str:
        return deviation(parameter, value, self.service.shape(parameter.schema))

    def _is_well_absent(self, parameter: Parameter) -> bool:
        """Whether openapi-core takes a request without it: not if it is a deepObject, or its default is invalid."""
        if parameter.style == "deepObject":
            return False
        schema = self.service.document.schema(parameter.schema, "request") if parameter.schema is not None else True
        if not isinstance(schema, dict) or "default" not in schema:
            return True
        return not self.service.document.errors(parameter.schema, schema["default"], "request")

    def hold(self, package: Package, case: Case) -> None:
        rig = self.service.rig(package)
        came = rig.call(self.method, FLAVORS[0], self.keywords(rig, case, True))
        if not came.sent:
            raise self.broken(case, f"the method sent nothing: {came.error!r}")
        sent = came.sent[0]
        headers = {name: sent.header(name) or "" for name, _ in sent.headers}
        try:
            read = self.service.second_reader.parameters(self.plan.operation, sent.target, headers)
        except ValueError as error:
            raise self.broken(case, f"openapi-core refuses {sent.method} {sent.target}: {error}") from None
        wanted = {
            one.key: without_triplets(case["arguments"][one.key]) if one.allow_reserved else case["arguments"][one.key]
            for one in self.plan.operation.parameters
            if one.key in case["arguments"]
        }
        found = {key: value for key, value in read.items() if key in wanted}  # it adds defaults
        if not equal(found, wanted):
            raise self.broken(case, f"openapi-core reads {sent.method} {sent.target} as {found!r}")
