"""What the response to a start must hold, where parts go, and what they carry."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from specproof.extensions.multipart_upload.runtime.drivers.async_driver import upload_async
from specproof.extensions.multipart_upload.runtime.errors import (
    UploadRefusedError,
    UploadResponseInvalidError,
)
from specproof.runtime.operation import DeclaredResponse, Media
from specproof.runtime.session import AsyncSession
from tests.unit.extensions.multipart_upload.sample import PROTOCOL, Service, reply, with_parts
from tests.unit.extensions.multipart_upload.uploading import CONTENT, Upload, blocking
from tests.unit.runtime.sample.operations import PACKAGE
from tests.unit.runtime.wire import Answer


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda urls: urls[:-1], "the server gave 2 part URLs for 3 parts"),
        (lambda urls: [*urls, urls[0] + "9"], "the server gave 4 part URLs for 3 parts"),
        (lambda urls: [urls[0], *urls[:-1]], "two parts have the same URL"),
        (lambda urls: [*urls[:-1], "ftp://h/?hidden"], "the URL of part 3 cannot be used"),
        (lambda urls: [*urls[:-1], None], "the URL of part 3 cannot be used"),
        (lambda urls: [*urls[:-1], urls[-1] + "\r\nX: y"], "the URL of part 3 cannot be used"),
    ],
)
def test_replies_that_cannot_be_used_cost_no_bytes(service: Service, upload: Upload, change: Any, told: str) -> None:
    """U8: counted before a byte is sent."""
    service.change_urls = change
    with pytest.raises(UploadResponseInvalidError, match=told) as caught:
        upload(service, CONTENT)
    assert caught.value.record_id == 7
    assert "hidden" not in repr(caught.value)
    assert service.storage.seen == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"items": []}, "0 records"),
        ({"items": [{}, {}]}, "2 records"),
        ({"items": [{"id": 1, "uploadId": "u"}]}, "has no 'urls'"),
        ({"id": 1, "uploadId": "u", "urls": "x"}, "is not an array"),
        ([], "has no"),
    ],
)
def test_replies_without_a_record(service: Service, upload: Upload, body: Any, told: str) -> None:
    service.start_faults = [reply(body)]
    with pytest.raises(UploadResponseInvalidError, match=told):
        upload(service, CONTENT)


def test_replies_that_are_no_json(service: Service, upload: Upload) -> None:
    start = PROTOCOL.start_new
    text = replace(start.operation, responses={"200": DeclaredResponse({"text/plain": Media()})})
    service.start_faults = [Answer(200, b"hello", {"Content-Type": "text/plain"})]
    with pytest.raises(UploadResponseInvalidError, match="has no"):
        upload(service, CONTENT, replace(PROTOCOL, start_new=replace(start, operation=text)))


def test_the_record_may_stand_bare(service: Service, upload: Upload) -> None:
    service.envelope = False
    upload(service, CONTENT)
    assert service.content == CONTENT


@pytest.mark.parametrize(("rule", "prefix"), [("serverOrigin", ""), ("serverUrl", "/v1")])
def test_relative_urls(service: Service, upload: Upload, rule: Any, prefix: str) -> None:
    """H6, U9: behind the origin of the server, not its path, unless the protocol says so."""
    service.prefix = ""
    service.api.answer = lambda exchange: (
        service.answer_storage(exchange) if "/put/" in exchange.path else service.answer_api(exchange)
    )
    upload(service, CONTENT, with_parts(relative_urls=rule))
    assert service.content == CONTENT
    puts = [exchange for exchange in service.api.seen if exchange.method == "PUT"]
    assert sorted(put.target for put in puts) == [f"{prefix}/put/{n}?sig=hidden%2F{n}&&x=%zz+'a" for n in range(3)]
    assert [put.header("authorization") for put in puts] == [None] * 3


def test_relative_urls_can_be_refused(service: Service, upload: Upload) -> None:
    service.prefix = ""
    with pytest.raises(UploadResponseInvalidError, match="part 1 is relative"):
        upload(service, CONTENT, with_parts(relative_urls="refused"))


@pytest.mark.parametrize(
    ("rule", "asked", "same", "foreign"),
    [
        ("never", True, None, None),
        ("optIn", False, None, None),
        ("optIn", True, "Bearer hidden-token", None),
        ("always", False, "Bearer hidden-token", None),
    ],
)
def test_credentials_stay_at_home(
    service: Service, upload: Upload, rule: Any, asked: bool, same: Any, foreign: Any
) -> None:
    """H4, H5, U5: another origin gets none, the own one if protocol and caller say so."""
    protocol = with_parts(same_origin_credentials=rule)
    upload(service, CONTENT, protocol, options={"part_credentials": asked})
    assert {put.header("authorization") for put in service.storage.seen} == {foreign}
    service.prefix = service.api.url + "/v1"
    service.content = None
    upload(service, CONTENT, protocol, options={"part_credentials": asked})
    assert {put.header("authorization") for put in service.api.seen if put.method == "PUT"} == {same}


def test_a_client_of_the_caller_lends_parts_nothing_but_its_connections(service: Service, nothing_left: None) -> None:
    lent: dict[str, Any] = {
        "headers": {"X-Secret": "1", "Content-Type": "a/b"},
        "auth": ("u", "p"),
        "cookies": {"c": "d"},
    }
    with httpx2.Client(**lent) as own:
        blocking(service, CONTENT, client={"http_client": own})

    async def run() -> None:
        async with httpx2.AsyncClient(**lent) as own, AsyncSession(PACKAGE, base_url=base, http_client=own) as session:
            await upload_async(session, PROTOCOL, CONTENT, fields={"name": "n"})

    base = service.api.url + "/v1"
    asyncio.run(run())
    assert len(service.storage.seen) == 6
    for put in service.storage.seen:
        assert {name for name, _ in put.headers} == {"host", "accept", "user-agent", "content-length"}
    assert service.calls("init")[0].header("x-secret") == "1"


def test_what_is_required_or_followed_and_cannot_be(service: Service, upload: Upload) -> None:
    with pytest.raises(UploadRefusedError, match="'x-checksum'"):
        upload(service, CONTENT, with_parts(required_headers=("X-Checksum",)))
    with pytest.raises(UploadRefusedError, match="redirects"):
        upload(service, CONTENT, with_parts(redirects="follow"))
    assert service.storage.seen == []
