"""The small judgements of an upload, each by itself."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specproof.extensions.multipart_upload.runtime.errors import (
    PartFailedError,
    SourceChangedError,
    UploadResponseInvalidError,
)
from specproof.extensions.multipart_upload.runtime.parts import Attempt, next_delay, part_headers, part_urls
from specproof.extensions.multipart_upload.runtime.plan import Part
from specproof.extensions.multipart_upload.runtime.protocol import Wait
from specproof.extensions.multipart_upload.runtime.source import Reader, open_source
from specproof.extensions.multipart_upload.runtime.upload_protocol.responses import poll_delays
from specproof.runtime.errors import ConnectionFailedError
from specproof.runtime.pointers import build, find, read
from specproof.runtime.raw_response import Headers, RawResponse
from specproof.runtime.retries import backoff, retry_after
from specproof.runtime.url import parse_url
from tests.unit.extensions.multipart_upload.sample import PROTOCOL

RULES = PROTOCOL.part_request
URL = parse_url("https://s/p?sig=hidden%2Fsig")
PART = Part(0, 0, 10)


def outcome(status: int | None, sent: int = 10, **headers: str) -> Attempt:
    fields = [(name.replace("_", "-"), value) for name, value in headers.items()]
    if status is None:
        return Attempt(URL, sent, error=ConnectionFailedError("broke"))
    return Attempt(URL, sent, response=RawResponse(status, Headers(fields), b"signature hidden/sig"))


@pytest.mark.parametrize(("status", "stored"), [(200, True), (201, True), (299, True)])
def test_any_2xx_is_stored(status: int, stored: bool) -> None:
    """H9."""
    assert (next_delay(RULES, PART, 1, outcome(status)) is None) is stored


def test_a_success_for_half_a_part_is_a_broken_connection() -> None:
    assert next_delay(RULES, PART, 1, outcome(200, sent=9)) is not None


@pytest.mark.parametrize("status", [408, 429, 500, 503, None])
def test_worth_another_try(status: int | None) -> None:
    assert 0 <= (next_delay(RULES, PART, 1, outcome(status)) or -1) <= 60
    with pytest.raises(PartFailedError):
        next_delay(RULES, PART, 6, outcome(status))


@pytest.mark.parametrize("status", [301, 304, 400, 401, 403, 404, 501])
def test_worth_none(status: int) -> None:
    with pytest.raises(PartFailedError) as caught:
        next_delay(RULES, PART, 1, outcome(status))
    assert str(caught.value) == f"part 1: the storage answered {status} signature … (attempt 1)"


def test_one_accepted_status() -> None:
    from dataclasses import replace

    rules = replace(RULES, accepted="201")
    assert next_delay(rules, PART, 1, outcome(201)) is None
    with pytest.raises(PartFailedError):
        next_delay(rules, PART, 1, outcome(200))


@given(st.integers(1, 1000))
def test_backoff_has_full_jitter_and_a_cap(attempt: int) -> None:
    assert 0 <= backoff(attempt) <= 60


def test_backoff_grows() -> None:
    assert max(backoff(1) for _ in range(200)) <= 1
    assert max(backoff(5) for _ in range(200)) > 1


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7),
        ("0", 0),
        ("99999", 60),
        ("", 0),
        ("soon", 0),
        ("-5", 0),
        ("1.5", 0),
        ("Mon, 01 Jan 2001 00:00:00 GMT", 0),
        ("Mon, 01 Jan 2001 00:00:00 +99999999999999999999", 0),
    ],
)
def test_retry_after(value: str, seconds: float) -> None:
    assert retry_after({"retry-after": value}) == seconds


def test_retry_after_as_a_date() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    assert 28 < retry_after({"retry-after": soon}) <= 30
    assert 28 < retry_after({"retry-after": soon.replace("GMT", "-0000")}) <= 30


def test_urls_stay_byte_for_byte() -> None:
    """H8."""
    base = parse_url("https://api:8443/v1/x?q=1")
    given_urls = ["/p?b=%2f&a=+", "https://S.example/./a/../b?sig=%zz&&"]
    found = part_urls(given_urls, 2, base, RULES)
    assert [url.root + url.target for url in found] == [
        "https://api:8443/p?b=%2f&a=+",
        "https://S.example/./a/../b?sig=%zz&&",
    ]


def test_forbidden_headers_stay_away_whoever_brings_them() -> None:
    headers = part_headers(5, RULES, "agent", {"Authorization": "Bearer x", "Content-Type": "a/b", "cookie": "c"})
    assert headers == {"Accept": "*/*", "User-Agent": "agent", "Authorization": "Bearer x", "Content-Length": "5"}


JSON: Any = {"a": [{"b/c": 1, "~": None}], "": 2}


@pytest.mark.parametrize(
    ("pointer", "value"),
    [("", JSON), ("/a/0/b~1c", 1), ("/a/0/~0", None), ("/", 2), ("/a/1", None), ("/a/x", None), ("/a/0/b~1c/d", None)],
)
def test_pointers(pointer: str, value: Any) -> None:
    assert find(JSON, pointer) == value


def test_reading_what_is_not_there() -> None:
    for pointer in ("/nope", "/a/7", "/a/x", "/a/0/b~1c/d"):
        with pytest.raises(LookupError):
            read(JSON, pointer)


def test_building() -> None:
    assert build({"/items/1/id": 7, "/items/0/id": 5, "/flag": True}) == {"items": [{"id": 5}, {"id": 7}], "flag": True}
    assert build({}) == {}
    assert build({"": 5}) == 5


def test_delays_grow_to_a_maximum_and_end() -> None:
    seen: list[float] = []
    for delay in poll_delays(Wait(1, 2, 5, 20), lambda: sum(seen)):
        seen.append(delay)
    assert seen == [1, 2, 4, 5, 5]


class Broken(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise OSError(5, "Input/output error")


def test_a_disk_that_fails() -> None:
    told = pytest.raises(SourceChangedError, match="Input/output error")
    with open_source(Broken(b"abc")) as source, source.reader(Part(0, 0, 3)) as reader, told:
        reader.read()


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"abc")
    with open_source(tmp_path / "f") as source:
        (tmp_path / "f").unlink()
        with pytest.raises(SourceChangedError, match="can no longer be opened: No such file"):
            source.reader(Part(0, 0, 3))
        with pytest.raises(SourceChangedError, match="can no longer be read: No such file"):
            source.verify()


@given(st.binary(max_size=100), st.integers(0, 100), st.data())
def test_readers_give_exactly_their_part(content: bytes, start: int, data: st.DataObject) -> None:
    file = io.BytesIO(content)
    file.seek(min(start, len(content)))
    rest = content[file.tell() :]
    with open_source(file) as source:
        assert source.size == len(rest)
        offset = data.draw(st.integers(0, len(rest)))
        length = data.draw(st.integers(0, len(rest) - offset))
        readers = [source.reader(Part(0, offset, length)) for _ in range(2)]
        assert [b"".join(iter(reader.read, b"")) for reader in readers] == [rest[offset : offset + length]] * 2


def test_a_reader_reads_in_pieces(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(bytes(3 << 20))
    file = (tmp_path / "f").open("rb")
    with Reader(file, 5, (2 << 20) + 1) as reader:
        assert [len(chunk) for chunk in iter(reader.read, b"")] == [1 << 20, 1 << 20, 1]
    assert file.closed


def test_what_a_storage_says_in_xml_is_kept() -> None:
    said = RawResponse(413, Headers([]), b'<?xml version="1.0"?><Error><Message>full: /p?sig=abcdef</Message></Error>')
    with pytest.raises(PartFailedError) as caught:
        next_delay(RULES, PART, 1, Attempt(URL, 10, response=said))
    assert '<?xml version="1.0"?><Error><Message>full: /p?…</Message>' in str(caught.value)


def test_content_goes_unencrypted_only_where_calls_do() -> None:
    safe, plain = parse_url("https://api/v1"), parse_url("http://api/v1")
    with pytest.raises(UploadResponseInvalidError, match="unencrypted"):
        part_urls(["http://s/p"], 1, safe, RULES)
    assert part_urls(["http://s/p"], 1, plain, RULES)[0].root == "http://s"
    assert part_urls(["http://s/p"], 1, safe, RULES, to_server=True)[0].root == "https://api"
