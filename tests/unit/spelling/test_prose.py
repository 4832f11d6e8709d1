from __future__ import annotations

import pytest

from specproof.spelling.prose import layout, printable, summary_of


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("one two three", ["one two", "three"]),
        ("a\n\n\n\nb", ["a", "", "b"]),
        ("- one two three\n- b", ["- one two", "  three", "- b"]),
        ("| a | very wide table |\n|---|---|", ["| a | very wide table |", "|---|---|"]),
        ("text\n```\nx   =   1\n\ny\n```\nmore", ["text", "", "```", "x   =   1", "", "y", "```", "", "more"]),
        ("```\nnever closed", ["```", "never closed"]),
        ("https://example.test/a-long-address", ["https://example.test/a-long-address"]),
    ],
)
def test_layout(text: str, lines: list[str]) -> None:
    assert layout(text, 11) == [line for line in lines if text]


def test_every_kind_of_line_end_and_no_control_characters() -> None:
    assert printable("a\r\nb\rc\x85d\u2028e\u2029f\x0cg\x00\x1b\u202eh\ud800") == "a\nb\nc\nd\ne\nf\ngh"


@pytest.mark.parametrize(
    ("summary", "description", "expected"),
    [
        ("Get a pet", "", "Get a pet."),
        ("", "Gets it.", "Gets it."),
        ("Get a pet", "Get a pet", "Get a pet"),
        ("Get a pet", "With all it has.", "Get a pet.\n\nWith all it has."),
        ("Really?", "Yes.", "Really?\n\nYes."),
    ],
)
def test_summary_and_description(summary: str, description: str, expected: str) -> None:
    assert summary_of(summary, description) == expected
