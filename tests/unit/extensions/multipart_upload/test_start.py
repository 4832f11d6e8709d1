"""The call that starts an upload: its fields, its retries, records that exist."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from specproof.extensions.multipart_upload.runtime.errors import (
    UploadRefusedError,
    UploadStartUnknownError,
)
from specproof.runtime.bodies import Body
from specproof.runtime.errors import ClientError, InvalidArgumentError, StatusError
from specproof.runtime.not_given import NOT_GIVEN
from specproof.runtime.operation import Media
from tests.unit.extensions.multipart_upload.sample import PROTOCOL, Service, reply
from tests.unit.extensions.multipart_upload.uploading import CONTENT, Upload
from tests.unit.runtime.wire import Answer


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
