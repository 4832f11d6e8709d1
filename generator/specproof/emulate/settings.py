"""A behaviour's own settings: from names and values to a frozen dataclass, or a sentence about what is wrong."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

__all__ = ["read_settings"]

Kind = TypeVar("Kind")
PLAIN: Mapping[Any, tuple[type, ...]] = {
    bool: (bool,),
    int: (int,),
    float: (int, float),
    str: (str,),
    Mapping: (Mapping,),
    Sequence: (list, tuple),
    NoneType: (NoneType,),
}


def read_settings(kind: type[Kind], values: Mapping[str, Any]) -> Kind:
    """An instance of the dataclass ``kind``; its fields have plain types, ``Literal`` or unions of these.

    Raises:
        ValueError: a name that is no field, or a value that is not of its type.
    """
    hints = get_type_hints(kind)
    for name, value in values.items():
        if name not in hints:
            close = difflib.get_close_matches(name, hints, n=1)
            raise ValueError(f"no setting {name!r}; " + (f"did you mean {close[0]}?" if close else ", ".join(hints)))
        if not _fits(value, hints[name]):
            raise ValueError(f"{name} is {_spelled(hints[name])}, not {value!r}")
    return kind(**values)


def _fits(value: Any, hint: Any) -> bool:
    origin = get_origin(hint) or hint
    if origin in (Union, UnionType):
        return any(_fits(value, one) for one in get_args(hint))
    if origin is Literal:
        return any(value == one and type(value) is type(one) for one in get_args(hint))
    return isinstance(value, PLAIN[origin]) and (origin is bool or not isinstance(value, bool))


def _spelled(hint: Any) -> str:
    if get_origin(hint) in (Union, UnionType, Literal):
        return " or ".join(_spelled(one) for one in get_args(hint))
    return "none" if hint is NoneType else getattr(hint, "__name__", str(hint))
