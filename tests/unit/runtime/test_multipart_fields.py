"""Header fields of parts of multipart bodies."""

from __future__ import annotations

import io
from collections.abc import Mapping
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest

from specproof.runtime.bodies import Body, Stream
from specproof.runtime.errors import InvalidArgumentError
from specproof.runtime.forms import Encoding, PartHeader
from specproof.runtime.operation import Media
from tests.unit.runtime.sample.operations import PACKAGE


def part(value: Any, content_type: str | None = None, headers: Mapping[str, PartHeader] | None = None) -> Message:
    """The only part of a body, read by the standard library."""
    media = Media(None, {"file": Encoding(content_type, headers=headers or {})})
    body, kind = PACKAGE.encode_body(Body({"multipart/form-data": media}), {"file": value}, None, PACKAGE)
    assert isinstance(body, Stream)
    read = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + b"".join(body)).get_payload()
    assert isinstance(read, list)
    (only,) = read
    assert isinstance(only, Message)
    return only


@pytest.mark.parametrize(
    ("declared", "value", "sent"),
    [
        (None, b"x", "application/octet-stream"),
        ("image/png, image/jpeg", b"x", "image/png"),
        ("image/png, image/jpeg", ("a.jpg", b"x"), "image/jpeg"),
        ("image/png, image/jpeg", ("a.bin", b"x", "image/jpeg"), "image/jpeg"),
        ("image/*", ("a.png", b"x"), "image/png"),
        ("image/*, text/csv", b"x", "text/csv"),
        ("application/*", b"x", "application/octet-stream"),
        ("*/*", io.BytesIO(b"x"), "application/octet-stream"),
        ("text/csv, application/json", {"a": 1}, "application/json"),
        ("text/csv, application/json", "a,b", "text/csv"),
    ],
)
def test_the_media_type_of_a_part(declared: str | None, value: Any, sent: str) -> None:
    assert part(value, declared).get("content-type") == sent


@pytest.mark.parametrize(
    ("declared", "value"),
    [
        ("image/*", b"x"),
        ("image/png, image/jpeg", ("a.gif", b"x", "image/gif")),
        ("image/png", ("a.gif", b"x", "text/html")),
    ],
)
def test_a_media_type_that_the_document_does_not_allow(declared: str, value: Any) -> None:
    with pytest.raises(InvalidArgumentError, match=r"^body\.file: .*image/"):
        part(value, declared)


def test_headers_of_a_part() -> None:
    declared = {"X-Batch": PartHeader(value="k9"), "X-Free": PartHeader(), "X-List": PartHeader(value=[1, 2])}
    sent = part(("a", b"x", None, {"x-batch": "k7", "X-More": "m"}), headers=declared)
    assert (sent["x-batch"], sent["x-list"], sent["x-more"], sent["x-free"]) == ("k7", "1,2", "m", None)
    assert part("text", headers=declared)["X-Batch"] == "k9"


def test_a_part_without_its_required_header() -> None:
    with pytest.raises(InvalidArgumentError, match=r"^body\.file: .*X-Batch"):
        part(b"x", headers={"X-Batch": PartHeader(required=True)})


@pytest.mark.parametrize("headers", [{"X-A": "a\r\nb"}, {"Content-Type": "text/html"}, {"X A": "a"}])
def test_a_header_that_no_part_can_have(headers: dict[str, str]) -> None:
    with pytest.raises(InvalidArgumentError):
        part(("a", b"x", None, headers))


def test_a_header_that_its_schema_refuses() -> None:
    with pytest.raises(InvalidArgumentError, match=r"^header\.X-Pet: "):
        part(("a", b"x", None, {"X-Pet": {}}), headers={"X-Pet": PartHeader("Pet")})
