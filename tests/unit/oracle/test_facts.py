"""The small facts that all of the oracle goes by."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from specproof.core import media_types as generator
from specproof.oracle.json_pointer import pointer, resolve, tokens
from specproof.oracle.json_values import equal, equality_key, exact, parse_exact
from specproof.oracle.media_types import declared_as, essence, is_json
from specproof.oracle.pattern_matching import compiles, matches
from specproof.runtime import media as client

DOCUMENT = {"a/b": {"~": [{"é": 1}]}}


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("", ()),
        ("/a~1b/~0/0/é", ("a/b", "~", "0", "é")),
        ("#/a~1b/~0/0/%C3%A9", ("a/b", "~", "0", "é")),
        ("/~01", ("~1",)),
    ],
)
def test_pointers_and_their_tokens(text: str, path: tuple[str, ...]) -> None:
    assert tokens(text) == path
    assert tokens(pointer(path)) == path


def test_a_pointer_leads_through_objects_and_arrays() -> None:
    assert resolve(DOCUMENT, "/a~1b/~0/0/é") == resolve(DOCUMENT, "#/a~1b/~0/0/%C3%A9") == 1
    for missing in ("/b", "/a~1b/~0/1"):
        with pytest.raises(LookupError):
            resolve(DOCUMENT, missing)
    with pytest.raises(ValueError, match="must be empty or start with '/'"):
        resolve(DOCUMENT, "a")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (1, 1.0, True),
        (1, True, False),
        (0, False, False),
        ([1, {"a": 2.0}], [1.0, {"a": 2}], True),
        ([1], [1, 1], False),
        ({"a": 1}, {"b": 1}, False),
        ("1", 1, False),
        (None, False, False),
        (2**53 + 1, float(2**53), False),
    ],
)
def test_equality_of_json(one: Any, other: Any, same: bool) -> None:
    assert equal(one, other) is same
    assert equal(other, one) is same
    assert (equality_key(one) == equality_key(other)) is same


def test_numbers_are_the_decimals_that_they_are_written_as() -> None:
    assert exact(0.1) == Fraction(1, 10)
    assert parse_exact("[0.1, 1]") == [Decimal("0.1"), 1]
    assert equal(parse_exact("0.1000000000000000055"), parse_exact("0.1"))
    assert not equal(parse_exact("0.1"), parse_exact("0.2"))
    assert equal(parse_exact("1.0"), 1)


@pytest.mark.parametrize(
    ("media_type", "json"),
    [
        ("application/json", True),
        ("Application/JSON; charset=utf-8", True),
        ("text/json", True),
        ("application/problem+json", True),
        ("application/jsonl", False),
        ("text/plain", False),
        ("multipart/form-data; boundary=application/json", False),
    ],
)
def test_generator_client_and_oracle_agree_on_what_is_json(media_type: str, json: bool) -> None:
    assert [is_json(media_type), generator.is_json(media_type), client.is_json(media_type)] == [json] * 3


@pytest.mark.parametrize(
    ("media_type", "key"),
    [
        ("text/csv; header=present", "text/csv; charset=utf-8"),
        ("text/plain", "text/*"),
        ("image/png", "*/*"),
    ],
)
def test_a_media_type_falls_under_the_closest_key(media_type: str, key: str) -> None:
    assert declared_as(["*/*", "text/*", "text/csv; charset=utf-8"], media_type) == key
    assert declared_as(["application/json"], media_type) is None
    assert essence(" Text/CSV ; a=b") == "text/csv"


def test_patterns_are_those_of_the_validator() -> None:
    assert compiles("^(?!a)\\p{L}$") and not compiles("(?<x")
    assert matches("b", "abc") and not matches("^b", "abc") and not matches("(?<x", "(?<x")
