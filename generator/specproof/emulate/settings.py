"""Settings of a behaviour, and keys of faults: names and values as a frozen dataclass, or what is wrong with them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from specproof.core.location import Pointer

__all__ = ["Range", "SettingError", "problems", "read_settings", "suggestion"]

T = TypeVar("T")
MOST = 1e15
PLAIN: Mapping[Any, tuple[type, ...]] = {
    bool: (bool,),
    int: (int,),
    float: (int, float),
    str: (str,),
    Mapping: (Mapping,),
    Sequence: (list, tuple),
    NoneType: (NoneType,),
}
SPELLED: Mapping[Any, str] = {NoneType: "none", bool: "true or false", int: "a whole number", float: "a number"} | {
    str: "text",
    Mapping: "a mapping",
    Sequence: "a list",
}


@dataclass(frozen=True, slots=True)
class Range:
    """Bounds of a number, both inclusive, None for no bound: ``Annotated[int, Range(1, 5)]``."""

    least: float | None = None
    most: float | None = None

    def holds(self, value: float) -> bool:
        """Return whether a number is within the bounds."""
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)

    def __str__(self) -> str:
        if self.most is None:
            return f"of at least {self.least:.15g}"
        return f"from {self.least:.15g} to {self.most:.15g}"


class SettingError(ValueError):
    """A name that is not a setting, or a value that its setting does not accept.

    Attributes:
        hint: what may have been meant; None without a guess.
        pointer: JSON pointer in a faults file.
    """

    def __init__(self, name: str, text: str, hint: str | None = None) -> None:
        self.name, self.text, self.hint = name, text, hint
        self.pointer = Pointer(("settings", name))
        super().__init__(f"{text}; {hint}" if hint else text)


def read_settings(kind: type[T], values: Mapping[str, Any]) -> T:
    """Return an instance of a dataclass with these values, after checking them against the types of its fields.

    Args:
        kind: the dataclass; its fields have plain types, ``Literal``, or unions of these.

    Raises:
        SettingError: a name is not a field, or a value is not of its type.
    """
    for problem in problems(kind, values):
        raise problem
    return kind(**values)


def problems(kind: type[Any], values: Mapping[str, Any], word: str = "setting") -> list[SettingError]:
    """Return an error for each value that does not fit a field of a dataclass; empty if all fit.

    Args:
        kind: the dataclass.
        word: what messages call a field.
    """
    hints: dict[str, Any] = get_type_hints(kind, include_extras=True)
    errors: list[SettingError] = []
    for name, value in values.items():
        if name not in hints:
            errors.append(SettingError(str(name), f"no {word} {name!r}", suggestion(str(name), hints)))
        elif not _fits(value, hints[name]):
            errors.append(SettingError(name, f"{name} is {_spelled(hints[name])}, not {value!r}"))
    return errors


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return a hint for a misspelled name: the most similar known name, or all known names."""
    names = list(known)
    close = difflib.get_close_matches(name, names, n=1)
    return f"did you mean {close[0]}?" if close else f"there are {', '.join(names)}"


def _fits(value: Any, hint: Any) -> bool:
    origin, inner = get_origin(hint) or hint, get_args(hint)
    if hint is Any:
        return True
    if origin is Annotated:
        return _fits(value, inner[0]) and inner[1].holds(value)
    if origin in (Union, UnionType):
        return any(_fits(value, one) for one in inner)
    if origin is Literal:
        return any(value == one and type(value) is type(one) for one in inner)
    if origin is tuple:
        return isinstance(value, list | tuple) and len(value) > 0 and all(_fits(one, inner[0]) for one in value)
    is_plain = isinstance(value, PLAIN[origin]) and (origin is bool or not isinstance(value, bool))
    return is_plain and (origin is not float or abs(value) <= MOST)


def _spelled(hint: Any) -> str:
    origin, inner = get_origin(hint) or hint, get_args(hint)
    if origin is Annotated:
        return f"{_spelled(inner[0])} {inner[1]}"
    if origin in (Union, UnionType, Literal):
        return " or ".join(_spelled(one) for one in inner)
    if origin is tuple:
        return f"a list, each {_spelled(inner[0])}"
    return SPELLED.get(origin, str(hint))
