"""Ctrl-C, a fatal error, a cancelled task: every part ends at once, and nothing is left behind."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from specproof.emulate import Emulator
from tests.journeys.uploads.service import PART, SOURCE, TOKEN, base_url

Serve = Callable[..., Emulator]
Upload = Callable[..., Any]

_CHILD = """
import asyncio, sys, threading
sys.path.insert(0, sys.argv[1])
import cdf_files
kind, url, path = sys.argv[2:5]
async def run():
    async with cdf_files.AsyncClient(base_url=url, token="hidden-token") as client:
        await client.files.upload(path, part_size=5242881)
try:
    if kind == "sync":
        with cdf_files.Client(base_url=url, token="hidden-token") as client:
            client.files.upload(path, part_size=5242881)
    else:
        asyncio.run(run())
except KeyboardInterrupt:
    print("interrupted", [thread.name for thread in threading.enumerate()], flush=True)
"""


def stalled(serve: Serve) -> Emulator:
    """Every part is taken, and none is answered."""
    return serve(faults=[{"match": {"method": "PUT"}, "slow": {"stall": 600, "side": "replying"}}])


def until_all_are_on_their_way(emulator: Emulator) -> None:
    deadline = time.monotonic() + 20
    while len(emulator.journal.select(method="PUT")) < 3:
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_ctrl_c(serve: Serve, path: Path, kind: str) -> None:
    """U7: a real SIGINT, while three parts wait for replies that would take ten minutes."""
    emulator = stalled(serve)
    command = [sys.executable, "-c", _CHILD, str(SOURCE), kind, base_url(emulator), str(path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until_all_are_on_their_way(emulator)
    process.send_signal(signal.SIGINT)
    told, failed = process.communicate(timeout=20)
    assert told == "interrupted ['MainThread']\n", failed
    assert emulator.journal.select(label="completeMultiPartUpload") == ()


@pytest.mark.usefixtures("nothing_left")
def test_cancelling(serve: Serve, package: ModuleType, path: Path) -> None:
    """Journey 12: no PUT after it has returned."""
    emulator = stalled(serve)

    async def run() -> None:
        async with package.AsyncClient(base_url=base_url(emulator), token=TOKEN) as client:
            task = asyncio.create_task(client.files.upload(path, part_size=PART))
            await asyncio.to_thread(until_all_are_on_their_way, emulator)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(run())
    sent = len(emulator.journal.select(method="PUT"))
    time.sleep(0.2)
    assert len(emulator.journal.select(method="PUT")) == sent


@pytest.mark.usefixtures("nothing_left")
def test_a_fatal_error_ends_its_siblings(serve: Serve, upload: Upload, package: ModuleType, path: Path) -> None:
    """U7: one part is refused while its siblings wait for replies that would take ten minutes."""
    emulator = serve(
        faults=[
            {"match": {"part": [0, 1]}, "slow": {"stall": 600, "side": "replying"}},
            {"match": {"part": 2}, "reply": {"status": 403}},
        ]
    )
    with pytest.raises(package.errors.PartFailedError, match="part 3"):
        upload(emulator, path, part_size=PART)
    assert emulator.journal.select(label="completeMultiPartUpload") == ()
