"""Strings of patterns: they match, they keep to lengths, and what is said of all matches is true."""

from __future__ import annotations

from contextlib import suppress

import jsonschema_rs
import pytest

from specproof.strategies.choices import RejectedError, SeededChoices
from specproof.strategies.pattern_strings import length_bounds, matches_everything, matching_string
from specproof.strategies.patterns import parse

PATTERNS = [
    "^[a-z0-9]+(-[a-z0-9]+)*$",
    "^\\d{3}-\\d{4}$",
    "^arn:aws:[a-z]+:(us|eu)-\\w+-\\d:\\d{12}:.{1,64}$",
    "[A-Z]{2}",
    "^(a|bc|)$",
    "^a|b$",
    "(foo|bar)baz",
    "^[\\s\\S]{0,20}$",
    "^\\S+@\\S+\\.\\S{2,}$",
    "^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}$",
    "^(.)\\1$",
    "^(?<pair>ab?)\\k<pair>$",
    "^\\u{1F600}[\\u0041-\\u005A]\\x41\\cJ$",
    "^\\p{Lu}\\p{L}*$",
    "^[^\\p{L}]+$",
    "^[\\w.+-]*$",
    "^x{2,}y*?z+?$",
    "^[]$|^[^]$",
    "^\\uD83D\\uDE00$",
    "\\bword\\b",
    "^[\\-\\]\\[a]{3}$",
]


def judge(pattern: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.Draft202012Validator({"pattern": pattern})


def readable(pattern: str) -> bool:
    try:
        judge(pattern)
    except ValueError:
        return False
    return True


def made(pattern: str, low: int = 0, high: int | None = None, count: int = 60) -> list[str]:
    choices = SeededChoices(1)
    found: list[str] = []
    while len(found) < count:
        with suppress(RejectedError):
            found.append(matching_string(choices, pattern, low, high))
    return found


@pytest.mark.parametrize("pattern", [pattern for pattern in PATTERNS if readable(pattern)])
def test_most_of_what_is_made_matches(pattern: str) -> None:
    found = made(pattern)
    assert len(found) - sum(map(judge(pattern).is_valid, found)) <= 40
    least, most = length_bounds(pattern)
    for text in found:
        if judge(pattern).is_valid(text):
            assert least <= len(text) <= (most if most is not None else len(text))


@pytest.mark.parametrize(("low", "high"), [(0, 0), (5, 5), (1, 3), (2000, 2000), (7, None)])
def test_lengths_are_met(low: int, high: int | None) -> None:
    assert all(low <= len(text) and (high is None or len(text) <= high) for text in made("^[a-c]*$", low, high))


def test_a_short_match_is_filled_up_where_it_may_be() -> None:
    assert all(len(text) == 30 and "ab" in text for text in made("ab", 30, 30))


WINDOWS = {
    "^a{2,4}$": (2, 4),
    "a{2,4}": (2, None),
    "^a$|b$": (1, None),
    "^(a|bcd)$": (1, 3),
    "^(?=aaa)a+$": (1, None),
}


@pytest.mark.parametrize("pattern", WINDOWS)
def test_windows(pattern: str) -> None:
    assert length_bounds(pattern) == WINDOWS[pattern]


@pytest.mark.parametrize("pattern", [".*", "a?", "", "a|", "(b*|c)"])
def test_patterns_that_everything_matches(pattern: str) -> None:
    assert matches_everything(pattern)
    assert all(map(judge(pattern).is_valid, ["", "x", "\n", "é😀"]))


@pytest.mark.parametrize("pattern", ["^.*$", "(?!a)", "a", "\\B"])
def test_patterns_of_which_that_is_not_known(pattern: str) -> None:
    assert not matches_everything(pattern)


@pytest.mark.parametrize("pattern", ["(", "[a", "a)", "*", "\\p{NoSuchThing}", "(?i:a)", "\\"])
def test_what_is_not_known_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError):
        parse(pattern)
