"""A pointer to a line and a column, in YAML and in JSON."""

from __future__ import annotations

import json

import pytest

from specproof.core.location import Location, Pointer
from specproof.document import Origins, Sources, locate

YAML = """\
openapi: 3.1.0   # a comment
paths:
  /pets/{id}:
    get: &get
      tags: [a, "b"]
      parameters:
      - name: id
        in: path
      -   name: x
  "/quoted":
    get: *get
folded: >-
  text
empty:
? complex
: value
"""


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("", (1, 1)),
        ("/openapi", (1, 10)),
        ("/paths", (2, 1)),
        ("/paths/~1pets~1{id}", (3, 3)),
        ("/paths/~1pets~1{id}/get/tags", (5, 7)),
        ("/paths/~1pets~1{id}/get/tags/1", (5, 17)),
        ("/paths/~1pets~1{id}/get/parameters/0", (7, 9)),
        ("/paths/~1pets~1{id}/get/parameters/0/in", (8, 13)),
        ("/paths/~1pets~1{id}/get/parameters/1/name", (9, 17)),
        ("/paths/~1pets~1{id}/get/parameters/2", (6, 7)),
        ("/paths/~1quoted", (10, 3)),
        ("/paths/~1quoted/get", (11, 10)),
        ("/paths/~1quoted/get/tags/1", (11, 10)),
        ("/folded", (12, 9)),
        ("/empty", (14, 7)),
        ("/complex", (16, 3)),
        ("/nothing/at/all", (1, 1)),
    ],
)
def test_yaml(pointer: str, place: tuple[int, int]) -> None:
    assert locate({"a.yaml": YAML.encode()}, Location("a.yaml", Pointer.parse(pointer))) == place


JSON = '{\n\t"a": [1, {"b": "x"},\n\t\t[]],\r\n\t"\\u0063~/": {"d": null},"e": {}\n}'


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("", (1, 1)),
        ("/a", (2, 2)),
        ("/a/0", (2, 8)),
        ("/a/1", (2, 11)),
        ("/a/1/b", (2, 17)),
        ("/a/2", (3, 3)),
        ("/a/3", (2, 2)),
        ("/a/x", (2, 2)),
        ("/c~0~1", (4, 2)),
        ("/c~0~1/d", (4, 20)),
        ("/e", (4, 26)),
        ("/e/f", (4, 26)),
        ("/a/0/deeper", (2, 8)),
    ],
)
def test_json(pointer: str, place: tuple[int, int]) -> None:
    assert locate({"a.json": JSON.encode()}, Location("a.json", Pointer.parse(pointer))) == place


def test_json_places_do_not_depend_on_the_order_of_questions() -> None:
    text = json.dumps({"a": [[1, 2], {"b": {}, "c": 3}], "d": {"e": [4]}}, indent=1)
    pointers = [Pointer.parse(one) for one in ("/d/e/0", "/a/1/c", "/a/0/1", "/a/1/b", "/a", "/d")]
    together = Sources({"a.json": text.encode()})
    assert [together.position(Location("a.json", one)) for one in pointers] == [
        locate({"a.json": text.encode()}, Location("a.json", one)) for one in pointers
    ]


def test_a_line_is_known_by_its_number() -> None:
    sources = Sources({"a": b"one\r\ntwo\rthree"})
    assert [sources.line("a", number) for number in (0, 1, 2, 3, 4)] == [None, "one", "two", "three", None]
    assert sources.line("b", 1) is None


def test_a_text_that_is_unknown_or_broken_has_no_places() -> None:
    assert locate({}, Location("a.yaml")) is None
    assert locate({"a.yaml": b"a: [1"}, Location("a.yaml", Pointer(("a",)))) is None
    assert locate({"a.yaml": b"\xff"}, Location("a.yaml")) is None


class TestOrigins:
    def test_without_layers_a_pointer_is_its_own_place(self) -> None:
        origins = Origins(Location("a", Pointer(("root",))))
        assert origins.at(Pointer(("x",))) == Location("a", Pointer(("root", "x")))

    def test_the_longest_recorded_prefix_decides(self) -> None:
        origins = Origins(Location("a")).layer()
        origins.placed(Pointer(("x",)), Location("b"))
        origins.placed(Pointer(("x", "y")), Location("c", Pointer(("z",))))
        assert origins.at(Pointer(("x", "y", "1"))) == Location("c", Pointer(("z", "1")))
        assert origins.at(Pointer(("x", "q"))) == Location("b", Pointer(("q",)))
        assert origins.at(Pointer(("w",))) == Location("a", Pointer(("w",)))

    def test_layers_are_followed_down(self) -> None:
        first = Origins(Location("a")).layer()
        first.placed(Pointer(("old", "inner")), Location("b"))
        second = first.layer()
        second.moved(Pointer(("new",)), Pointer(("old",)))
        third = second.layer()
        third.moved(Pointer(("newest",)), Pointer(("new", "inner")))
        assert third.at(Pointer(("newest", "k"))) == Location("b", Pointer(("k",)))
        assert third.at(Pointer(("new", "k"))) == Location("a", Pointer(("old", "k")))
        assert first.at(Pointer(("new", "k"))) == Location("a", Pointer(("new", "k")))
