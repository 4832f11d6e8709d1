"""Our uploader. Arguments: blocking or asyncio, API, file, bytes of a part, workers, verify or
nothing. A call comes first."""

from __future__ import annotations

import asyncio
import sys

from cdf_files import AsyncClient, Client
from measured import measured

_, flavor, api, path, part_size, workers, verify = sys.argv
cut = {"part_size": int(part_size), "workers": int(workers), "verify": bool(verify)}
own = {"project": "bench", "token": "none", "base_url": f"{api}/api/v1/projects/bench"}


def blocking() -> None:
    with Client(**own) as client:
        client.files.get_file_by_internal_id(id=1)
        with measured():
            client.files.upload(path, **cut)


async def looping() -> None:
    async with AsyncClient(**own) as client:
        await client.files.get_file_by_internal_id(id=1)
        with measured():
            await client.files.upload(path, **cut)


if flavor == "blocking":
    blocking()
else:
    asyncio.run(looping())
