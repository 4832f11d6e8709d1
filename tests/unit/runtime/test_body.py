"""Request bodies, byte for byte."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from specproof.runtime.bodies import Body, Stream
from specproof.runtime.errors import InvalidArgumentError
from specproof.runtime.forms import Encoding
from specproof.runtime.operation import Media
from tests.unit.runtime.sample.models import Pet
from tests.unit.runtime.sample.operations import PACKAGE

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


def encoded(content: dict[str, Media], value: Any, media_type: str | None = None) -> tuple[bytes, str, int | None]:
    """Content, Content-Type, and the length that would be announced."""
    body, kind = PACKAGE.encode_body(Body(content), value, media_type, PACKAGE)
    assert kind is not None
    assert isinstance(body, (bytes, Stream))
    return (body, kind, len(body)) if isinstance(body, bytes) else (b"".join(body), kind, body.length)


@pytest.mark.parametrize("kind", ["application/json; charset=latin-1", "text/plain;charset=ISO-8859-1"])
def test_a_declared_charset(kind: str) -> None:
    assert encoded({kind: Media()}, "é")[0].strip(b'"') == b"\xe9"
    with pytest.raises(InvalidArgumentError, match=r"^body: "):
        encoded({kind: Media()}, "€")


def test_a_model_where_no_json_is_declared() -> None:
    with pytest.raises(InvalidArgumentError, match=r"bytes, text, a file or an iterator is needed, not Pet"):
        encoded({"application/xml": Media()}, Pet(name="a"))


def test_json_is_judged_by_its_model() -> None:
    assert encoded({"application/json": Media("Pet")}, {"name": "é", "more": 1})[0] == '{"name":"é","more":1}'.encode()
    with pytest.raises(InvalidArgumentError, match=r"^body: name: "):
        encoded({"application/json": Media("Pet")}, {})


def test_json_of_any_shape() -> None:
    assert encoded({"application/vnd.x+json": Media()}, [1e22, None])[:2] == (b"[1e+22,null]", "application/vnd.x+json")
    with pytest.raises(InvalidArgumentError, match="body"):
        encoded({"application/json": Media()}, float("nan"))


@pytest.mark.parametrize(
    ("declared", "asked", "value", "kind"),
    [
        (["text/plain", "application/json"], None, {"name": "a"}, "application/json"),
        (["text/plain", "application/json"], "text/plain", "a", "text/plain"),
        (["image/*"], "image/png", b"a", "image/png"),
        (["*/*"], None, b"a", "application/octet-stream"),
        (["*/*"], None, {"name": "a"}, "application/json"),
        (["application/json"], "application/json; v=2", {"name": "a"}, "application/json; v=2"),
    ],
)
def test_which_media_type_is_sent(declared: list[str], asked: str | None, value: Any, kind: str) -> None:
    assert encoded({key: Media() for key in declared}, value, asked)[1] == kind


def test_a_media_type_that_is_not_declared() -> None:
    with pytest.raises(InvalidArgumentError, match="application/json is needed"):
        encoded({"application/json": Media()}, {}, "text/csv")


@pytest.mark.parametrize(
    ("value", "content", "length"),
    [
        (b"\x00\xff", b"\x00\xff", 2),
        (bytearray(b"ab"), b"ab", 2),
        (memoryview(b"ab"), b"ab", 2),
        ("é", "é".encode(), 2),
        (io.BytesIO(b"abc"), b"abc", 3),
        (iter([b"a", b"b"]), b"ab", None),
    ],
)
def test_raw_bodies(value: Any, content: bytes, length: int | None) -> None:
    assert encoded({"application/octet-stream": Media()}, value) == (content, "application/octet-stream", length)


def test_a_file_is_sent_from_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"0123456789" * 20_000)
    with (tmp_path / "f").open("rb") as file:
        file.seek(5)
        content, _, length = encoded({"text/csv": Media()}, file)
    assert (content[:3], len(content), length) == (b"567", 199_995, 199_995)


class Pipe(io.RawIOBase):
    """Can be read once, and nothing else."""

    def __init__(self) -> None:
        self.left = [b"ab", b""]

    def read(self, size: int = -1) -> bytes:
        return self.left.pop(0)


def test_a_pipe_has_no_length() -> None:
    assert encoded({"text/csv": Media()}, Pipe()) == (b"ab", "text/csv", None)


def test_async_iterators_are_left_to_the_async_client() -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"a"

    body, _ = PACKAGE.encode_body(Body({"text/csv": Media()}), chunks(), None, PACKAGE)
    assert isinstance(body, AsyncIterable)


@pytest.mark.parametrize("value", [{"a": 1}, 5, None])
def test_what_cannot_be_raw(value: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="bytes, text, a file or an iterator"):
        encoded({"text/csv": Media()}, value)


def test_forms() -> None:
    value = {"name": "a b&c", "n": 1.0, "ok": True, "tags": ["x", "y"]}
    value |= {"deep": {"k": [1]}, "list": [{"a": 1}, [2]]}
    content, kind, _ = encoded({FORM: Media("Pet")}, value)
    assert kind == FORM
    assert parse_qsl(content.decode()) == [
        ("name", "a b&c"),
        ("n", "1"),
        ("ok", "true"),
        ("tags", "x"),
        ("tags", "y"),
        ("deep", '{"k":[1]}'),
        ("list", '{"a":1}'),
        ("list", "[2]"),
    ]


@pytest.mark.parametrize("media_type", [FORM, MULTIPART])
@pytest.mark.parametrize("value", [None, [], [None]])
def test_forms_have_no_text_for_nothing(media_type: str, value: Any) -> None:
    with pytest.raises(InvalidArgumentError, match=r"^body\.none"):
        encoded({media_type: Media()}, {"none": value})


def test_scalars_are_json_where_that_is_declared() -> None:
    encoding = {"a": Encoding(content_type="application/json"), "b": Encoding(content_type="text/plain")}
    content, _, _ = encoded({FORM: Media(encoding=encoding)}, {"a": "1", "b": "1"})
    assert parse_qsl(content.decode()) == [("a", '"1"'), ("b", "1")]
    content, _, _ = encoded({MULTIPART: Media(encoding=encoding)}, {"a": None, "b": "1"})
    assert b"Content-Type: application/json\r\n\r\nnull\r\n" in content


@pytest.mark.parametrize(
    ("value", "read_as"),
    [
        ({"free": {"deep[d]": "x"}}, "body.deep"),
        ({"deep[d]": "x"}, "body.deep"),
        ({"free": {"name": "x"}, "name": "y"}, "body.name"),
    ],
)
def test_no_field_of_a_form_passes_for_another(value: Any, read_as: str) -> None:
    encoding = {"deep": Encoding(style="deepObject"), "free": Encoding(style="form")}
    body = {FORM: Media(encoding=encoding)}
    assert encoded(body, {"deep": {"d": 1}, "free": {"a": "x"}})[0] == b"deep%5Bd%5D=1&a=x"
    with pytest.raises(InvalidArgumentError, match=f"would be read as {read_as}"):
        encoded(body, value)


def test_form_encodings() -> None:
    encoding = {"tags": Encoding(style="pipeDelimited", explode=False), "o": Encoding(style="deepObject")}
    assert encoded({FORM: Media(encoding=encoding)}, {"tags": ["x", "y"], "o": {"a": 1}})[0] == b"tags=x%7Cy&o%5Ba%5D=1"


@pytest.mark.parametrize("value", [[1], "a", 5])
def test_a_form_has_names(value: Any) -> None:
    with pytest.raises(InvalidArgumentError):
        encoded({FORM: Media()}, value)


def test_multipart(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(b"PNG")
    encoding = {"photo": Encoding(content_type="image/png"), "thumb": Encoding(content_type="image/png, image/gif")}
    with (tmp_path / "photo.png").open("rb") as file:
        value = {
            "name": "é",
            "photo": file,
            "thumb": b"\r\n--",
            "named": ('a"b\n.txt', "text", "text/plain"),
            "all": [b"1", b"2"],
            "meta": {"k": 1},
            "n": 3,
        }
        content, kind, length = encoded({MULTIPART: Media("Pet", encoding)}, value)
    assert length == len(content)
    boundary = re.fullmatch(r"multipart/form-data; boundary=([0-9a-f]{32})", kind)
    assert boundary is not None
    pieces = content.split(b"--" + boundary[1].encode())
    assert (pieces[0], pieces[-1]) == (b"", b"--\r\n")
    parts = {piece.partition(b"\r\n\r\n")[0].decode(): piece.partition(b"\r\n\r\n")[2] for piece in pieces[1:-1]}
    octets = "\r\nContent-Type: application/octet-stream"
    disposition = "\r\nContent-Disposition: form-data; "
    assert parts == {
        f'{disposition}name="name"': "é\r\n".encode(),
        f'{disposition}name="meta"\r\nContent-Type: application/json': b'{"k":1}\r\n',
        f'{disposition}name="n"': b"3\r\n",
        f'{disposition}name="photo"; filename="photo.png"\r\nContent-Type: image/png': b"PNG\r\n",
        f'{disposition}name="thumb"; filename="thumb"\r\nContent-Type: image/png': b"\r\n--\r\n",
        f'{disposition}name="named"; filename="a%22b%0A.txt"\r\nContent-Type: text/plain': b"text\r\n",
        f'{disposition}name="all"; filename="all"{octets}': b"2\r\n",
    }
    assert content.count(b'; name="all"') == 2


def test_multipart_of_unknown_length() -> None:
    content, _, length = encoded({MULTIPART: Media()}, {"f": Pipe()})
    assert b"\r\n\r\nab\r\n--" in content
    assert length is None


def test_a_model_in_a_multipart_body() -> None:
    assert b'name="name"\r\n\r\nRex\r\n' in encoded({MULTIPART: Media("Pet")}, Pet(name="Rex"))[0]


def test_a_multipart_value_is_judged() -> None:
    with pytest.raises(InvalidArgumentError, match="name"):
        encoded({MULTIPART: Media("Pet")}, {"photo": b"x"})


def test_a_media_type_with_a_line_break_is_refused() -> None:
    with pytest.raises(InvalidArgumentError):
        encoded({MULTIPART: Media()}, {"f": ("n", b"x", "text/plain\r\nX: y")})


def test_streams_can_be_read_lazily() -> None:
    def chunks() -> Iterator[bytes]:
        yield b"a"
        raise AssertionError("read too early")

    body, _ = PACKAGE.encode_body(Body({"text/csv": Media()}), chunks(), None, PACKAGE)
    assert isinstance(body, Stream)
    assert next(iter(body)) == b"a"
