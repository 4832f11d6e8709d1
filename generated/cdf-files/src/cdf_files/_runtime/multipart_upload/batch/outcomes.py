"""Outcomes of many uploads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, Literal, NamedTuple, TypeVar

__all__ = ["ConfirmedUpload", "Outcome", "Report"]

T = TypeVar("T")


class ConfirmedUpload(NamedTuple):
    """What the ledger keeps of an upload that the server has confirmed.

    ``size`` in bytes and ``changed``, the file's time of change in nanoseconds, before and after the upload; ``moved``
    is the field of the record that changes with the content, where the protocol declares one.
    """

    size: int
    changed: int
    record_id: Any
    moved: Any


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """How the upload of one file ended.

    Attributes:
        path: of the file, as the caller wrote it.
        status: ``skipped`` if an earlier run uploaded it, it has not changed, and the server still has its content.
        record: what the upload returned; None unless it was uploaded now.
        record_id: id of the record; None if the response does not show one.
        error: why it failed; None if it did not.
        done: what a later run recognizes it by; None if the server has not confirmed the content.
    """

    path: str
    status: Literal["uploaded", "skipped", "failed"]
    record: T | None = None
    record_id: Any = None
    error: Exception | None = None
    done: ConfirmedUpload | None = None


@dataclass(frozen=True, slots=True)
class Report(Generic[T]):
    """The outcomes of all files, each once, in the order in which the caller listed the files."""

    outcomes: tuple[Outcome[T], ...]

    def __str__(self) -> str:
        return f"{len(self.uploaded)} uploaded, {len(self.skipped)} skipped, {len(self.failed)} failed"

    @property
    def uploaded(self) -> tuple[Outcome[T], ...]:
        """Return the outcomes of files that were uploaded now."""
        return tuple(outcome for outcome in self.outcomes if outcome.status == "uploaded")

    @property
    def skipped(self) -> tuple[Outcome[T], ...]:
        """Return the outcomes of files that an earlier run uploaded."""
        return tuple(outcome for outcome in self.outcomes if outcome.status == "skipped")

    @property
    def failed(self) -> tuple[Outcome[T], ...]:
        """Return the outcomes of files that were not uploaded."""
        return tuple(outcome for outcome in self.outcomes if outcome.status == "failed")

    def check(self) -> None:
        """Raise the errors of all files that failed; do nothing if none did.

        Raises:
            ExceptionGroup: at least one file failed.
        """
        errors = [outcome.error for outcome in self.failed if outcome.error is not None]
        if errors:
            raise ExceptionGroup(str(self), errors)
