from __future__ import annotations

import socket
from typing import Any

import pytest

from specproof.core.location import Pointer
from specproof.emulate.judge import Judge


def judge(**schemas: Any) -> Judge:
    return Judge({"openapi": "3.1.0", "components": {"schemas": schemas}})


def at(name: str) -> Pointer:
    return Pointer(("components", "schemas", name))


def test_complaints_name_the_place() -> None:
    found = judge(S={"properties": {"a/b": {"items": {"type": "string"}}}})
    assert found.complaints(at("S"), {"a/b": ["x", 1]}, "request") == ('/a~1b/1: 1 is not of type "string"',)
    assert found.complaints(at("S"), {"a/b": ["x"]}, "request") == ()


def test_names_with_odd_characters() -> None:
    found = judge(**{"a b~%{é}": {"type": "string"}, "R": {"$ref": "#/components/schemas/a%20b~0%25%7B%C3%A9%7D"}})
    assert found.complaints(at("a b~%{é}"), 1, "request")
    assert found.complaints(at("R"), 1, "request")
    assert not found.complaints(at("R"), "x", "request")


def test_schemas_with_identities_resolve_in_themselves() -> None:
    found = judge(
        Tree={
            "$id": "https://x.example/tree",
            "$defs": {"leaf": {"$anchor": "leaf", "type": "integer"}},
            "$ref": "#leaf",
        },
        A={"properties": {"t": {"$ref": "#/components/schemas/Tree"}, "u": {"$ref": "https://x.example/tree"}}},
    )
    assert not found.complaints(at("A"), {"t": 1, "u": 1}, "reply")
    assert found.complaints(at("A"), {"t": "x"}, "reply")
    assert found.complaints(at("A"), {"u": "x"}, "reply")


def test_nothing_is_fetched() -> None:
    """A reference that leaves the document lets everything through, and nobody is asked what it means."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/elsewhere"
        assert judge(S={"$ref": url}).complaints(at("S"), 1, "request") == ()
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize(("value", "accepted"), [(1, True), (1.0, True), (2**70, True), (1.5, False), (True, False)])
def test_integers(value: Any, accepted: bool) -> None:
    assert (judge(S={"type": "integer"}).complaints(at("S"), value, "request") == ()) is accepted


def test_formats_are_annotations() -> None:
    assert judge(S={"format": "date-time"}).complaints(at("S"), "yesterday", "request") == ()
