"""The small facts that all of the oracle goes by."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from specproof.core import media_types as generator
from specproof.oracle.json_pointer import pointer, resolve, tokens
from specproof.oracle.json_values import equal, equality_key, exact, parse_exact, parse_strict
from specproof.oracle.media_types import content_key, decode_text, essence, is_json, parameters
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
    ("text", "message"),
    [
        ("[NaN]", "NaN is no number"),
        ("-Infinity", "no number"),
        ('{"a": 1, "b": {"c": 1, "c": 1}}', "'c' appears twice"),
        ("1e999", "beyond the range of a double"),
        ('{"a": "\\ud83d"}', "half of a surrogate pair"),
        ("[" * 201 + "]" * 201, "more than 200 levels"),
        ('{"a":' * 5000 + "1" + "}" * 5000, "more than 200 levels"),
        ("9" * 5000, "digits"),
        ("[1,]", "line 1 column"),
        ("", "line 1 column 1"),
    ],
)
def test_json_that_readers_read_differently_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_strict(text)


def test_json_that_all_readers_read_alike() -> None:
    assert parse_strict('\ufeff{"a": "\\ud83d\\ude00", "b": [1e308, "[[["]}') == {"a": "😀", "b": [1e308, "[[["]}
    assert parse_strict("[" * 200 + "]" * 200)
    assert parse_strict("[" + ",".join(["[]"] * 500) + "]") == [[]] * 500


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
    assert content_key(["*/*", "text/*", "text/csv; charset=utf-8"], media_type) == key
    assert content_key(["application/json"], media_type) is None
    assert essence(" Text/CSV ; a=b") == "text/csv"


@pytest.mark.parametrize(
    ("media_type", "key"),
    [
        ("application/json;v=2", "application/json; v=2"),
        ('application/json ; charset=utf-8 ; V="2"', "application/json; v=2"),
        ("application/json;v=1", "application/json; v=1"),
        ("application/json", "application/json"),
        ("application/json;v=3", "application/json"),
        ("application/problem+json", "application/*+json"),
        ("text/problem+json", None),
    ],
)
def test_parameters_tell_media_types_apart(media_type: str, key: str | None) -> None:
    content = ["application/json; v=1", "application/*+json", "application/json; v=2", "application/json"]
    assert content_key(content, media_type) == key


def test_a_parameter_that_is_declared_and_not_sent_is_forgiven_where_there_is_no_choice() -> None:
    assert content_key(["application/json;v=1", "application/*"], "application/json") == "application/json;v=1"


def test_parameters_of_media_types() -> None:
    found = parameters('multipart/mixed; boundary="a;b=\\"c" ;Charset=UTF-8')
    assert found == {"boundary": 'a;b="c', "charset": "UTF-8"}
    assert parameters("text/plain") == {}


def test_text_is_read_in_the_charset_that_is_declared() -> None:
    assert decode_text(b"\xc3\xa9", "text/plain") == "é"
    assert decode_text(b"\xe9", "text/plain; charset=ISO-8859-1") == "é"
    assert decode_text("é".encode("utf-16"), 'text/plain; charset="utf-16"') == "é"
    with pytest.raises(ValueError, match="not UTF-8"):
        decode_text(b"\xe9", "text/plain")
    for charset in ("punycode", "idna", "rot13", "x-y"):
        with pytest.raises(ValueError, match=f"{charset}' is not supported"):
            decode_text(b"a", f"text/plain; charset={charset}")


def test_patterns_are_those_of_the_validator() -> None:
    assert compiles("^(?!a)\\p{L}$") and not compiles("(?<x")
    assert matches("b", "abc") and not matches("^b", "abc") and not matches("(?<x", "(?<x")
