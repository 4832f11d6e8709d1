"""What resuming refuses or goes without: changed files, leases, no journal, a bandwidth, a proxy."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from specproof.extensions.multipart_upload.runtime.drivers.async_driver import upload_async
from specproof.extensions.multipart_upload.runtime.errors import (
    PartFailedError,
    SourceChangedError,
    UploadInProgressError,
    UploadNotConfirmedError,
    UploadRefusedError,
)
from specproof.extensions.multipart_upload.runtime.options import UploadOptions
from specproof.extensions.multipart_upload.runtime.resume.lease import lease
from specproof.extensions.multipart_upload.runtime.resume.listing import forget_upload
from specproof.runtime.errors import InvalidArgumentError
from specproof.runtime.session import AsyncSession
from tests.unit.extensions.multipart_upload.resuming import KNOWN, MODULE, Work
from tests.unit.extensions.multipart_upload.sample import Service
from tests.unit.extensions.multipart_upload.uploading import CONTENT
from tests.unit.runtime.sample.operations import PACKAGE
from tests.unit.runtime.wire import Answer, Server


def test_a_file_that_has_changed(work: Work, path: Path) -> None:
    key = work.interrupt(path)
    calls = len(work.service.api.seen)
    path.write_bytes(CONTENT + b"more")
    with pytest.raises(SourceChangedError, match=rf"2 of 3 parts are stored.*forget\('{key}'\)"):
        work.upload(path)
    assert len(work.service.api.seen) == calls
    work.upload(path, options={"resume": False})
    assert work.service.content == CONTENT + b"more"


def test_somebody_else_is_at_it(work: Work, path: Path, state: Path) -> None:
    key = work.interrupt(path)
    with lease(state, key):
        with pytest.raises(UploadInProgressError, match=f"process {os.getpid()} is uploading {path}") as caught:
            work.upload(path)
        assert caught.value.key == key
        with pytest.raises(UploadInProgressError):
            forget_upload(MODULE, key)
        with pytest.raises(UploadInProgressError):
            work.discard(key)
    assert forget_upload(MODULE, key)
    assert not forget_upload(MODULE, key)


def test_no_journal(work: Work, path: Path, state: Path, caplog: pytest.LogCaptureFixture) -> None:
    state.write_text("in the way")
    work.upload(path)
    assert work.service.content == CONTENT
    assert "uploads are not kept in the journal" in caplog.text


def test_by_key_at_another_server(work: Work, path: Path) -> None:
    key = work.interrupt(path)
    work.service.api.url = work.service.storage.url
    with pytest.raises(InvalidArgumentError, match="another server"):
        work.resume(key)


@pytest.mark.parametrize("lends_client", [False, True])
def test_a_bandwidth(work: Work, path: Path, lends_client: bool) -> None:
    work.lends_client = lends_client
    began = time.monotonic()
    work.upload(path, options={"bandwidth": 500_000, "workers": 1})
    assert time.monotonic() - began >= 0.4
    assert work.service.content == CONTENT
    with pytest.raises(UploadRefusedError, match="bandwidth"):
        work.upload(path, options={"bandwidth": 0})


def test_cancelling_does_not_wait_for_a_bandwidth(server: Server, storage: Server, path: Path) -> None:
    service, begun = Service(server, storage), threading.Event()

    async def run() -> None:
        async with AsyncSession(PACKAGE, base_url=server.url + "/v1", token="t") as session:
            options = UploadOptions(bandwidth=1, progress=lambda told: begun.set())
            task = asyncio.create_task(upload_async(session, KNOWN, path, fields={"name": "n"}, options=options))
            await asyncio.to_thread(begun.wait, 20)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asyncio.wait_for(asyncio.shield(task), 20)

    asyncio.run(run())
    assert service.content is None


def test_a_proxy_in_the_environment(work: Work, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts then go the library's own way, and are broken off there, too."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    work.upload(path)
    assert work.service.content == CONTENT
    held = threading.Event()
    work.service.faults = {0: [Answer(403)], 1: [Answer(wait_for=held)], 2: [Answer(wait_for=held)]}
    try:
        with pytest.raises(PartFailedError):
            work.upload(path)
    finally:
        held.set()


def test_what_was_opened_tells_the_record_alone() -> None:
    from specproof.extensions.multipart_upload.runtime.start import OpenedUpload

    assert repr(OpenedUpload({}, 7, "hidden", ["hidden"])) == "OpenedUpload(record_id=7)"


def test_dead_urls_of_what_was_completed_do_not_matter(work: Work, path: Path, state: Path) -> None:
    """All is sent and completed, and only the wait was broken off, for longer than URLs live."""
    work.service.uploaded_after = 9999
    with pytest.raises(UploadNotConfirmedError):
        work.upload(path)
    with closing(sqlite3.connect(state / "uploads-1.sqlite3", isolation_level=None)) as journal:
        journal.execute("UPDATE uploads SET expires = 1")
    work.service.uploaded_after = 1
    work.service.storage.seen.clear()
    assert work.upload(path).uploaded
    assert len(work.service.calls("complete")) == 1
    assert work.service.storage.seen == []


def test_without_a_poll_what_is_resumed_gives_the_reply_to_its_start(work: Work, path: Path) -> None:
    work.interrupt(path)
    assert work.upload(path, replace(KNOWN, poll=None))["items"][0]["id"] == 7


def test_an_upload_in_memory_does_not_expire() -> None:
    from specproof.extensions.multipart_upload.runtime.upload_state import UploadState

    assert not UploadState().is_expired
