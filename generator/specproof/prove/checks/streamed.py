"""Replies read as they come, by the twins of methods that do so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specproof.prove.checks.harness import Flavor, Rig
from specproof.prove.checks.methods import Method
from specproof.prove.checks.wire import Answer

__all__ = ["streamed"]


def streamed(
    rig: Rig, method: Method, flavor: Flavor, keywords: Mapping[str, Any], answer: Answer
) -> tuple[list[Any], Exception | None]:
    """The items that came, and the error that ended them."""
    client = rig.wire.looping if flavor.is_async else rig.wire.blocking
    resource, _, name = method.name.rpartition(".")
    opened = getattr(getattr(client, resource).stream, name)
    items: list[Any] = []
    with rig.wire.answering(answer):
        try:
            if flavor.is_async:
                rig.wire.run(_read_async(opened, keywords, items))
            else:
                with opened(**keywords) as came:
                    items.extend(came)
        except Exception as error:
            return items, error
    return items, None


async def _read_async(opened: Any, keywords: Mapping[str, Any], items: list[Any]) -> None:
    async with opened(**keywords) as came:
        async for item in came:
            items.append(item)
