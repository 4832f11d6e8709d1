"""Uploads that end after their first parts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from specproof.emulate import Emulator
from tests.journeys.uploads.service import PART, SOURCE, base_url, puts

Serve = Callable[..., Emulator]
Upload = Callable[..., Any]

REFUSED = [{"match": {"part": 2}, "reply": {"status": 403}}]
"""Ends an upload after its first parts, if they go one after the other."""

_CHILD = """
import asyncio, sys
sys.path.insert(0, sys.argv[1])
import cdf_files
kind, url, path = sys.argv[2:5]
def told(progressed):
    print(progressed.stored_parts, progressed.note, flush=True)
values = dict(external_id="pump", part_size=5242881, workers=1, progress=told)
async def run():
    async with cdf_files.AsyncClient(base_url=url, token="hidden-token") as client:
        await client.files.upload(path, **values)
if kind == "sync":
    with cdf_files.Client(base_url=url, token="hidden-token") as client:
        client.files.upload(path, **values)
else:
    asyncio.run(run())
"""


def child(kind: str, emulator: Emulator, path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _CHILD, str(SOURCE), kind, base_url(emulator), str(path)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def interrupted(upload: Upload, package: ModuleType, emulator: Emulator, path: Path, **more: Any) -> None:
    """Two of three parts are stored, then it ends."""
    emulator.faults.replace(REFUSED)
    with pytest.raises(package.errors.PartFailedError):
        upload(emulator, path, **{"part_size": PART, "workers": 1, **more})
    emulator.faults.replace([])
    assert puts(emulator) == [0, 1]
