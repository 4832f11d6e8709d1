"""Our uploader. Arguments: blocking or asyncio, API, file, bytes of a part, workers, certificate or nothing."""

from __future__ import annotations

import asyncio
import ssl
import sys

import httpx2
from cdf_files import AsyncClient, Client
from measured import measured

_, flavour, api, path, part_size, workers, certificate = sys.argv
trust = ssl.create_default_context(cafile=certificate) if certificate else None
cut = {"part_size": int(part_size), "workers": int(workers)}
own = {"project": "bench", "token": "none", "base_url": f"{api}/api/v1/projects/bench"}


def blocking() -> None:
    lent = httpx2.Client(verify=trust) if trust else None
    with Client(**own, http_client=lent) as client, measured():
        client.files.upload(path, **cut)


async def looping() -> None:
    lent = httpx2.AsyncClient(verify=trust) if trust else None
    async with AsyncClient(**own, http_client=lent) as client:
        with measured():
            await client.files.upload(path, **cut)


if flavour == "blocking":
    blocking()
else:
    asyncio.run(looping())
