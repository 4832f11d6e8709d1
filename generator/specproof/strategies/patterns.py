"""ECMA-262 patterns (unicode mode, with the lenient syntax of Annex B) parsed into a small tree.

Anchors, word boundaries and look-around become `ZeroWidth`: strings that are made from the tree have to be checked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

__all__ = [
    "UNBOUNDED",
    "Alternatives",
    "Anchor",
    "BackReference",
    "CharacterClass",
    "Group",
    "NotEnd",
    "Regex",
    "Repeat",
    "Sequence",
    "ZeroWidth",
    "parse",
]

Range = tuple[int, int]

LAST = 0x10FFFF
_SURROGATES = (0xD800, 0xDFFF)
UNBOUNDED = 1 << 30


@dataclass(frozen=True, slots=True)
class CharacterClass:
    """One character out of sorted, disjoint ranges of code points, such as `[a-z]`.

    In all nodes of the tree, ``least`` and ``most`` are the lengths of a match in characters.
    """

    ranges: tuple[Range, ...]
    least: int = 1
    most: int = 1


@dataclass(frozen=True, slots=True)
class ZeroWidth:
    r"""An assertion that matches no character, and is not modelled further: look-around, `\b`."""

    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Anchor:
    """``^``, or ``$`` if ``end`` is true."""

    end: bool
    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class NotEnd:
    """``(?!$)``: at least one character follows."""

    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class BackReference:
    r"""``\1`` or ``\k<name>``: the text that an earlier group captured."""

    group: int | str
    least: int = 0
    most: int = UNBOUNDED


@dataclass(frozen=True, slots=True)
class Group:
    """A capturing group, by its number and, if it has one, its name."""

    number: int
    name: str | None
    body: Regex
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """``body`` repeated ``low`` to ``high`` times."""

    body: Regex
    low: int
    high: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """All of ``parts``, one after the other."""

    parts: tuple[Regex, ...]
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Alternatives:
    """One of ``options``: `a|b`."""

    options: tuple[Regex, ...]
    least: int
    most: int


Regex = CharacterClass | ZeroWidth | Anchor | NotEnd | BackReference | Group | Repeat | Sequence | Alternatives


def parse(pattern: str) -> Regex:
    """Return the syntax tree of an ECMA-262 pattern.

    Raises:
        ValueError: it is not a pattern, or has syntax that is not supported.
    """
    reader = _Reader(pattern)
    tree = reader.alternatives()
    if reader.at < len(pattern):
        raise ValueError(f"unbalanced ) at {reader.at} of {pattern!r}")
    return tree


def sequence(parts: list[Regex]) -> Regex:
    """Return the tree node for these parts one after the other; the part itself if there is only one."""
    if len(parts) == 1:
        return parts[0]
    return Sequence(tuple(parts), sum(part.least for part in parts), min(UNBOUNDED, sum(part.most for part in parts)))


def repeat(body: Regex, low: int, high: int) -> Regex:
    """Return the tree node for ``low`` to ``high`` repetitions of a node."""
    return Repeat(body, low, high, min(UNBOUNDED, body.least * low), min(UNBOUNDED, body.most * high))


def ranges_of(points: list[Range], negated: bool = False) -> tuple[Range, ...]:
    """Return the ranges of code points sorted and merged; if ``negated``, those of all others without surrogates."""
    merged: list[Range] = []
    for low, high in sorted([*points, _SURROGATES] if negated else points):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return tuple(_complement(merged) if negated else merged)


def _one(code: int) -> list[Range]:
    return [(code, code)]


def _complement(merged: list[Range]) -> list[Range]:
    out: list[Range] = []
    start = 0
    for low, high in merged:
        if start < low:
            out.append((start, low - 1))
        start = high + 1
    return [*out, (start, LAST)] if start <= LAST else out


_DIGITS: list[Range] = [(48, 57)]
_WORD: list[Range] = [(48, 57), (65, 90), (95, 95), (97, 122)]
_SPACE: list[Range] = [(9, 13), (32, 32), (160, 160), (0x2028, 0x2029), (0x3000, 0x3000), (0xFEFF, 0xFEFF)]
_LINE_ENDS: list[Range] = [(10, 10), (13, 13), (0x2028, 0x2029)]
_CLASSES = {"d": _DIGITS, "w": _WORD, "s": _SPACE}
_CONTROL = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13, "0": 0}
_LETTERS: list[Range] = [(65, 90), (97, 122), (0xE0, 0xF6), (0x3B1, 0x3C9), (0x430, 0x44F), (0x4E00, 0x4E20)]
_PROPERTIES: dict[str, list[Range]] = {
    "L": _LETTERS,
    "Letter": _LETTERS,
    "Alphabetic": _LETTERS,
    "Lu": [(65, 90), (0xC0, 0xD6), (0x391, 0x3A1)],
    "Uppercase_Letter": [(65, 90), (0xC0, 0xD6), (0x391, 0x3A1)],
    "Ll": [(97, 122), (0xE0, 0xF6), (0x3B1, 0x3C9)],
    "Lowercase_Letter": [(97, 122), (0xE0, 0xF6), (0x3B1, 0x3C9)],
    "N": [(48, 57), (0x660, 0x669), (0xBD, 0xBD)],
    "Nd": [(48, 57), (0x660, 0x669)],
    "M": [(0x300, 0x30F)],
    "P": [(33, 35), (44, 47), (58, 59), (0xBF, 0xBF)],
    "S": [(36, 36), (43, 43), (60, 62), (0xA2, 0xA5)],
    "Z": [(32, 32), (0xA0, 0xA0), (0x2003, 0x2003)],
    "Zs": [(32, 32), (0xA0, 0xA0)],
    "C": [(0, 31), (0x7F, 0x9F)],
    "Cc": [(0, 31), (0x7F, 0x9F)],
    "ASCII": [(0, 127)],
    "Any": [(0, LAST)],
}
_NAMED = re.compile(r"\(\?<([^=!>][^>]*)>")
_COUNT = re.compile(r"\{(\d+)(,(\d*))?\}")
_HEX = re.compile(r"x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]+)\}")
_PROPERTY = re.compile(r"[pP]\{(?:\w+=)?(\w+)\}")
_REFERENCE = re.compile(r"k<([^>]+)>|([1-9]\d*)")


@dataclass(slots=True)
class _Reader:
    text: str
    at: int = 0
    groups: int = field(default=0)

    def alternatives(self) -> Regex:
        options = [self.sequence()]
        while self.text.startswith("|", self.at):
            self.at += 1
            options.append(self.sequence())
        if len(options) == 1:
            return options[0]
        return Alternatives(tuple(options), min(o.least for o in options), max(o.most for o in options))

    def sequence(self) -> Regex:
        parts: list[Regex] = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            parts.append(self.quantified(self.atom()))
        return sequence(parts)

    def quantified(self, body: Regex) -> Regex:
        low_high = self.quantifier()
        if low_high is None:
            return body
        if self.text.startswith("?", self.at):
            self.at += 1
        return repeat(body, *low_high)

    def quantifier(self) -> tuple[int, int] | None:
        char = self.text[self.at : self.at + 1]
        if char and char in "*+?":
            self.at += 1
            return {"*": (0, UNBOUNDED), "+": (1, UNBOUNDED), "?": (0, 1)}[char]
        if match := _COUNT.match(self.text, self.at):
            self.at = match.end()
            low = int(match[1])
            return low, (int(match[3]) if match[3] else UNBOUNDED) if match[2] else low
        return None

    def atom(self) -> Regex:
        char = self.text[self.at]
        if char == "(":
            return self.group()
        if char == "[":
            return self.bracket()
        if char == "\\":
            return self.escape()
        self.at += 1
        if char in "^$":
            return Anchor(char == "$")
        if char == ".":
            return CharacterClass(ranges_of(_LINE_ENDS, negated=True))
        if char in "*+?":
            raise ValueError(f"nothing to repeat at {self.at} of {self.text!r}")
        return CharacterClass(((ord(char), ord(char)),))

    def group(self) -> Regex:
        for opening in ("(?=", "(?!", "(?<=", "(?<!"):
            if self.text.startswith(opening, self.at):
                body = self.inside(len(opening))
                return NotEnd() if opening == "(?!" and body == Anchor(True) else ZeroWidth()
        if self.text.startswith("(?:", self.at):
            return self.inside(3)
        named = _NAMED.match(self.text, self.at)
        if named is None and self.text.startswith("(?", self.at):
            raise ValueError(f"group at {self.at} of {self.text!r} is not known here")
        self.groups += 1
        number = self.groups
        body = self.inside(named.end() - named.start() if named else 1)
        return Group(number, named[1] if named else None, body, body.least, body.most)

    def inside(self, opening: int) -> Regex:
        self.at += opening
        body = self.alternatives()
        if not self.text.startswith(")", self.at):
            raise ValueError(f"missing ) in {self.text!r}")
        self.at += 1
        return body

    def escape(self) -> Regex:
        rest = self.text[self.at + 1 : self.at + 2]
        if rest and rest in "bB":
            self.at += 2
            return ZeroWidth()
        if match := _REFERENCE.match(self.text, self.at + 1):
            self.at = match.end()
            return BackReference(match[1] or int(match[2]))
        return CharacterClass(ranges_of(self.escaped()))

    def escaped(self) -> list[Range]:
        """The characters of an escape, inside brackets or outside."""
        self.at += 1
        if match := _HEX.match(self.text, self.at):
            self.at = match.end()
            return self.paired(int(match[1] or match[2] or match[3], 16))
        if match := _PROPERTY.match(self.text, self.at):
            self.at = match.end()
            found = _PROPERTIES.get(match[1])
            if found is None:
                raise ValueError(f"property {match[1]} is not known here")
            return found if match[0][0] == "p" else list(ranges_of(found, negated=True))
        if self.at >= len(self.text):
            raise ValueError(f"nothing is escaped at the end of {self.text!r}")
        char = self.text[self.at]
        self.at += 1
        if char == "c" and self.text[self.at : self.at + 1].isalpha():
            self.at += 1
            return _one(ord(self.text[self.at - 1]) % 32)
        if char.lower() in _CLASSES:
            found = _CLASSES[char.lower()]
            return found if char.islower() else list(ranges_of(found, negated=True))
        return _one(_CONTROL.get(char, ord(char)))

    def paired(self, code: int) -> list[Range]:
        """A code point; the two halves of one written as two escapes count as one."""
        match = _HEX.match(self.text, self.at + 1) if self.text.startswith("\\", self.at) else None
        if 0xD800 <= code < 0xDC00 and match and match[2]:
            self.at = match.end()
            code = 0x10000 + ((code - 0xD800) << 10) + (int(match[2], 16) - 0xDC00)
        return [(code, code)]

    def bracket(self) -> Regex:
        self.at += 1
        negated = self.text.startswith("^", self.at)
        self.at += negated
        points: list[Range] = []
        while not self.text.startswith("]", self.at):
            if self.at >= len(self.text):
                raise ValueError(f"missing ] in {self.text!r}")
            points += self.member()
        self.at += 1
        return CharacterClass(ranges_of(points, negated))

    def member(self) -> list[Range]:
        first = self.one()
        ranged = self.text.startswith("-", self.at) and not self.text.startswith("-]", self.at)
        if not ranged or len(first) != 1 or first[0][0] != first[0][1]:
            return first
        self.at += 1
        last = self.one()
        if len(last) != 1 or last[0][0] != last[0][1]:
            return [*first, (45, 45), *last]
        return [(first[0][0], last[0][1])]

    def one(self) -> list[Range]:
        if self.text[self.at] == "\\":
            if self.text.startswith("\\b", self.at):
                self.at += 2
                return [(8, 8)]
            return self.escaped()
        self.at += 1
        return _one(ord(self.text[self.at - 1]))
