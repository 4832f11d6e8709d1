"""Completions whose response was lost, discarded records, and verified content."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from specproof.extensions.multipart_upload.runtime.errors import (
    SourceChangedError,
    UploadRefusedError,
)
from specproof.extensions.multipart_upload.runtime.protocol import Download
from specproof.extensions.multipart_upload.runtime.resume.listing import forget_upload, unfinished_uploads
from specproof.runtime.errors import ConnectionFailedError, InvalidArgumentError, StatusError
from tests.unit.extensions.multipart_upload.resuming import FREE, KNOWN, MODULE, Work, answer_free
from tests.unit.extensions.multipart_upload.sample import LINK, reply
from tests.unit.extensions.multipart_upload.uploading import CONTENT
from tests.unit.runtime.wire import Answer, Exchange


def test_all_was_sent_and_the_look_says_so(work: Work, path: Path) -> None:
    """What the server has completed is not completed again, whether it was written down or not."""
    work.service.complete_faults = [reply({}, 400)]
    with pytest.raises(StatusError):
        work.upload(path)
    work.service.storage.seen.clear()
    work.upload(path)
    assert work.service.storage.seen == []
    assert len(work.service.calls("complete")) == 1


def test_a_repeated_completion_that_is_refused_while_the_content_comes(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = import_module("specproof.extensions.multipart_upload.runtime.upload_protocol.upload_flow")
    monkeypatch.setattr(conversation, "_SETTLING", replace(conversation._SETTLING, initial_delay=0.01, deadline=1.0))
    work.service.complete_faults = [Answer(503), reply({}, 409)]
    work.service.uploaded_after = 5
    assert work.upload(CONTENT).uploaded
    work.service.complete_faults = [Answer(503), reply({}, 409)]
    work.service.uploaded_after = 9999
    with pytest.raises(StatusError, match="409"):
        work.upload(CONTENT)


@pytest.mark.parametrize("status", [400, 404])
def test_an_upload_that_is_over_starts_anew_for_the_same_record(work: Work, path: Path, status: int) -> None:
    """All is stored, and its completion is refused by one call after the other: this does not go on for ever."""
    fields, notes = {"name": "n", "key": "k"}, []
    own = work.service.api.answer

    def answer(exchange: Exchange) -> Answer:
        is_over = exchange.path == "/v1/complete" and not work.service.calls("link")
        return reply({"error": "expired"}, status) if is_over else own(exchange)

    work.service.api.answer = answer
    with pytest.raises(StatusError, match=str(status)):
        work.upload(path, fields=fields)
    assert work.service.calls("link") == []
    work.upload(path, fields=fields, options={"progress": lambda told: notes.append(told.note)})
    assert len(work.service.calls("link")) == 1
    assert any("starts again" in note for note in notes)
    assert unfinished_uploads(MODULE) == []


def test_a_completion_that_credentials_do_not_suffice_for_starts_nothing_anew(work: Work, path: Path) -> None:
    fields = {"name": "n", "key": "k"}
    for _ in range(2):
        work.service.complete_faults, work.service.uploaded_after = [reply({}, 403)], 9999
        with pytest.raises(StatusError, match="403"):
            work.upload(path, fields=fields)
    assert len(work.service.storage.seen) == 3
    assert work.service.calls("link") == []


def test_discarding(work: Work, path: Path) -> None:
    key = work.interrupt(path)
    answer_free(work.service, reply({}))
    work.discard(key)
    assert json.loads(work.service.calls("free")[0].body) == {"items": [{"key": 7}], "forced": True}
    assert unfinished_uploads(MODULE) == []


def test_discarding_what_cannot_be(work: Work, path: Path) -> None:
    key = work.interrupt(path)
    with pytest.raises(InvalidArgumentError, match="no record of its own"):
        work.discard(key, replace(KNOWN, discard=None))
    assert forget_upload(MODULE, key)


def test_the_content_is_read_back(work: Work, path: Path) -> None:
    from specproof.extensions.multipart_upload.runtime.errors import ContentDiffersError

    protocol = replace(KNOWN, download=Download(FREE, {"/items/0/key": "recordId"}, "/url"))
    given = [CONTENT]
    url = work.service.storage.url + "/get?sig=hidden"
    own = work.service.storage.answer

    def storage(exchange: Exchange) -> Answer:
        return Answer(200, given[0]) if exchange.method == "GET" else own(exchange)

    work.service.storage.answer = storage
    answer_free(work.service, reply({"url": url}))
    assert work.upload(path, protocol, options={"verify": True}).uploaded
    got = [one for one in work.service.storage.seen if one.method == "GET"]
    assert [one.header("authorization") for one in got] == [None]
    given[0] = CONTENT[:-1] + b"x"
    work.service.content = None
    with pytest.raises(ContentDiffersError) as caught:
        work.upload(path, protocol, options={"verify": True})
    assert caught.value.record_id == 7
    assert "hidden" not in repr(caught.value)
    given[0] = CONTENT
    work.service.storage.seen.clear()
    assert work.upload(path, protocol, options={"verify": True}).uploaded, "as the error says: upload it again"
    assert len([one for one in work.service.storage.seen if one.method == "PUT"]) == 3
    assert unfinished_uploads(MODULE) == []
    with pytest.raises(UploadRefusedError, match="verify needs"):
        work.upload(path, KNOWN, options={"verify": True})


@pytest.mark.parametrize("kind", ["bytes", "path"])
def test_what_is_not_what_was_sent_is_not_completed(work: Work, path: Path, kind: str) -> None:
    protocol = replace(KNOWN, download=Download(FREE, {"/items/0/key": "recordId"}, "/url"))
    before = path.stat()

    def rewrite(number: int) -> None:
        if number == 2:
            with path.open("r+b") as file:
                file.write(bytes(9))
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    work.service.on_part = rewrite
    with path.open("rb") as file, pytest.raises(SourceChangedError, match="part 1 of the file"):
        work.upload(file if kind == "bytes" else path, protocol, options={"verify": True, "workers": 1})
    assert work.service.calls("complete") == []


def test_storage_that_gives_nothing_back(work: Work, path: Path) -> None:
    protocol = replace(KNOWN, download=Download(FREE, {"/items/0/key": "recordId"}, "/url", ("query.parts", 1)))
    own = work.service.storage.answer
    work.service.storage.answer = lambda exchange: Answer(500) if exchange.method == "GET" else own(exchange)
    answer_free(work.service, reply({"url": work.service.storage.url + "/get"}))
    free = replace(FREE, parameters=LINK.parameters)
    with pytest.raises(ConnectionFailedError, match="the storage answered 500"):
        work.upload(
            path, replace(protocol, download=replace(protocol.download, operation=free)), options={"verify": True}
        )
    assert len([one for one in work.service.storage.seen if one.method == "GET"]) == 6
