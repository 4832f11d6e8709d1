"""Strings of a pattern, within a window of lengths."""

from __future__ import annotations

from functools import lru_cache

from .draws import Draws, Rejected
from .patterns import UNBOUNDED, Alternatives, Anchor, Back, Chars, Group, Regex, Repeat, Sequence, parse

__all__ = ["character", "idle", "matching", "window"]

_OFTEN = 12
_LONGEST = 20_000
PRINTABLE = (32, 126)
ODD = (0xE9, 0xDF, 0x4E2D, 0x1D4B3, 0x1F600, 0x0, 0xA, 0x22, 0x5C, 0x7F, 0x301, 0x202E)


def matching(draws: Draws, pattern: str, low: int = 0, high: int | None = None) -> str:
    """A string that most likely matches; its length is within the window.

    Raises:
        Rejected: no such string is found here.
    """
    tree = _tree(pattern)
    if tree is None:
        raise Rejected
    top = min(_LONGEST, tree.most if high is None else high)
    before = "" if _anchored(tree, False) else _padding(draws, tree, top)
    after = "" if _anchored(tree, True) else _padding(draws, tree, top - len(before))
    beside = len(before) + len(after)
    low, top = max(tree.least, low - beside), top - beside
    if not tree.least <= top or low > min(tree.most, top):
        low, top, before, after = _all_padding(draws, tree, low + beside, top + beside)
    window = _window(draws, low, min(top, tree.most))
    return before + _Writer(draws).write(tree, *window) + after


@lru_cache(maxsize=4096)
def _tree(pattern: str) -> Regex | None:
    try:
        return parse(pattern)
    except (ValueError, RecursionError):
        return None


def _padding(draws: Draws, tree: Regex, most: int) -> str:
    room = min(3, most - tree.least)
    if room <= 0 or draws.chance(60):
        return ""
    return "".join(character(draws) for _ in range(draws.integer(1, room)))


def _all_padding(draws: Draws, tree: Regex, low: int, high: int) -> tuple[int, int, str, str]:
    """The pattern is shorter than the window: what is missing stands beside it."""
    if tree.most >= low or high < tree.least or (_anchored(tree, False) and _anchored(tree, True)):
        if tree.least <= high and tree.most >= low:
            return max(low, tree.least), high, "", ""
        raise Rejected
    missing = character(draws) * (low - tree.least)
    return (tree.least, tree.least, "", missing) if not _anchored(tree, True) else (tree.least, tree.least, missing, "")


def _window(draws: Draws, low: int, high: int) -> tuple[int, int]:
    if low > high:
        raise Rejected
    choice = draws.integer(1, 2) if draws.edge else draws.integer(0, 9)
    if choice == 1:
        return low, low
    if choice == 2 and high <= 4096:
        return high, high
    if choice == 3 and low < high <= 4096:
        return high - 1, high
    return (low, min(high, max(low, _OFTEN) + draws.integer(0, _OFTEN))) if choice < 9 else (low, min(high, low + 200))


def window(pattern: str) -> tuple[int, int | None]:
    """The least and the greatest length of a string that matches; None where there is no limit.

    What is not known counts as no limit.
    """
    tree = _tree(pattern)
    if tree is None:
        return 0, None
    bounded = _always(tree, False) and _always(tree, True) and tree.most < UNBOUNDED
    return tree.least, tree.most if bounded else None


def idle(pattern: str) -> bool:
    """Whether every string matches because the empty part of it does."""
    tree = _tree(pattern)
    return tree is not None and _empty(tree)


def _empty(tree: Regex) -> bool:
    """Whether nothing at all matches, wherever it stands. Assertions may fail, so they count as something."""
    match tree:
        case Sequence(parts=parts):
            return all(map(_empty, parts))
        case Alternatives(options=options):
            return any(map(_empty, options))
        case Group(body=body):
            return _empty(body)
        case Repeat(low=low, body=body):
            return low == 0 or _empty(body)
        case _:
            return False


def _always(tree: Regex, end: bool) -> bool:
    """Whether each match begins (ends) where the string does."""
    if isinstance(tree, Alternatives):
        return all(_always(option, end) for option in tree.options)
    if isinstance(tree, Sequence):
        return bool(tree.parts) and _always(tree.parts[-1 if end else 0], end)
    return _always(tree.body, end) if isinstance(tree, Group) else isinstance(tree, Anchor) and tree.end is end


def _anchored(tree: Regex, end: bool) -> bool:
    if isinstance(tree, Anchor):
        return tree.end is end
    if isinstance(tree, Sequence):
        return bool(tree.parts) and _anchored(tree.parts[-1 if end else 0], end)
    if isinstance(tree, Group):
        return _anchored(tree.body, end)
    return isinstance(tree, Alternatives) and any(_anchored(option, end) for option in tree.options)


def character(draws: Draws, ranges: tuple[tuple[int, int], ...] = ((0, 0xD7FF), (0xE000, 0x10FFFF))) -> str:
    """One character, mostly a printable one, at times the first or last of a range or an unusual one."""
    choice = draws.integer(0, 15)
    if choice < 9:
        printable = _clipped(ranges)
        low, high = draws.pick(printable or ranges)
        return chr(draws.integer(low, high))
    low, high = draws.pick(ranges)
    if choice < 11:
        return chr(low)
    if choice < 13:
        return chr(high)
    odd = [point for point in ODD if low <= point <= high] if choice == 13 else []
    return chr(draws.pick(odd)) if odd else chr(draws.integer(low, high))


@lru_cache(maxsize=4096)
def _clipped(ranges: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    low, high = PRINTABLE
    return tuple((max(low, a), min(high, b)) for a, b in ranges if a <= high and b >= low)


class _Writer:
    """Writes one string; knows what its groups captured."""

    def __init__(self, draws: Draws) -> None:
        self.draws = draws
        self.captured: dict[int | str, str] = {}

    def write(self, tree: Regex, low: int, high: int) -> str:
        if isinstance(tree, Chars):
            if not tree.ranges or high < 1:
                raise Rejected
            return character(self.draws, tree.ranges)
        if isinstance(tree, Sequence):
            return self.parts(list(tree.parts), low, high)
        if isinstance(tree, Repeat):
            return self.repeated(tree, low, high)
        if isinstance(tree, Alternatives):
            fitting = [option for option in tree.options if option.least <= high and option.most >= low]
            if not fitting:
                raise Rejected
            return self.write(self.draws.pick(fitting), low, high)
        if isinstance(tree, Group):
            return self.group(tree, low, high)
        return self.captured.get(tree.group, "") if isinstance(tree, Back) else ""

    def group(self, tree: Group, low: int, high: int) -> str:
        text = self.captured[tree.number] = self.write(tree.body, low, high)
        if tree.name:
            self.captured[tree.name] = text
        return text

    def parts(self, parts: list[Regex], low: int, high: int) -> str:
        least, most = sum(part.least for part in parts), sum(part.most for part in parts)
        out: list[str] = []
        for part in parts:
            least, most = least - part.least, most - part.most
            text = self.write(part, max(part.least, low - most), min(part.most, high - least))
            low, high = low - len(text), high - len(text)
            out.append(text)
        return "".join(out)

    def repeated(self, tree: Repeat, low: int, high: int) -> str:
        body = tree.body
        fewest = max(tree.low, -(-low // body.most) if body.most else 0)
        most = min(tree.high, high // body.least if body.least else max(fewest, 4))
        if fewest > most:
            raise Rejected
        count = self.count(fewest, most)
        if isinstance(body, Chars) and count > 64:
            run = "".join(character(self.draws, body.ranges) for _ in range(16))
            return (run * (count // 16 + 1))[:count]
        return self.parts([body] * count, low, high)

    def count(self, fewest: int, most: int) -> int:
        choice = self.draws.integer(0, 7)
        if choice == 1 or fewest == most:
            return fewest
        if choice == 2 and most - fewest <= 4096:
            return most
        return self.draws.integer(fewest, min(most, fewest + (_OFTEN if choice < 7 else 40)))
