"""Replies that the document does not declare, and content that its schema refuses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from hypothesis import strategies as st

from specproof.oracle.operations import Operation
from specproof.prove.checks.check import About, Case
from specproof.prove.checks.harness import FLAVORS, Came, Flavor, Rig, essence
from specproof.prove.checks.methods import Method
from specproof.prove.checks.package import Package
from specproof.prove.checks.replies import NO_BODY, ReplyPlan, answer_of, content_of, is_sequence
from specproof.prove.checks.reply_checks import OF_KNOWN, ReplyCheck
from specproof.prove.checks.service import Service
from specproof.prove.checks.streamed import streamed
from specproof.prove.checks.value_pool import Supplied

__all__ = ["InvalidCheck", "UnexpectedCheck"]

_STRANGE = ("application/x-undeclared", "text/x-undeclared", "x-undeclared/x-undeclared")
_STATUSES = tuple(range(200, 600))
_FIRST = (200, 201, 202, 204, 206, 226, 299, 300, 302, 304, 400, 404, 418, 429, 499, 500, 503, 599)
_NO_JSON = ("{", "", "[1,]", "NaN")


class UnexpectedCheck(ReplyCheck):
    """A status or a media type that is not declared is an error, and one of its own type."""

    def __init__(self, service: Service, operation: Operation, method: Method) -> None:
        super().__init__(About("unexpected response", operation.key, operation.pointer), service, operation, method)

    @property
    def how(self) -> str:
        return self.plan.why if self.plan.least is None or self.corners else "redundant"

    @cached_property
    def corners(self) -> tuple[Case, ...]:
        if self.plan.least is None:
            return ()
        return (*({"status": one} for one in _FIRST if self.pattern_of(one) is None), *self._strange())

    def _strange(self) -> Iterator[Case]:
        for pattern, declared in self.operation.responses.items():
            plan = ReplyPlan(self.service, self.operation, pattern)
            strange = next((one for one in _STRANGE if not _fits(one, declared.content)), None)
            if plan.has_content and strange is not None:
                status = next(one for one in plan.statuses if one not in NO_BODY)
                yield {"status": status, "media_type": strange, "text": _text(plan)}

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        undeclared = [one for one in _STATUSES if self.pattern_of(one) is None]
        if self.plan.least is None or not undeclared:
            return None
        return st.sampled_from(undeclared).map(lambda status: {"status": status})

    def inside(self, case: Case) -> bool:
        return False

    def hold(self, package: Package, case: Case) -> None:
        rig = self.service.rig(package)
        for flavor in FLAVORS:
            came = self.came(rig, flavor, case)
            if self.pattern_of(case["status"]) is None:
                self.raised(rig, case, flavor, came, "UnexpectedResponseError")
            elif self.is_failure(case["status"]):
                error = self.raised(rig, case, flavor, came, "StatusError")
                if error.body is not None:
                    raise self.broken(case, f"the error of the {flavor} holds {error.body!r}")
            else:
                self.raised(rig, case, flavor, came, "InvalidResponseError")


class InvalidCheck(ReplyCheck):
    """Content that its schema refuses is an error; where it is let through on demand, somebody is told."""

    def __init__(
        self,
        service: Service,
        operation: Operation,
        method: Method,
        pattern: str,
        media_type: str,
        is_known: bool = False,
    ) -> None:
        detail = f"{pattern} {media_type}"
        about = About("invalid response", operation.key, operation.responses[pattern].pointer, detail=detail)
        super().__init__(about, service, operation, method)
        self.pattern, self.media_type, self.replies = pattern, media_type, ReplyPlan(service, operation, pattern)
        self._is_known = is_known

    @cached_property
    def wrong(self) -> Supplied:
        schema = self.replies.declared.content[self.media_type].schema
        return self.service.supply.outside(schema, "response") if schema is not None else Supplied("redundant")

    @property
    def how(self) -> str:
        if self.plan.least is None or not self.replies.has_content:
            return self.plan.why if self.plan.least is None else "redundant"
        return self.wrong.how

    def _case(self, body: Any) -> Case:
        status = next(one for one in self.replies.statuses if one not in NO_BODY)
        return {
            "status": status,
            "media_type": self.replies.concrete(self.media_type),
            "body": [body] if self.is_sequence else body,
        }

    @property
    def is_sequence(self) -> bool:
        return is_sequence(self.media_type)

    @cached_property
    def corners(self) -> tuple[Case, ...]:
        if self.plan.least is None or not self.replies.has_content:
            return ()
        no_json = () if self.is_sequence else tuple({**self._case(None), "text": text} for text in _NO_JSON)
        wrong = self.wrong.corners[:OF_KNOWN] if self._is_known else self.wrong.corners
        return (*map(self._case, wrong), *no_json)

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        if self._is_known or self.plan.least is None or not self.replies.has_content or self.wrong.strategy is None:
            return None
        return self.wrong.strategy.map(self._case)

    def inside(self, case: Case) -> bool:
        return False

    def hold(self, package: Package, case: Case) -> None:
        rig = self.service.rig(package)
        if self.is_sequence:
            return self._refuses_items(rig, case)
        for flavor in FLAVORS:
            self._refuses(rig, case, flavor, self.came(rig, flavor, case))
        if "text" not in case:
            self._tells(rig, case)

    def _refuses(self, rig: Rig, case: Case, flavor: Flavor, came: Came) -> None:
        if not self.is_failure(case["status"]):
            self.raised(rig, case, flavor, came, "InvalidResponseError")
            return
        error = self.raised(rig, case, flavor, came, "StatusError")
        if error.body is not None:
            raise self.broken(case, f"the error of the {flavor} holds {error.body!r}")

    def _tells(self, rig: Rig, case: Case) -> None:
        told: list[Any] = []
        for flavor in FLAVORS:
            told.clear()
            came = self.came(rig, flavor, case, validation="warn", on_drift=told.append)
            if came.error is not None and not self.is_failure(case["status"]):
                raise self.broken(case, f"with validation='warn' the {flavor} raised {came.error!r}")
            if not told:
                raise self.broken(case, f"with validation='warn' the {flavor} told nobody")
            if any(one.status != case["status"] for one in told):
                raise self.broken(case, f"with validation='warn' the {flavor} told of status {told[0].status}")

    def _refuses_items(self, rig: Rig, case: Case) -> None:
        if not self.method.is_streamed or self.is_failure(case["status"]):
            return
        for flavor in FLAVORS:
            _, error = streamed(rig, self.method, flavor, self.keywords(rig, flavor), answer_of(case))
            if not isinstance(error, rig.wire.errors.InvalidResponseError):
                raise self.broken(case, f"the stream of the {flavor} raised {error!r}, not InvalidResponseError")


def _text(plan: ReplyPlan) -> str:
    """Content that would do under the first declared media type, if it can be had."""
    media_type, supplied = next(iter(plan.supplied.items()))
    if not supplied.corners:
        return "null"
    return content_of(plan.concrete(media_type), supplied.corners[0]).decode("utf-8", "replace")


def _fits(media_type: str, declared: Mapping[str, Any]) -> bool:
    kinds = {essence(one) for one in declared}
    return bool(kinds & {media_type, media_type.partition("/")[0] + "/*", "*/*"})
