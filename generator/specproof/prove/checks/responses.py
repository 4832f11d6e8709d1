"""Checks of responses: declared content comes back as its type, everything else is an error."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from hypothesis import strategies as st

from specproof.oracle.json_values import equal
from specproof.oracle.media_types import content_key, essence, is_json
from specproof.oracle.operations import Operation
from specproof.prove.checks.api_under_test import ApiUnderTest
from specproof.prove.checks.check import Case, Check, CheckId
from specproof.prove.checks.client_methods import ClientMethod
from specproof.prove.checks.harness import FLAVORS, CallResult, Flavor, Harness, concrete_media_type
from specproof.prove.checks.invalid_responses import InvalidResponseCheck, UndeclaredResponseCheck
from specproof.prove.checks.package import Package
from specproof.prove.checks.response_cases import EVENTS, ResponseCases, content_of, is_sequence, stub_response
from specproof.prove.checks.response_check import ENOUGH, ResponseCheck
from specproof.prove.checks.stream_calls import stream_items
from specproof.prove.checks.texts import is_judged_text

__all__ = ["CHECKS"]


def responses(api: ApiUnderTest) -> Iterator[Check]:
    """Yield a check for each declared response; later ones have fewer cases if operations share a response."""
    seen: set[str] = set()
    for operation, method in api.operations_with_methods():
        for pattern, declared in operation.responses.items():
            yield DeclaredResponseCheck(api, operation, method, pattern, declared.pointer in seen)
            seen.add(declared.pointer)


def unexpected_responses(api: ApiUnderTest) -> Iterator[Check]:
    """Yield a check for each operation."""
    for operation, method in api.operations_with_methods():
        yield UndeclaredResponseCheck(api, operation, method)


def invalid_responses(api: ApiUnderTest) -> Iterator[Check]:
    """Yield a check for each declared response and media type that is validated; fewer cases if operations share it."""
    seen: set[tuple[str, str]] = set()
    for operation, method in api.operations_with_methods():
        for pattern, declared in operation.responses.items():
            for media_type in declared.content:
                kind, schema = concrete_media_type(media_type, declared.content), declared.content[media_type].schema
                if not (_is_validated(kind) or is_judged_text(api, schema, kind, "response")):
                    continue
                is_known = (declared.pointer, media_type) in seen
                yield InvalidResponseCheck(api, operation, method, pattern, media_type, is_known)
                seen.add((declared.pointer, media_type))


def _is_validated(media_type: str) -> bool:
    return is_json(media_type) or is_sequence(media_type)


CHECKS = {"response": responses, "unexpected response": unexpected_responses, "invalid response": invalid_responses}


class DeclaredResponseCheck(ResponseCheck):
    """Checks that declared content is returned as its type and dumps to the same JSON; errors raise their class."""

    def __init__(
        self, api: ApiUnderTest, operation: Operation, method: ClientMethod, pattern: str, is_known: bool = False
    ) -> None:
        check_id = CheckId("response", operation.key, operation.responses[pattern].pointer, detail=pattern)
        super().__init__(check_id, api, operation, method)
        self.pattern, self.responses, self._is_known = pattern, ResponseCases(api, operation, pattern), is_known

    @property
    def how(self) -> str:
        return self.calls.why_no_call if self.calls.minimal_call is None else self.responses.how

    @cached_property
    def boundary_cases(self) -> tuple[Case, ...]:
        boundary_cases = self.responses.boundary_cases if self.calls.minimal_call is not None else ()
        return boundary_cases[:ENOUGH] if self._is_known else boundary_cases

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        return self.responses.strategy if self.calls.minimal_call is not None and not self._is_known else None

    def run_case(self, package: Package, case: Case) -> None:
        """Require that each flavor returns the content of a declared response, or raises the error of its status.

        Raises:
            ContractViolationError: it does not.
        """
        harness = self.api.harness(package)
        for flavor in FLAVORS:
            result = self.call(harness, flavor, case)
            if self.is_failure(case["status"]):
                self._require_failure(harness, case, flavor, result)
            elif self._is_beside_json(case):
                self.require_error(harness, case, flavor, result, "InvalidResponseError")
            else:
                self._require_success(harness, case, flavor, result)
        is_success = case["status"] // 100 == 2
        if self.method.is_streamed and is_success and "media_type" in case and not is_json(case["media_type"]):
            self._require_stream(harness, case)

    def _is_beside_json(self, case: Case) -> bool:
        """Whether the content is of another type than the JSON that the response declares: streams give it."""
        kind = case.get("media_type", "json/+json")
        return not is_json(kind) and any(map(is_json, self.responses.declared.content))

    def _require_failure(self, harness: Harness, case: Case, flavor: Flavor, result: CallResult) -> None:
        error = self.require_error(harness, case, flavor, result, self.error_of(case["status"]), exact=True)
        self._require_value(harness, case, flavor, error.body)
        if error.content != stub_response(case).body:
            raise self.violation(case, f"the error of the {flavor} holds other content than the response")

    def _require_success(self, harness: Harness, case: Case, flavor: Flavor, result: CallResult) -> None:
        if result.error is not None:
            raise self.violation(case, f"the {flavor} raised {result.error!r}")
        if not flavor.is_raw:
            return self._require_value(harness, case, flavor, result.value)
        self._require_value(harness, case, flavor, result.value.parsed)
        whole, stub = result.value, stub_response(case)
        if (whole.status_code, whole.content) != (stub.status, stub.body):
            raise self.violation(
                case, f"the {flavor} gives status {whole.status_code} and other content than the response"
            )
        for name, value in case.get("headers", {}).items():
            if whole.headers.get(name) != value:
                raise self.violation(case, f"the {flavor} gives the header {name} as {whole.headers.get(name)!r}")

    def _require_value(self, harness: Harness, case: Case, flavor: Flavor, parsed: Any) -> None:
        """Raises: ContractViolationError, unless this is the value of the content."""
        if "media_type" not in case:
            if parsed is not None:
                raise self.violation(case, f"the {flavor} gives {parsed!r}, expected None: the response has no content")
            return
        kind = self._model(case["media_type"])
        if is_json(case["media_type"]):
            self._require_type(harness, case, flavor, parsed, kind)
            return
        content = content_of(case["media_type"], case["body"])
        expected = content.decode() if essence(case["media_type"]).startswith("text/") else content
        if type(parsed) is not type(expected) or parsed != expected:
            raise self.violation(case, f"the {flavor} gives {parsed!r}")

    def _model(self, media_type: str) -> str:
        """The type of a media type's content."""
        content = self.responses.declared.content
        media = content.get(content_key(content, media_type) or "")
        return self.api.schema_types.name(media.schema, "response") if media is not None and media.schema else ""

    def _require_type(self, harness: Harness, case: Case, flavor: Flavor, parsed: Any, kind: str) -> None:
        if not kind:
            if not equal(parsed, case["body"]):
                raise self.violation(case, f"the {flavor} gives {parsed!r}")
            return
        dumped, expected = harness.dumped(kind, parsed), harness.loaded(kind, case["body"])
        if not equal(dumped, case["body"]):
            raise self.violation(case, f"what the {flavor} gives dumps to {dumped!r}")
        if type(parsed) is not type(expected):
            raise self.violation(case, f"the {flavor} gives a {type(parsed).__name__}, expected a {kind}")

    def _require_stream(self, harness: Harness, case: Case) -> None:
        kind = self._model(case["media_type"])
        for flavor in FLAVORS:
            items, error = stream_items(
                harness, self.method, flavor, self.keywords(harness, flavor), stub_response(case)
            )
            if error is not None:
                raise self.violation(case, f"the stream of the {flavor} raised {error!r}")
            if not is_sequence(case["media_type"]):
                if b"".join(items) != stub_response(case).body:
                    raise self.violation(case, f"the stream of the {flavor} gives other content than the response")
                continue
            are_events = essence(case["media_type"]) == EVENTS
            read = [one.data if are_events else one for one in items]
            values = [harness.dumped(kind, one) for one in read] if kind else read
            if not equal(values, case["body"]):
                raise self.violation(case, f"the stream of the {flavor} gives {values!r}")
