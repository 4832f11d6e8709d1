"""Values of YAML scalars by the core schema (YAML 1.2.2, section 10.3.2)."""

from __future__ import annotations

import math
import re

__all__ = ["NotJsonError", "number", "plain", "tagged"]

Scalar = str | int | float | bool | None

_WORDS: dict[str, Scalar] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= dict.fromkeys(("true", "True", "TRUE"), True) | dict.fromkeys(("false", "False", "FALSE"), False)
_FIRST = frozenset("0123456789+-.")
_INTEGER = re.compile(r"[-+]?[0-9]+", re.ASCII)
_OCTAL = re.compile(r"0o[0-7]+")
_HEX = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_PREFIX = "tag:yaml.org,2002:"
_UNTAGGED = "remove the tag, and write a JSON value"
_KINDS: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (float, int),
    "bool": (bool,),
    "null": (type(None),),
}


class NotJsonError(ValueError):
    """Raised for a scalar that JSON cannot represent; ``hint`` says what to write instead."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


def plain(text: str) -> Scalar:
    """Return the value of an unquoted YAML scalar by the core schema.

    Raises:
        NotJsonError: the scalar is an infinity, not-a-number, or out of the range of a double.
    """
    if text in _WORDS:
        return _WORDS[text]
    return _numeric(text) if text[0] in _FIRST else text


def _numeric(text: str) -> Scalar:
    if _INTEGER.fullmatch(text) or _FLOAT.fullmatch(text):
        return number(text)
    if _OCTAL.fullmatch(text):
        return int(text[2:], 8)
    if _HEX.fullmatch(text):
        return int(text[2:], 16)
    if _SPECIAL.fullmatch(text):
        raise NotJsonError(f"{text} is not a JSON number")
    return text


def number(text: str) -> int | float:
    """Return the value of a decimal number: an int for integers, a float for others.

    Raises:
        NotJsonError: the number is out of the range of a double, or an integer with too many digits for Python.
    """
    try:
        return int(text)
    except ValueError:
        pass
    if _INTEGER.fullmatch(text):
        raise NotJsonError(f"an integer of {len(text)} digits is too large")
    value = float(text)
    if math.isinf(value):
        raise NotJsonError(f"{text} is out of the range of a double")
    return value


def tagged(tag: str, text: str) -> Scalar:
    """Return the value of a YAML scalar with an explicit tag, such as `!!str`.

    Raises:
        NotJsonError: the tag is not of the core schema, or the text is no value of it.
    """
    if tag in ("!", _PREFIX + "str"):
        return text
    kind = tag.removeprefix(_PREFIX)
    if not tag.startswith(_PREFIX) or kind not in _KINDS:
        raise NotJsonError(f"the tag {tag} has no meaning in JSON", _UNTAGGED)
    value = plain(text)
    if type(value) not in _KINDS[kind]:
        raise NotJsonError(f"{text!r} is not a value of type {kind}")
    return float(value) if kind == "float" and isinstance(value, int) else value
