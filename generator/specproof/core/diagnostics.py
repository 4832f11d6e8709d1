"""Findings: errors, warnings and notes about the input, each with a code and a location."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from specproof.core.codes import CODES, Code
from specproof.core.location import Location

__all__ = ["Finding", "Findings", "Severity", "StopError"]


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """A message about a location. ``line`` and ``column`` (from 1) are set where the pointer does not give them.

    ``advice`` is that of the code, for a finding without a hint of its own.
    """

    code: str
    severity: Severity
    advice: str
    message: str
    at: Location | None = None
    hint: str | None = None
    line: int | None = None
    column: int | None = None


class StopError(Exception):
    """A stage ended with errors; ``findings`` holds all findings of the run."""

    def __init__(self, findings: Findings) -> None:
        super().__init__(f"{len(findings.errors)} error(s)")
        self.findings = findings


class Findings:
    """The findings of one run, in order and without duplicates."""

    def __init__(self) -> None:
        self._all: dict[Finding, None] = {}
        self._codes = dict(CODES)

    def add_codes(self, codes: Mapping[str, Code]) -> None:
        """Allow codes beside those of ``core.codes``.

        Raises:
            ValueError: a code is taken.
        """
        for name, code in codes.items():
            if self._codes.setdefault(name, code) != code:
                raise ValueError(f"the code {name} is taken")

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
        """Add a finding.

        Raises:
            KeyError: the code is neither in ``core.codes`` nor was it added.
        """
        row = self._codes[code]
        finding = Finding(code, Severity(row.severity), row.advice, message, at, hint, line, column)
        self._all[finding] = None

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
        """End the stage if there is any error.

        Raises:
            StopError: there is at least one error.
        """
        if self.errors:
            raise StopError(self)
