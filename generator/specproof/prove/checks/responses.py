"""Properties of replies: what is declared comes back as its type, and nothing else passes for it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from specproof.oracle.json_values import equal
from specproof.oracle.media_types import declared_as, is_json
from specproof.oracle.operations import Operation
from specproof.prove.checks.check import About, Case, Check
from specproof.prove.checks.harness import FLAVORS, Came, Flavor, Rig, concrete, essence
from specproof.prove.checks.methods import Method
from specproof.prove.checks.package import Package
from specproof.prove.checks.replies import EVENTS, ReplyPlan, answer_of, content_of, is_sequence
from specproof.prove.checks.reply_checks import OF_KNOWN, ReplyCheck
from specproof.prove.checks.service import Service, service_of
from specproof.prove.checks.streamed import streamed
from specproof.prove.checks.wrong_responses import InvalidCheck, UnexpectedCheck

if TYPE_CHECKING:
    from specproof.prove.checks.promises import Promises

__all__ = ["CHECKS"]


def responses(promises: Promises) -> Iterator[Check]:
    """One check an operation and declared status; what several operations share is explored with the first."""
    seen: set[str] = set()
    for service, operation, method in _each(promises):
        for pattern, declared in operation.responses.items():
            yield ResponseCheck(service, operation, method, pattern, declared.pointer in seen)
            seen.add(declared.pointer)


def unexpected(promises: Promises) -> Iterator[Check]:
    """One check an operation."""
    for service, operation, method in _each(promises):
        yield UnexpectedCheck(service, operation, method)


def invalid(promises: Promises) -> Iterator[Check]:
    """One check an operation, a declared status and a media type that is judged; explored with the first as well."""
    seen: set[tuple[str, str]] = set()
    for service, operation, method in _each(promises):
        for pattern, declared in operation.responses.items():
            for media_type in declared.content:
                if not _is_judged(concrete(media_type, declared.content)):
                    continue
                is_known = (declared.pointer, media_type) in seen
                yield InvalidCheck(service, operation, method, pattern, media_type, is_known)
                seen.add((declared.pointer, media_type))


def _is_judged(media_type: str) -> bool:
    return is_json(media_type) or is_sequence(media_type)


CHECKS = {"response": responses, "unexpected response": unexpected, "invalid response": invalid}


def _each(promises: Promises) -> Iterator[tuple[Service, Operation, Method]]:
    service = service_of(promises)
    return ((service, operation, method) for operation, method in service.pairs())


class ResponseCheck(ReplyCheck):
    """Content comes back as its type, and dumps to the same JSON; an error status raises its class with the content."""

    def __init__(
        self, service: Service, operation: Operation, method: Method, pattern: str, is_known: bool = False
    ) -> None:
        about = About("response", operation.key, operation.responses[pattern].pointer, detail=pattern)
        super().__init__(about, service, operation, method)
        self.pattern, self.replies, self._is_known = pattern, ReplyPlan(service, operation, pattern), is_known

    @property
    def how(self) -> str:
        return self.plan.why if self.plan.least is None else self.replies.how

    @cached_property
    def corners(self) -> tuple[Case, ...]:
        corners = self.replies.corners if self.plan.least is not None else ()
        return corners[:OF_KNOWN] if self._is_known else corners

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        return self.replies.strategy if self.plan.least is not None and not self._is_known else None

    def hold(self, package: Package, case: Case) -> None:
        rig = self.service.rig(package)
        for flavor in FLAVORS:
            came = self.came(rig, flavor, case)
            if self.is_failure(case["status"]):
                self._fails(rig, case, flavor, came)
            else:
                self._succeeds(rig, case, flavor, came)
        is_success = case["status"] // 100 == 2
        if self.method.is_streamed and is_success and "media_type" in case and not is_json(case["media_type"]):
            self._streams(rig, case)

    def _fails(self, rig: Rig, case: Case, flavor: Flavor, came: Came) -> None:
        error = self.raised(rig, case, flavor, came, self.error_of(case["status"]), exact=True)
        self._parsed(rig, case, flavor, error.body)
        if error.content != answer_of(case).body:
            raise self.broken(case, f"the error of the {flavor} holds other content than came")

    def _succeeds(self, rig: Rig, case: Case, flavor: Flavor, came: Came) -> None:
        if came.error is not None:
            raise self.broken(case, f"the {flavor} raised {came.error!r}")
        if not flavor.is_raw:
            return self._parsed(rig, case, flavor, came.result)
        self._parsed(rig, case, flavor, came.result.parsed)
        whole, answer = came.result, answer_of(case)
        if (whole.status_code, whole.content) != (answer.status, answer.body):
            raise self.broken(case, f"the {flavor} gives status {whole.status_code} and other content than came")
        for name, value in case.get("headers", {}).items():
            if whole.headers.get(name) != value:
                raise self.broken(case, f"the {flavor} gives the header {name} as {whole.headers.get(name)!r}")

    def _parsed(self, rig: Rig, case: Case, flavor: Flavor, parsed: Any) -> None:
        """Raises: Broken, unless the value is what the content means."""
        if "media_type" not in case:
            if parsed is not None:
                raise self.broken(case, f"the {flavor} gives {parsed!r} where there is no content")
            return
        kind = self._model(case["media_type"])
        if is_json(case["media_type"]):
            self._typed(rig, case, flavor, parsed, kind)
            return
        content = content_of(case["media_type"], case["body"])
        expected = content.decode() if essence(case["media_type"]).startswith("text/") else content
        if type(parsed) is not type(expected) or parsed != expected:
            raise self.broken(case, f"the {flavor} gives {parsed!r}")

    def _model(self, media_type: str) -> str:
        """The type of a media type's content."""
        declared = declared_as(self.replies.declared.content, media_type)
        return self.method.replies.get(f"{self.pattern} {declared}", "")

    def _typed(self, rig: Rig, case: Case, flavor: Flavor, parsed: Any, kind: str) -> None:
        if not kind:
            if not equal(parsed, case["body"]):
                raise self.broken(case, f"the {flavor} gives {parsed!r}")
            return
        dumped, expected = rig.dumped(kind, parsed), rig.loaded(kind, case["body"])
        if not equal(dumped, case["body"]):
            raise self.broken(case, f"what the {flavor} gives dumps to {dumped!r}")
        if type(parsed) is not type(expected):
            raise self.broken(case, f"the {flavor} gives a {type(parsed).__name__}, not a {kind}")

    def _streams(self, rig: Rig, case: Case) -> None:
        kind = self._model(case["media_type"])
        for flavor in FLAVORS:
            items, error = streamed(rig, self.method, flavor, self.keywords(rig, flavor), answer_of(case))
            if error is not None:
                raise self.broken(case, f"the stream of the {flavor} raised {error!r}")
            if not is_sequence(case["media_type"]):
                if b"".join(items) != answer_of(case).body:
                    raise self.broken(case, f"the stream of the {flavor} gives other content than came")
                continue
            are_events = essence(case["media_type"]) == EVENTS
            read = [one.data if are_events else one for one in items]
            values = [rig.dumped(kind, one) for one in read] if kind else read
            if not equal(values, case["body"]):
                raise self.broken(case, f"the stream of the {flavor} gives {values!r}")
