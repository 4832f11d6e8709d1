"""Every style, exploded or not, for every shape: texts from the tables of OpenAPI 3.1, 4.8.12.4, read backwards."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest

from specproof.oracle.decode import ABSENT, MalformedError, Query, Style, decode, scalar
from specproof.oracle.forms import decode_form, decode_multipart
from specproof.oracle.operations import Encoding, MediaType, Operation, Parameter
from specproof.oracle.parse_request import RequestHead, read_parameter, read_parameters
from specproof.oracle.representable import form_obstacles, obstacles
from specproof.oracle.shape import ANY, Shape, shape_of

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
    ("form", False, COLOURS, "color=", [""]),  # an empty list is written as nothing at all (RFC 6570, 2.3)
    ("form", False, RGB, "color=R,100,G,200,B,150", MAP),
    ("form", True, RGB, "R=100&G=200&B=150&other=1", MAP),
    ("spaceDelimited", False, COLOURS, "color=blue%20black%20brown", LIST),
    ("spaceDelimited", False, COLOURS, "color=blue+black+brown", LIST),
    ("spaceDelimited", False, RGB, "color=R%20100%20G%20200%20B%20150", MAP),
    ("spaceDelimited", True, COLOURS, "color=blue&color=black&color=brown", LIST),
    ("pipeDelimited", True, RGB, "R=100&G=200&B=150&other=1", MAP),
    ("pipeDelimited", False, COLOURS, "color=blue%7Cblack%7Cbrown", LIST),
    ("pipeDelimited", False, COLOURS, "color=blue|black|brown", LIST),
    ("pipeDelimited", False, RGB, "color=R%7C100%7CG%7C200%7CB%7C150", MAP),
    ("deepObject", True, RGB, "color%5BR%5D=100&color[G]=200&color[B]=150", MAP),
]


OPERATION = Operation("o", "GET", "/", "/o")
OTHER = Style("other", "query", "form", True)


@pytest.mark.parametrize(("style", "explode", "schema", "text", "value"), PATH)
def test_path(style: str, explode: bool, schema: dict[str, Any], text: str, value: Any) -> None:
    assert decode(Style("color", "path", style, explode), shape(schema), text) == value


@pytest.mark.parametrize(("style", "explode", "schema", "text", "value"), QUERY)
def test_query(style: str, explode: bool, schema: dict[str, Any], text: str, value: Any) -> None:
    found = decode(Style("color", "query", style, explode), shape(schema), Query(text), [OTHER])
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
    assert decode(Style("color", "query", style, style == "form"), shape(schema), Query("other=1"), [OTHER]) is ABSENT


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
    with pytest.raises(MalformedError):
        decode(style, shape(RGB), text)


def test_a_scalar_twice_is_malformed() -> None:
    with pytest.raises(MalformedError, match="appears 2 times"):
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
    encodings = {"o": Encoding(style="form", explode=False)}
    assert decode_form("n=1&tags=a&tags=b+c&o=R,1", shape(schema), encodings) == {
        "n": 1,
        "tags": ["a", "b c"],
        "o": {"R": 1},
    }


def test_what_nests_in_a_form_is_json_unless_it_has_a_style() -> None:
    schema = {"type": "object", "properties": {"o": RGB, "l": {"type": "array", "items": RGB}, "x": TEXT}}
    assert decode_form("o=%7B%22R%22:1%7D&l=%7B%7D&l=%7B%22G%22:2%7D&x=%7B", shape(schema)) == {
        "o": {"R": 1},
        "l": [{}, {"G": 2}],
        "x": "{",
    }
    deep = {"o": Encoding(style="deepObject")}
    assert decode_form("o[R]=1&x=a", shape(schema), deep) == {"o": {"R": 1}, "x": "a"}
    spread = {"o": Encoding(style="form", explode=True)}
    assert decode_form("R=1&G=2&x=a", shape(schema), spread) == {"o": {"R": 1, "G": 2}, "x": "a"}


def test_json_in_a_form_has_to_be_some() -> None:
    with pytest.raises(MalformedError, match="not JSON"):
        decode_form("o=R", shape({"type": "object", "properties": {"o": RGB}}))


def part(head: str, content: bytes) -> bytes:
    return b"--b\r\nContent-Disposition: form-data; " + head.encode() + b"\r\n\r\n" + content + b"\r\n"


def test_multipart_bodies() -> None:
    properties = {"n": {"type": "integer"}, "tags": COLOURS, "f": TEXT, "o": RGB, 'é"': TEXT}
    body = (
        part('name="n"', b"1")
        + part('name="tags"', b"a")
        + part('name="tags"', b"b\r\n")
        + part('name="f"; filename="x.bin"\r\nContent-Type: application/octet-stream', b"\xff\r\n\x00")
        + part('name="o"\r\nContent-Type: application/json', b'{"R": 1}')
        + part('name="é%22"', b"")
        + b"--b--\r\n"
    )
    assert decode_multipart("multipart/form-data; boundary=b", body, shape({"properties": properties})) == {
        "n": 1,
        "tags": ["a", "b\r\n"],
        "f": "\xff\r\n\0",
        "o": {"R": 1},
        'é"': "",
    }


@pytest.mark.parametrize(
    "body",
    [b"n=1", part("size=1", b"") + b"--b--\r\n", part('name="n"', b"1") * 2 + b"--b--\r\n", part('name="n"', b"1")],
    ids=["no parts", "no name", "twice", "no end"],
)
def test_malformed_multipart(body: bytes) -> None:
    with pytest.raises(MalformedError):
        decode_multipart("multipart/form-data; boundary=b", body, shape({"properties": {"n": TEXT}}))


@pytest.mark.parametrize(
    ("schema", "text", "value"),
    [
        ({"type": "object"}, "c[a][b]=1&c[a][c]=x", {"a": {"b": 1, "c": "x"}}),
        ({"type": "object", "properties": {"a": COLOURS}}, "c[a][0]=x&c[a][1]=y", {"a": ["x", "y"]}),
        ({"type": "object", "properties": {"a": COLOURS}}, "c[a]=x&c[a]=y", {"a": ["x", "y"]}),
        (COLOURS, "c[0]=x&c[1]=y", ["x", "y"]),
        (TEXT, "c=x", "x"),
    ],
)
def test_deep_objects_as_they_are_usually_written(schema: dict[str, Any], text: str, value: Any) -> None:
    assert decode(Style("c", "query", "deepObject", True), shape(schema), Query(text)) == value


@pytest.mark.parametrize("text", ["c[a]=1&c[a][b]=2", "c[a][b]=2&c[a]=1", "c[a]=1&c[a]=2"])
def test_malformed_deep_objects(text: str) -> None:
    with pytest.raises(MalformedError):
        decode(Style("c", "query", "deepObject", True), shape(RGB), Query(text))


def test_recursive_schemas_end() -> None:
    tree = {"components": {"schemas": {"T": {"type": "array", "items": {"$ref": "#/components/schemas/T"}}}}}
    assert shape_of({"$ref": "#/components/schemas/T"}, tree).types == {"array"}


@pytest.mark.parametrize("text", ['{"a": 1, "a": 2}', "[NaN]", "[" * 5000, '"\\ud800"'])
def test_json_in_parameters_and_forms_is_strict(text: str) -> None:
    style = Parameter("q", "query", False, "form", True, "/q", media_type="application/json")
    operation = Operation("o", "GET", "/", "/o", parameters=(style,))
    with pytest.raises(MalformedError, match="is not JSON"):
        read_parameter(operation, style, Query("q=" + quote(text)), ANY)
    with pytest.raises(MalformedError, match="is not JSON"):
        decode_form("a=" + quote(text), shape({"type": "object", "properties": {"a": {"type": "object"}}}))
    body = f'--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: text/json\r\n\r\n{text}\r\n--b--\r\n'
    with pytest.raises(MalformedError, match="is not JSON"):
        decode_multipart("multipart/form-data; boundary=b", body.encode(), ANY)


def test_what_costs_too_much_is_malformed() -> None:
    with pytest.raises(MalformedError, match="5000 characters is too long"):
        scalar("7" * 5000, shape({"type": "integer"}))
    style = Style("a", "query", "deepObject", True)
    with pytest.raises(MalformedError, match="more than 200 levels"):
        decode(style, ANY, Query("a" + "[b]" * 5000 + "=1"))


def test_the_text_of_a_part_is_in_its_charset() -> None:
    head = b'--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset='
    texts = {b"iso-8859-1": b"\xe9", b"utf-8": b"\xc3\xa9"}
    for charset, content in texts.items():
        body = head + charset + b"\r\n\r\n" + content + b"\r\n--b--\r\n"
        assert decode_multipart("multipart/form-data; boundary=b", body, ANY) == {"a": "é"}
    with pytest.raises(MalformedError, match="not UTF-8"):
        decode_multipart("multipart/form-data; boundary=b", head + b"utf-8\r\n\r\n\xe9\r\n--b--\r\n", ANY)


def test_a_name_belongs_to_the_parameter_that_it_is_or_that_it_begins_like() -> None:
    query = Query("deep%5Bd%5D=1&deep%5Be%5D=2&a=3&b=4")
    free, deep = Style("free", "query", "form", True), Style("deep", "query", "deepObject", True)
    exact = Style("deep[e]", "query", "form", True)
    assert decode(free, shape(RGB), query, [free, deep]) == {"a": 3, "b": 4}
    assert decode(deep, shape(RGB), query, [free, deep]) == {"d": 1, "e": 2}
    assert decode(deep, shape(RGB), query, [free, deep, exact]) == {"d": 1}


def test_which_names_no_request_can_carry() -> None:
    one, two, deep, exact = (
        Parameter(name, "query", False, style, True, "")
        for name, style in [("one", "form"), ("two", "form"), ("deep", "deepObject"), ("deep[e]", "form")]
    )
    operation = replace(OPERATION, parameters=(one, two, deep, exact))
    for arguments, blamed in [
        ({"query.one": {"a": "1"}, "query.two": {"b": "2"}, "query.deep": {"d": "3"}, "query.deep[e]": "4"}, []),
        ({"query.one": {"a": "1"}, "query.two": {"a": "2"}}, ["query.two"]),
        ({"query.one": {"two": "1"}}, ["query.one"]),
        ({"query.one": {"deep[d]": "1"}}, ["query.one"]),
        ({"query.deep": {"e": "1"}}, ["query.deep"]),
    ]:
        assert [reason.partition(": ")[0] for reason in obstacles(operation, arguments, None, None)] == blamed


@pytest.mark.parametrize(
    ("body", "blamed"),
    [
        ({"deep": {"d": "1"}, "free": {"a": "x"}, "name": "y"}, []),
        ({"free": {"deep[d]": "x"}}, ["free"]),
        ({"deep[d]": "x"}, ["deep[d]"]),
        ({"free": {"name": "x"}, "name": "y"}, ["free", "name"]),
    ],
)
def test_which_names_no_form_can_carry(body: Any, blamed: list[str]) -> None:
    media = MediaType(None, {"deep": Encoding(style="deepObject"), "free": Encoding(style="form")})
    for kind, wrong in (("application/x-www-form-urlencoded", blamed), ("multipart/form-data", [])):
        assert [name for name, _ in form_obstacles(media, kind, body)] == wrong


def test_objects_in_one_query_are_told_apart_by_what_their_schemas_name() -> None:
    names = {"query.one": ("a",), "query.two": ("b",)}
    parameters = tuple(Parameter(name, "query", False, "form", True, "") for name in ("one", "two"))
    read = read_parameters(
        replace(OPERATION, parameters=parameters),
        RequestHead("", "a=1&b=2&c=3", {}),
        {},
        lambda one: Shape(frozenset({"object"}), None, dict.fromkeys(names[one.key], ANY)),
    )
    assert read.values == {"query.one": {"a": 1, "c": 3}, "query.two": {"b": 2, "c": 3}}
