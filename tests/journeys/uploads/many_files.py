"""Runs of many files against the emulated API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from specproof.emulate import Emulator
from tests.journeys.uploads.service import stored

Serve = Callable[..., Emulator]
Upload = Callable[..., Any]


def contents(emulator: Emulator) -> list[bytes]:
    return sorted(one or b"" for one in stored(emulator))


def many(upload: Upload, emulator: Emulator, *arguments: Any, **more: Any) -> Any:
    return upload(emulator, *arguments, method="upload_many", **more)
