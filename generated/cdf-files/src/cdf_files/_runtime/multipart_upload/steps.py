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
    """Asks the driver to make a call of the API and return its ``Response``."""

    call: Call


@dataclass(frozen=True, slots=True)
class SendParts:
    """Asks the driver to send every part that is not stored yet to its URL."""

    opened: OpenedUpload


@dataclass(frozen=True, slots=True)
class FetchDigest:
    """Asks the driver to download the content and return its SHA-256 in hexadecimal."""

    request: Request


@dataclass(frozen=True, slots=True)
class RunBlocking:
    """Asks the driver to call a function that reads or writes files, and return its result."""

    function: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Pause:
    """Asks the driver to wait for some seconds."""

    seconds: float


Step = MakeCall | SendParts | FetchDigest | RunBlocking | Pause
Steps = Generator[Step, Any, Any]
