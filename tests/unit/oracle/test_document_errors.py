from __future__ import annotations

import socket
from typing import Any

import pytest

from specproof.oracle.document import Document


def document(**schemas: Any) -> Document:
    return Document({"openapi": "3.1.0", "components": {"schemas": schemas}})


def at(name: str) -> str:
    return f"/components/schemas/{name.replace('~', '~0')}"


def test_errors_name_the_place() -> None:
    judge = document(S={"properties": {"a/b": {"items": {"type": "string"}}}})
    assert judge.errors(at("S"), {"a/b": ["x", 1]}, "request") == ('/a~1b/1: 1 is not of type "string"',)
    assert judge.errors(at("S"), {"a/b": ["x"]}, "request") == ()


def test_names_with_odd_characters() -> None:
    judge = document(**{"a b~%{é}": {"type": "string"}, "R": {"$ref": "#/components/schemas/a%20b~0%25%7B%C3%A9%7D"}})
    assert judge.errors(at("a b~%{é}"), 1, "request")
    assert judge.errors(at("R"), 1, "request")
    assert not judge.errors(at("R"), "x", "request")


def test_schemas_with_identities_resolve_in_themselves() -> None:
    judge = document(
        Tree={
            "$id": "https://x.example/tree",
            "$defs": {"leaf": {"$anchor": "leaf", "type": "integer"}},
            "$ref": "#leaf",
        },
        A={"properties": {"t": {"$ref": "#/components/schemas/Tree"}, "u": {"$ref": "https://x.example/tree"}}},
    )
    assert not judge.errors(at("A"), {"t": 1, "u": 1}, "response")
    assert judge.errors(at("A"), {"t": "x"}, "response")
    assert judge.errors(at("A"), {"u": "x"}, "response")


def test_nothing_is_fetched() -> None:
    """A reference that leaves the document lets everything through, and nobody is asked what it means."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/elsewhere"
        assert document(S={"$ref": url}).errors(at("S"), 1, "request") == ()
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize(("value", "accepted"), [(1, True), (1.0, True), (2**70, True), (1.5, False), (True, False)])
def test_integers(value: Any, accepted: bool) -> None:
    assert (document(S={"type": "integer"}).errors(at("S"), value, "request") == ()) is accepted


def test_formats_are_annotations() -> None:
    assert document(S={"format": "date-time"}).errors(at("S"), "yesterday", "request") == ()
