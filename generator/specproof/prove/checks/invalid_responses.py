"""Checks of responses that the document does not declare, and of content that its schema rejects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from hypothesis import strategies as st

from specproof.oracle.media_types import essence
from specproof.oracle.operations import Operation
from specproof.prove.checks.api_under_test import ApiUnderTest
from specproof.prove.checks.check import Case, CheckId
from specproof.prove.checks.client_methods import ClientMethod
from specproof.prove.checks.harness import FLAVORS, CallResult, Flavor, Harness
from specproof.prove.checks.package import Package
from specproof.prove.checks.response_cases import NO_BODY, ResponseCases, content_of, is_sequence, stub_response
from specproof.prove.checks.response_check import ENOUGH, ResponseCheck
from specproof.prove.checks.stream_calls import stream_items
from specproof.prove.checks.texts import is_judged_text, texts
from specproof.prove.checks.value_pool import ValueSet

__all__ = ["InvalidResponseCheck", "UndeclaredResponseCheck"]

_STRANGE = ("application/x-undeclared", "text/x-undeclared", "x-undeclared/x-undeclared")
_STATUSES = tuple(range(200, 600))
_FIRST = (200, 201, 202, 204, 206, 226, 299, 300, 302, 304, 400, 404, 418, 429, 499, 500, 503, 599)
_NOT_JSON = ("{", "", "[1,]", "NaN")


class UndeclaredResponseCheck(ResponseCheck):
    """Checks that a response whose status or media type is not declared raises the error class for that."""

    def __init__(self, api: ApiUnderTest, operation: Operation, method: ClientMethod) -> None:
        super().__init__(CheckId("unexpected response", operation.key, operation.pointer), api, operation, method)

    @property
    def how(self) -> str:
        return self.calls.why_no_call if self.calls.minimal_call is None or self.boundary_cases else "redundant"

    @cached_property
    def boundary_cases(self) -> tuple[Case, ...]:
        if self.calls.minimal_call is None:
            return ()
        return (*({"status": one} for one in _FIRST if self.pattern_of(one) is None), *self._undeclared_content())

    def _undeclared_content(self) -> Iterator[Case]:
        for pattern, declared in self.operation.responses.items():
            cases = ResponseCases(self.api, self.operation, pattern)
            strange = next((one for one in _STRANGE if not _fits(one, declared.content)), None)
            if cases.has_content and strange is not None:
                status = next(one for one in cases.statuses if one not in NO_BODY)
                yield {"status": status, "media_type": strange, "text": _text(cases)}

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        undeclared = [one for one in _STATUSES if self.pattern_of(one) is None]
        if self.calls.minimal_call is None or not undeclared:
            return None
        return st.sampled_from(undeclared).map(lambda status: {"status": status})

    def inside(self, case: Case) -> bool:
        return False

    def run_case(self, package: Package, case: Case) -> None:
        """Require that each flavor raises the error class for a response that is not declared.

        Raises:
            ContractViolationError: it raises something else, or nothing.
        """
        harness = self.api.harness(package)
        for flavor in FLAVORS:
            result = self.call(harness, flavor, case)
            if self.pattern_of(case["status"]) is None:
                self.require_error(harness, case, flavor, result, "UnexpectedResponseError")
            elif self.is_failure(case["status"]):
                error = self.require_error(harness, case, flavor, result, "StatusError")
                if error.body is not None:
                    raise self.violation(case, f"the error of the {flavor} holds {error.body!r}")
            else:
                self.require_error(harness, case, flavor, result, "InvalidResponseError")


class InvalidResponseCheck(ResponseCheck):
    """Checks that content which its schema rejects raises an error, or with `validation="warn"` calls `on_drift`."""

    def __init__(
        self,
        api: ApiUnderTest,
        operation: Operation,
        method: ClientMethod,
        pattern: str,
        media_type: str,
        is_known: bool = False,
    ) -> None:
        detail = f"{pattern} {media_type}"
        check_id = CheckId("invalid response", operation.key, operation.responses[pattern].pointer, detail=detail)
        super().__init__(check_id, api, operation, method)
        self.pattern, self.media_type, self.responses = pattern, media_type, ResponseCases(api, operation, pattern)
        self._is_known = is_known

    @cached_property
    def invalid_values(self) -> ValueSet:
        """Return near misses of the schema of the content."""
        schema = self.responses.declared.content[self.media_type].schema
        if schema is None:
            return ValueSet("redundant")
        if self.is_text:
            return texts(self.api, schema, "response", is_valid=False)
        return self.api.value_pool.invalid(schema, "response")

    @property
    def is_text(self) -> bool:
        """Whether the content is a text that has to match a schema."""
        schema, kind = self.responses.declared.content[self.media_type].schema, self.media_type
        return is_judged_text(self.api, schema, self.responses.concrete_media_type(kind), "response")

    @property
    def how(self) -> str:
        if self.calls.minimal_call is None or not self.responses.has_content:
            return self.calls.why_no_call if self.calls.minimal_call is None else "redundant"
        return self.invalid_values.how

    def _case(self, body: Any) -> Case:
        status = next(one for one in self.responses.statuses if one not in NO_BODY)
        return {
            "status": status,
            "media_type": self.responses.concrete_media_type(self.media_type),
            "body": [body] if self.is_sequence else body,
        }

    @property
    def is_sequence(self) -> bool:
        """Whether the content is a sequence of values, such as server-sent events."""
        return is_sequence(self.media_type)

    @cached_property
    def boundary_cases(self) -> tuple[Case, ...]:
        if self.calls.minimal_call is None or not self.responses.has_content:
            return ()
        not_json = (
            () if self.is_sequence or self.is_text else tuple({**self._case(None), "text": text} for text in _NOT_JSON)
        )
        wrong = self.invalid_values.boundary_cases[:ENOUGH] if self._is_known else self.invalid_values.boundary_cases
        return (*map(self._case, wrong), *not_json)

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        if (
            self._is_known
            or self.calls.minimal_call is None
            or not self.responses.has_content
            or self.invalid_values.strategy is None
        ):
            return None
        return self.invalid_values.strategy.map(self._case)

    def inside(self, case: Case) -> bool:
        return False

    def run_case(self, package: Package, case: Case) -> None:
        """Require that each flavor raises an error for invalid content, or with `validation="warn"` calls `on_drift`.

        Raises:
            ContractViolationError: it does not.
        """
        harness = self.api.harness(package)
        if self.is_sequence:
            return self._require_items_rejected(harness, case)
        for flavor in FLAVORS:
            self._require_rejection(harness, case, flavor, self.call(harness, flavor, case))
        if "text" not in case:
            self._require_report(harness, case)

    def _require_rejection(self, harness: Harness, case: Case, flavor: Flavor, result: CallResult) -> None:
        if not self.is_failure(case["status"]):
            self.require_error(harness, case, flavor, result, "InvalidResponseError")
            return
        error = self.require_error(harness, case, flavor, result, "StatusError")
        if error.body is not None:
            raise self.violation(case, f"the error of the {flavor} holds {error.body!r}")

    def _require_report(self, harness: Harness, case: Case) -> None:
        reports: list[Any] = []
        for flavor in FLAVORS:
            reports.clear()
            result = self.call(harness, flavor, case, validation="warn", on_drift=reports.append)
            if result.error is not None and not self.is_failure(case["status"]):
                raise self.violation(case, f"with validation='warn' the {flavor} raised {result.error!r}")
            if not reports:
                raise self.violation(case, f"with validation='warn' the {flavor} called no on_drift")
            if any(report.status != case["status"] for report in reports):
                raise self.violation(case, f"with validation='warn' the {flavor} reported status {reports[0].status}")

    def _require_items_rejected(self, harness: Harness, case: Case) -> None:
        if not self.method.is_streamed or self.is_failure(case["status"]):
            return
        for flavor in FLAVORS:
            _, error = stream_items(harness, self.method, flavor, self.keywords(harness, flavor), stub_response(case))
            if not isinstance(error, harness.clients.errors.InvalidResponseError):
                raise self.violation(
                    case, f"the stream of the {flavor} raised {error!r}, expected InvalidResponseError"
                )


def _text(cases: ResponseCases) -> str:
    """Content that would do under the first declared media type, if it can be had."""
    media_type, value_set = next(iter(cases.value_set.items()))
    if not value_set.boundary_cases:
        return "null"
    return content_of(cases.concrete_media_type(media_type), value_set.boundary_cases[0]).decode("utf-8", "replace")


def _fits(media_type: str, declared: Mapping[str, Any]) -> bool:
    kinds = {essence(one) for one in declared}
    return bool(kinds & {media_type, media_type.partition("/")[0] + "/*", "*/*"})
