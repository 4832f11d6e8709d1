"""Files that are missing, change, or are pipes."""

from __future__ import annotations

import io
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from specproof.extensions.multipart_upload.runtime.errors import (
    SourceChangedError,
    UploadRefusedError,
)
from tests.unit.extensions.multipart_upload.sample import PROTOCOL, Service
from tests.unit.extensions.multipart_upload.uploading import CONTENT, Upload


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
    with pytest.raises(UploadRefusedError, match="got int"):
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
