"""Starts whose response was lost, and conflicts with the record that they made."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from specproof.extensions.multipart_upload.runtime.errors import (
    UploadStartUnknownError,
)
from specproof.extensions.multipart_upload.runtime.resume.listing import unfinished_uploads
from specproof.runtime.errors import InvalidArgumentError, StatusError
from tests.unit.extensions.multipart_upload.resuming import KNOWN, MODULE, Work
from tests.unit.extensions.multipart_upload.sample import INIT, PROTOCOL, reply
from tests.unit.extensions.multipart_upload.uploading import CONTENT
from tests.unit.runtime.wire import Answer

CONFLICT = reply({"duplicated": [{}]}, 409)


def test_a_conflict_after_a_lost_reply(work: Work) -> None:
    work.service.start_faults = [Answer(drop_after=999), CONFLICT]
    work.upload(CONTENT, fields={"name": "n", "key": "k"})
    assert json.loads(work.service.calls("link")[0].body) == {"items": [{"key": "k"}]}
    assert work.service.content == CONTENT


@pytest.mark.parametrize("change", ["no poll", "no link", "has content", "no conflict"])
def test_a_conflict_that_is_not_ours(work: Work, change: str) -> None:
    protocol = {
        "no poll": replace(KNOWN, poll=None),
        "no link": replace(KNOWN, start_existing=None),
        "has content": KNOWN,
        "no conflict": PROTOCOL,
    }[change]
    work.service.start_faults = [Answer(503), reply({"duplicated": [{}]}, 409)]
    work.service.old_time = 5 if change == "has content" else None
    with pytest.raises(StatusError, match="409"):
        work.upload(CONTENT, protocol, fields={"name": "n", "key": "k"})
    assert work.service.storage.seen == []


@pytest.mark.parametrize("last", [Answer(429), reply({}, 401)], ids=["429", "401"])
def test_a_lost_start_that_is_refused_in_the_end_is_remembered(work: Work, path: Path, last: Answer) -> None:
    """The record may be there by the first attempt: the next call's conflict is then of its own making."""
    fields = {"name": "n", "key": "k"}
    work.service.start_faults = [Answer(drop_after=999), *[last] * 5]
    with pytest.raises(StatusError):
        work.upload(path, fields=fields)
    work.service.start_faults = [CONFLICT, reply({}, 401)]
    with pytest.raises(StatusError, match="401"):
        work.upload(path, fields=fields)
    work.service.start_faults = [CONFLICT]
    assert work.upload(path, fields=fields).uploaded
    assert work.service.content == CONTENT
    assert unfinished_uploads(MODULE) == []


def test_starts_are_not_repeated_for_ever(work: Work) -> None:
    work.service.start_faults = [Answer(503) for _ in range(20)]
    with pytest.raises(Exception, match="init: 503"):
        work.upload(CONTENT, fields={"name": "n", "key": "k"})
    assert len(work.service.calls("init")) == 6


def test_what_the_protocol_says_of_repeating(work: Work) -> None:
    start, link = KNOWN.start_new, KNOWN.start_existing
    assert link is not None
    work.service.start_faults = [Answer(503)]
    work.upload(CONTENT, replace(KNOWN, start_new=replace(start, repeat="safe")))
    work.service.start_faults = [Answer(503)]
    with pytest.raises(UploadStartUnknownError):
        work.upload(CONTENT, replace(KNOWN, start_new=replace(start, repeat="never")), fields={"name": "n", "key": "k"})
    work.service.start_faults = [Answer(503)]
    with pytest.raises(UploadStartUnknownError):
        work.upload(CONTENT, replace(KNOWN, start_existing=replace(link, repeat="never")), identifiers={"key": "k"})
    work.service.start_faults = [Answer(429)]
    with pytest.raises(Exception, match="429"):
        work.upload(CONTENT)
    anonymous = replace(start, fields=replace(start.fields, identity=()))
    work.service.start_faults = [Answer(503)]
    with pytest.raises(UploadStartUnknownError) as caught:
        work.upload(CONTENT, replace(KNOWN, start_new=anonymous))
    assert "could have been found" not in str(caught.value)


def test_overwriting_may_be_repeated(work: Work) -> None:
    switch = replace(
        INIT, parameters=(*INIT.parameters, replace(INIT.parameters[0], name="overwrite", type="Anything"))
    )
    protocol = replace(KNOWN, start_new=replace(KNOWN.start_new, operation=switch))
    work.service.start_faults = [Answer(503)]
    work.upload(CONTENT, protocol, fields={"name": "n"}, arguments={"query.overwrite": True})
    assert len(work.service.calls("init")) == 2


def test_nobody_at_home_is_no_lost_start(work: Work, path: Path) -> None:
    work.service.api.close()
    with pytest.raises(Exception, match="no connection"):
        work.upload(path)
    assert unfinished_uploads(MODULE) == []


def test_a_start_that_was_refused_is_not_remembered(work: Work, path: Path) -> None:
    work.service.start_faults = [reply({}, 400)]
    with pytest.raises(StatusError):
        work.upload(path)
    assert unfinished_uploads(MODULE) == []


def test_a_lost_start_is_remembered(work: Work, path: Path) -> None:
    work.service.start_faults = [Answer(503)]
    with pytest.raises(UploadStartUnknownError):
        work.upload(path)
    (one,) = unfinished_uploads(MODULE)
    with pytest.raises(InvalidArgumentError, match="is not known"):
        work.discard(one.key)
    notes: list[str] = []
    work.upload(path, options={"progress": lambda told: notes.append(told.note)})
    assert any("got no response" in note for note in notes)
