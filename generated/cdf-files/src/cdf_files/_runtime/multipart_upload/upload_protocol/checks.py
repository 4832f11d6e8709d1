"""Checks of the protocol: constraints on the start's body that no schema states."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ...errors import InvalidArgumentError
from ...pointers import find

from ..protocol import Check

__all__ = ["check_body"]


def check_body(checks: Iterable[Check], body: Any) -> None:
    """Check the body of a start, as JSON data, against the protocol's own constraints.

    Raises:
        InvalidArgumentError: a constraint is broken; the message is its description.
    """
    for check in checks:
        value = find(body, check.pointer)
        if value is not None and not _holds(check, value):
            raise InvalidArgumentError(f"body{check.pointer.replace('/', '.')}", check.description)


def _holds(check: Check, value: Any) -> bool:
    if isinstance(value, str):
        return len(value) >= (check.min_length or 0) and re.search(check.pattern or "", value) is not None
    return not isinstance(value, dict) or _map_holds(check, value)


def _map_holds(check: Check, value: dict[str, Any]) -> bool:
    keys = [_bytes(key) for key in value]
    values = [_bytes(item) for item in value.values()]
    return (
        _within(len(value), check.max_entries)
        and _within(max(keys, default=0), check.max_key_bytes)
        and _within(max(values, default=0), check.max_value_bytes)
        and _within(sum(keys) + sum(values), check.max_total_bytes)
    )


def _bytes(text: object) -> int:
    return len(text.encode("utf-8", "surrogatepass")) if isinstance(text, str) else 0


def _within(value: int, maximum: int | None) -> bool:
    return maximum is None or value <= maximum
