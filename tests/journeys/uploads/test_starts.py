"""The first call: replies that get lost, records that are there already, instances that are seen late."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from specproof.emulate import Emulator
from tests.journeys.uploads.service import stored

Serve = Callable[..., Emulator]
Upload = Callable[..., Any]

CONTENT = b"a manual of a pump"
INIT = {"operation": "initMultiPartUpload", "nth": 1}
LOST = {"match": INIT, "drop": {"after": "effect"}}


@pytest.mark.parametrize("fault", [LOST, {"match": INIT, "unavailable": {"when": "after"}}], ids=["drop", "503"])
@pytest.mark.parametrize("flavor", ["aws", "azure", "gcp", "private-link"])
def test_a_lost_reply_makes_no_second_record(serve: Serve, upload: Upload, fault: Any, flavor: str) -> None:
    """Journey 8: with an external id, there are never two files."""
    emulator = serve(faults=[fault], flavor=flavor)
    notes: list[str] = []
    record = upload(emulator, CONTENT, name="n", external_id="pump", progress=lambda told: notes.append(told.note))
    assert record.uploaded
    assert stored(emulator) == [CONTENT]
    assert len(emulator.journal.select(label="getMultiPartUploadLink")) == 1
    assert any("made by an earlier start" in note for note in notes)


@pytest.mark.parametrize("status", [400, 409])
def test_a_conflict_at_the_first_attempt_is_an_error(
    serve: Serve, upload: Upload, package: ModuleType, status: int
) -> None:
    emulator = serve(conflict_status=status)
    upload(emulator, b"other", name="n", external_id="pump")
    with pytest.raises(package.errors.StatusError, match=str(status)):
        upload(emulator, CONTENT, name="n", external_id="pump")
    assert stored(emulator) == [b"other"]


def test_a_file_of_somebody_else_is_not_overwritten_after_a_lost_reply(
    serve: Serve, upload: Upload, package: ModuleType
) -> None:
    """The reply that got lost was the conflict: the record has content, so that it is another's."""
    emulator = serve()
    upload(emulator, b"other", name="n", external_id="pump")
    emulator.faults.replace([{"match": INIT, "drop": {"after": "effect"}}])
    with pytest.raises(package.errors.ConflictError):
        upload(emulator, CONTENT, name="n", external_id="pump")
    assert stored(emulator) == [b"other"]


@pytest.mark.parametrize("fault", [LOST, {"match": INIT, "unavailable": {"when": "after"}}], ids=["drop", "503"])
def test_without_an_identity_nothing_is_repeated(
    serve: Serve, upload: Upload, package: ModuleType, fault: Any, tmp_path: Path
) -> None:
    """Journey 8, U4: the possible orphan is named, and at the next call, too."""
    emulator = serve(faults=[fault])
    (tmp_path / "manual").write_bytes(CONTENT)
    with pytest.raises(
        package.errors.UploadStartUnknownError, match=r"a record may have been made .* \(with externalId"
    ):
        upload(emulator, tmp_path / "manual")
    assert len(emulator.journal.select(label="initMultiPartUpload")) == 1
    notes: list[str] = []
    upload(emulator, tmp_path / "manual", progress=lambda told: notes.append(told.note))
    assert any("may have left a record without content" in note for note in notes)
    assert stored(emulator) == [None, CONTENT]


def test_a_refusal_for_the_moment_is_no_start_without_an_identity(
    serve: Serve, upload: Upload, package: ModuleType
) -> None:
    """U4: 429 is told, and not answered with a second record."""
    emulator = serve(faults=[{"match": INIT, "throttle": {}}])
    with pytest.raises(package.errors.TooManyRequestsError):
        upload(emulator, CONTENT, name="n")
    assert stored(emulator) == []


def test_retry_after_of_a_start_is_obeyed(serve: Serve, upload: Upload) -> None:
    """U3: told to wait a second, it waits a second."""
    emulator = serve(faults=[{"match": INIT, "throttle": {"retry_after": 1}}])
    upload(emulator, CONTENT, name="n", external_id="pump")
    first, second = emulator.journal.select(label="initMultiPartUpload")
    assert second.time - first.time >= 1
    assert stored(emulator) == [CONTENT]


def test_a_conflict_after_a_kill_goes_on_with_the_record(
    serve: Serve, upload: Upload, package: ModuleType, tmp_path: Path
) -> None:
    """The start was made, and nobody was left to read the reply: the journal knows that it was asked for."""
    emulator = serve(faults=[{"match": {"operation": "initMultiPartUpload"}, "drop": {"after": "effect"}}] * 1)
    (tmp_path / "manual").write_bytes(CONTENT)
    with pytest.raises(package.errors.ClientError):
        upload(emulator, tmp_path / "manual", external_id="pump")
    emulator.faults.replace([])
    assert upload(emulator, tmp_path / "manual", external_id="pump").uploaded
    assert stored(emulator) == [CONTENT]


@pytest.mark.parametrize("named", ["external_id", "instance_id"])
def test_content_for_a_file_that_exists(serve: Serve, upload: Upload, named: str) -> None:
    """Journey 1, U21: operation 1 and no other."""
    emulator = serve()
    emulator.admin("instances", {"space": "s", "externalId": "pump-7.pdf"})
    upload(emulator, b"old", name="n", external_id="pump")
    emulator.journal.clear()
    names: dict[str, Any] = {"external_id": "pump", "instance_id": {"space": "s", "externalId": "pump-7.pdf"}}
    assert upload(emulator, CONTENT, method="upload_content", **{named: names[named]}).uploaded
    assert sorted(stored(emulator), key=repr) == sorted(
        [CONTENT, b"old"] if named == "instance_id" else [None, CONTENT], key=repr
    )
    assert emulator.journal.select(label="initMultiPartUpload") == ()


@pytest.mark.parametrize("fault", ["drop", "503", "429"])
def test_asking_for_links_again_is_safe(serve: Serve, upload: Upload, fault: str) -> None:
    effect = {"drop": {"drop": {"after": "effect"}}, "503": {"unavailable": {}}, "429": {"throttle": {}}}[fault]
    emulator = serve(faults=[{"match": {"operation": "getMultiPartUploadLink", "nth": 1}, **effect}])
    upload(emulator, b"old", name="n", external_id="pump")
    upload(emulator, CONTENT, method="upload_content", external_id="pump")
    assert stored(emulator) == [CONTENT]


def test_an_instance_that_is_seen_late(serve: Serve, upload: Upload) -> None:
    """Journey 9: missing at first, and there at the third call."""
    emulator = serve(instance_misses=2)
    emulator.admin("instances", {"space": "s", "externalId": "pump"})
    node = {"space": "s", "externalId": "pump"}
    upload(emulator, CONTENT, method="upload_content", instance_id=node)
    assert stored(emulator) == [CONTENT]
    assert len(emulator.journal.select(label="getMultiPartUploadLink")) == 3


def test_an_instance_that_is_never_seen(
    serve: Serve, upload: Upload, package: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Journey 9: the wait has an end of its own."""
    from dataclasses import replace

    from cdf_files import _uploads  # type: ignore[import-not-found]  # the generated package

    protocol = _uploads.FILES_UPLOAD
    late = protocol.start_existing.late_visibility
    short = replace(late, wait=replace(late.wait, initial_delay=0.01, deadline=0.1))
    monkeypatch.setattr(
        _uploads,
        "FILES_UPLOAD",
        replace(protocol, start_existing=replace(protocol.start_existing, late_visibility=short)),
    )
    emulator = serve()
    with pytest.raises(package.errors.BadRequestError) as caught:
        upload(emulator, CONTENT, method="upload_content", instance_id={"space": "s", "externalId": "pump"})
    assert caught.value.body.error.missing
    assert len(emulator.journal.select(label="getMultiPartUploadLink")) > 2


def test_an_unknown_external_id_is_no_late_one(serve: Serve, upload: Upload, package: ModuleType) -> None:
    emulator = serve()
    with pytest.raises(package.errors.BadRequestError):
        upload(emulator, CONTENT, method="upload_content", external_id="pump")
    assert len(emulator.journal) == 1
