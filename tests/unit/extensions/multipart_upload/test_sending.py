"""Parts over real sockets: what goes out byte for byte, and what is sent again."""

from __future__ import annotations

import io
import json
import os
import socket
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from specproof.extensions.multipart_upload.runtime import parts
from specproof.extensions.multipart_upload.runtime.errors import (
    PartFailedError,
)
from tests.unit.extensions.multipart_upload.sample import PROTOCOL, Service, with_parts
from tests.unit.extensions.multipart_upload.uploading import CONTENT, Upload
from tests.unit.runtime.sample.models import Record
from tests.unit.runtime.wire import Answer


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
