"""The check that a second decoder of requests, openapi-core, finds the same arguments."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from specproof.oracle.json_values import equal
from specproof.oracle.openapi_core_reader import deviation
from specproof.oracle.operations import Operation, Parameter
from specproof.prove.checks.api_under_test import ApiUnderTest
from specproof.prove.checks.call_cases import media_types
from specproof.prove.checks.call_check import CallCheck
from specproof.prove.checks.check import Case, Check, CheckId
from specproof.prove.checks.client_methods import ClientMethod
from specproof.prove.checks.harness import FLAVORS
from specproof.prove.checks.package import Package
from specproof.prove.checks.wire_values import without_triplets

__all__ = ["CHECKS"]


def decoders_agree(api: ApiUnderTest) -> Iterator[Check]:
    """Yield a check for each operation that has parameters."""
    for operation, method in api.operations_with_methods():
        if operation.parameters:
            yield DecodersAgree(api, operation, method)


CHECKS = {"decoders agree": decoders_agree}


class DecodersAgree(CallCheck):
    """Checks that openapi-core decodes the arguments of a call from its request, if it supports their styles."""

    def __init__(self, api: ApiUnderTest, operation: Operation, method: ClientMethod) -> None:
        check_id = CheckId("decoders agree", operation.key, operation.pointer)
        super().__init__(check_id, api, operation, method, media_types(operation)[0])

    @property
    def how(self) -> str:
        return self.calls.how if self.boundary_cases else "undecided"

    @cached_property
    def boundary_cases(self) -> tuple[Case, ...]:
        return tuple(case for case in self.calls.boundary_cases if self._is_supported(case))

    def _is_supported(self, case: Case) -> bool:
        arguments, parameters = case["arguments"], self.calls.operation.parameters
        if not arguments or any(self.calls.obstacles(case)):
            return False
        return not any(
            self._not_supported(one, arguments[one.key]) for one in parameters if one.key in arguments
        ) and all(self._may_be_absent(one) for one in parameters if one.key not in arguments)

    def _not_supported(self, parameter: Parameter, value: Any) -> str:
        return deviation(parameter, value, self.api.shape(parameter.schema))

    def _may_be_absent(self, parameter: Parameter) -> bool:
        """Whether openapi-core takes a request without it: not if it is a deepObject, or its default is invalid."""
        if parameter.style == "deepObject":
            return False
        schema = self.api.document.schema(parameter.schema, "request") if parameter.schema is not None else True
        if not isinstance(schema, dict) or "default" not in schema:
            return True
        return not self.api.document.errors(parameter.schema, schema["default"], "request")

    def run_case(self, package: Package, case: Case) -> None:
        """Require that openapi-core decodes from the request of a call what the call was given.

        Raises:
            ContractViolationError: it rejects the request or decodes something else, or no request was sent.
        """
        harness = self.api.harness(package)
        result = harness.call(self.method, FLAVORS[0], self.keywords(harness, case, True))
        if not result.sent:
            raise self.violation(case, f"the method sent no request: {result.error!r}")
        sent = result.sent[0]
        headers = {name: sent.header(name) or "" for name, _ in sent.headers}
        try:
            read = self.api.second_reader.parameters(self.calls.operation, sent.target, headers)
        except ValueError as error:
            raise self.violation(case, f"openapi-core rejects {sent.method} {sent.target}: {error}") from None
        wanted = {
            one.key: without_triplets(case["arguments"][one.key]) if one.allow_reserved else case["arguments"][one.key]
            for one in self.calls.operation.parameters
            if one.key in case["arguments"]
        }
        found = {key: value for key, value in read.items() if key in wanted}  # it adds defaults
        if not equal(found, wanted):
            raise self.violation(case, f"openapi-core reads {sent.method} {sent.target} as {found!r}")
