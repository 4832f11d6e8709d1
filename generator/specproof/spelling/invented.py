"""Example values of types, for what the document shows no example of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from specproof.schema.native import (
    Anything,
    Boolean,
    ListOf,
    Literals,
    MapOf,
    Native,
    Null,
    Number,
    Object,
    Reference,
    Rich,
    String,
    TupleOf,
    Union,
)
from specproof.schema.specimens import fits, texts
from specproof.schema.split import Component

__all__ = ["invented"]

_DEEPEST = 8
_MOST = 40
_OF_FORMAT = {
    "date": "2026-01-31",
    "date-time": "2026-01-31T12:00:00Z",
    "time": "12:00:00Z",
    "datetime.date": "2026-01-31",
    "datetime.datetime": "2026-01-31T12:00:00Z",
    "datetime.time": "12:00:00Z",
    "email": "somebody@example.com",
    "ipaddress.IPv4Address": "192.0.2.1",
    "ipaddress.IPv6Address": "2001:db8::1",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/",
    "uuid": "6f1e4b60-3b1c-4d0e-9c57-1f2d3a4b5c6d",
    "uuid.UUID": "6f1e4b60-3b1c-4d0e-9c57-1f2d3a4b5c6d",
}


def invented(native: Native, components: Mapping[str, Component], depth: int = 0) -> tuple[Any] | None:
    """Return a JSON value of a type, in a tuple since it may be null; None where none is certain to be valid."""
    if depth > _DEEPEST:
        return None
    if isinstance(native, Reference):
        component = components[native.name]
        return None if component.residuals else invented(component.native, components, depth + 1)
    if isinstance(native, Union):
        each = (invented(member, components, depth + 1) for member in native.members)
        return next((found for found in each if found is not None), None)
    if isinstance(native, ListOf | TupleOf | MapOf | Object):
        return _container(native, components, depth + 1)
    return next(((value,) for value in islice(_scalars(native), _MOST)), None)


def _container(
    native: ListOf | TupleOf | MapOf | Object, components: Mapping[str, Component], depth: int
) -> tuple[Any] | None:
    if isinstance(native, ListOf):
        least, most = native.min_items or 0, native.max_items
        found = invented(native.item, components, depth) if most != 0 else None
        return ([*found] * max(least, 1),) if found is not None else ([],) if not least else None
    if isinstance(native, MapOf):
        parts = {f"key{at + 1}": native.value for at in range(native.min_properties or 0)}
    elif isinstance(native, TupleOf):
        parts = {str(at): item for at, item in enumerate(native.items)}
    else:
        parts = {name: member.type for name, member in native.fields.items() if member.required}
    values = {key: invented(part, components, depth) for key, part in parts.items()}
    known = {key: value[0] for key, value in values.items() if value is not None}
    if len(known) < len(values):
        return None
    return (list(known.values()) if isinstance(native, TupleOf) else known,)


def _scalars(native: Native) -> Iterator[Any]:
    """Yield values of a type that holds no other type."""
    match native:
        case Anything(why=""):
            yield "example"
        case Boolean():
            yield True
        case Null():
            yield None
        case Literals():
            yield from native.values
        case Rich():
            yield from filter(None, [_OF_FORMAT.get(native.target)])
        case Number():
            yield from _numbers(native)
        case String():
            yield from _strings(native)


def _numbers(native: Number) -> Iterator[int | float]:
    """Yield the candidates that are within the bounds, small ones first."""
    bounds = [native.minimum, native.exclusive_minimum, native.maximum, native.exclusive_maximum]
    near = [bound + step for bound in bounds if bound is not None for step in (0, 1, -1)]
    unit = native.multiple_of or 1
    near += [(bound // unit + step) * unit for bound in bounds if bound is not None for step in (0, 1, -1)]
    for value in [1 if native.whole else 1.5, 1, 0, *near]:
        fits = (
            (native.minimum is None or value >= native.minimum)
            and (native.maximum is None or value <= native.maximum)
            and (native.exclusive_minimum is None or value > native.exclusive_minimum)
            and (native.exclusive_maximum is None or value < native.exclusive_maximum)
        )
        whole = not native.whole or value == int(value)
        if fits and whole and (native.multiple_of is None or value % native.multiple_of == 0):
            yield int(value) if native.whole else value


def _strings(native: String) -> Iterator[str]:
    least, most = native.min_length or 0, native.max_length
    patterns = [native.pattern] if native.pattern is not None else []
    usual = [_OF_FORMAT.get(native.format or "", "example"), "example".ljust(least, "e")[:most]]
    for text in (*usual, *islice(texts(patterns, least, most), _MOST)):
        if least <= len(text) and (most is None or len(text) <= most) and all(fits(text, one) for one in patterns):
            yield text
