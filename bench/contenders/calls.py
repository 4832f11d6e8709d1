"""Many small calls by one client. Arguments: which client, blocking or asyncio, base URL, how many."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from measured import measured

_, which, flavor, base, count = sys.argv
ID = 6012345678901234
NAME = "pump-17.pdf"
TOKEN = "0123456789abcdef" * 40


def bare() -> Callable[[], Any]:
    import httpx2
    import orjson

    headers = {"Authorization": f"Bearer {TOKEN}"}
    url = f"{base}/files/{ID}"
    if flavor == "blocking":
        client = httpx2.Client(headers=headers)
        return lambda: orjson.loads(client.get(url).content)["name"]
    looping = httpx2.AsyncClient(headers=headers)

    async def call() -> Any:
        return orjson.loads((await looping.get(url)).content)["name"]

    return call


def ours() -> Callable[[], Any]:
    from cdf_files import AsyncClient, Client

    kind = Client if flavor == "blocking" else AsyncClient
    files = kind(project="bench", token=TOKEN, base_url=base).files
    return named(lambda: files.get_file_by_internal_id(id=ID))


def engine_client() -> Callable[[], Any]:
    from cognite_api_client import AuthenticatedClient
    from cognite_api_client.api.files import get_file_by_internal_id as operation

    client = AuthenticatedClient(base_url=base, token=TOKEN)
    call = operation.sync if flavor == "blocking" else operation.asyncio
    return named(lambda: call(ID, client=client))


def engine_models() -> Callable[[], Any]:
    from dcg_client import AsyncClient, Client

    kind = Client if flavor == "blocking" else AsyncClient
    files = kind(base_url=base, oidc_token=TOKEN).files
    return named(lambda: files.get_file_by_internal_id(id=ID))


def named(call: Callable[[], Any]) -> Callable[[], Any]:
    """The call, and a look at the name in its result."""
    if flavor == "blocking":
        return lambda: text(call().name)

    async def looked() -> Any:
        return text((await call()).name)

    return looked


def text(value: Any) -> Any:
    """A text, or what a root model holds."""
    return getattr(value, "root", value)


def blocking(call: Callable[[], Any]) -> None:
    for number in (100, int(count)):
        with measured(silent=number == 100):
            for _ in range(number):
                if call() != NAME:
                    raise SystemExit("another name came back")


async def looping(call: Callable[[], Awaitable[Any]]) -> None:
    for number in (100, int(count)):
        with measured(silent=number == 100):
            for _ in range(number):
                if await call() != NAME:
                    raise SystemExit("another name came back")


clients = {"bare": bare, "ours": ours, "opc": engine_client, "dcg": engine_models}
if flavor == "blocking":
    blocking(clients[which]())
else:

    async def main() -> None:
        await looping(clients[which]())

    asyncio.run(main())
