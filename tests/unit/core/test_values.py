"""JSON types, media types and reachability: facts that several stages rely upon."""

from __future__ import annotations

import pytest

from specproof.core.json_types import described
from specproof.core.media_types import is_json
from specproof.core.reachable import reachable


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [
        ("application/json", True),
        ("Application/JSON; charset=utf-8", True),
        ("application/problem+json", True),
        ("application/jsonl", False),
        ("application/json-seq", False),
        ("text/json", True),
        ("text/x-json", False),
    ],
)
def test_a_media_type_is_json_by_its_name_or_suffix(media_type: str, expected: bool) -> None:
    assert is_json(media_type) is expected


def test_values_are_described_by_their_json_type() -> None:
    values = ({}, [], "1", 1, 1.0, True, None)
    wanted = ["an object", "an array", "a string", "a number", "a number", "a boolean", "null"]
    assert [described(value) for value in values] == wanted


def test_cycles_are_reached_once() -> None:
    edges = {"a": ["b"], "b": ["c", "a"], "c": [], "d": ["a"]}
    assert reachable(["a"], lambda name: edges[name]) == {"a", "b", "c"}
