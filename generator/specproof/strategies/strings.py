"""Strings of a `Text` node."""

from __future__ import annotations

from specproof.oracle.pattern_matching import matches
from specproof.strategies.choices import Draws, Rejected, extreme
from specproof.strategies.pattern_strings import character, idle, matching, window
from specproof.strategies.views import Text

__all__ = ["impossible", "text"]

_TRIES = 30
_LONGEST = 5_000
_HUGE = 200_000
_OWN = 6  # characters of a text that are chosen one by one


def text(draws: Draws, wanted: Text) -> str:
    """A string of the node. Raises: Rejected."""
    for _ in range(_TRIES):
        try:
            found = _candidate(draws, wanted)
        except Rejected:
            continue
        if not wanted.checked or _fits(wanted, found):
            return found
    raise Rejected


def _fits(wanted: Text, found: str) -> bool:
    return (
        wanted.low <= len(found)
        and (wanted.high is None or len(found) <= wanted.high)
        and found not in wanted.excluded
        and all(matches(pattern, found) for pattern in wanted.patterns)
        and not any(matches(pattern, found) for pattern in wanted.barred)
    )


def _candidate(draws: Draws, wanted: Text) -> str:
    if wanted.patterns:
        pattern = draws.pick(wanted.patterns)
        found = matching(draws, pattern, wanted.low, wanted.high)
        return _altered(draws, found, wanted) if wanted.barred and draws.chance(40) else found
    if wanted.excluded and draws.chance(60):
        return _beside(draws, draws.pick(wanted.excluded), wanted)
    if wanted.barred and draws.chance(70):
        return _altered(draws, matching(draws, draws.pick(wanted.barred), wanted.low, wanted.high), wanted)
    return _free(draws, wanted.low, wanted.high)


def _beside(draws: Draws, found: str, wanted: Text) -> str:
    near = (found.swapcase(), f"{found} ", found[:-1], found.title(), found.replace("_", "-"))
    return draws.pick(near) if draws.chance(60) else _altered(draws, found, wanted)


def _altered(draws: Draws, found: str, wanted: Text) -> str:
    """The string with one character more, less or another; its length stays in the window where it can."""
    at = draws.integer(0, len(found))
    longer = wanted.high is None or len(found) < wanted.high
    choice = draws.integer(0, 2)
    if choice == 0 and longer:
        return found[:at] + character(draws) + found[at:]
    if choice == 1 and len(found) > wanted.low and found:
        return found[:at] + found[at + 1 :] if at < len(found) else found[:-1]
    return found[:at] + character(draws) + found[at + 1 :] if at < len(found) else found[:-1] + character(draws)


def _free(draws: Draws, low: int, high: int | None) -> str:
    if low > _HUGE:
        raise Rejected
    top = max(low, _LONGEST) if high is None else high
    lengths = [low, *range(low, min(top, low + 12) + 1), *_ends(low, high)]
    length = extreme(draws, lengths)
    head = "".join(character(draws) for _ in range(min(length, _OWN)))
    return head if length <= _OWN else head + character(draws) * (length - _OWN)


def _ends(low: int, high: int | None) -> list[int]:
    return [high] * 3 if high is not None and high <= max(_LONGEST, low) else []


def impossible(wanted: Text) -> bool:
    """Whether no string can be of the lengths that the patterns have, or a barred pattern matches everything."""
    windows = [window(pattern) for pattern in wanted.patterns]
    low = max((least for least, _ in windows), default=0)
    high = min((most for _, most in windows if most is not None), default=None)
    too_long = wanted.high is not None and max(low, wanted.low) > wanted.high
    return too_long or (high is not None and max(low, wanted.low) > high) or any(map(idle, wanted.barred))
