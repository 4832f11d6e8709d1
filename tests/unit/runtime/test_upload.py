"""Uploads over real sockets, sync and async: what arrives, what goes out byte for byte, and how trouble ends."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest

from specproof.extensions.multipart_upload.runtime import parts
from specproof.extensions.multipart_upload.runtime.drivers.async_driver import upload_async
from specproof.extensions.multipart_upload.runtime.drivers.pace import Pace
from specproof.extensions.multipart_upload.runtime.drivers.sync_driver import upload_sync
from specproof.extensions.multipart_upload.runtime.errors import (
    PartFailedError,
    SourceChangedError,
    UploadNotConfirmedError,
    UploadRefusedError,
    UploadResponseInvalidError,
    UploadStartUnknownError,
)
from specproof.extensions.multipart_upload.runtime.options import UploadOptions, UploadProgress
from specproof.runtime import NOT_GIVEN, AsyncSession, SyncSession, retries
from specproof.runtime.errors import ClientError, InvalidArgumentError, InvalidResponseError, StatusError
from specproof.runtime.operation import Body, DeclaredResponse, Media
from tests.unit.runtime.sample.models import Record
from tests.unit.runtime.sample.operations import PACKAGE
from tests.unit.runtime.sample.uploads import PROTOCOL, Service, reply, with_parts
from tests.unit.runtime.wire import Answer, Server

Upload = Callable[..., Any]
CONTENT = os.urandom(250_001)


def blocking(
    service: Service, source: Any, protocol: Any = PROTOCOL, client: dict[str, Any] | None = None, **more: Any
) -> Any:
    options = UploadOptions(**more.pop("options", {}))
    with SyncSession(PACKAGE, base_url=service.api.url + "/v1", token="hidden-token", **(client or {})) as session:
        if "identifiers" in more:
            return upload_sync(session, protocol, source, options=options, **more)
        return upload_sync(session, protocol, source, options=options, **{"fields": {"name": "n"}, **more})


def on_a_loop(
    service: Service, source: Any, protocol: Any = PROTOCOL, client: dict[str, Any] | None = None, **more: Any
) -> Any:
    options = UploadOptions(**more.pop("options", {}))

    async def run() -> Any:
        base = service.api.url + "/v1"
        async with AsyncSession(PACKAGE, base_url=base, token="hidden-token", **(client or {})) as session:
            if "identifiers" in more:
                return await upload_async(session, protocol, source, options=options, **more)
            return await upload_async(session, protocol, source, options=options, **{"fields": {"name": "n"}, **more})

    return asyncio.run(run())


@pytest.fixture(params=[blocking, on_a_loop], ids=["sync", "async"])
def upload(request: pytest.FixtureRequest, nothing_left: None) -> Upload:
    found: Upload = request.param
    return found


@pytest.fixture
def service(server: Server, storage: Server) -> Service:
    return Service(server, storage)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retries.random, "uniform", lambda low, high: low + high / 1000)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "data.csv").write_bytes(CONTENT)
    return tmp_path / "data.csv"


def test_a_file(service: Service, upload: Upload, path: Path) -> None:
    assert upload(service, path, fields={"key": "k"}) == Record(id=7, uploaded=True)
    assert service.content == CONTENT
    assert {number: len(content) for number, content in service.parts.items()} == {0: 100_000, 1: 100_000, 2: 50_001}
    (start,) = service.calls("init")
    assert start.target == "/v1/init?parts=3"
    assert json.loads(start.body) == {"name": "data.csv", "kind": "text/csv", "key": "k"}
    (complete,) = service.calls("complete")
    assert json.loads(complete.body) == {"id": 7, "uploadId": Service.UPLOAD_ID}


def test_the_bytes_of_a_part_request(service: Service, upload: Upload) -> None:
    """H1, H2, H3, H8, H10, H11: exactly these headers, and the URL byte for byte."""
    upload(service, CONTENT[:5])
    (put,) = service.storage.seen
    assert put.line == "PUT /put/0?sig=hidden%2F0&&x=%zz+'a HTTP/1.1"
    assert dict(put.headers) == {
        "host": f"127.0.0.1:{service.storage.port}",
        "accept": "*/*",
        "user-agent": "sample/1.0",
        "content-length": "5",
    }
    assert put.body == CONTENT[:5]


def test_an_empty_file_is_one_empty_part(service: Service, upload: Upload, tmp_path: Path) -> None:
    """H2: its length is said, too."""
    (tmp_path / "empty").touch()
    assert upload(service, tmp_path / "empty").uploaded
    (put,) = service.storage.seen
    assert put.header("content-length") == "0"
    assert put.header("transfer-encoding") is None
    assert service.content == b""


def test_a_file_of_the_caller_is_sent_from_where_it_stands(service: Service, upload: Upload, path: Path) -> None:
    """U12."""
    with path.open("rb") as file:
        file.seek(100_001)
        upload(service, file)
        assert file.tell() == len(CONTENT)
    assert service.content == CONTENT[100_001:]
    upload(Service(service.api, service.storage), io.BytesIO(CONTENT))
    assert json.loads(service.calls("init")[0].body)["name"] == "n"


def test_parts_go_out_at_once_but_no_more_than_workers(service: Service, upload: Upload) -> None:
    """U18, U19: many parts at once, each to its own URL."""
    now, most, lock = 0, 0, threading.Lock()
    together = threading.Barrier(2)

    def on_part(number: int) -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        if number < 2:
            together.wait(10)
        time.sleep(0.005)
        with lock:
            now -= 1

    service.on_part = on_part
    upload(service, CONTENT, options={"part_size": 10_000, "workers": 2})
    assert most == 2
    assert service.content == CONTENT


@pytest.mark.parametrize("number", [0, 1, 2])
@pytest.mark.parametrize("fault", ["408", "429", "500", "503", "drop", "half", "slow"])
def test_one_fault_costs_one_part_one_more_try(service: Service, upload: Upload, fault: str, number: int) -> None:
    """U1, U2, U20: a fresh reader for each try, and one part for each fault."""
    held = threading.Event()
    faults = {
        "drop": Answer(drop_after=0),
        "half": Answer(drop_after=40_000),
        "slow": Answer(wait_for=held),
    }
    service.faults[number] = [faults.get(fault) or Answer(int(fault), b"<Error/>")]
    try:
        upload(service, CONTENT, options={"transfer_timeout": 0.3 if fault == "slow" else None})
    finally:
        held.set()
    assert service.content == CONTENT
    assert sorted(exchange.path for exchange in service.storage.seen) == sorted(
        [f"/put/{at}" for at in range(3)] + [f"/put/{number}"]
    )


def test_a_success_before_all_bytes_were_taken_is_none(service: Service, upload: Upload) -> None:
    content = os.urandom(1 << 20) * 16
    large = replace(PROTOCOL, parts=replace(PROTOCOL.parts, maximum=None))
    service.faults[0] = [Answer(200, early=True)]
    upload(service, content, large, options={"part_size": 1 << 24})
    assert service.content == content
    assert len(service.storage.seen) == 2


def test_a_part_is_not_sent_for_ever(service: Service, upload: Upload) -> None:
    service.faults[1] = [Answer(503) for _ in range(20)]
    with pytest.raises(PartFailedError) as caught:
        upload(service, CONTENT)
    error = caught.value
    assert (error.part, error.attempts, error.status_code, error.record_id) == (1, parts.MAX_ATTEMPTS, 503, 7)
    assert len([put for put in service.storage.seen if put.path == "/put/1"]) == parts.MAX_ATTEMPTS
    assert service.calls("complete") == []


@pytest.mark.parametrize("status", [400, 403, 301, 199])
def test_a_refused_part_is_not_sent_again_and_secrets_stay_in(service: Service, upload: Upload, status: int) -> None:
    """H9, H12, U19: a redirect is a refusal, and every refusal is raised."""
    told = b"<Code>No</Code>\n<Url>/put/2?sig=hidden%2F2</Url> hidden/2 hidden%2F2" + b"x" * 100_000
    service.faults[2] = [Answer(status, told, {"Location": service.api.url})] if status != 199 else [Answer(418, told)]
    with pytest.raises(PartFailedError) as caught:
        upload(service, CONTENT)
    assert str(caught.value).startswith(
        f"part 3: the storage answered {418 if status == 199 else status} <Code>No</Code>"
    )
    assert "hidden" not in repr(caught.value)
    assert len(str(caught.value)) < 500
    assert len([put for put in service.storage.seen if put.path == "/put/2"]) == 1
    assert service.calls("complete") == []


def test_nothing_is_repeated_where_the_protocol_says_never(service: Service, upload: Upload) -> None:
    service.faults[0] = [Answer(503)]
    with pytest.raises(PartFailedError):
        upload(service, CONTENT[:5], with_parts(repeat="never"))
    service.faults[0] = [Answer(drop_after=0)]
    with pytest.raises(PartFailedError, match="the connection broke"):
        upload(service, CONTENT[:5], with_parts(retry_transport_errors=False))


def test_storage_that_cannot_be_reached_is_not_waited_for(
    service: Service, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection is there soon or never: the patience is for what goes through it."""
    connect, patience = socket.create_connection, []

    def watched(address: Any, timeout: Any = None, *more: Any, **named: Any) -> socket.socket:
        patience.append(timeout)
        return connect(address, timeout, *more, **named)

    monkeypatch.setattr(socket, "create_connection", watched)
    assert upload(service, CONTENT).uploaded
    assert 600.0 not in patience
    assert 10.0 in patience


def test_siblings_are_stopped_at_once(service: Service, upload: Upload) -> None:
    """U7: a sibling that waits for its reply is not waited for."""
    held = threading.Event()
    both = threading.Barrier(2)

    def on_part(number: int) -> None:
        if number < 2:
            both.wait(10)

    service.on_part = on_part
    service.faults = {0: [Answer(403)], 1: [Answer(wait_for=held)]}
    began = time.monotonic()
    try:
        with pytest.raises(PartFailedError, match="part 1: the storage answered 403"):
            upload(service, CONTENT, options={"workers": 2})
        assert time.monotonic() - began < 5
        assert [put.path for put in service.storage.seen if put.path == "/put/2"] == []
    finally:
        held.set()


def test_retry_after_is_obeyed(service: Service, upload: Upload) -> None:
    """U3."""
    service.faults[0] = [Answer(429, headers={"Retry-After": "1"})]
    began = time.monotonic()
    upload(service, CONTENT[:5])
    assert 1 <= time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda urls: urls[:-1], "asked for 3 part URLs and got 2"),
        (lambda urls: [*urls, urls[0] + "9"], "asked for 3 part URLs and got 4"),
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
        ({"items": [{"id": 1, "uploadId": "u"}]}, "does not hold 'urls'"),
        ({"id": 1, "uploadId": "u", "urls": "x"}, "is no list"),
        ([], "does not hold"),
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
    with pytest.raises(UploadResponseInvalidError, match="does not hold"):
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


@pytest.mark.parametrize(
    ("fields", "argument"),
    [
        ({"name": ""}, "body.name"),
        ({"name": 5}, "body"),
        ({"name": "n", "folder": "a/b"}, "body.folder"),
        ({"name": "n", "pairs": {"a": "1", "b": "2", "c": "3"}}, "body.pairs"),
        ({"name": "n", "pairs": {"ééé": "1"}}, "body.pairs"),
        ({"name": "n", "pairs": {"a": "ééé1"}}, "body.pairs"),
        ({"name": "n", "pairs": {"abcd": "123456", "b": "12"}}, "body.pairs"),
    ],
)
def test_fields_are_judged_before_anything_is_sent(
    service: Service, upload: Upload, fields: Any, argument: str
) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        upload(service, CONTENT, fields=fields)
    assert caught.value.argument == argument
    assert service.api.seen == []


@pytest.mark.parametrize("status", [200, 400])
def test_replies_that_are_nested_too_deeply(service: Service, upload: Upload, status: int) -> None:
    service.start_faults = [Answer(status, b"[" * 200_000, {"Content-Type": "application/json"})]
    with pytest.raises(ClientError):
        upload(service, CONTENT)


def test_fields_that_keep_the_checks(service: Service, upload: Upload) -> None:
    fields = {"name": "n", "folder": "/a", "pairs": {"abcd": "12345", "b": "é"}}
    assert upload(service, CONTENT, fields=fields).uploaded


def test_bad_wishes_send_nothing(service: Service, upload: Upload) -> None:
    """U10."""
    nan = float("nan")
    for options in ({"part_size": 9}, {"parts": 251}, {"workers": 0}, {"bandwidth": 0}, {"bandwidth": nan}):
        with pytest.raises(UploadRefusedError):
            upload(service, CONTENT, options=options)
    assert service.api.seen == []


def test_existing_records(service: Service, upload: Upload) -> None:
    upload(service, CONTENT, identifiers={"key": "k", "node": NOT_GIVEN})
    assert json.loads(service.calls("link")[0].body) == {"items": [{"key": "k"}]}
    assert service.content == CONTENT
    for identifiers in ({}, {"key": "a", "node": "b"}):
        with pytest.raises(InvalidArgumentError, match="exactly one of key, node"):
            upload(service, CONTENT, identifiers=identifiers)
    with pytest.raises(InvalidArgumentError, match="new records alone"):
        upload(service, CONTENT, replace(PROTOCOL, start_existing=None), identifiers={"key": "a"})


def test_a_start_whose_body_no_model_describes(service: Service, upload: Upload) -> None:
    start = PROTOCOL.start_new
    free = replace(start, operation=replace(start.operation, body=Body({"application/json": Media()})))
    upload(service, CONTENT, replace(PROTOCOL, start_new=free), fields={"any": 1})
    assert json.loads(service.calls("init")[0].body) == {"any": 1}


def test_records_that_are_seen_late(service: Service, upload: Upload) -> None:
    missing = {"missing": [{"node": "x"}]}
    service.start_faults = [reply(missing, 404) for _ in range(3)]
    upload(service, CONTENT, identifiers={"node": "x"})
    assert len(service.calls("link")) == 4
    html, other = Answer(404, b"<html>"), reply(missing, 404)
    for refusal, identifiers, calls in ((html, {"node": "x"}, 5), (other, {"key": "x"}, 6)):
        service.start_faults = [refusal]
        with pytest.raises(StatusError):
            upload(service, CONTENT, identifiers=identifiers)
        assert len(service.calls("link")) == calls
    service.start_faults = [reply(missing, 404) for _ in range(99)]
    with pytest.raises(StatusError):
        upload(service, CONTENT, identifiers={"node": "x"})


@pytest.mark.parametrize("fault", [Answer(drop_after=0), Answer(503)])
def test_a_start_that_nothing_identifies_is_not_repeated(service: Service, upload: Upload, fault: Answer) -> None:
    """U4, journey 8."""
    service.start_faults = [fault]
    with pytest.raises(UploadStartUnknownError, match="a record may have been made"):
        upload(service, CONTENT)
    assert len(service.calls("init")) == 1


@pytest.mark.parametrize("fault", ["drop", "503"])
def test_a_lost_reply_of_complete_is_looked_after(service: Service, upload: Upload, fault: str) -> None:
    """U2, journey 7."""
    service.complete_faults = [Answer(drop_after=999) if fault == "drop" else Answer(503, headers={"Retry-After": "0"})]
    assert upload(service, CONTENT).uploaded
    assert len(service.calls("complete")) == 1


def test_complete_is_called_again_where_the_look_says_no(service: Service, upload: Upload) -> None:
    service.complete_faults = [Answer(503)]
    service.uploaded_after = 2
    assert upload(service, CONTENT).uploaded
    assert len(service.calls("complete")) == 2


def test_complete_is_called_again_where_the_look_fails(service: Service, upload: Upload) -> None:
    service.complete_faults = [Answer(503)]
    looks = iter([Answer(503), reply({"id": 7, "uploaded": True})])
    service.api.answer = lambda exchange: next(looks) if "records" in exchange.path else service.answer_api(exchange)
    assert upload(service, CONTENT).uploaded
    assert len(service.calls("complete")) == 2


def test_a_repetition_that_is_refused_is_a_success_if_the_content_is_there(service: Service, upload: Upload) -> None:
    service.complete_faults = [Answer(503), reply({}, 400)]
    service.uploaded_after = 2
    assert upload(service, CONTENT).uploaded


def test_a_refused_completion_is_an_error(service: Service, upload: Upload) -> None:
    service.complete_faults = [reply({"message": "no"}, 400)]
    with pytest.raises(StatusError, match="400 Bad Request: no"):
        upload(service, CONTENT)
    service.complete_faults = [Answer(503) for _ in range(20)]
    service.uploaded_after = 99
    with pytest.raises(Exception, match="complete: 503"):
        upload(service, CONTENT)
    service.complete_faults = [Answer(503)]
    with pytest.raises(Exception, match="complete: 503"):
        upload(service, CONTENT, replace(PROTOCOL, complete=replace(PROTOCOL.complete, repeat="never")))


def test_a_completion_that_says_nothing_is_one(service: Service, upload: Upload) -> None:
    service.complete_faults = [Answer(200)]
    assert upload(service, CONTENT).uploaded
    with pytest.raises(InvalidResponseError):
        service.start_faults = [Answer(200)]
        upload(service, CONTENT)


def test_the_content_is_awaited(service: Service, upload: Upload) -> None:
    """U15."""
    service.uploaded_after = 4
    assert upload(service, CONTENT).uploaded
    assert len(service.calls("records/7")) == 4


def test_old_content_does_not_count(service: Service, upload: Upload) -> None:
    """U15, journey 10: the flag was true before, and proves nothing."""
    service.old_time = 5
    service.uploaded_after = 3
    assert upload(service, CONTENT).model_extra == {"time": 6}
    assert len(service.calls("records/7")) == 3


def test_the_wait_has_an_end_or_none_at_all(service: Service, upload: Upload) -> None:
    service.uploaded_after = 999
    with pytest.raises(UploadNotConfirmedError, match=r"within 0\.5 s") as caught:
        upload(service, CONTENT)
    assert caught.value.record_id == 7
    assert upload(service, CONTENT, options={"wait": False}) == Record(id=7, uploaded=False)


def test_looks_that_fail_are_repeated_unless_refused(service: Service, upload: Upload) -> None:
    answers = iter([Answer(503), Answer(drop_after=0), reply({"id": 7, "uploaded": True}), Answer(403)])
    service.api.answer = lambda exchange: next(answers) if "records" in exchange.path else service.answer_api(exchange)
    assert upload(service, CONTENT).uploaded
    with pytest.raises(Exception, match="403"):
        upload(service, CONTENT)


def test_without_a_poll_the_start_s_record_is_returned(service: Service, upload: Upload) -> None:
    found = upload(service, CONTENT, replace(PROTOCOL, poll=None))
    assert found["items"][0]["id"] == 7
    service.complete_faults = [Answer(503)]
    assert upload(service, CONTENT, replace(PROTOCOL, poll=None))


def test_progress(service: Service, upload: Upload) -> None:
    """U16."""
    seen: list[UploadProgress] = []
    service.faults[0] = [Answer(503)]
    upload(service, CONTENT, options={"progress": seen.append, "workers": 1})
    assert seen[-1] == UploadProgress(250_001, 250_001, 3, 3)
    assert seen[:3] == [
        UploadProgress(100_000, 250_001, 0, 3),
        UploadProgress(0, 250_001, 0, 3),
        UploadProgress(100_000, 250_001, 0, 3),
    ]


def test_what_progress_raises_ends_the_upload(service: Service, upload: Upload) -> None:
    def fail(progressed: UploadProgress) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        upload(service, CONTENT, options={"progress": fail})
    assert service.calls("complete") == []


# Files that are not there, change, or are no files.


@pytest.mark.parametrize("kind", ["missing", "directory", "device", "nul"])
def test_what_cannot_be_uploaded(service: Service, upload: Upload, tmp_path: Path, kind: str) -> None:
    path = {"missing": tmp_path / "nope", "directory": tmp_path, "device": Path("/dev/null")}.get(
        kind, tmp_path / "a\x00"
    )
    with pytest.raises(UploadRefusedError):
        upload(service, path)
    assert service.api.seen == []


def test_files_in_text_mode(service: Service, upload: Upload, path: Path) -> None:
    with path.open("r", encoding="latin-1") as file, pytest.raises(UploadRefusedError, match="binary mode"):
        upload(service, file)
    with pytest.raises(UploadRefusedError, match="not int"):
        upload(service, 5)


@pytest.mark.parametrize("kind", ["shorter", "longer", "rewritten", "replaced", "removed"])
def test_a_file_that_changes_while_it_is_sent(service: Service, upload: Upload, path: Path, kind: str) -> None:
    """U13: it is not completed."""

    def change(number: int) -> None:
        if number == 1:
            if kind == "shorter":
                os.truncate(path, 150_000)
            elif kind == "longer":
                with path.open("ab") as file:
                    file.write(b"more")
            elif kind == "rewritten":
                path.write_bytes(CONTENT[::-1])
            elif kind == "removed":
                path.unlink()
            else:
                (path.parent / "other").write_bytes(CONTENT)
                (path.parent / "other").replace(path)

    service.on_part = change
    with pytest.raises(SourceChangedError) as caught:
        upload(service, path, options={"workers": 1})
    assert caught.value.record_id == 7
    assert service.calls("complete") == []


def test_a_handle_whose_file_changes(service: Service, upload: Upload, path: Path) -> None:
    service.on_part = lambda number: os.truncate(path, 150_000) if number == 1 else None
    with path.open("rb") as file, pytest.raises(SourceChangedError):
        upload(service, file, options={"workers": 1})
    assert service.calls("complete") == []


@pytest.fixture
def fed(tmp_path: Path) -> Iterator[Path]:
    """A named pipe, and somebody who writes the content into it."""
    os.mkfifo(tmp_path / "pipe.csv")
    writer = threading.Thread(target=lambda: (tmp_path / "pipe.csv").write_bytes(CONTENT))
    writer.start()
    yield tmp_path / "pipe.csv"
    writer.join(10)


def test_a_named_pipe_is_copied_first(service: Service, upload: Upload, fed: Path) -> None:
    """U11: its length is known before the first call."""
    upload(service, fed)
    assert service.content == CONTENT
    assert json.loads(service.calls("init")[0].body)["kind"] == "text/csv"


def test_an_open_pipe_is_copied_first(service: Service, upload: Upload) -> None:
    """U11."""
    reading, writing = os.pipe()

    def feed() -> None:
        os.write(writing, CONTENT[:50_000])
        os.close(writing)

    feeder = threading.Thread(target=feed)
    feeder.start()
    with os.fdopen(reading, "rb") as pipe:
        upload(service, pipe)
    feeder.join(10)
    assert service.content == CONTENT[:50_000]


def test_an_endless_pipe_is_refused(service: Service, upload: Upload) -> None:
    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            return b"x" * size

        def seekable(self) -> bool:
            return False

    small = replace(PROTOCOL, parts=replace(PROTOCOL.parts, total_maximum=3_000_000))
    with pytest.raises(UploadRefusedError, match="more than 3,000,000 bytes"):
        upload(service, Endless(), small)
    assert service.api.seen == []


# What is left behind, and what is told.


def test_no_secret_is_told(service: Service, upload: Upload, caplog: pytest.LogCaptureFixture) -> None:
    """H12, U6, journey 11: not in logs, errors or what they hold."""
    caplog.set_level(logging.DEBUG)
    upload(service, CONTENT)
    service.faults[0] = [Answer(403, b"hidden%2F0")]
    with pytest.raises(PartFailedError) as caught:
        upload(service, CONTENT)
    assert "PUT" in caplog.text
    assert "hidden" not in caplog.text + repr(caught.value) + str(caught.value.__dict__)


def test_memory_does_not_grow_with_the_file(service: Service, tmp_path: Path) -> None:
    """U17."""
    import tracemalloc

    (tmp_path / "big").write_bytes(b"")
    os.truncate(tmp_path / "big", 64_000_000)
    service.answer_storage = service.storage.answer = lambda exchange: Answer()  # type: ignore[method-assign] # keeps no bodies
    large = replace(PROTOCOL, parts=replace(PROTOCOL.parts, maximum=None), poll=None)
    service.content = b""
    from tests.unit.runtime import wire

    tracemalloc.start()
    kept, wire.BODY_KEPT = wire.BODY_KEPT, 0
    try:
        blocking(service, tmp_path / "big", large, options={"part_size": 32_000_000, "workers": 2})
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        wire.BODY_KEPT = kept
        tracemalloc.stop()
    # Two workers hold a buffer of 1 MiB each and read the next; the server in this process holds as much.
    assert peak < 16 * 2**20


def test_cancelling_stops_every_part_before_it_returns(service: Service, nothing_left: None) -> None:
    held, begun = threading.Event(), threading.Event()
    service.faults = {number: [Answer(wait_for=held)] for number in range(3)}
    service.on_part = lambda number: begun.set()

    async def run() -> None:
        async with AsyncSession(PACKAGE, base_url=service.api.url + "/v1", token="T") as session:
            task = asyncio.create_task(upload_async(session, PROTOCOL, CONTENT, fields={"name": "n"}))
            await asyncio.to_thread(begun.wait, 10)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    try:
        asyncio.run(run())
    finally:
        held.set()
    assert service.calls("complete") == []


def test_a_cancelled_read_is_awaited_since_its_file_is_closed_next() -> None:
    from specproof.extensions.multipart_upload.runtime.drivers.async_driver import _whole

    begun, go, done = threading.Event(), threading.Event(), threading.Event()

    def read() -> bytes:
        begun.set()
        go.wait(10)
        done.set()
        return b""

    async def run() -> None:
        task = asyncio.create_task(_whole(read))
        await asyncio.to_thread(begun.wait, 10)
        task.cancel()
        asyncio.get_running_loop().call_later(0.05, go.set)
        with pytest.raises(asyncio.CancelledError):
            await task
        assert done.is_set()

    asyncio.run(run())


def test_an_interrupt_stops_every_part_before_it_is_raised(
    service: Service, nothing_left: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from specproof.extensions.multipart_upload.runtime.drivers import sync_driver as threads

    held, begun = threading.Event(), threading.Event()
    service.faults = {number: [Answer(wait_for=held)] for number in range(3)}
    service.on_part = lambda number: begun.set()

    def interrupted(tasks: Any) -> Any:
        begun.wait(10)
        raise KeyboardInterrupt

    monkeypatch.setattr(threads, "wait", interrupted)
    began = time.monotonic()
    try:
        with pytest.raises(KeyboardInterrupt):
            blocking(service, CONTENT)
        assert time.monotonic() - began < 5
        assert not [thread for thread in threading.enumerate() if thread.name.startswith("upload")]
    finally:
        held.set()
    assert service.calls("complete") == []


def test_no_file_is_left_open(service: Service, upload: Upload, path: Path) -> None:
    service.faults[1] = [Answer(503), Answer(403)]
    with pytest.raises(PartFailedError):
        upload(service, path)
    assert str(path) not in map(_target, os.listdir("/proc/self/fd"))
    with path.open("rb"):
        assert str(path) in map(_target, os.listdir("/proc/self/fd"))


def _target(descriptor: str) -> str:
    try:
        return os.readlink(f"/proc/self/fd/{descriptor}")
    except OSError:
        return ""


def test_parts_that_wait_for_room_are_stopped_too(
    service: Service, nothing_left: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Storage that is busy leaves room for one part; when that one fails by our own fault, the others end with it."""
    from specproof.extensions.multipart_upload.runtime.drivers import sync_driver as threads

    waiting = threading.Semaphore(0)
    monkeypatch.setattr(threads, "Pace", lambda workers: _Narrow(waiting))
    ended: list[BaseException] = []

    def watch(progressed: UploadProgress) -> None:
        for _ in range(2):
            waiting.acquire(timeout=5)
        raise LookupError

    def run() -> None:
        try:
            blocking(service, CONTENT, options={"workers": 3, "progress": watch})
        except LookupError as error:
            ended.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(20)
    assert [type(one) for one in ended] == [LookupError]


class _Narrow(Pace):
    """Room for one; tells of each look that finds none."""

    def __init__(self, waiting: threading.Semaphore) -> None:
        super().__init__(1)
        self._waiting = waiting

    @property
    def has_room(self) -> bool:
        if not super().has_room:
            self._waiting.release()
        return super().has_room
