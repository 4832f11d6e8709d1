"""YAML 1.2 by its core schema, and everything that is not JSON data refused at its place."""

from __future__ import annotations

import math
from typing import Any

import pytest
import yaml

from specproof.core.diagnostics import Findings
from specproof.core.limits import Limits
from specproof.document.load import parse


def read(text: str | bytes, limits: Limits | None = None) -> tuple[Any, list[tuple[str, int | None, int | None]]]:
    findings = Findings()
    data = text.encode() if isinstance(text, str) else text
    tree = parse(data, "a.yaml", limits or Limits(), findings)
    return tree, [(one.code, one.line, one.column) for one in findings]


def test_the_core_schema_reads_each_scalar_as_yaml_1_2_does() -> None:
    text = """
    octal_of_1_1: 012
    yes_of_1_1: [yes, no, on, off, y]
    octal: 0o14
    hex: 0xFf
    sexagesimal: 12:30
    date: 2020-01-01
    nulls: [~, null, Null, NULL, ]
    empty:
    booleans: [true, True, TRUE, false]
    almost: [tRUE, nULL, 0o8, 0xG, 1_000, +0x1, 1e, .e1, "-", +, ., 1.2.3]
    numbers: [1, +1, -1, 1., .5, 1e3, -1.5E-2, 00]
    """
    tree, said = read(text)
    assert said == []
    assert tree == {
        "octal_of_1_1": 12,
        "yes_of_1_1": ["yes", "no", "on", "off", "y"],
        "octal": 12,
        "hex": 255,
        "sexagesimal": "12:30",
        "date": "2020-01-01",
        "nulls": [None] * 4,
        "empty": None,
        "booleans": [True, True, True, False],
        "almost": ["tRUE", "nULL", "0o8", "0xG", "1_000", "+0x1", "1e", ".e1", "-", "+", ".", "1.2.3"],
        "numbers": [1, 1, -1, 1.0, 0.5, 1000.0, -0.015, 0],
    }


def test_what_is_quoted_or_folded_is_a_string() -> None:
    tree, _ = read("a: '12'\nb: \"true\"\nc: |\n  1\nd: >-\n  1\n")
    assert tree == {"a": "12", "b": "true", "c": "1\n", "d": "1"}


def test_a_key_is_its_text() -> None:
    tree, _ = read("200: a\nnull: b\n012: c\n1.0: d\n? e\n: f\n'<<': g")
    assert tree == {"200": "a", "null": "b", "012": "c", "1.0": "d", "e": "f", "<<": "g"}


def test_tags_of_the_core_schema_count() -> None:
    tree, _ = read(
        "a: !!str 1\nb: !!int '1'\nc: !!float 1\nd: ! 1\ne: !!map {}\nf: !!seq []\ng: !!null ''\nh: !!bool 'true'"
    )
    assert tree == {"a": "1", "b": 1, "c": 1.0, "d": "1", "e": {}, "f": [], "g": None, "h": True}
    assert isinstance(tree["c"], float)


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: .inf", "LOAD_VALUE", 1, 4),
        ("a: [1, -.INF]", "LOAD_VALUE", 1, 8),
        ("a: .NaN", "LOAD_VALUE", 1, 4),
        ("a: 1e400", "LOAD_VALUE", 1, 4),
        (f"a: {'9' * 5000}", "LOAD_VALUE", 1, 4),
        ("a: !!binary aa", "LOAD_VALUE", 1, 4),
        ("a: !mine {}", "LOAD_VALUE", 1, 4),
        ("a: !!int x", "LOAD_VALUE", 1, 4),
        ("a: !!set {b}", "LOAD_VALUE", 1, 4),
        ("? [a]\n: 1", "LOAD_VALUE", 1, 3),
        ("a: &x {}\n*x : 1", "LOAD_VALUE", 2, 1),
        ("a: 1\nb: 2\na: 3", "LOAD_DUPLICATE_KEY", 3, 1),
        ("a: {b: 1, 'b': 2}", "LOAD_DUPLICATE_KEY", 1, 11),
        ("200: 1\n'200': 2", "LOAD_DUPLICATE_KEY", 2, 1),
        ("x: &x {}\na:\n  <<: *x", "LOAD_SYNTAX", 3, 3),
        ("a: b\n\tc: 1", "LOAD_SYNTAX", 2, 1),
        ("--- 1\n--- 2", "LOAD_SYNTAX", 2, 1),
        ("", "LOAD_SYNTAX", 1, 1),
        ("# nothing", "LOAD_SYNTAX", 1, 1),
        ("a: &x [*x]", "LOAD_SYNTAX", 1, 8),
        ("a: *x", "LOAD_SYNTAX", 1, 4),
        ("a: [1", "LOAD_SYNTAX", 1, 6),
        ("a: \x07", "LOAD_SYNTAX", 1, 4),
        ('a: "\\ud800"', "LOAD_SYNTAX", 1, 7),
        (b"a: \xff", "LOAD_SYNTAX", 1, 4),
        ("é: 1\n\ré: 2\r\né: 3", "LOAD_DUPLICATE_KEY", 3, 1),
    ],
)
def test_a_defect_is_refused_at_its_place(text: str | bytes, code: str, line: int, column: int) -> None:
    _, said = read(text)
    assert said[0] == (code, line, column)


def test_every_duplicate_is_named() -> None:
    _, said = read("a: 1\na: 2\nb: {c: 1, c: 2}\n")
    assert said == [("LOAD_DUPLICATE_KEY", 2, 1), ("LOAD_DUPLICATE_KEY", 3, 11)]


def test_an_alias_is_the_same_value_and_may_be_a_key() -> None:
    tree, said = read("a: &x {b: [1]}\nc: *x\nd: &y e\n*y : 1\n")
    assert said == []
    assert tree == {"a": {"b": [1]}, "c": {"b": [1]}, "d": "e", "e": 1}


def test_an_anchor_that_is_used_again_names_the_newer_value() -> None:
    tree, _ = read("a: &x 1\nb: *x\nc: &x 2\nd: *x\n")
    assert tree == {"a": 1, "b": 1, "c": 2, "d": 2}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_each_encoding_of_yaml_is_read(encoding: str) -> None:
    tree, said = read("a: é\r\nb: 2\r\n".encode(encoding))
    assert (tree, said) == ({"a": "é", "b": 2}, [])


class TestBudgets:
    def test_a_bomb_of_aliases_is_refused_before_it_goes_off(self) -> None:
        lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
        lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
        _, said = read("\n".join(lines))
        assert [code for code, *_ in said] == ["LOAD_BUDGET"]
        assert said[0][1] == 5

    def test_aliases_of_two_each_are_refused_long_before_the_limit_of_nodes(self) -> None:
        def doubled(levels: int) -> str:
            return "a0: &a0 {x: y}\n" + "".join(
                f"a{n}: &a{n} {{p: *a{n - 1}, q: *a{n - 1}}}\n" for n in range(1, levels)
            )

        assert read(doubled(10))[1] == []
        _, said = read(doubled(16))
        assert [code for code, *_ in said] == ["LOAD_BUDGET"]

    def test_aliases_that_are_a_part_of_what_is_written_are_read(self) -> None:
        text = "common: &c {a: 1, b: 2}\n" + "".join(f"o{n}: [{n}, {n}, *c, *c]\n" for n in range(3_000))
        assert read(text)[1] == []

    @pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "[" * 100_000 + "]" * 100_000])
    def test_a_hundred_thousand_levels_are_an_error_and_not_a_crash(self, text: str) -> None:
        _, said = read(text)
        assert [code for code, *_ in said] == ["LOAD_BUDGET"]

    def test_depth_counts_through_aliases(self) -> None:
        deep = "a: &a [[[[1]]]]\nb: [[[*a]]]"
        assert read(deep, Limits(depth=8))[1] == []
        assert read(deep, Limits(depth=7))[1] == [("LOAD_BUDGET", 2, 7)]

    def test_the_deepest_document_that_is_allowed_is_read(self) -> None:
        depth = Limits().depth
        assert read("[" * depth + "]" * depth)[1] == []
        assert read("[" * (depth + 1) + "]" * (depth + 1))[1] != []

    def test_bytes_and_nodes_are_limited(self) -> None:
        assert read("a: 1", Limits(bytes=3))[1] == [("LOAD_BUDGET", None, None)]
        assert read("- 1\n- 2\n- 3", Limits(nodes=4))[1] == []
        assert read("- 1\n- 2\n- 3", Limits(nodes=3))[1] == [("LOAD_BUDGET", 3, 3)]


def test_the_parser_in_python_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: &x {b: [1, 012, 'c', ~]}\nd: *x\ne: !!str 1\n"
    fast = read(text)
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert read(text) == fast
    assert read("a: [1")[1][0][0] == "LOAD_SYNTAX"
    assert read("a: \x07")[1][0][:3] == ("LOAD_SYNTAX", 1, 4)


def test_big_integers_are_exact_and_other_numbers_are_doubles() -> None:
    tree, _ = read("a: 123456789012345678901234567890\nb: 0.1\n")
    assert tree["a"] == 123456789012345678901234567890
    assert math.isclose(tree["b"], 0.1, rel_tol=0)
