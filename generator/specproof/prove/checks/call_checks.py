"""What checks of requests share: an operation, called with bodies of one media type."""

from __future__ import annotations

from typing import Any

from specproof.oracle.operations import Operation
from specproof.prove.checks.call_cases import Plan
from specproof.prove.checks.check import About, Broken, Case, Check
from specproof.prove.checks.harness import Came, Flavor, Rig
from specproof.prove.checks.methods import Method
from specproof.prove.checks.service import Service

__all__ = ["CallCheck"]


class CallCheck(Check):
    """A check of one operation, called with bodies of one media type."""

    def __init__(self, about: About, service: Service, operation: Operation, method: Method, media_type: str | None):
        super().__init__(about)
        self.service, self.method = service, method
        self.plan = Plan(service, operation, media_type)

    def keywords(self, rig: Rig, case: Case, is_typed: bool) -> dict[str, Any]:
        return rig.keywords(self.plan.operation, self.method, case, is_typed, self.plan.files)

    def broken(self, case: Case, said: str) -> Broken:
        return Broken(self.about, case, said, self.service.promises.places.at(self.about.pointer))

    def refused(self, rig: Rig, case: Case, flavor: Flavor, came: Came, why: str) -> None:
        """Raises: Broken, unless the call was refused before anything was sent."""
        if came.sent:
            sent = came.sent[0]
            raise self.broken(case, f"the {flavor} sent {sent.method} {sent.target} although {why}")
        if not isinstance(came.error, rig.wire.errors.InvalidArgumentError):
            raise self.broken(case, f"the {flavor} raised {came.error!r}, not InvalidArgumentError, although {why}")
