"""Responses read as they arrive, by the methods that do so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specproof.prove.checks.client_methods import ClientMethod
from specproof.prove.checks.harness import Flavor, Harness
from specproof.prove.checks.recording_clients import StubResponse

__all__ = ["stream_items"]


def stream_items(
    harness: Harness, method: ClientMethod, flavor: Flavor, keywords: Mapping[str, Any], response: StubResponse
) -> tuple[list[Any], Exception | None]:
    """Return the items that a streaming method yields for a response, and the error that ended it or None.

    Args:
        keywords: the arguments of the method.
    """
    client = harness.clients.async_client if flavor.is_async else harness.clients.sync_client
    resource, _, name = method.name.rpartition(".")
    opened = getattr(getattr(client, resource).stream, name)
    items: list[Any] = []
    with harness.clients.responding_with(response):
        try:
            if flavor.is_async:
                harness.clients.run(_read_async(opened, keywords, items))
            else:
                with opened(**keywords) as stream:
                    items.extend(stream)
        except Exception as error:
            return items, error
    return items, None


async def _read_async(opened: Any, keywords: Mapping[str, Any], items: list[Any]) -> None:
    async with opened(**keywords) as stream:
        async for item in stream:
            items.append(item)
