"""Records that an unfinished upload made are deleted; what was there before stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from specproof.emulate import Emulator
from tests.journeys.uploads.interrupted import interrupted
from tests.journeys.uploads.service import stored

Serve = Callable[..., Emulator]
Upload = Callable[..., Any]


def test_discarding_what_it_made(serve: Serve, upload: Upload, package: ModuleType, path: Path) -> None:
    """U14: the half-made record is deleted."""
    emulator = serve()
    interrupted(upload, package, emulator, path)
    (one,) = package.uploads.list()
    upload(emulator, one.key, method="discard_upload")
    assert emulator.admin("state", {"project": "test"})["files"] == []
    assert package.uploads.list() == []
    with pytest.raises(package.errors.InvalidArgumentError, match="there is no unfinished upload"):
        upload(emulator, one.key, method="discard_upload")


@pytest.mark.parametrize("how", ["overwrite", "upload_content"])
def test_discarding_no_record_that_was_there_before(
    serve: Serve, upload: Upload, package: ModuleType, path: Path, how: str
) -> None:
    """U14: never one that it would have overwritten. Journey 10: the old content is intact."""
    emulator = serve()
    upload(emulator, b"old", name="n", external_id="pump")
    emulator.journal.clear()
    more = {"overwrite": {"overwrite": True}, "upload_content": {"method": "upload_content"}}[how]
    interrupted(upload, package, emulator, path, external_id="pump", **more)
    (one,) = package.uploads.list()
    with pytest.raises(package.errors.InvalidArgumentError, match="no record of its own"):
        upload(emulator, one.key, method="discard_upload")
    assert stored(emulator) == [b"old"]
    upload(emulator, one.key, method="resume_upload")
    assert stored(emulator) == [path.read_bytes()]


def test_discarding_a_record_that_nobody_knows(serve: Serve, upload: Upload, package: ModuleType, path: Path) -> None:
    emulator = serve(faults=[{"match": {"operation": "initMultiPartUpload"}, "drop": {"after": "effect"}}])
    with pytest.raises(package.errors.UploadStartUnknownError):
        upload(emulator, path)
    (one,) = package.uploads.list()
    with pytest.raises(package.errors.InvalidArgumentError, match="is not known"):
        upload(emulator, one.key, method="discard_upload")
