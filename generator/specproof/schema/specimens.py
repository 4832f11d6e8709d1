"""Strings that match a pattern, from the standard library's parse of it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

__all__ = ["fits", "parsed", "texts"]

_COMMON = ("a", "A", "0", "", "a1", "ab", "-", "x-", "/", ".", "2024-01-31", "https://a.example/", "a@b.example")
_CATEGORIES = {"CATEGORY_DIGIT": "0", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a", "CATEGORY_NOT_DIGIT": "a"}
_PRINTABLE = "a0-_.:/ " + "".join(map(chr, range(33, 127)))


def texts(patterns: Sequence[str], least: int, most: int | None) -> Iterator[str]:
    """Yield candidates for a string that matches all patterns; not each of them does.

    Args:
        least: least length.
        most: greatest length; None for no limit.
    """
    for pattern in patterns:
        tree = parsed(pattern)
        if tree is not None:
            for extra in (0, 1, least):
                yield _fitted(_text(tree, extra), least, None)
    for common in _COMMON:
        yield _fitted(common, least, most)


@lru_cache(maxsize=4096)
def parsed(pattern: str) -> list[Any] | None:
    """Return the syntax tree of a pattern by Python's ``re``, as (operation, argument) pairs.

    None if ``re`` cannot parse it.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(re._parser.parse(pattern))  # type: ignore[attr-defined] # no public way to a parse exists
    except (re.error, RecursionError, OverflowError):
        return None


def fits(text: str, pattern: str) -> bool:
    """Whether a string has a match of a native pattern, by the engine that validates types (pydantic's)."""
    from pydantic_core import SchemaValidator, core_schema  # here: only documents with patterns pay for it

    return bool(SchemaValidator(core_schema.str_schema(pattern=pattern)).isinstance_python(text))


def _fitted(text: str, least: int, most: int | None) -> str:
    padded = text + "a" * (least - len(text)) if least < 10_000 else text
    return padded if most is None else padded[:most]


def _text(tree: Any, extra: int) -> str:
    return "".join(_piece(str(operation), argument, extra) for operation, argument in tree)


def _piece(operation: str, argument: Any, extra: int) -> str:
    if operation == "LITERAL":
        return chr(argument)
    if operation in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, body = argument
        return _text(body, 0) * min(int(least) + extra, int(most), 500)
    if operation in ("SUBPATTERN", "BRANCH"):
        return _text(argument[-1] if operation == "SUBPATTERN" else argument[1][0], extra)
    if operation == "IN":
        return _member(argument)
    if operation == "NOT_LITERAL":
        return "a" if argument != ord("a") else "b"
    return "a" if operation == "ANY" else ""


def _member(options: Sequence[Any]) -> str:
    """One character of a class."""
    negated = str(options[0][0]) == "NEGATE"
    if negated:
        return next((char for char in _PRINTABLE if not any(_holds(option, char) for option in options[1:])), "")
    operation, argument = str(options[0][0]), options[0][1]
    if operation in ("LITERAL", "RANGE"):
        return chr(argument if operation == "LITERAL" else argument[0])
    return _CATEGORIES.get(str(argument), "-")


def _holds(option: Any, char: str) -> bool:
    operation, argument = str(option[0]), option[1]
    if operation == "LITERAL":
        return bool(ord(char) == argument)
    if operation == "RANGE":
        return bool(argument[0] <= ord(char) <= argument[1])
    return _CATEGORIES.get(str(argument)) == char
