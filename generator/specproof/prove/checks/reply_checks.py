"""What checks of replies share: an operation, called with as little as it needs, and answered."""

from __future__ import annotations

from typing import Any

from specproof.oracle.operations import Operation
from specproof.prove.checks.call_cases import Plan, media_types
from specproof.prove.checks.check import About, Broken, Case, Check
from specproof.prove.checks.harness import Came, Flavor, Rig
from specproof.prove.checks.methods import Method
from specproof.prove.checks.replies import answer_of, is_error
from specproof.prove.checks.service import Service

__all__ = ["OF_KNOWN", "ReplyCheck"]

OF_KNOWN = 6
"""How many corners are enough of a reply that was explored with another operation."""


class ReplyCheck(Check):
    """A check of what comes of replies to one operation, which is called with as little as it needs."""

    def __init__(self, about: About, service: Service, operation: Operation, method: Method) -> None:
        super().__init__(about)
        self.service, self.operation, self.method = service, operation, method
        self.plan = Plan(service, operation, media_types(operation)[0])

    def broken(self, case: Case, said: str) -> Broken:
        return Broken(self.about, case, said, self.service.promises.places.at(self.about.pointer))

    def keywords(self, rig: Rig, flavor: Flavor) -> dict[str, Any]:
        least = self.plan.least or {}
        return rig.keywords(self.operation, self.method, least, flavor.is_typed, self.plan.files)

    def came(self, rig: Rig, flavor: Flavor, case: Case, **options: Any) -> Came:
        return rig.call(self.method, flavor, self.keywords(rig, flavor), answer_of(case), **options)

    def raised(self, rig: Rig, case: Case, flavor: Flavor, came: Came, expected: str, *, exact: bool = False) -> Any:
        """The error, of this class in the package's tree. Raises: Broken."""
        kind = getattr(rig.wire.errors, expected)
        error: Any = came.error
        if not isinstance(error, kind) or (exact and type(error) is not kind):
            got = repr(error) if error is not None else "no error"
            raise self.broken(case, f"the {flavor} raised {got}, not {expected}")
        if error.status_code != case["status"]:
            raise self.broken(case, f"the error says status {error.status_code}")
        return error

    def pattern_of(self, status: int) -> str | None:
        """The key of the declaration for a status."""
        declared = self.operation.response(status)
        return next((key for key, one in self.operation.responses.items() if one is declared), None)

    def is_failure(self, status: int) -> bool:
        """Whether a declared status is an error."""
        return status >= 400 or is_error(self.operation, self.pattern_of(status) or "default")

    def error_of(self, status: int) -> str:
        """The class of the error that a declared status means."""
        pattern = self.pattern_of(status) or ""
        if not is_error(self.operation, pattern):
            return "StatusError"
        return self.service.promises.errors[pattern if pattern == "default" else pattern.upper()]
