"""Strings of a `StringView`."""

from __future__ import annotations

from specproof.oracle.pattern_matching import matches
from specproof.strategies.choices import Choices, RejectedError, extreme
from specproof.strategies.pattern_strings import character, length_bounds, matches_everything, matching_string
from specproof.strategies.views import StringView

__all__ = ["is_impossible", "string"]

_ATTEMPTS = 30
_LONGEST = 5_000
_HUGE = 200_000
_OWN = 6  # characters of a text that are chosen one by one


def string(choices: Choices, view: StringView) -> str:
    """Return a string that a view admits. Raises: RejectedError, if the choices lead to none."""
    for _ in range(_ATTEMPTS):
        try:
            text = _candidate(choices, view)
        except RejectedError:
            continue
        if not view.checked or _fits(view, text):
            return text
    raise RejectedError


def _fits(view: StringView, text: str) -> bool:
    return (
        view.low <= len(text)
        and (view.high is None or len(text) <= view.high)
        and text not in view.excluded
        and all(matches(pattern, text) for pattern in view.patterns)
        and not any(matches(pattern, text) for pattern in view.barred)
    )


def _candidate(choices: Choices, view: StringView) -> str:
    if view.patterns:
        pattern = choices.pick(view.patterns)
        text = matching_string(choices, pattern, view.low, view.high)
        return _altered(choices, text, view) if view.barred and choices.chance(40) else text
    if view.excluded and choices.chance(60):
        return _beside(choices, choices.pick(view.excluded), view)
    if view.barred and choices.chance(70):
        return _altered(choices, matching_string(choices, choices.pick(view.barred), view.low, view.high), view)
    return _free(choices, view.low, view.high)


def _beside(choices: Choices, text: str, view: StringView) -> str:
    near = (text.swapcase(), f"{text} ", text[:-1], text.title(), text.replace("_", "-"))
    return choices.pick(near) if choices.chance(60) else _altered(choices, text, view)


def _altered(choices: Choices, text: str, view: StringView) -> str:
    """The string with one character more, less or another; its length stays in the window where it can."""
    at = choices.integer(0, len(text))
    longer = view.high is None or len(text) < view.high
    choice = choices.integer(0, 2)
    if choice == 0 and longer:
        return text[:at] + character(choices) + text[at:]
    if choice == 1 and len(text) > view.low and text:
        return text[:at] + text[at + 1 :] if at < len(text) else text[:-1]
    return text[:at] + character(choices) + text[at + 1 :] if at < len(text) else text[:-1] + character(choices)


def _free(choices: Choices, low: int, high: int | None) -> str:
    if low > _HUGE:
        raise RejectedError
    top = max(low, _LONGEST) if high is None else high
    lengths = [low, *range(low, min(top, low + 12) + 1), *_ends(low, high)]
    length = extreme(choices, lengths)
    head = "".join(character(choices) for _ in range(min(length, _OWN)))
    return head if length <= _OWN else head + character(choices) * (length - _OWN)


def _ends(low: int, high: int | None) -> list[int]:
    return [high] * 3 if high is not None and high <= max(_LONGEST, low) else []


def is_impossible(view: StringView) -> bool:
    """Return whether it is certain that a view admits no string; False if it may admit some."""
    windows = [length_bounds(pattern) for pattern in view.patterns]
    low = max((least for least, _ in windows), default=0)
    high = min((most for _, most in windows if most is not None), default=None)
    too_long = view.high is not None and max(low, view.low) > view.high
    return too_long or (high is not None and max(low, view.low) > high) or any(map(matches_everything, view.barred))
