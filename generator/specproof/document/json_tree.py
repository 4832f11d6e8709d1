"""Parsing of JSON (RFC 8259) with exact integers and without duplicate keys."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from specproof.core.limits import Limits
from specproof.document.failure import UnreadableError
from specproof.document.json_scan import explain
from specproof.document.scalars import NotJsonError, number

__all__ = ["read_json"]


class _RefusedError(Exception):
    """The fast parser met a value that the scanner must locate."""


def read_json(text: str, limits: Limits) -> tuple[Any, list[UnreadableError]]:
    """Return the value of a JSON text (None if it has duplicate keys), and an error for each duplicate key.

    Raises:
        UnreadableError: the text is not JSON, exceeds the limits, or has a value that cannot be represented.
    """
    try:
        tree = json.loads(text, object_pairs_hook=_members, parse_float=_float, parse_int=_int, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        explain(text, limits, stop_at=error.pos)
        raise UnreadableError("LOAD_SYNTAX", _wording(error), error.pos) from None
    except (_RefusedError, RecursionError):
        return None, explain(text, limits)
    _check_size(tree, text, limits)
    if ("\\ud" in text or "\\uD" in text) and not _is_encodable(tree):
        explain(text, limits)
    return tree, []


def _wording(error: json.JSONDecodeError) -> str:
    return error.msg[:1].lower() + error.msg[1:]


def _is_encodable(tree: Any) -> bool:
    """Whether all surrogates come in pairs."""
    try:
        json.dumps(tree, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _RefusedError
    return members


def _float(text: str) -> int | float:
    try:
        value = number(text)
    except NotJsonError:
        raise _RefusedError from None
    return value


def _int(text: str) -> int | float:
    return _float(text)


def _refuse(_: str) -> NoReturn:
    raise _RefusedError


def _check_size(tree: Any, text: str, limits: Limits) -> None:
    """Count the nodes level by level, which needs neither recursion nor pointers."""
    level = [tree] if isinstance(tree, dict | list) else []
    nodes, depth = 1, 0
    while level:
        depth += 1
        nodes += sum(map(len, level))
        if depth > limits.depth:
            explain(text, limits)
        below: list[Any] = []
        for node in level:
            below += [value for value in (node.values() if type(node) is dict else node) if type(value) in (dict, list)]
        level = below
    if nodes > limits.nodes:
        raise UnreadableError("LOAD_BUDGET", f"the document has more than {limits.nodes:,} nodes")
