"""Completing an upload, and waiting until the content is there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from specproof.extensions.multipart_upload.runtime.errors import (
    UploadNotConfirmedError,
)
from specproof.extensions.multipart_upload.runtime.options import UploadProgress
from specproof.runtime.errors import InvalidResponseError, StatusError
from tests.unit.extensions.multipart_upload.sample import PROTOCOL, Service, reply
from tests.unit.extensions.multipart_upload.uploading import CONTENT, Upload
from tests.unit.runtime.sample.models import Record
from tests.unit.runtime.wire import Answer


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
