"""Whether two schemas mean the same."""

from __future__ import annotations

from typing import Any

import pytest

from specproof.oracle.document import Document
from specproof.prove.mutants.equivalence import is_escaped_alike, means_the_same

PAIRS = [
    ({"type": "integer", "minimum": 1}, {"type": "integer", "exclusiveMinimum": 0}, True),
    ({"type": "string", "pattern": "^a{3}$", "maxLength": 3}, {"type": "string", "pattern": "^a{3}$"}, True),
    ({"anyOf": [{"type": "string"}, {"type": "null"}]}, {"oneOf": [{"type": "string"}, {"type": "null"}]}, True),
    ({"maxLength": 3}, {"maxLength": 4}, False),
    ({"type": "integer"}, {"type": "number"}, False),
]


def document(schema: Any) -> Document:
    return Document({"openapi": "3.1.0", "components": {"schemas": {"A": schema}}})


@pytest.mark.parametrize(("one", "other", "expected"), PAIRS, ids=str)
def test_pairs(one: Any, other: Any, expected: bool) -> None:
    """What differs may go undecided, but is never taken for the same."""
    at = "/components/schemas/A"
    for before, after in ((one, other), (other, one)):
        assert (means_the_same(document(before), document(after), at, "") is True) is expected


def test_a_difference_that_is_proved() -> None:
    one, other = document({"type": "integer"}), document({"type": "string"})
    assert means_the_same(one, other, "/components/schemas/A", "") is False


TEXTS = [
    ({"enum": ["a", "b"]}, True),
    ({"type": "array", "items": {"enum": ["a,b"]}}, True),
    ({"type": "string", "enum": ["a,b"]}, False),
    ({"type": "string", "pattern": "^[a-z]*$"}, True),
    ({"type": "string", "pattern": "^(?:[a-z]{2,}|[0-9])$"}, True),
    ({"type": "string", "pattern": "[a-z]"}, False),
    ({"type": "string", "pattern": "^[a-z,]*$"}, False),
    ({"type": "string", "pattern": "^[a-z]/$"}, False),
    ({"type": "array", "items": {"type": "string", "pattern": "^[a-z,]*$"}}, True),
    ({"enum": ["a", "b/c"]}, False),
    ({"type": "string"}, False),
    ({"type": "object"}, False),
]


@pytest.mark.parametrize(("schema", "expected"), TEXTS, ids=str)
def test_texts_without_reserved_characters(schema: Any, expected: bool) -> None:
    tree = {"openapi": "3.1.0", "components": {"parameters": {"A": {"schema": schema}}}}
    assert is_escaped_alike(Document(tree), "/components/parameters/A") is expected
