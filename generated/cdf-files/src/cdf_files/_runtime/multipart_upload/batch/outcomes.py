"""What came of many uploads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, Literal, NamedTuple, TypeVar

__all__ = ["Done", "Outcome", "Report"]

T = TypeVar("T")


class Done(NamedTuple):
    """What is kept of an upload that the server has confirmed, to know it again.

    ``size`` in bytes and ``changed``, the file's time of change in nanoseconds, before and after the upload; ``moved``
    is the field of the record that changes with the content, where the protocol declares one.
    """

    size: int
    changed: int
    record_id: Any
    moved: Any


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What came of one file.

    Attributes:
        path: of the file, as it was given.
        status: ``skipped`` if an earlier run uploaded it, it has not changed, and the server still has its content.
        record: what the upload returned, if it was uploaded now.
        record_id: of the record, if the reply shows one.
        error: why it failed.
        done: what a later run will know it by; None if the server has not confirmed the content.
    """

    path: str
    status: Literal["uploaded", "skipped", "failed"]
    record: T | None = None
    record_id: Any = None
    error: Exception | None = None
    done: Done | None = None


@dataclass(frozen=True, slots=True)
class Report(Generic[T]):
    """What came of all files, in the order in which they were given, each once."""

    outcomes: tuple[Outcome[T], ...]

    def __str__(self) -> str:
        return f"{len(self.uploaded)} uploaded, {len(self.skipped)} skipped, {len(self.failed)} failed"

    @property
    def uploaded(self) -> tuple[Outcome[T], ...]:
        return tuple(one for one in self.outcomes if one.status == "uploaded")

    @property
    def skipped(self) -> tuple[Outcome[T], ...]:
        return tuple(one for one in self.outcomes if one.status == "skipped")

    @property
    def failed(self) -> tuple[Outcome[T], ...]:
        return tuple(one for one in self.outcomes if one.status == "failed")

    def check(self) -> None:
        """Raises: ExceptionGroup, with the errors of all files that failed."""
        errors = [one.error for one in self.failed if one.error is not None]
        if errors:
            raise ExceptionGroup(str(self), errors)
