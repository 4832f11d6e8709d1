"""Properties of requests: what leaves means what was asked for, and what means nothing never leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from specproof.oracle.operations import Operation, Parameter
from specproof.prove.checks.call_cases import media_types, raw
from specproof.prove.checks.call_checks import CallCheck
from specproof.prove.checks.check import About, Case, Check
from specproof.prove.checks.harness import ALL_FLAVORS, FLAVORS, Came, Flavor, Rig
from specproof.prove.checks.methods import Method
from specproof.prove.checks.package import Package
from specproof.prove.checks.sent_requests import alternatives, faults
from specproof.prove.checks.service import Service, service_of
from specproof.prove.checks.value_pool import Supplied

if TYPE_CHECKING:
    from specproof.prove.checks.promises import Promises

__all__ = ["CHECKS"]

_MISSING = "missing"
_DOTS = ("..", ".", "")


def requests(promises: Promises) -> Iterator[Check]:
    """One check an operation and media type, and one for its credentials where there is a choice of them."""
    service = service_of(promises)
    for operation, method in service.pairs():
        for media_type in media_types(operation):
            yield RequestCheck(service, operation, method, media_type)
        if len(operation.security) > 1:
            yield CredentialsCheck(service, operation, method, media_types(operation)[0])


def refusals(promises: Promises) -> Iterator[Check]:
    """One check a parameter, and a media type of the body that is judged before it is sent."""
    service = service_of(promises)
    for operation, method in service.pairs():
        for parameter in operation.parameters:
            yield RefusalCheck(service, operation, method, media_types(operation)[0], parameter)
        for media_type in media_types(operation):
            if media_type is not None and not raw(media_type):
                yield RefusalCheck(service, operation, method, media_type)


CHECKS = {"request": requests, "refuse request": refusals}


class RequestCheck(CallCheck):
    """What leaves means what was asked for; what no request can mean is refused."""

    def __init__(self, service: Service, operation: Operation, method: Method, media_type: str | None) -> None:
        about = About("request", operation.key, operation.pointer, detail=media_type or "")
        super().__init__(about, service, operation, method, media_type)

    @property
    def how(self) -> str:
        return self.plan.how

    @cached_property
    def corners(self) -> tuple[Case, ...]:
        return self.plan.corners

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        return self.plan.strategy

    def hold(self, package: Package, case: Case) -> None:
        rig = self.service.rig(package)
        why = self._obstacles(case)
        for flavor in ALL_FLAVORS:
            came = rig.call(self.method, flavor, self.keywords(rig, case, flavor.is_typed))
            if why:
                self.refused(rig, case, flavor, came, why)
            else:
                self._leaves(rig, case, flavor, came)

    def _obstacles(self, case: Case) -> str:
        return "; ".join(self.plan.obstacles(case))

    def _leaves(self, rig: Rig, case: Case, flavor: Flavor, came: Came) -> None:
        if len(came.sent) != 1:
            raise self.broken(case, f"the {flavor} sent {len(came.sent)} requests: {came.error!r}")
        if came.error is not None and not isinstance(came.error, rig.wire.errors.ApiError):
            raise self.broken(case, f"the {flavor} raised {came.error!r}")
        problems = "; ".join(faults(self.plan, case, came.sent[0]))
        if problems:
            sent = came.sent[0]
            raise self.broken(case, f"the {flavor} sent {sent.method} {sent.target}: {problems}")


class CredentialsCheck(RequestCheck):
    """Who has the credentials of one alternative alone presents these."""

    def __init__(self, service: Service, operation: Operation, method: Method, media_type: str | None) -> None:
        super().__init__(service, operation, method, media_type)
        self.about = About("request", operation.key, f"{operation.pointer}/security")

    @cached_property
    def corners(self) -> tuple[Case, ...]:
        least = self.plan.least
        return () if least is None else tuple({**least, "credentials": sorted(one)} for one in alternatives(self.plan))

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        return None

    def hold(self, package: Package, case: Case) -> None:
        rig = self.service.rig(package)
        held = {name: self.service.secrets[name] for name in case["credentials"]}
        for flavor in FLAVORS:
            came = rig.call(self.method, flavor, self.keywords(rig, case, flavor.is_typed), credentials=held)
            self._leaves(rig, case, flavor, came)


class RefusalCheck(CallCheck):
    """One part of a request is missing, or wrong for one reason; the rest is right."""

    def __init__(
        self,
        service: Service,
        operation: Operation,
        method: Method,
        media_type: str | None,
        parameter: Parameter | None = None,
    ) -> None:
        pointer = parameter.pointer if parameter else operation.body.pointer if operation.body else ""
        self.key = parameter.key if parameter else "body"
        about = About("refuse request", operation.key, pointer, detail=self.key if parameter else media_type or "")
        super().__init__(about, service, operation, method, media_type)
        self.parameter = parameter

    @property
    def how(self) -> str:
        return self.plan.why if self.plan.least is None else self.wrong.how

    def inside(self, case: Case) -> bool:
        return False

    @cached_property
    def wrong(self) -> Supplied:
        """What the part must not be."""
        if self.parameter is not None:
            found = self.service.supply.outside(self.parameter.schema, "request")
            dots = tuple(filter(self._leads_elsewhere, _DOTS)) if self.parameter.location == "path" else ()
            return Supplied("document", (*dots, *found.corners), found.strategy) if dots else found
        media = self.plan.media
        if media is None or media.schema is None:
            return Supplied("redundant")
        return self.service.supply.outside(media.schema, "request")

    def _leads_elsewhere(self, value: str) -> bool:
        return any(self.plan.obstacles(self.with_wrong(value)))

    def with_wrong(self, value: Any) -> Case:
        """What is needed beside that value."""
        least: Mapping[str, Any] = self.plan.least or {}
        if self.parameter is None:
            return {**least, "media_type": self.plan.media_type, "body": value}
        return {**least, "arguments": {**least["arguments"], self.key: value}}

    @property
    def is_required(self) -> bool:
        return self.parameter.required if self.parameter else self.plan.is_bodied

    @cached_property
    def corners(self) -> tuple[Case, ...]:
        if self.plan.least is None:
            return ()
        missing = ({**self.plan.least, _MISSING: self.key},) if self.is_required else ()
        return (*missing, *map(self.with_wrong, self.wrong.corners))

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        if self.plan.least is None or self.wrong.strategy is None:
            return None
        return self.wrong.strategy.map(self.with_wrong)

    def hold(self, package: Package, case: Case) -> None:
        rig = self.service.rig(package)
        for flavor in FLAVORS:
            keywords = self.keywords(rig, case, flavor.is_typed)
            if case.get(_MISSING):
                self._refuses_absence(rig, case, flavor, keywords)
                continue
            came = rig.call(self.method, flavor, keywords)
            self.refused(rig, case, flavor, came, f"{self.key} is wrong")
            blamed = getattr(came.error, "argument", "")
            if blamed != self.key and not blamed.startswith(f"{self.key}."):
                raise self.broken(case, f"the {flavor} blames {blamed!r}, not {self.key!r}")

    def _refuses_absence(self, rig: Rig, case: Case, flavor: Flavor, keywords: dict[str, Any]) -> None:
        name = self.method.arguments[self.key][0] if self.parameter else "body"
        left = {one: value for one, value in keywords.items() if one != name}
        came = rig.call(self.method, flavor, left)
        if came.sent or not isinstance(came.error, TypeError):
            raise self.broken(case, f"without {name!r} the {flavor} raised {came.error!r}, not TypeError")
        came = rig.call(self.method, flavor, {**left, name: rig.wire.absent})
        self.refused(rig, case, flavor, came, f"{self.key} is required")
