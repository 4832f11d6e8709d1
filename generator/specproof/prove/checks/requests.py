"""Checks of requests: what is sent means the arguments of the call, and invalid arguments are never sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from hypothesis import strategies as st

from specproof.oracle.operations import Operation, Parameter
from specproof.prove.checks.api_under_test import ApiUnderTest
from specproof.prove.checks.call_cases import is_raw, media_types
from specproof.prove.checks.call_check import CallCheck
from specproof.prove.checks.check import Case, Check, CheckId
from specproof.prove.checks.client_methods import ClientMethod
from specproof.prove.checks.harness import ALL_FLAVORS, FLAVORS, CallResult, Flavor, Harness
from specproof.prove.checks.package import Package
from specproof.prove.checks.request_differences import alternatives, differences
from specproof.prove.checks.texts import is_judged_text, texts
from specproof.prove.checks.value_pool import ValueSet

__all__ = ["CHECKS"]

_MISSING = "missing"
_DOT_SEGMENTS = ("..", ".", "")


def requests(api: ApiUnderTest) -> Iterator[Check]:
    """Yield a check for each operation and media type of its body, and for its credentials if it has alternatives."""
    for operation, method in api.operations_with_methods():
        for media_type in media_types(operation):
            yield RequestCheck(api, operation, method, media_type)
        if len(operation.security) > 1:
            yield CredentialsCheck(api, operation, method, media_types(operation)[0])


def invalid_requests(api: ApiUnderTest) -> Iterator[Check]:
    """Yield a check for each parameter, and for each media type of a body that is validated before it is sent."""
    for operation, method in api.operations_with_methods():
        for parameter in operation.parameters:
            yield InvalidRequestCheck(api, operation, method, media_types(operation)[0], parameter)
        for media_type in media_types(operation):
            if media_type is None:
                continue
            check = InvalidRequestCheck(api, operation, method, media_type)
            if check.is_text or not is_raw(media_type):
                yield check


CHECKS = {"request": requests, "invalid request": invalid_requests}


class RequestCheck(CallCheck):
    """Checks that a request expresses the arguments of its call, and that inexpressible arguments are rejected."""

    def __init__(self, api: ApiUnderTest, operation: Operation, method: ClientMethod, media_type: str | None) -> None:
        check_id = CheckId("request", operation.key, operation.pointer, detail=media_type or "")
        super().__init__(check_id, api, operation, method, media_type)

    @property
    def how(self) -> str:
        return self.calls.how

    @cached_property
    def boundary_cases(self) -> tuple[Case, ...]:
        return self.calls.boundary_cases

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        return self.calls.strategy

    def run_case(self, package: Package, case: Case) -> None:
        """Require that each flavor sends a request that expresses the arguments, or rejects them if none can.

        Raises:
            ContractViolationError: it does not.
        """
        harness = self.api.harness(package)
        why = self._obstacles(case)
        for flavor in ALL_FLAVORS:
            result = harness.call(self.method, flavor, self.keywords(harness, case, flavor.is_typed))
            if why:
                self.require_rejection(harness, case, flavor, result, why)
            else:
                self._require_sent(harness, case, flavor, result)

    def _obstacles(self, case: Case) -> str:
        return "; ".join(self.calls.obstacles(case))

    def _require_sent(self, harness: Harness, case: Case, flavor: Flavor, result: CallResult) -> None:
        if len(result.sent) != 1:
            raise self.violation(case, f"the {flavor} sent {len(result.sent)} requests: {result.error!r}")
        if result.error is not None and not isinstance(result.error, harness.clients.errors.ApiError):
            raise self.violation(case, f"the {flavor} raised {result.error!r}")
        wrong = "; ".join(differences(self.calls, case, result.sent[0]))
        if wrong:
            sent = result.sent[0]
            raise self.violation(case, f"the {flavor} sent {sent.method} {sent.target}: {wrong}")


class CredentialsCheck(RequestCheck):
    """Checks that a client which has the credentials of only one alternative sends these."""

    def __init__(self, api: ApiUnderTest, operation: Operation, method: ClientMethod, media_type: str | None) -> None:
        super().__init__(api, operation, method, media_type)
        self.id = CheckId("request", operation.key, f"{operation.pointer}/security")

    @cached_property
    def boundary_cases(self) -> tuple[Case, ...]:
        least = self.calls.minimal_call
        return () if least is None else tuple({**least, "credentials": sorted(one)} for one in alternatives(self.calls))

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        return None

    def run_case(self, package: Package, case: Case) -> None:
        """Require that each flavor sends the credentials of the case, the only ones that the client has.

        Raises:
            ContractViolationError: it does not.
        """
        harness = self.api.harness(package)
        held = {name: self.api.secrets[name] for name in case["credentials"]}
        for flavor in FLAVORS:
            result = harness.call(self.method, flavor, self.keywords(harness, case, flavor.is_typed), credentials=held)
            self._require_sent(harness, case, flavor, result)


class InvalidRequestCheck(CallCheck):
    """Checks that a call with one missing or invalid part is rejected, and nothing is sent."""

    def __init__(
        self,
        api: ApiUnderTest,
        operation: Operation,
        method: ClientMethod,
        media_type: str | None,
        parameter: Parameter | None = None,
    ) -> None:
        pointer = parameter.pointer if parameter else operation.body.pointer if operation.body else ""
        self.key = parameter.key if parameter else "body"
        check_id = CheckId(
            "invalid request", operation.key, pointer, detail=self.key if parameter else media_type or ""
        )
        super().__init__(check_id, api, operation, method, media_type)
        self.parameter = parameter

    @property
    def how(self) -> str:
        return self.calls.why_no_call if self.calls.minimal_call is None else self.invalid_values.how

    def inside(self, case: Case) -> bool:
        return False

    @cached_property
    def invalid_values(self) -> ValueSet:
        """Return the invalid values of the part."""
        if self.parameter is not None:
            found = self.api.value_pool.invalid(self.parameter.schema, "request")
            dots = tuple(filter(self._is_another_path, _DOT_SEGMENTS)) if self.parameter.location == "path" else ()
            return ValueSet("document", (*dots, *found.boundary_cases), found.strategy) if dots else found
        media = self.calls.media
        if media is None or media.schema is None:
            return ValueSet("redundant")
        if self.is_text:
            return texts(self.api, media.schema, "request", is_valid=False)
        return self.api.value_pool.invalid(media.schema, "request")

    @property
    def is_text(self) -> bool:
        """Whether the part is a body whose text has to match a schema."""
        media, kind = self.calls.media, self.calls.media_type
        return media is not None and kind is not None and is_judged_text(self.api, media.schema, kind, "request")

    def _is_another_path(self, value: str) -> bool:
        return any(self.calls.obstacles(self.call_with(value)))

    def call_with(self, value: Any) -> Case:
        """Return the smallest valid call, with this value for the part."""
        least: Mapping[str, Any] = self.calls.minimal_call or {}
        if self.parameter is None:
            return {**least, "media_type": self.calls.media_type, "body": value}
        return {**least, "arguments": {**least["arguments"], self.key: value}}

    @property
    def is_required(self) -> bool:
        """Whether the document requires the part."""
        return self.parameter.required if self.parameter else self.calls.requires_body

    @cached_property
    def boundary_cases(self) -> tuple[Case, ...]:
        if self.calls.minimal_call is None:
            return ()
        missing = ({**self.calls.minimal_call, _MISSING: self.key},) if self.is_required else ()
        return (*missing, *map(self.call_with, self.invalid_values.boundary_cases))

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        if self.calls.minimal_call is None or self.invalid_values.strategy is None:
            return None
        return self.invalid_values.strategy.map(self.call_with)

    def run_case(self, package: Package, case: Case) -> None:
        """Require that each flavor rejects a call with one missing or invalid part, names the part, and sends nothing.

        Raises:
            ContractViolationError: it does not.
        """
        harness = self.api.harness(package)
        for flavor in FLAVORS:
            keywords = self.keywords(harness, case, flavor.is_typed)
            if case.get(_MISSING):
                self._require_argument(harness, case, flavor, keywords)
                continue
            result = harness.call(self.method, flavor, keywords)
            self.require_rejection(harness, case, flavor, result, f"{self.key} is invalid")
            reported = getattr(result.error, "argument", "")
            if reported != self.key and not reported.startswith(f"{self.key}."):
                raise self.violation(
                    case, f"the error of the {flavor} names the argument {reported!r}, expected {self.key!r}"
                )

    def _require_argument(self, harness: Harness, case: Case, flavor: Flavor, keywords: dict[str, Any]) -> None:
        name = self.method.argument(self.key) if self.parameter else "body"
        left = {one: value for one, value in keywords.items() if one != name}
        result = harness.call(self.method, flavor, left)
        if result.sent or not isinstance(result.error, TypeError):
            raise self.violation(case, f"without {name!r} the {flavor} raised {result.error!r}, expected TypeError")
        result = harness.call(self.method, flavor, {**left, name: harness.clients.not_given})
        self.require_rejection(harness, case, flavor, result, f"{self.key} is required")
