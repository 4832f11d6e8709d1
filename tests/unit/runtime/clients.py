"""One way to call both clients, and servers that answer from a list."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

from specproof.runtime.package import Package
from specproof.runtime.resources import AsyncResource, Resource
from specproof.runtime.session import AsyncSession, SyncSession
from tests.unit.runtime.wire import Answer, Exchange

JSON = {"Content-Type": "application/json"}
PET = Answer(200, b'{"name":"Rex"}', JSON)

Ask = Callable[..., Any]


def ask_sync(package: Package, client: dict[str, Any], *call: Any, **options: Any) -> Any:
    """Open a client, make one call, close it."""
    with SyncSession(package, **client) as session:
        return Resource(session)._call(*call, **options)


def ask_async(package: Package, client: dict[str, Any], *call: Any, **options: Any) -> Any:
    async def run() -> Any:
        async with AsyncSession(package, **client) as session:
            return await AsyncResource(session)._call(*call, **options)

    return asyncio.run(run())


def in_turn(*answers: Answer) -> Callable[[Exchange], Answer]:
    """Answers one after the other; the last one from then on."""
    left: Iterator[Answer] = iter(answers)
    return lambda exchange: next(left, answers[-1])
