"""Every style, exploded or not, for every shape: texts from the tables of OpenAPI 3.1, 4.8.12.4, read backwards."""

from __future__ import annotations

from typing import Any

import pytest

from specproof.prove.kit.judging.decode import ABSENT, Malformed, Query, Style, decode, decode_form, scalar
from specproof.prove.kit.judging.shape import Shape, shape_of

TEXT = {"type": "string"}
COLOURS = {"type": "array", "items": TEXT}
RGB = {"type": "object", "additionalProperties": {"type": "integer"}}
NUMBERS = {"type": "array", "items": {"type": "number"}}
LIST = ["blue", "black", "brown"]
MAP = {"R": 100, "G": 200, "B": 150}


def shape(schema: dict[str, Any]) -> Shape:
    return shape_of(schema, {})


PATH = [
    ("simple", False, TEXT, "blue", "blue"),
    ("simple", False, TEXT, "a%2Cb%20c", "a,b c"),
    ("simple", False, COLOURS, "blue,black,brown", LIST),
    ("simple", True, COLOURS, "blue,black,brown", LIST),
    ("simple", False, COLOURS, "a%2Cb,c", ["a,b", "c"]),
    ("simple", False, RGB, "R,100,G,200,B,150", MAP),
    ("simple", True, RGB, "R=100,G=200,B=150", MAP),
    ("label", False, TEXT, ".blue", "blue"),
    ("label", False, COLOURS, ".blue,black,brown", LIST),
    ("label", True, COLOURS, ".blue.black.brown", LIST),
    ("label", False, RGB, ".R,100,G,200,B,150", MAP),
    ("label", True, RGB, ".R=100.G=200.B=150", MAP),
    ("matrix", False, TEXT, ";color=blue", "blue"),
    ("matrix", False, TEXT, ";color", ""),
    ("matrix", False, COLOURS, ";color=blue,black,brown", LIST),
    ("matrix", True, COLOURS, ";color=blue;color=black;color=brown", LIST),
    ("matrix", False, RGB, ";color=R,100,G,200,B,150", MAP),
    ("matrix", True, RGB, ";R=100;G=200;B=150", MAP),
]
QUERY = [
    ("form", True, TEXT, "color=blue", "blue"),
    ("form", True, TEXT, "color=a%26b+c", "a&b c"),
    ("form", True, TEXT, "color=", ""),
    ("form", True, COLOURS, "color=blue&color=black&color=brown", LIST),
    ("form", True, COLOURS, "color=a,b", ["a,b"]),
    ("form", False, COLOURS, "color=blue,black,brown", LIST),
    ("form", False, COLOURS, "color=a%2Cb,c", ["a,b", "c"]),
    ("form", False, COLOURS, "color=", []),
    ("form", False, RGB, "color=R,100,G,200,B,150", MAP),
    ("form", True, RGB, "R=100&G=200&B=150&other=1", MAP),
    ("spaceDelimited", False, COLOURS, "color=blue%20black%20brown", LIST),
    ("spaceDelimited", False, COLOURS, "color=blue+black+brown", LIST),
    ("spaceDelimited", False, RGB, "color=R%20100%20G%20200%20B%20150", MAP),
    ("spaceDelimited", True, COLOURS, "color=blue&color=black&color=brown", LIST),
    ("pipeDelimited", False, COLOURS, "color=blue%7Cblack%7Cbrown", LIST),
    ("pipeDelimited", False, COLOURS, "color=blue|black|brown", LIST),
    ("pipeDelimited", False, RGB, "color=R%7C100%7CG%7C200%7CB%7C150", MAP),
    ("deepObject", True, RGB, "color%5BR%5D=100&color[G]=200&color[B]=150", MAP),
]


@pytest.mark.parametrize(("style", "explode", "schema", "text", "value"), PATH)
def test_path(style: str, explode: bool, schema: dict[str, Any], text: str, value: Any) -> None:
    assert decode(Style("color", "path", style, explode), shape(schema), text) == value


@pytest.mark.parametrize(("style", "explode", "schema", "text", "value"), QUERY)
def test_query(style: str, explode: bool, schema: dict[str, Any], text: str, value: Any) -> None:
    found = decode(Style("color", "query", style, explode), shape(schema), Query(text), ["color", "other"])
    assert found == value


@pytest.mark.parametrize(
    ("explode", "schema", "text", "value"),
    [
        (False, TEXT, " a%20b ", "a%20b"),
        (False, COLOURS, "blue, black,brown", LIST),
        (False, RGB, "R,100, G,200,B,150", MAP),
        (True, RGB, "R=100,G=200,B=150", MAP),
    ],
)
def test_headers_are_not_percent_encoded(explode: bool, schema: dict[str, Any], text: str, value: Any) -> None:
    assert decode(Style("X-Color", "header", "simple", explode), shape(schema), text) == value


def test_cookies() -> None:
    cookies = Query.of_cookies("color=a+b%20c; other=1")
    assert decode(Style("color", "cookie", "form", True), shape(TEXT), cookies) == "a+b c"


@pytest.mark.parametrize("style", ["form", "spaceDelimited", "pipeDelimited", "deepObject"])
@pytest.mark.parametrize("schema", [TEXT, COLOURS, RGB])
def test_absent_is_not_empty(style: str, schema: dict[str, Any]) -> None:
    assert decode(Style("color", "query", style, style == "form"), shape(schema), Query("other=1"), ["other"]) is ABSENT


@pytest.mark.parametrize(
    ("style", "text"),
    [
        (Style("c", "path", "label", False), "blue"),
        (Style("c", "path", "matrix", False), "c=blue"),
        (Style("c", "path", "matrix", False), ";d=blue"),
        (Style("c", "path", "simple", False), "R,100,G"),
        (Style("c", "path", "simple", True), "R,100"),
        (Style("c", "path", "simple", False), "R,1,R,2"),
        (Style("c", "path", "matrix", False), ";c=R,1;c=G,2"),
    ],
)
def test_malformed(style: Style, text: str) -> None:
    with pytest.raises(Malformed):
        decode(style, shape(RGB), text)


def test_a_scalar_twice_is_malformed() -> None:
    with pytest.raises(Malformed, match="appears 2 times"):
        decode(Style("c", "query", "form", True), shape(TEXT), Query("c=1&c=2"))


@pytest.mark.parametrize(
    ("text", "schema", "value"),
    [
        ("5", {"type": "integer"}, 5),
        ("1.0", {"type": "integer"}, 1.0),
        ("05", {"type": "integer"}, "05"),
        ("+5", {"type": "integer"}, "+5"),
        ("1e400", {"type": "number"}, "1e400"),
        ("5", {"type": "string"}, "5"),
        ("5", {"type": ["integer", "string"]}, 5),
        ("x", {"type": ["integer", "string"]}, "x"),
        ("true", {"type": "boolean"}, True),
        ("True", {"type": "boolean"}, "True"),
        ("", {"type": ["integer", "null"]}, None),
        ("", {"type": ["string", "null"]}, ""),
        ("7", {"allOf": [{"type": "number"}, {"type": "integer"}]}, 7),
        ("7", {"enum": ["7"]}, "7"),
        ("7", {"oneOf": [{"const": 7}, {"const": "x"}]}, 7),
    ],
)
def test_scalars(text: str, schema: dict[str, Any], value: Any) -> None:
    found = scalar(text, shape(schema))
    assert (found, type(found)) == (value, type(value))


def test_numbers_in_arrays() -> None:
    assert decode(Style("n", "query", "form", False), shape(NUMBERS), Query("n=1,2.5,x")) == [1, 2.5, "x"]


def test_form_bodies() -> None:
    schema = {"type": "object", "properties": {"n": {"type": "integer"}, "tags": COLOURS, "o": RGB}}
    styles = {"o": Style("o", "query", "form", False)}
    assert decode_form("n=1&tags=a&tags=b+c&o=R,1", shape(schema), styles) == {
        "n": 1,
        "tags": ["a", "b c"],
        "o": {"R": 1},
    }


def test_recursive_schemas_end() -> None:
    tree = {"components": {"schemas": {"T": {"type": "array", "items": {"$ref": "#/components/schemas/T"}}}}}
    assert shape_of({"$ref": "#/components/schemas/T"}, tree).kinds == {"array"}
