"""Hostile text in every renderer: what comes out is one token of the kind that was asked for."""

from __future__ import annotations

import ast
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specproof.spelling.code import (
    Code,
    Section,
    compose,
    docstring,
    docstring_line,
    identifier,
    literal,
    markdown,
    spread,
    toml_string,
)

NASTY = st.text(
    st.one_of(
        st.sampled_from("\"'\\\n\r\t\0#{}`<\x85\u2028\u2029\u202e\ud800\x0c"),
        st.characters(),
    )
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), NASTY),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(NASTY, inner)),
)


def test_code_has_no_constructor() -> None:
    with pytest.raises(TypeError):
        Code("import os")
    assert type(identifier("a") + "b") is str


@pytest.mark.parametrize("name", ["", "a b", "class", "1a", "ﬁle", "a\n", "a;b", "None"])
def test_identifiers_are_refused_not_escaped(name: str) -> None:
    with pytest.raises(ValueError, match="not a Python identifier"):
        identifier(name)


@given(JSON)
def test_literals_round_trip(value: object) -> None:
    for code in (literal(value), spread(value)):
        back = ast.literal_eval(code)
        assert back == value
        assert repr(back) == repr(value)


@given(NASTY, st.integers(0, 8), NASTY)
def test_docstrings_stay_docstrings(text: str, indent: int, entry: str) -> None:
    code = docstring(text, indent, [Section("Args", ((entry, text),))])
    margin = " " * indent
    tree = ast.parse(f"if True:\n {margin}{code}\n {margin}pass" if indent else f"{code}\npass")
    body = tree.body[0].body if isinstance(tree.body[0], ast.If) else tree.body
    assert [type(node).__name__ for node in body] == ["Expr", "Pass"]
    assert not set(code) & set("\r\0\x85\u2028\u2029\u202e")
    code.encode()


@given(NASTY)
def test_lines_of_a_docstring(text: str) -> None:
    tree = ast.parse(f'"""a\n    {docstring_line(text)}\n"""\npass')
    assert [type(node).__name__ for node in tree.body] == ["Expr", "Pass"]


@given(NASTY)
def test_toml(text: str) -> None:
    read = tomllib.loads(f"a = {toml_string(text)}\nb = 1\n")
    assert set(read) == {"a", "b"}


@given(NASTY)
def test_markdown_is_one_line(text: str) -> None:
    assert "\n" not in markdown(text)
    assert "\r" not in markdown(text)


@pytest.mark.parametrize("text", ['a "', 'a ""', 'a """', 'a """"', 'a \\"', '"""', "a \\"])
def test_a_docstring_gives_back_what_it_ends_in(text: str) -> None:
    assert ast.literal_eval(docstring(text, 0)) == text
    assert ast.literal_eval(f'"""{docstring_line(text)}"""') == text.rstrip('"')


def test_composing_takes_code() -> None:
    assert compose("{} | None", identifier("str")) == "str | None"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.", '"""One."""'),
        ('Say "hi"', '"""Say "hi\\""""'),
        ("ends in \\", '"""ends in \\\\"""'),
        ("", '""""""'),
        ('Say """', '"""Say ""\\""""'),
        ('Say """"', '"""Say \\"\\"\\"\\""""'),
        ("# Head\nText\n\n- one\n  more\n- two", '"""# Head\nText\n\n- one more\n- two\n"""'),
        ("```\nkept   as is\n```", '"""```\nkept   as is\n```\n"""'),
    ],
)
def test_layout_of_docstrings(text: str, expected: str) -> None:
    assert docstring(text, 0) == expected
