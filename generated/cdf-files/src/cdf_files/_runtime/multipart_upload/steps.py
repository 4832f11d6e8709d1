"""Steps of an upload: what its flow asks the driver to do."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from ..api import Call
from ..request import Request

from .start import OpenedUpload

__all__ = ["FetchDigest", "MakeCall", "Pause", "RunBlocking", "SendParts", "Step", "Steps"]


@dataclass(frozen=True, slots=True)
class MakeCall:
    """Make a call of the API. Result: its ``Response``."""

    call: Call


@dataclass(frozen=True, slots=True)
class SendParts:
    """Send every part that is not stored yet to its URL."""

    opened: OpenedUpload


@dataclass(frozen=True, slots=True)
class FetchDigest:
    """Read the content at a URL. Result: its SHA-256 in hexadecimal digits."""

    request: Request


@dataclass(frozen=True, slots=True)
class RunBlocking:
    """Call a function that reads or writes files. Result: what it returns."""

    function: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait for some seconds."""

    seconds: float


Step = MakeCall | SendParts | FetchDigest | RunBlocking | Pause
Steps = Generator[Step, Any, Any]
