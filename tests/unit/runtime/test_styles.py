"""Every style x explode x shape: by vectors from the specification, and there and back through a decoder of its own."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specproof.runtime.errors import InvalidArgumentError
from specproof.runtime.operation import Location
from specproof.runtime.parameters.parameter import Parameter
from specproof.runtime.styles import Spelling, cookie_text, header_value, path_text, query_text

LIST = ["blue", "black", "brown"]
OBJECT = {"R": 100, "G": 200, "B": 150}

# OpenAPI 3.1.1, section 4.8.12.6 (style examples), row by row.
PATH = [
    ("matrix", False, "", ";color"),
    ("matrix", False, "blue", ";color=blue"),
    ("matrix", False, LIST, ";color=blue,black,brown"),
    ("matrix", False, OBJECT, ";color=R,100,G,200,B,150"),
    ("matrix", True, "", ";color"),
    ("matrix", True, "blue", ";color=blue"),
    ("matrix", True, LIST, ";color=blue;color=black;color=brown"),
    ("matrix", True, OBJECT, ";R=100;G=200;B=150"),
    ("label", False, "blue", ".blue"),
    ("label", False, LIST, ".blue,black,brown"),
    ("label", False, OBJECT, ".R,100,G,200,B,150"),
    ("label", True, LIST, ".blue.black.brown"),
    ("label", True, OBJECT, ".R=100.G=200.B=150"),
    ("simple", False, "blue", "blue"),
    ("simple", False, LIST, "blue,black,brown"),
    ("simple", False, OBJECT, "R,100,G,200,B,150"),
    ("simple", True, LIST, "blue,black,brown"),
    ("simple", True, OBJECT, "R=100,G=200,B=150"),
]
QUERY = [
    ("form", False, "", "color="),
    ("form", False, "blue", "color=blue"),
    ("form", False, LIST, "color=blue,black,brown"),
    ("form", False, OBJECT, "color=R,100,G,200,B,150"),
    ("form", True, "", "color="),
    ("form", True, LIST, "color=blue&color=black&color=brown"),
    ("form", True, OBJECT, "R=100&G=200&B=150"),
    ("spaceDelimited", False, LIST, "color=blue%20black%20brown"),
    ("spaceDelimited", False, OBJECT, "color=R%20100%20G%20200%20B%20150"),
    ("spaceDelimited", True, LIST, "color=blue&color=black&color=brown"),
    ("pipeDelimited", False, LIST, "color=blue%7Cblack%7Cbrown"),
    ("pipeDelimited", False, OBJECT, "color=R%7C100%7CG%7C200%7CB%7C150"),
    ("pipeDelimited", False, "blue", "color=blue"),
    ("deepObject", True, OBJECT, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
    ("deepObject", True, {"a": {"b": [1, "x y"]}}, "color%5Ba%5D%5Bb%5D%5B0%5D=1&color%5Ba%5D%5Bb%5D%5B1%5D=x%20y"),
    ("deepObject", True, "blue", "color=blue"),
]
SCALARS = [
    (True, "true"),
    (False, "false"),
    (0, "0"),
    (1e22, "10000000000000000000000"),
    (5.0, "5"),
    (-0.0, "0"),
    (0.1, "0.1"),
    (1e-7, "1e-07"),
    (2**70, "1180591620717411303424"),
    ("a b&c=d/é", "a%20b%26c%3Dd%2F%C3%A9"),
    ("~-._", "~-._"),
]


def parameter(style: str, explode: bool, location: Location = "query", reserved: bool = False) -> Parameter:
    return Parameter("color", location, "Anything", style=style, explode=explode, allow_reserved=reserved)  # type: ignore[arg-type] # text of the table


@pytest.mark.parametrize(("style", "explode", "value", "text"), PATH)
def test_path_table(style: str, explode: bool, value: Any, text: str) -> None:
    assert path_text(parameter(style, explode, "path"), value) == text


@pytest.mark.parametrize(("style", "explode", "value", "text"), QUERY)
def test_query_table(style: str, explode: bool, value: Any, text: str) -> None:
    assert query_text(Spelling.of(parameter(style, explode)), value) == text


@pytest.mark.parametrize(("value", "text"), SCALARS)
def test_scalars(value: Any, text: str) -> None:
    assert query_text(Spelling.of(parameter("form", True)), value) == f"color={text}"


@pytest.mark.parametrize(
    ("explode", "value", "text"),
    [
        (False, LIST, "blue,black,brown"),
        (True, OBJECT, "R=100,G=200,B=150"),
        (False, "a b%", "a b%"),
        (False, [""], ""),
    ],
)
def test_header_is_not_encoded(explode: bool, value: Any, text: str) -> None:
    assert header_value(parameter("simple", explode, "header"), value) == text


@pytest.mark.parametrize(
    ("explode", "value", "text"),
    [(True, "a;b", "color=a%3Bb"), (False, LIST, "color=blue,black,brown"), (True, OBJECT, "R=100; G=200; B=150")],
)
def test_cookie(explode: bool, value: Any, text: str) -> None:
    assert cookie_text(parameter("form", explode, "cookie"), value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a/b?c:d@e!$'()*,;=~", "color=a/b?c:d@e!$'()*,;=~"),
        ("a&b#c+d[e] f", "color=a%26b%23c%2Bd%5Be%5D%20f"),
        ("50%25 of%2f é", "color=50%25%20of%2f%20%C3%A9"),
        (["a,b", "c/d"], "color=a%2Cb,c/d"),
        ({"a=b": "c/d"}, "color=a%3Db,c/d"),
    ],
)
def test_allow_reserved(value: Any, text: str) -> None:
    assert query_text(Spelling.of(parameter("form", False, reserved=True)), value) == text


@pytest.mark.parametrize(
    ("location", "style", "explode", "value"),
    [
        ("path", "simple", False, ""),
        ("path", "simple", False, []),
        ("path", "label", True, ["a.b"]),
        ("path", "label", True, {"a.b": 1}),
        ("path", "label", True, [1.5]),
        ("query", "form", True, None),
        ("query", "form", True, []),
        ("query", "form", False, {}),
        ("query", "spaceDelimited", False, []),
        ("query", "deepObject", True, {}),
        ("query", "deepObject", True, {"a": []}),
        ("query", "deepObject", True, {"a]": 1}),
        ("header", "simple", False, []),
        ("header", "simple", False, ["a", " b"]),
        ("header", "simple", True, {"a": "b "}),
        ("cookie", "form", True, []),
        ("query", "form", False, [1, None]),
        ("query", "form", True, {"a": None}),
        ("query", "form", True, [[1]]),
        ("query", "form", True, {"a": {"b": 1}}),
        ("query", "form", True, float("nan")),
        ("query", "form", True, float("-inf")),
        ("query", "spaceDelimited", False, ["a b"]),
        ("query", "pipeDelimited", False, ["a|b"]),
        ("query", "deepObject", True, {"a": None}),
        ("header", "simple", False, ["a,b"]),
        ("header", "simple", True, {"a=b": "c"}),
        ("header", "simple", False, "a\r\nX: y"),
        ("header", "simple", False, "é"),
        ("header", "simple", False, " a"),
        ("header", "simple", False, "a\x00"),
    ],
)
def test_what_a_style_cannot_carry_is_refused(location: Location, style: str, explode: bool, value: Any) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        spell(parameter(style, explode, location), value)
    assert caught.value.argument.startswith(f"{location}.color")


def test_form_property_is_named_after_the_body() -> None:
    with pytest.raises(InvalidArgumentError, match=r"^body\.tags\.0: null"):
        query_text(Spelling("tags", "form", True, False, "body.tags"), [None])


def spell(parameter: Parameter, value: Any) -> str:
    if parameter.location == "query":
        return query_text(Spelling.of(parameter), value)
    return {"path": path_text, "header": header_value, "cookie": cookie_text}[parameter.location](parameter, value)


# A decoder that knows nothing of the encoder: split first, decode then.


def pairs(flat: list[str]) -> dict[str, str]:
    return dict(zip(flat[::2], flat[1::2], strict=True))


def decode(style: str, explode: bool, shape: str, text: str, decoded: Any = unquote) -> Any:
    if style == "label":
        text = text.removeprefix(".")
    if style in {"matrix"}:
        text = text.removeprefix(";")
    between = {"label": ".", "matrix": ";", "form": "&", "cookie": "; "}.get(style, ",")
    within = {"spaceDelimited": "%20", "pipeDelimited": "%7C"}.get(style, ",")
    named = style in {"matrix", "form", "spaceDelimited", "pipeDelimited", "cookie"}
    if shape == "object" and explode:
        members = (member.partition("=") for member in text.split(between))
        return {decoded(name): decoded(value) for name, _, value in members}
    if shape == "list" and explode:
        items = [item.partition("=")[2] if named else item for item in text.split(between)]
        return [decoded(item) for item in items]
    body = text.partition("=")[2] if named else text
    if shape == "scalar":
        return decoded(body)
    flat = [decoded(item) for item in body.split(within)]
    return flat if shape == "list" else pairs(flat)


CELLS = [
    ("path", "simple"), ("path", "label"), ("path", "matrix"), ("query", "form"), ("query", "spaceDelimited"),
    ("query", "pipeDelimited"), ("header", "simple"), ("cookie", "form"),
]  # fmt: skip
FORBIDDEN = {"spaceDelimited": " ", "pipeDelimited": "|", "label": "."}


@pytest.mark.parametrize("shape", ["scalar", "list", "object"])
@pytest.mark.parametrize("explode", [False, True])
@pytest.mark.parametrize(("location", "style"), CELLS)
@settings(deadline=None)
@given(data=st.data())
def test_there_and_back(location: Location, style: str, explode: bool, shape: str, data: st.DataObject) -> None:
    text = st.text(st.characters(exclude_characters=FORBIDDEN.get(style, ""), exclude_categories=["Cs"]), min_size=1)
    if location == "header":
        text = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=",="), min_size=1)
    shapes = {"scalar": text, "list": st.lists(text, min_size=1), "object": st.dictionaries(text, text, min_size=1)}
    value = data.draw(shapes[shape])
    # Exploding has no delimiters of its own where a style is only a way to join.
    exploded = explode and not (style == "simple" and shape == "list")
    spelled = spell(parameter(style, explode, location), value)
    kind = "cookie" if location == "cookie" else "form" if explode and style.endswith("Delimited") else style
    plain = str if location == "header" else unquote
    assert decode(kind, exploded, shape, spelled, plain) == value
    assert spelled.isascii()
    if location in {"path", "query"}:
        assert not set(spelled) & set('/?#[]@ "<>\\^`{|}')


JSON_TREE = st.recursive(
    st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="[]")), inner, min_size=1
    ),
    max_leaves=8,
)


@given(
    st.dictionaries(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="[]")), JSON_TREE, min_size=1)
)
def test_deep_objects_there_and_back(value: dict[str, Any]) -> None:
    spelled = query_text(Spelling.of(parameter("deepObject", True)), value)
    found: dict[str, Any] = {}
    for pair in spelled.split("&"):
        name, _, text = pair.partition("=")
        steps = [step.removesuffix("]") for step in unquote(name).split("[")[1:]]
        node = found
        for step in steps[:-1]:
            node = node.setdefault(step, {})
        node[steps[-1]] = unquote(text)
    assert found == value
