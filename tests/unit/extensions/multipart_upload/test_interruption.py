"""What uploads leave behind: no thread, no open file, no memory, no secret."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from specproof.extensions.multipart_upload.runtime.drivers.async_driver import upload_async
from specproof.extensions.multipart_upload.runtime.drivers.concurrency import ConcurrencyLimit
from specproof.extensions.multipart_upload.runtime.errors import (
    PartFailedError,
)
from specproof.extensions.multipart_upload.runtime.options import UploadProgress
from specproof.runtime.session import AsyncSession
from tests.unit.extensions.multipart_upload.sample import PROTOCOL, Service
from tests.unit.extensions.multipart_upload.uploading import CONTENT, Upload, blocking
from tests.unit.runtime.sample.operations import PACKAGE
from tests.unit.runtime.wire import Answer


def test_no_secret_is_told(service: Service, upload: Upload, caplog: pytest.LogCaptureFixture) -> None:
    """H12, U6, journey 11: not in logs, errors or what they hold."""
    caplog.set_level(logging.DEBUG)
    upload(service, CONTENT)
    service.faults[0] = [Answer(403, b"hidden%2F0")]
    with pytest.raises(PartFailedError) as caught:
        upload(service, CONTENT)
    assert "PUT" in caplog.text
    assert "hidden" not in caplog.text + repr(caught.value) + str(caught.value.__dict__)


def test_memory_does_not_grow_with_the_file(service: Service, tmp_path: Path) -> None:
    """U17."""
    import tracemalloc

    (tmp_path / "big").write_bytes(b"")
    os.truncate(tmp_path / "big", 64_000_000)
    service.answer_storage = service.storage.answer = lambda exchange: Answer()  # type: ignore[method-assign] # keeps no bodies
    large = replace(PROTOCOL, parts=replace(PROTOCOL.parts, maximum=None), poll=None)
    service.content = b""
    from tests.unit.runtime import wire

    tracemalloc.start()
    kept, wire.BODY_KEPT = wire.BODY_KEPT, 0
    try:
        blocking(service, tmp_path / "big", large, options={"part_size": 32_000_000, "workers": 2})
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        wire.BODY_KEPT = kept
        tracemalloc.stop()
    # Two workers hold a buffer of 1 MiB each and read the next; the server in this process holds as much.
    assert peak < 16 * 2**20


def test_cancelling_stops_every_part_before_it_returns(service: Service, nothing_left: None) -> None:
    held, begun = threading.Event(), threading.Event()
    service.faults = {number: [Answer(wait_for=held)] for number in range(3)}
    service.on_part = lambda number: begun.set()

    async def run() -> None:
        async with AsyncSession(PACKAGE, base_url=service.api.url + "/v1", token="T") as session:
            task = asyncio.create_task(upload_async(session, PROTOCOL, CONTENT, fields={"name": "n"}))
            await asyncio.to_thread(begun.wait, 10)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    try:
        asyncio.run(run())
    finally:
        held.set()
    assert service.calls("complete") == []


def test_a_cancelled_read_is_awaited_since_its_file_is_closed_next() -> None:
    from specproof.extensions.multipart_upload.runtime.drivers.async_driver import _run_whole

    begun, go, done = threading.Event(), threading.Event(), threading.Event()

    def read() -> bytes:
        begun.set()
        go.wait(10)
        done.set()
        return b""

    async def run() -> None:
        task = asyncio.create_task(_run_whole(read))
        await asyncio.to_thread(begun.wait, 10)
        task.cancel()
        asyncio.get_running_loop().call_later(0.05, go.set)
        with pytest.raises(asyncio.CancelledError):
            await task
        assert done.is_set()

    asyncio.run(run())


def test_an_interrupt_stops_every_part_before_it_is_raised(
    service: Service, nothing_left: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from specproof.extensions.multipart_upload.runtime.drivers import sync_driver as threads

    held, begun = threading.Event(), threading.Event()
    service.faults = {number: [Answer(wait_for=held)] for number in range(3)}
    service.on_part = lambda number: begun.set()

    def interrupted(tasks: Any) -> Any:
        begun.wait(10)
        raise KeyboardInterrupt

    monkeypatch.setattr(threads, "wait", interrupted)
    began = time.monotonic()
    try:
        with pytest.raises(KeyboardInterrupt):
            blocking(service, CONTENT)
        assert time.monotonic() - began < 5
        assert not [thread for thread in threading.enumerate() if thread.name.startswith("upload")]
    finally:
        held.set()
    assert service.calls("complete") == []


def test_no_file_is_left_open(service: Service, upload: Upload, path: Path) -> None:
    service.faults[1] = [Answer(503), Answer(403)]
    with pytest.raises(PartFailedError):
        upload(service, path)
    assert str(path) not in map(_target, os.listdir("/proc/self/fd"))
    with path.open("rb"):
        assert str(path) in map(_target, os.listdir("/proc/self/fd"))


def _target(descriptor: str) -> str:
    try:
        return os.readlink(f"/proc/self/fd/{descriptor}")
    except OSError:
        return ""


def test_parts_that_wait_for_room_are_stopped_too(
    service: Service, nothing_left: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Storage that is busy leaves room for one part; when that one fails by our own fault, the others end with it."""
    from specproof.extensions.multipart_upload.runtime.drivers import sync_driver as threads

    waiting = threading.Semaphore(0)
    monkeypatch.setattr(threads, "ConcurrencyLimit", lambda workers: _Narrow(waiting))
    ended: list[BaseException] = []

    def watch(progressed: UploadProgress) -> None:
        for _ in range(2):
            waiting.acquire(timeout=5)
        raise LookupError

    def run() -> None:
        try:
            blocking(service, CONTENT, options={"workers": 3, "progress": watch})
        except LookupError as error:
            ended.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(20)
    assert [type(one) for one in ended] == [LookupError]


class _Narrow(ConcurrencyLimit):
    """Room for one; tells of each look that finds none."""

    def __init__(self, waiting: threading.Semaphore) -> None:
        super().__init__(1)
        self._waiting = waiting

    @property
    def has_room(self) -> bool:
        if not super().has_room:
            self._waiting.release()
        return super().has_room
