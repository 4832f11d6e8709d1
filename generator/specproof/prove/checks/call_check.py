"""What checks of requests share: an operation, called with bodies of one media type."""

from __future__ import annotations

from typing import Any

from specproof.oracle.operations import Operation
from specproof.prove.checks.api_under_test import ApiUnderTest
from specproof.prove.checks.call_cases import CallCases
from specproof.prove.checks.check import Case, Check, CheckId
from specproof.prove.checks.client_methods import ClientMethod
from specproof.prove.checks.harness import CallResult, Flavor, Harness

__all__ = ["CallCheck"]


class CallCheck(Check):
    """A check of one operation, called with bodies of one media type."""

    def __init__(
        self,
        check_id: CheckId,
        api: ApiUnderTest,
        operation: Operation,
        method: ClientMethod,
        media_type: str | None,
    ) -> None:
        super().__init__(check_id, api.contract)
        self.api, self.method = api, method
        self.calls = CallCases(api, operation, media_type)

    def keywords(self, harness: Harness, case: Case, is_typed: bool) -> dict[str, Any]:
        """Return the keyword arguments of the client method for a case.

        Args:
            is_typed: whether values are converted to the declared types first.
        """
        return harness.keywords(self.calls.operation, self.method, case, is_typed, self.calls.files)

    def require_rejection(self, harness: Harness, case: Case, flavor: Flavor, result: CallResult, why: str) -> None:
        """Require that a call was rejected with InvalidArgumentError before anything was sent.

        Args:
            result: what the call gave.
            why: the reason why it had to be rejected, for the message.

        Raises:
            ContractViolationError: it was not.
        """
        if result.sent:
            request = result.sent[0]
            raise self.violation(case, f"the {flavor} sent {request.method} {request.target} although {why}")
        if not isinstance(result.error, harness.clients.errors.InvalidArgumentError):
            raise self.violation(
                case, f"the {flavor} raised {result.error!r} instead of InvalidArgumentError, although {why}"
            )
