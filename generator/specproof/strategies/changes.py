"""A value with one small change: what is still near and may no longer be valid."""

from __future__ import annotations

from specproof.strategies.choices import Draws
from specproof.strategies.pattern_strings import character
from specproof.strategies.views import Json

__all__ = ["aimed", "changed"]

_OTHERS: tuple[Json, ...] = (None, True, 0, 0.5, "", "x", [], {}, [None], {"unknown": None})
_WHOLE = ("type", "enum", "const", "$ref", "anyOf", "oneOf", "not", "false")
_CLOSING = ("additionalProperties", "unevaluatedProperties", "maxProperties", "propertyNames")
_NAMES = ("unknown", "x-ext", "", "é", "𝒳")


def changed(draws: Draws, value: Json) -> Json:
    """One place within the value is changed, the outermost more often than those below."""
    if isinstance(value, dict) and value and draws.chance(55):
        name = draws.pick(list(value))
        return {**value, name: changed(draws, value[name])}
    if isinstance(value, list) and value and draws.chance(55):
        at = draws.integer(0, len(value) - 1)
        return [*value[:at], changed(draws, value[at]), *value[at + 1 :]]
    return draws.pick(_OTHERS) if draws.chance(25) else _altered(draws, value)


def aimed(draws: Draws, value: Json, keyword: str, detail: str | None) -> Json:
    """The value with a change that this keyword may refuse."""
    if keyword in _WHOLE and draws.chance(70):
        return draws.pick(_OTHERS)
    if isinstance(value, dict) and keyword == "required":
        return {name: item for name, item in value.items() if name != detail}
    if isinstance(value, dict) and keyword == "dependentRequired":
        return {name: item for name, item in value.items() if name == detail or draws.chance(50)}
    if isinstance(value, dict) and keyword in _CLOSING:
        return {**value, draws.pick(_NAMES): draws.pick(_OTHERS)}
    return _altered(draws, value)


def _altered(draws: Draws, value: Json) -> Json:
    match value:
        case bool() | None:
            return draws.pick(_OTHERS)
        case int() | float():
            return _number(draws, value)
        case str():
            return _text(draws, value)
        case list():
            return _list(draws, value)
        case dict():
            return _record(draws, value)


def _number(draws: Draws, value: int | float) -> Json:
    step = draws.pick((1, -1, 0.5, -0.5, 1000, -1000, 10**20, -(10**20)))
    other = int(value) + step if isinstance(step, int) and value == int(value) else value + step
    return draws.pick((other, other, -value, str(value)))


def _text(draws: Draws, value: str) -> str:
    at = draws.integer(0, len(value))
    choice = draws.integer(0, 5)
    if choice == 0:
        return value[:at] + value[at + 1 :]
    if choice == 1:
        return value[:at] + character(draws) + value[at:]
    if choice == 2:
        return value[:at] + character(draws) + value[at + 1 :]
    if choice == 3:
        return ""
    return value.swapcase() if choice == 4 else ((value or "x") * draws.pick((2, 16, 300)))[:70_000]


def _list(draws: Draws, value: list[Json]) -> list[Json]:
    choice = draws.integer(0, 4)
    if not value or choice == 0:
        return [*value, draws.pick(_OTHERS)]
    at = draws.integer(0, len(value) - 1)
    if choice == 1:
        return value[:at] + value[at + 1 :]
    if choice == 2:
        return [*value, value[at]]
    return [] if choice == 3 else (value * 50)[:200]


def _record(draws: Draws, value: dict[str, Json]) -> dict[str, Json]:
    choice = draws.integer(0, 4)
    if not value or choice == 0:
        return {**value, draws.pick(_NAMES): draws.pick(_OTHERS)}
    name = draws.pick(list(value))
    others = {other: item for other, item in value.items() if other != name}
    if choice < 3:
        return others
    return {**value, name: None} if choice == 3 else {**others, f"{name}{character(draws)}": value[name]}
