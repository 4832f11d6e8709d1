"""Suspicious patterns: those that can take exponential time, and those that seem to be escaped twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from specproof.schema.specimens import parsed

__all__ = ["takes_exponential_time", "without_double_escapes"]

_NESTED = re.compile(r"[+*?}]\)+[+*{]|\|[^()]*\)[+*{]")
_DOUBLED = re.compile(r"(?<!\\)\\\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[dDsS](?=[+*{\]])|[wW](?=[+*{\]])|\.)")
_MANY = 10


@lru_cache(maxsize=4096)
def takes_exponential_time(pattern: str) -> bool:
    """Whether a regular expression nests repetitions so that a backtracking engine can take exponential time."""
    if not _NESTED.search(pattern):
        return False
    tree = parsed(pattern)
    return tree is not None and _any_nested(tree)


def without_double_escapes(pattern: str) -> str | None:
    """Return a pattern with the double backslashes before escapes halved, or None if it has none."""
    halved = _DOUBLED.sub(r"\\\1", pattern)
    return None if halved == pattern else halved


def _any_nested(tree: Any) -> bool:
    for operation, argument in tree:
        name = str(operation)
        below = _bodies(name, argument)
        if name in ("MAX_REPEAT", "MIN_REPEAT") and int(argument[1]) > _MANY and _is_loose(argument[2]):
            return True
        if any(_any_nested(body) for body in below):
            return True
    return False


def _bodies(name: str, argument: Any) -> Sequence[Any]:
    if name in ("SUBPATTERN", "MAX_REPEAT", "MIN_REPEAT"):
        return [argument[-1]]
    if name == "BRANCH":
        return list(argument[1])
    return [argument[1]] if name in ("ASSERT", "ASSERT_NOT") else []


def _is_loose(body: Any) -> bool:
    """Whether a repeated body holds a repetition and nothing else that must be there, or says the same thing twice."""
    body = list(body)
    while len(body) == 1 and str(body[0][0]) == "SUBPATTERN":
        body = list(body[0][1][-1])
    if len(body) == 1 and str(body[0][0]) == "BRANCH":
        branches = list(body[0][1][1])
        same = any(list(one) == list(other) for i, one in enumerate(branches) for other in branches[:i])
        return same or any(_is_loose(branch) for branch in branches)
    repeats = [piece for piece in body if str(piece[0]) in ("MAX_REPEAT", "MIN_REPEAT")]
    needed = [piece for piece in body if piece not in repeats or int(piece[1][0]) > 0]
    many = [piece for piece in repeats if int(piece[1][1]) > _MANY]
    return bool(many) and (len(needed) == 0 or (len(needed) == 1 and needed[0] in many))
