"""What checks of responses share: an operation, called with as little as it needs, and the response it gets."""

from __future__ import annotations

from typing import Any

from specproof.oracle.operations import Operation
from specproof.prove.checks.api_under_test import ApiUnderTest
from specproof.prove.checks.call_cases import CallCases, media_types
from specproof.prove.checks.check import Case, Check, CheckId
from specproof.prove.checks.client_methods import ClientMethod
from specproof.prove.checks.harness import CallResult, Flavor, Harness
from specproof.prove.checks.response_cases import is_error, stub_response

__all__ = ["ENOUGH", "ResponseCheck"]

ENOUGH = 6
"""Boundary cases of a declaration that was explored with another operation."""


class ResponseCheck(Check):
    """A check of how responses of one operation are read; the call has only the required arguments."""

    def __init__(self, check_id: CheckId, api: ApiUnderTest, operation: Operation, method: ClientMethod) -> None:
        super().__init__(check_id, api.contract)
        self.api, self.operation, self.method = api, operation, method
        self.calls = CallCases(api, operation, media_types(operation)[0])

    def keywords(self, harness: Harness, flavor: Flavor) -> dict[str, Any]:
        """Return the keyword arguments of the call."""
        least = self.calls.minimal_call or {}
        return harness.keywords(self.operation, self.method, least, flavor.is_typed, self.calls.files)

    def call(self, harness: Harness, flavor: Flavor, case: Case, **options: Any) -> CallResult:
        """Call the operation and give it the response of a case.

        Args:
            options: of the client, such as ``validation``.
        """
        return harness.call(self.method, flavor, self.keywords(harness, flavor), stub_response(case), **options)

    def require_error(
        self, harness: Harness, case: Case, flavor: Flavor, result: CallResult, expected: str, *, exact: bool = False
    ) -> Any:
        """Return the error of a call, after checking its class and its status.

        Args:
            expected: name of a class in the package's module of errors.
            exact: whether a subclass is wrong.

        Raises:
            ContractViolationError: the error is another one, or there is none.
        """
        kind = getattr(harness.clients.errors, expected)
        error: Any = result.error
        if not isinstance(error, kind) or (exact and type(error) is not kind):
            raised = f"raised {error!r}" if error is not None else "raised no error"
            raise self.violation(case, f"the {flavor} {raised}, expected {expected}")
        if error.status_code != case["status"]:
            raise self.violation(case, f"the error of the {flavor} has status_code {error.status_code}")
        return error

    def pattern_of(self, status: int) -> str | None:
        """Return the key of the declaration for a status, such as `404`, `4XX` or `default`; None if there is none."""
        declared = self.operation.response(status)
        return next((key for key, one in self.operation.responses.items() if one is declared), None)

    def is_failure(self, status: int) -> bool:
        """Return whether a declared status is an error."""
        return status >= 400 or is_error(self.operation, self.pattern_of(status) or "default")

    def error_of(self, status: int) -> str:
        """Return the error class for a declared status. Raises: KeyError, if the contract has none."""
        pattern = self.pattern_of(status) or ""
        if not is_error(self.operation, pattern):
            return "StatusError"
        return self.contract.errors[pattern if pattern == "default" else pattern.upper()]
