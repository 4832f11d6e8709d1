"""What an upload asks its driver to do."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from ..api import Call
from ..request import Request

from .start import OpenedUpload

__all__ = ["Ask", "Do", "Fetch", "Pause", "Send", "Step", "Steps"]


@dataclass(frozen=True, slots=True)
class Ask:
    """Make this call; its reply is the answer to the step."""

    call: Call


@dataclass(frozen=True, slots=True)
class Send:
    """Send every part that is not stored yet to its URL."""

    opened: OpenedUpload


@dataclass(frozen=True, slots=True)
class Fetch:
    """Read the content; the answer is its SHA-256."""

    request: Request


@dataclass(frozen=True, slots=True)
class Do:
    """Do this, which reads or writes files; what it gives is the answer."""

    work: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait so many seconds."""

    seconds: float


Step = Ask | Send | Fetch | Do | Pause
Steps = Generator[Step, Any, Any]
