"""JSON as RFC 8259 has it, with the same refusals and places as YAML."""

from __future__ import annotations

from typing import Any

import pytest

from specproof.core.diagnostics import Findings
from specproof.core.limits import Limits
from specproof.document.load import parse


def read(text: str | bytes, limits: Limits | None = None) -> tuple[Any, list[tuple[str, str, int | None, int | None]]]:
    findings = Findings()
    data = text.encode() if isinstance(text, str) else text
    tree = parse(data, "a.json", limits or Limits(), findings)
    return tree, [(one.code, str(one.at.pointer) if one.at else "", one.line, one.column) for one in findings]


@pytest.mark.parametrize(
    ("text", "code", "pointer", "line", "column"),
    [
        ('{"a": NaN}', "LOAD_VALUE", "/a", 1, 7),
        ("[1, -Infinity]", "LOAD_VALUE", "/1", 1, 5),
        ('{"a": {"b": [0, 1e400]}}', "LOAD_VALUE", "/a/b/1", 1, 17),
        (f"[{'9' * 5000}]", "LOAD_VALUE", "/0", 1, 2),
        ('{"a": "\\ud800"}', "LOAD_VALUE", "/a", 1, 7),
        ('{"\\uDC00": 1}', "LOAD_VALUE", "", 1, 2),
        ('{"a": 1,\n "b": 2,\n "a": 3}', "LOAD_DUPLICATE_KEY", "/a", 3, 2),
        ('{"a": 1, "\\u0061": 3}', "LOAD_DUPLICATE_KEY", "/a", 1, 10),
        ('{"x": [{"a": 1, "a": 2}]}', "LOAD_DUPLICATE_KEY", "/x/0/a", 1, 17),
        ('{"a" 1}', "LOAD_SYNTAX", "", 1, 6),
        ("{'a': 1}", "LOAD_SYNTAX", "", 1, 2),
        ('{"a": 1,}', "LOAD_SYNTAX", "", 1, 9),
        ("", "LOAD_SYNTAX", "", 1, 1),
        ('{"a": "\t"}', "LOAD_SYNTAX", "", 1, 8),
        ("[1] 2", "LOAD_SYNTAX", "", 1, 5),
        ("[" * 100_000, "LOAD_BUDGET", "/0" * 200, 1, 201),
        ("[" * 100_000 + "]" * 100_000, "LOAD_BUDGET", "/0" * 200, 1, 201),
        ('{"a":' * 100_000, "LOAD_BUDGET", "/a" * 200, 1, 1001),
        ("[" * 300 + "]" * 300, "LOAD_BUDGET", "/0" * 200, 1, 201),
    ],
)
def test_a_defect_is_refused_at_its_place(text: str, code: str, pointer: str, line: int, column: int) -> None:
    assert read(text)[1][0] == (code, pointer, line, column)


def test_every_duplicate_is_named() -> None:
    _, said = read('{"a": 1, "a": {"b": 1, "b": 2}}')
    assert [pointer for _, pointer, *_ in said] == ["/a", "/a/b"]


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert read('["\\ud83d\\ude00", "\\\\ud800"]') == (["\U0001f600", "\\ud800"], [])


def test_numbers_keep_what_can_be_kept() -> None:
    tree, _ = read("[123456789012345678901234567890, 1.0, -0, 1E2]")
    assert tree == [123456789012345678901234567890, 1.0, 0, 100.0]
    assert [type(value) for value in tree] == [int, float, int, float]


def test_nodes_are_limited() -> None:
    assert read("[1, [2, 3]]", Limits(nodes=5))[1] == []
    assert read("[1, [2, 3]]", Limits(nodes=4))[1] == [("LOAD_BUDGET", "", None, None)]


def test_what_looks_like_json_is_read_as_json_and_else_as_yaml() -> None:
    findings = Findings()
    assert parse(b'\xef\xbb\xbf {"a":\t1}', "a.yaml", Limits(), findings) == {"a": 1}
    assert parse(b"{a: 1}", "a.yaml", Limits(), findings) == {"a": 1}
    assert parse(b'{"a": 1}', "openapi", Limits(), findings) == {"a": 1}
    assert len(findings) == 0
