"""Findings: errors, warnings and notes about the input, each with a code and a location."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from specproof.core.codes import CODES, Code
from specproof.core.location import Location

__all__ = ["Finding", "Findings", "Severity", "StopError"]


class Severity(StrEnum):
    """Severity of a finding; only errors stop a run."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """An error, warning or note about the input.

    Attributes:
        advice: what its code advises to do.
        at: location in the document; None if it is about no file.
        hint: advice for this finding in particular, which replaces ``advice``; None without one.
        line, column: from 1; None if the pointer in ``at`` gives them.
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
    """Raised at the end of a stage that found errors; ``findings`` holds all findings of the run."""

    def __init__(self, findings: Findings) -> None:
        super().__init__(f"{len(findings.errors)} error(s)")
        self.findings = findings


class Findings:
    """Collects the findings of one run, in order and without duplicates."""

    def __init__(self) -> None:
        self._all: dict[Finding, None] = {}
        self._codes = dict(CODES)

    def add_codes(self, codes: Mapping[str, Code]) -> None:
        """Allow further codes, such as those of an extension.

        Raises:
            ValueError: a code has another meaning already.
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
        """Add a finding with the severity and advice of its code.

        Args:
            at: location in the document that it is about.
            hint: advice for this finding in particular.
            line, column: position from 1, if the pointer of ``at`` does not give it.

        Raises:
            KeyError: there is no such code.
        """
        row = self._codes[code]
        finding = Finding(code, Severity(row.severity), row.advice, message, at, hint, line, column)
        self._all[finding] = None

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """Return the findings of one severity."""
        return tuple(finding for finding in self._all if finding.severity is severity)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return the findings that are errors."""
        return self.of(Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Return the findings that are warnings."""
        return self.of(Severity.WARNING)

    def stop_if_errors(self) -> None:
        """Raise StopError if any error has been added.

        Raises:
            StopError: there is at least one error.
        """
        if self.errors:
            raise StopError(self)
