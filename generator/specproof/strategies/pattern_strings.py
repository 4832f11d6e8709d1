"""Strings that match a pattern, of bounded length."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from specproof.strategies.choices import Choices, RejectedError
from specproof.strategies.patterns import (
    UNBOUNDED,
    Alternatives,
    Anchor,
    BackReference,
    CharacterClass,
    Group,
    NotEnd,
    Regex,
    Repeat,
    Sequence,
    parse,
)

__all__ = ["character", "characters_of", "length_bounds", "matches_everything", "matching_string"]

_OFTEN = 12
_LONGEST = 20_000
PRINTABLE = (32, 126)
ODD = (0xE9, 0xDF, 0x4E2D, 0x1D4B3, 0x1F600, 0x0, 0xA, 0x22, 0x5C, 0x7F, 0x301, 0x202E)
_ALL = ((0, 0xD7FF), (0xE000, 0x10FFFF))
_ENDS = tuple(point for low, high in _ALL for point in (low, high))
_SPREAD = (0xA0, 0x3A9, 0x5D0, 0x0967, 0x2028, 0x20AC, 0x3042, 0xAC00, 0xFEFF, 0xFFFD, 0x10348, 0x2F81A, 0xE0041)
_ANY = tuple(map(chr, (*range(97, 123), *range(32, 127), *ODD, *_SPREAD, *_ENDS)))
"""Characters to pick from where any is allowed: one choice a character, since strings take most of the choices."""


def matching_string(choices: Choices, pattern: str, low: int = 0, high: int | None = None) -> str:
    """Return a string of ``low`` to ``high`` characters that most likely matches a pattern; check before use.

    Raises:
        RejectedError: no such string is found, or the pattern cannot be parsed.
    """
    tree = _tree(pattern)
    top = _LONGEST if high is None else min(high, _LONGEST)
    if tree is None or max(low, tree.least) > top:
        raise RejectedError
    before, after = _beside(choices, tree, low, top)
    low, top = low - len(before) - len(after), top - len(before) - len(after)
    bounds = _window(choices, max(tree.least, low), min(top, tree.most))
    return before + _Writer(choices).whole(tree, *bounds) + after


@lru_cache(maxsize=4096)
def _tree(pattern: str) -> Regex | None:
    try:
        return parse(pattern)
    except (ValueError, RecursionError):
        return None


def _beside(choices: Choices, tree: Regex, low: int, top: int) -> tuple[str, str]:
    """Text before and after a match, where the pattern is not anchored: what is missing, and at times a little more."""
    missing = max(0, low - tree.most)
    sides = [end for end in (False, True) if not _anchored(tree, end)]
    if not sides:
        if missing:
            raise RejectedError
        return "", ""
    more = choices.integer(1, 3) if choices.chance(30) else 0
    length = min(missing + more, top - tree.least)
    run = "".join(character(choices) for _ in range(min(3, length)))
    run += character(choices) * (length - len(run))
    return ("", run) if choices.pick(sides) else (run, "")


def _window(choices: Choices, low: int, high: int) -> tuple[int, int]:
    if low > high:
        raise RejectedError
    choice = choices.integer(1, 2) if choices.edge else choices.integer(0, 9)
    if choice == 1:
        return low, low
    if choice == 2 and high <= 4096:
        return high, high
    if choice == 3 and low < high <= 4096:
        return high - 1, high
    more = max(low, _OFTEN) + choices.integer(0, _OFTEN) if choice < 9 else low + 200
    return low, min(high, more)


def length_bounds(pattern: str) -> tuple[int, int | None]:
    """Return the least and the greatest length of strings that match a pattern; None if no greatest is known."""
    tree = _tree(pattern)
    if tree is None:
        return 0, None
    bounded = _always(tree, False) and _always(tree, True) and tree.most < UNBOUNDED
    return tree.least, tree.most if bounded else None


def characters_of(pattern: str) -> tuple[tuple[int, int], ...] | None:
    """Return the ranges of code points in the strings that match a pattern: `^[0-9]+$` -> ``((48, 57),)``.

    None if the pattern is not anchored at both ends, has a back reference or cannot be parsed.
    """
    tree = _tree(pattern)
    if tree is None or not (_always(tree, False) and _always(tree, True)):
        return None
    return None if any(isinstance(leaf, BackReference) for leaf in _leaves(tree)) else tuple(_ranges(tree))


def _ranges(tree: Regex) -> Iterator[tuple[int, int]]:
    return (span for leaf in _leaves(tree) if isinstance(leaf, CharacterClass) for span in leaf.ranges)


def _leaves(tree: Regex) -> Iterator[Regex]:
    below: tuple[Regex, ...] = ()
    if isinstance(tree, Sequence):
        below = tree.parts
    elif isinstance(tree, Alternatives):
        below = tree.options
    elif isinstance(tree, Group | Repeat):
        below = (tree.body,)
    else:
        yield tree
    for one in below:
        yield from _leaves(one)


def matches_everything(pattern: str) -> bool:
    """Return whether a pattern matches every string, as those do that match the empty string anywhere."""
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


def character(choices: Choices, ranges: tuple[tuple[int, int], ...] = _ALL) -> str:
    """Choose a character of these ranges of code points, mostly a printable one, at times an end or an odd one."""
    if ranges == _ALL:
        return choices.pick(_ANY)
    choice = choices.integer(0, 15)
    if choice < 9:
        printable = _clipped(ranges)
        low, high = choices.pick(printable or ranges)
        return chr(choices.integer(low, high))
    low, high = choices.pick(ranges)
    if choice < 11:
        return chr(low)
    if choice < 13:
        return chr(high)
    odd = [point for point in ODD if low <= point <= high] if choice == 13 else []
    return chr(choices.pick(odd)) if odd else chr(choices.integer(low, high))


@lru_cache(maxsize=4096)
def _clipped(ranges: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    low, high = PRINTABLE
    return tuple((max(low, a), min(high, b)) for a, b in ranges if a <= high and b >= low)


class _Writer:
    """Writes one string; knows what its groups captured."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self.captured: dict[int | str, str] = {}
        self.ended = self.unended = False

    def whole(self, tree: Regex, low: int, high: int) -> str:
        """Return a string. Raises: RejectedError, also where ``$`` comes before the end."""
        text = self.write(tree, low, high)
        if self.unended:
            raise RejectedError
        return text

    def write(self, tree: Regex, low: int, high: int) -> str:
        match tree:
            case CharacterClass():
                text = self.character(tree, high)
            case Sequence(parts=parts):
                text = self.parts(list(parts), low, high)
            case Repeat():
                text = self.repeated(tree, low, high)
            case Alternatives(options=options):
                text = self.one_of([one for one in options if one.least <= high and one.most >= low], low, high)
            case Group():
                text = self.group(tree, low, high)
            case BackReference(group=group):
                text = self.captured.get(group, "")
            case _:
                text = self.assertion(tree)
        return text

    def character(self, tree: CharacterClass, high: int) -> str:
        if not tree.ranges or high < 1 or self.ended:
            raise RejectedError
        self.unended = False
        return character(self.choices, tree.ranges)

    def assertion(self, tree: Regex) -> str:
        self.ended = self.ended or (isinstance(tree, Anchor) and tree.end)
        self.unended = self.unended or isinstance(tree, NotEnd)
        return ""

    def one_of(self, options: list[Regex], low: int, high: int) -> str:
        if not options:
            raise RejectedError
        return self.write(self.choices.pick(options), low, high)

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
            raise RejectedError
        count = self.count(fewest, most)
        if isinstance(body, CharacterClass) and count > 64:
            run = "".join(character(self.choices, body.ranges) for _ in range(16))
            return (run * (count // 16 + 1))[:count]
        return self.parts([body] * count, low, high)

    def count(self, fewest: int, most: int) -> int:
        choice = self.choices.integer(0, 7)
        if choice == 1 or fewest == most:
            return fewest
        if choice == 2 and most - fewest <= 4096:
            return most
        return self.choices.integer(fewest, min(most, fewest + (_OFTEN if choice < 7 else 40)))
