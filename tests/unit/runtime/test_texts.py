"""Texts are judged by their schema: in bodies before they are sent, in responses by the client's validation."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from specproof.runtime.bodies import Body
from specproof.runtime.codec import Codec
from specproof.runtime.drift import Drift, ResponsePolicy, Validation
from specproof.runtime.errors import InvalidArgumentError, InvalidResponseError, StatusError
from specproof.runtime.operation import DeclaredResponse, Media
from specproof.runtime.raw_response import Headers, RawResponse
from specproof.runtime.response import interpret
from specproof.runtime.texts import judged_text
from tests.unit.runtime.sample.operations import GET_PET, PACKAGE

TYPES: dict[str, Any] = {
    "Word": Annotated[str, Field(max_length=5)],
    "Greeting": Literal["hello", "bye"],
    "Count": Annotated[int, Field(ge=0, strict=True)],
    "Flag": Annotated[bool, Field(strict=True)],
}
GOOD = [("Word", "short"), ("Word", "7"), ("Greeting", "bye"), ("Count", "7"), ("Flag", "true")]
BAD = [
    ("Word", "far too long", "maxLength"),
    ("Word", "1234567", "maxLength"),
    ("Greeting", "definitely not", "enum"),
    ("Count", "seven", "type"),
    ("Count", "-7", "minimum"),
    ("Flag", "1", "type"),
]


class Names:
    def codec(self, name: str) -> Codec[Any]:
        return Codec(lambda: TYPES[name])

    def error(self, name: str) -> type[StatusError]:
        raise LookupError(name)


def read(kind: str, text: str, validation: Validation) -> tuple[Any, list[Drift]]:
    found: list[Drift] = []
    operation = replace(GET_PET, responses={"200": DeclaredResponse({"text/plain": Media(kind, judge=judged_text)})})
    response = RawResponse(200, Headers([("content-type", "text/plain; charset=utf-8")]), text.encode())
    return interpret(operation, response, Names(), ResponsePolicy(validation, found.append)).parsed, found


@pytest.mark.parametrize(("kind", "text"), GOOD)
def test_what_the_schema_accepts_is_sent_and_read_as_it_is(kind: str, text: str) -> None:
    body = Body({"text/plain": Media(kind, judge=judged_text)})
    assert PACKAGE.encode_body(body, text, None, Names()) == (text.encode(), "text/plain")
    assert PACKAGE.encode_body(body, text.encode(), None, Names()) == (text.encode(), "text/plain")
    assert read(kind, text, "strict") == (text, [])


@pytest.mark.parametrize(("kind", "text", "keyword"), BAD)
def test_what_it_does_not_accept_is_refused_or_told(kind: str, text: str, keyword: str) -> None:
    body = Body({"text/plain": Media(kind, judge=judged_text)})
    for value in (text, text.encode(), memoryview(text.encode())):
        with pytest.raises(InvalidArgumentError, match=r"^body: "):
            PACKAGE.encode_body(body, value, None, Names())
    with pytest.raises(InvalidResponseError):
        read(kind, text, "strict")
    parsed, found = read(kind, text, "warn")
    assert (parsed, [(one.pointer, one.keyword) for one in found]) == (text, [("", keyword)])
    assert read(kind, text, "off") == (text, [])
