"""What arrived is what was sent, or it is told."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from specproof.emulate import Emulator
from tests.journeys.uploads.service import PART, puts, stored

Serve = Callable[..., Emulator]
Upload = Callable[..., Any]


@pytest.mark.parametrize("flavor", ["aws", "azure", "gcp", "private-link"])
@pytest.mark.parametrize("kind", ["path", "bytes", "handle"])
def test_content_that_arrived(serve: Serve, upload: Upload, path: Path, content: bytes, flavor: str, kind: str) -> None:
    """H12, journey 2: read back with no credentials, from wherever it lies."""
    emulator = serve(flavor=flavor)
    with path.open("rb") as file:
        source = {"path": path, "bytes": content, "handle": file}[kind]
        assert upload(emulator, source, name="n", part_size=PART, verify=True).uploaded
    (download,) = emulator.journal.select(label="download")
    assert not download.authorization
    assert stored(emulator) == [content]


def test_a_byte_that_was_turned_over(serve: Serve, upload: Upload, path: Path, package: ModuleType) -> None:
    """U16: only reading it back finds that."""
    faults = [{"match": {"part": 1}, "corrupt": {"byte": 7, "side": "reading"}}]
    upload(serve(faults=faults), path, part_size=PART)
    with pytest.raises(package.errors.ContentDiffersError) as caught:
        upload(serve(faults=faults), path, part_size=PART, verify=True)
    assert caught.value.sent != caught.value.found
    assert caught.value.record_id


def test_downloads_are_tried_again(serve: Serve, upload: Upload, path: Path) -> None:
    emulator = serve(
        faults=[
            {"match": {"operation": "downloadLinks", "nth": 1}, "unavailable": {}},
            {"match": {"origin": "storage", "method": "GET", "nth": 1}, "reply": {"status": 500}},
            {"match": {"origin": "storage", "method": "GET", "nth": 2}, "truncate": {"after": "half"}},
        ]
    )
    assert upload(emulator, path, verify=True).uploaded
    assert len(emulator.journal.select(label="download")) == 3


def test_downloads_that_go_on_failing(serve: Serve, upload: Upload, path: Path, package: ModuleType) -> None:
    emulator = serve(faults=[{"match": {"origin": "storage", "method": "GET"}, "reply": {"status": 500}}])
    with pytest.raises(package.errors.ConnectionFailedError, match="the storage answered 500"):
        upload(emulator, path, verify=True)
    emulator.faults.replace(
        [{"match": {"operation": "downloadLinks"}, "reply": {"status": 403, "body": {"error": {}}}}]
    )
    with pytest.raises(package.errors.ClientError, match="403"):
        upload(emulator, path, verify=True)


@pytest.mark.parametrize("is_verified", [True, False])
def test_a_file_that_is_rewritten_behind_the_clock(
    serve: Serve, upload: Upload, path: Path, content: bytes, package: ModuleType, is_verified: bool
) -> None:
    """U13: size and time of change are as before; the digests of what was sent tell it, before it is completed."""
    emulator = serve()
    before = path.stat()

    def rewrite(told: Any) -> None:
        if told.stored_parts == 2:
            with path.open("r+b") as file:
                file.write(bytes(9))
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    if not is_verified:
        upload(emulator, path, part_size=PART, workers=1, progress=rewrite)
        assert stored(emulator) == [content]
        return
    with pytest.raises(package.errors.SourceChangedError, match="part 1 of the file differs from what was sent"):
        upload(emulator, path, part_size=PART, workers=1, progress=rewrite, verify=True)
    assert emulator.journal.select(label="completeMultiPartUpload") == ()


def test_digests_of_parts_outlive_the_process(
    serve: Serve, upload: Upload, path: Path, content: bytes, package: ModuleType
) -> None:
    """U13: what was sent before a break is compared, too."""
    emulator = serve(faults=[{"match": {"part": 2}, "times": 1, "reply": {"status": 403}}])
    with pytest.raises(package.errors.PartFailedError):
        upload(emulator, path, part_size=PART, workers=1, verify=True)
    before = path.stat()
    with path.open("r+b") as file:
        file.write(bytes(9))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(package.errors.SourceChangedError, match="part 1 of the file"):
        upload(emulator, path, verify=True)
    assert puts(emulator) == [0, 1, 2]


def test_it_needs_a_wait(serve: Serve, upload: Upload, path: Path, package: ModuleType) -> None:
    with pytest.raises(package.errors.UploadRefusedError, match="verify needs wait"):
        upload(serve(), path, verify=True, wait=False)
