"""Uploads that are interrupted and resumed, against the sample service."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from specproof.extensions.multipart_upload.runtime.drivers.async_driver import upload_async
from specproof.extensions.multipart_upload.runtime.drivers.sync_driver import upload_sync
from specproof.extensions.multipart_upload.runtime.errors import (
    PartFailedError,
)
from specproof.extensions.multipart_upload.runtime.options import UploadOptions
from specproof.extensions.multipart_upload.runtime.protocol import Conflict, Discard, UploadProtocol
from specproof.extensions.multipart_upload.runtime.resume.journal import Entry
from specproof.extensions.multipart_upload.runtime.resume.listing import unfinished_uploads
from specproof.extensions.multipart_upload.runtime.resume_api import (
    discard_async,
    discard_sync,
    resume_async,
    resume_sync,
)
from specproof.runtime.session import AsyncSession, SyncSession
from tests.unit.extensions.multipart_upload.sample import LINK, PROTOCOL, Service
from tests.unit.runtime.sample.operations import PACKAGE
from tests.unit.runtime.wire import Answer, Exchange

MODULE = PACKAGE.module


FREE = replace(LINK, id="free", path="/free", parameters=())


KNOWN = replace(
    PROTOCOL,
    start_new=replace(PROTOCOL.start_new, conflict=Conflict((409,), "/duplicated")),
    discard=Discard(FREE, {"/items/0/key": "recordId"}, {"/forced": True}),
)


def entry(**changes: Any) -> Entry:
    values: dict[str, Any] = {
        "key": "k",
        "lease": "l",
        "path": '"/a"',
        "fingerprint": "[1]",
        "target": "{}",
        "shown": "there",
        "lengths": "[4,4,1]",
        "started": 1.0,
        "expires": 2.0,
        "pid": 7,
        **changes,
    }
    return Entry(**values)


class Work:
    """What is done with an upload, by one driver."""

    def __init__(self, service: Service, is_async: bool) -> None:
        self.service, self.is_async = service, is_async
        self.lends_client = False

    def _run(self, sync: Callable[..., Any], twin: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
        settings: dict[str, Any] = {"base_url": self.service.api.url + "/v1", "token": "t"}
        if not self.is_async:
            with httpx2.Client() as own, SyncSession(PACKAGE, **settings, **self._lent(own)) as session:
                return sync(session, *arguments, **more)

        async def run() -> Any:
            async with httpx2.AsyncClient() as own, AsyncSession(PACKAGE, **settings, **self._lent(own)) as session:
                return await twin(session, *arguments, **more)

        return asyncio.run(run())

    def _lent(self, client: Any) -> dict[str, Any]:
        return {"http_client": client} if self.lends_client else {}

    def upload(self, source: Any, protocol: UploadProtocol = KNOWN, options: Any = None, **more: Any) -> Any:
        given = UploadOptions(**(options or {}))
        if not more:
            more = {"fields": {"name": "n"}}
        return self._run(upload_sync, upload_async, protocol, source, options=given, **more)

    def resume(self, key: str, protocol: UploadProtocol = KNOWN) -> Any:
        return self._run(resume_sync, resume_async, protocol, key)

    def discard(self, key: str, protocol: UploadProtocol = KNOWN) -> None:
        self._run(discard_sync, discard_async, protocol, key)

    def interrupt(self, source: Any, **more: Any) -> str:
        """Two of three parts are stored; gives the key."""
        self.service.faults[2] = [Answer(403)]
        with pytest.raises(PartFailedError) as caught:
            self.upload(source, options={"workers": 1, **more.pop("options", {})}, **more)
        assert caught.value.__notes__ == [
            f"record {caught.value.record_id}: 2 of 3 parts are stored; the same call resumes it"
        ]
        (one,) = unfinished_uploads(MODULE)
        assert one.parts_done == 2
        return one.key


def answer_free(service: Service, answered: Answer) -> None:
    """Calls of the operation ``free`` get this reply."""
    own = service.api.answer

    def answer(exchange: Exchange) -> Answer:
        return answered if exchange.path == "/v1/free" else own(exchange)

    service.api.answer = answer
