"""Findings: what a stage has to say about the input, each with a code and a place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from specproof.core.codes import CODES
from specproof.core.location import Location

__all__ = ["Finding", "Findings", "Severity", "StopError"]


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One located message. ``line`` and ``column`` (from 1) are known only where the text cannot be read again."""

    code: str
    message: str
    at: Location | None = None
    hint: str | None = None
    line: int | None = None
    column: int | None = None

    @property
    def severity(self) -> Severity:
        return Severity(CODES[self.code].severity)


class StopError(Exception):
    """A stage ended with errors; ``findings`` holds everything said so far."""

    def __init__(self, findings: Findings) -> None:
        super().__init__(f"{len(findings.errors)} error(s)")
        self.findings = findings


class Findings:
    """What the stages of one run have said, in order, each thing once."""

    def __init__(self) -> None:
        self._all: dict[Finding, None] = {}

    def add(
        self,
        code: str,
        message: str,
        at: Location | None = None,
        *,
        hint: str | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        """Record a finding.

        Raises:
            KeyError: the code is not in ``core.codes``.
        """
        assert code in CODES, f"unknown code {code}"
        self._all[Finding(code, message, at, hint, line, column)] = None

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        return tuple(finding for finding in self._all if finding.severity is severity)

    @property
    def errors(self) -> tuple[Finding, ...]:
        return self.of(Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return self.of(Severity.WARNING)

    def stop_if_errors(self) -> None:
        """End the stage.

        Raises:
            StopError: at least one error was found.
        """
        if self.errors:
            raise StopError(self)
