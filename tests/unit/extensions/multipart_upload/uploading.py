"""Uploads of both drivers against the sample service."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import Any

from specproof.extensions.multipart_upload.runtime.drivers.async_driver import upload_async
from specproof.extensions.multipart_upload.runtime.drivers.sync_driver import upload_sync
from specproof.extensions.multipart_upload.runtime.options import UploadOptions
from specproof.runtime.session import AsyncSession, SyncSession
from tests.unit.extensions.multipart_upload.sample import PROTOCOL, Service
from tests.unit.runtime.sample.operations import PACKAGE

Upload = Callable[..., Any]


CONTENT = os.urandom(250_001)


def blocking(
    service: Service, source: Any, protocol: Any = PROTOCOL, client: dict[str, Any] | None = None, **more: Any
) -> Any:
    options = UploadOptions(**more.pop("options", {}))
    with SyncSession(PACKAGE, base_url=service.api.url + "/v1", token="hidden-token", **(client or {})) as session:
        if "identifiers" in more:
            return upload_sync(session, protocol, source, options=options, **more)
        return upload_sync(session, protocol, source, options=options, **{"fields": {"name": "n"}, **more})


def on_a_loop(
    service: Service, source: Any, protocol: Any = PROTOCOL, client: dict[str, Any] | None = None, **more: Any
) -> Any:
    options = UploadOptions(**more.pop("options", {}))

    async def run() -> Any:
        base = service.api.url + "/v1"
        async with AsyncSession(PACKAGE, base_url=base, token="hidden-token", **(client or {})) as session:
            if "identifiers" in more:
                return await upload_async(session, protocol, source, options=options, **more)
            return await upload_async(session, protocol, source, options=options, **{"fields": {"name": "n"}, **more})

    return asyncio.run(run())
