"""Instances of dataclasses as expressions that construct them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from types import MappingProxyType
from typing import Any

from specproof.spelling.code import Code, compose, identifier, join, literal

__all__ = ["Known", "instance"]

Known = Mapping[type, Callable[[Any], Code]]
"""Expressions for instances of some classes, such as the names of constants."""

_NONE: Known = MappingProxyType({})


def instance(value: Any, known: Known = _NONE, *, positional: bool = False) -> Code:
    """Return the expression that constructs a dataclass instance, without the fields that hold their default.

    Args:
        known: how to write instances of these classes, wherever they are inside of ``value``.
        positional: whether fields without a default are written as positional arguments.

    Raises:
        TypeError: something inside of ``value`` has no literal.
    """
    arguments = join(", ", list(_arguments(value, known, positional)))
    return compose("{}({})", identifier(type(value).__name__), arguments)


def _arguments(value: Any, known: Known, positional: bool) -> Iterator[Code]:
    for field in fields(value):
        content = getattr(value, field.name)
        if _is_default(field, content):
            continue
        spelled = _expression(content, known, positional)
        is_plain = positional and field.default is MISSING and field.default_factory is MISSING
        yield spelled if is_plain else compose("{}={}", identifier(field.name), spelled)


def _is_default(field: Field[Any], content: Any) -> bool:
    if field.default_factory is not MISSING:
        return bool(content == field.default_factory())
    return field.default is not MISSING and bool(content == field.default)


def _expression(value: Any, known: Known, positional: bool) -> Code:
    if type(value) in known:
        return known[type(value)](value)
    if is_dataclass(value):
        return instance(value, known, positional=positional)
    if isinstance(value, tuple) and any(map(is_dataclass, value)):
        return compose("({},)", join(", ", [_expression(each, known, positional) for each in value]))
    return literal(value)
