"""Values with one small change, after which they may no longer be valid."""

from __future__ import annotations

from specproof.strategies.choices import Choices
from specproof.strategies.pattern_strings import character
from specproof.strategies.views import Json

__all__ = ["perturbed", "perturbed_for_keyword"]

_OTHERS: tuple[Json, ...] = (None, True, 0, 0.5, "", "x", [], {}, [None], {"unknown": None})
_WHOLE = ("type", "enum", "const", "$ref", "anyOf", "oneOf", "not", "false")
_CLOSING = ("additionalProperties", "unevaluatedProperties", "maxProperties", "propertyNames")
_NAMES = ("unknown", "x-ext", "", "é", "𝒳")


def perturbed(choices: Choices, value: Json) -> Json:
    """Return a copy of a value with one random change somewhere in it, more often at the top than deep inside."""
    if isinstance(value, dict) and value and choices.chance(55):
        name = choices.pick(list(value))
        return {**value, name: perturbed(choices, value[name])}
    if isinstance(value, list) and value and choices.chance(55):
        at = choices.integer(0, len(value) - 1)
        return [*value[:at], perturbed(choices, value[at]), *value[at + 1 :]]
    return choices.pick(_OTHERS) if choices.chance(25) else _altered(choices, value)


def perturbed_for_keyword(choices: Choices, value: Json, keyword: str, detail: str | None) -> Json:
    """Return a copy of a value with one random change that a keyword of its schema may reject.

    Args:
        detail: the property for `required` and `dependentRequired`; else None or ignored.
    """
    if keyword in _WHOLE and choices.chance(70):
        return choices.pick(_OTHERS)
    if isinstance(value, dict) and keyword == "required":
        return {name: item for name, item in value.items() if name != detail}
    if isinstance(value, dict) and keyword == "dependentRequired":
        return {name: item for name, item in value.items() if name == detail or choices.chance(50)}
    if isinstance(value, dict) and keyword in _CLOSING:
        return {**value, choices.pick(_NAMES): choices.pick(_OTHERS)}
    return _altered(choices, value)


def _altered(choices: Choices, value: Json) -> Json:
    match value:
        case bool() | None:
            return choices.pick(_OTHERS)
        case int() | float():
            return _number(choices, value)
        case str():
            return _text(choices, value)
        case list():
            return _list(choices, value)
        case dict():
            return _record(choices, value)


def _number(choices: Choices, value: int | float) -> Json:
    step = choices.pick((1, -1, 0.5, -0.5, 1000, -1000, 10**20, -(10**20)))
    other = int(value) + step if isinstance(step, int) and value == int(value) else value + step
    return choices.pick((other, other, -value, str(value)))


def _text(choices: Choices, value: str) -> str:
    at = choices.integer(0, len(value))
    choice = choices.integer(0, 5)
    if choice == 0:
        return value[:at] + value[at + 1 :]
    if choice == 1:
        return value[:at] + character(choices) + value[at:]
    if choice == 2:
        return value[:at] + character(choices) + value[at + 1 :]
    if choice == 3:
        return ""
    return value.swapcase() if choice == 4 else ((value or "x") * choices.pick((2, 16, 300)))[:70_000]


def _list(choices: Choices, value: list[Json]) -> list[Json]:
    choice = choices.integer(0, 4)
    if not value or choice == 0:
        return [*value, choices.pick(_OTHERS)]
    at = choices.integer(0, len(value) - 1)
    if choice == 1:
        return value[:at] + value[at + 1 :]
    if choice == 2:
        return [*value, value[at]]
    return [] if choice == 3 else (value * 50)[:200]


def _record(choices: Choices, value: dict[str, Json]) -> dict[str, Json]:
    choice = choices.integer(0, 4)
    if not value or choice == 0:
        return {**value, choices.pick(_NAMES): choices.pick(_OTHERS)}
    name = choices.pick(list(value))
    others = {other: item for other, item in value.items() if other != name}
    if choice < 3:
        return others
    return {**value, name: None} if choice == 3 else {**others, f"{name}{character(choices)}": value[name]}
