"""What checks of requests share: an operation, called with bodies of one media type."""

from __future__ import annotations

from typing import Any

from ..judging.operations import Operation
from .checks import About, Broken, Case, Check
from .methods import Method
from .plans import Plan
from .rig import Came, Flavour, Rig
from .service import Service

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

    def refused(self, rig: Rig, case: Case, flavour: Flavour, came: Came, why: str) -> None:
        """Raises: Broken, unless the call was refused before anything was sent."""
        if came.sent:
            sent = came.sent[0]
            raise self.broken(case, f"the {flavour} sent {sent.method} {sent.target} although {why}")
        if not isinstance(came.error, rig.wire.errors.InvalidArgument):
            raise self.broken(case, f"the {flavour} raised {came.error!r}, not InvalidArgument, although {why}")
