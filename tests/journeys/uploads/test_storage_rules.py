"""What storage is sent, by every flavor's rules, and what a caller can change about it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest

from specproof.emulate import Emulator
from tests.journeys.uploads.service import PART, TOKEN, base_url, puts, stored

Serve = Callable[..., Emulator]
Upload = Callable[..., Any]

FLAVORS = ["aws", "azure", "gcp", "private-link"]


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.usefixtures("nothing_left")
def test_strict_storage_has_nothing_to_complain_of(
    serve: Serve, upload: Upload, path: Path, content: bytes, flavor: str
) -> None:
    """H1, H2, H3, H4, H5, H9, U5, journey 2: only what a part must carry, to any origin; 200 and 201 are successes."""
    emulator = serve(flavor=flavor)
    upload(emulator, path, part_size=PART, mime_type="application/pdf")
    assert emulator.journal.notes == ()
    for entry in emulator.journal.select(method="PUT"):
        assert set(entry.header_names) == {"host", "accept", "user-agent", "content-length"}
        assert entry.declared == entry.received
    assert stored(emulator) == [content]


@pytest.mark.parametrize("size", [0, 1, PART - 1, PART, PART + 1])
def test_sizes_around_the_smallest_part(serve: Serve, upload: Upload, tmp_path: Path, size: int) -> None:
    """Journey 3: an empty file is one empty part with its length said."""
    (tmp_path / "file").write_bytes(os.urandom(size))
    emulator = serve(bounds="strict", bounds_at="put")
    upload(emulator, tmp_path / "file", part_size=PART)
    assert stored(emulator) == [(tmp_path / "file").read_bytes()]
    declared = sorted(entry.declared or 0 for entry in emulator.journal.select(method="PUT"))
    assert declared in ([size], [size - PART, PART])


def test_urls_that_lead_nowhere_are_sent_to_the_server(
    serve: Serve, upload: Upload, path: Path, content: bytes, package: ModuleType
) -> None:
    """H7: private links may name a host that nobody reaches from here."""
    emulator = serve(flavor="private-link", private_link_urls="unreachable")
    upload(emulator, path, part_size=PART, part_origin="server", verify=True)
    assert stored(emulator) == [content]
    assert {entry.origin for entry in emulator.journal.select(method="PUT")} == {"api"}
    assert not any(entry.authorization for entry in emulator.journal.select(method="PUT"))


@pytest.mark.parametrize("is_lent", [True, False])
def test_a_token_for_parts_on_the_server_s_own_origin_is_a_choice(serve: Serve, upload: Upload, is_lent: bool) -> None:
    """H5, H6, U9: relative URLs are behind the server, and get the token if the caller says so."""
    emulator = serve(flavor="private-link", strict=False)
    upload(emulator, b"content", name="n", part_credentials=is_lent)
    (put,) = emulator.journal.select(method="PUT")
    assert put.authorization is is_lent
    assert stored(emulator) == [b"content"]


@pytest.mark.parametrize("flavor", FLAVORS[:3])
def test_a_token_for_parts_elsewhere_is_none(serve: Serve, upload: Upload, flavor: str) -> None:
    """H4: whatever the caller says."""
    emulator = serve(flavor=flavor)
    upload(emulator, b"content", name="n", part_credentials=True)
    assert not any(entry.authorization for entry in emulator.journal.select(method="PUT"))


def test_the_single_request_is_another_way_in(serve: Serve, upload: Upload, package: ModuleType) -> None:
    """H13: it wants the media type that parts must not carry. The uploader never takes it."""
    emulator = serve()
    upload(emulator, b"x", name="n")
    assert {entry.label for entry in emulator.journal.select(method="POST")} == {
        "initMultiPartUpload",
        "completeMultiPartUpload",
    }
    with package.Client(base_url=base_url(emulator), token=TOKEN) as client:
        body = package.models.ExternalFilesMetadata(name="m", mime_type="text/plain")
        link = client.files.init_file_upload(body=body)
        httpx2.put(link.upload_url, content=b"y", headers={"Content-Type": "text/plain"}).raise_for_status()
    assert stored(emulator) == [b"x", b"y"]
    assert emulator.journal.notes == ()


@pytest.mark.parametrize("count", ["fewer", "more", "repeated"])
def test_wrong_counts_of_urls_cost_no_bytes(
    serve: Serve, upload: Upload, path: Path, package: ModuleType, count: str
) -> None:
    """U8: seen before a byte is sent."""
    emulator = serve(url_count=count)
    with pytest.raises(package.errors.UploadResponseInvalidError):
        upload(emulator, path, part_size=PART)
    assert emulator.journal.select(method="PUT") == ()


@pytest.mark.parametrize("retry_after", [None, 1])
def test_less_at_once_when_the_storage_says_so(
    serve: Serve, upload: Upload, path: Path, content: bytes, retry_after: int | None
) -> None:
    """Four at once are too many for a storage that takes two: all arrives all the same."""
    throttle = {"at_once": 2} | ({} if retry_after is None else {"retry_after": retry_after})
    emulator = serve(faults=[{"match": {"origin": "storage", "method": "PUT"}, "throttle": throttle}])
    upload(emulator, path, part_size=PART, workers=4)
    assert stored(emulator) == [content]
    assert sorted(puts(emulator)) == [0, 1, 2]


def test_bandwidth(serve: Serve, upload: Upload, path: Path, package: ModuleType) -> None:
    """U16: 10 MiB at 10 MiB a second take no less than a second, all parts together."""
    emulator = serve()
    began = time.monotonic()
    upload(emulator, path, part_size=PART, workers=3, bandwidth=10 * 2**20)
    assert time.monotonic() - began >= 0.8
    for wrong in (0, -1):
        with pytest.raises(package.errors.UploadRefusedError, match="bandwidth"):
            upload(emulator, path, bandwidth=wrong)


def test_no_more_files_are_open_than_parts_are_sent(serve: Serve, upload: Upload, tmp_path: Path) -> None:
    """U17: a file of many parts needs a handle for each part on its way, and one for itself."""
    path = tmp_path / "sparse"
    path.touch()
    os.truncate(path, 8 * PART)
    most = 0

    def count(told: Any) -> None:
        nonlocal most
        most = max(most, sum(_target(name) == str(path) for name in os.listdir("/proc/self/fd")))

    upload(serve(), path, part_size=PART, workers=2, progress=count)
    assert 1 <= most <= 3


def _target(descriptor: str) -> str:
    try:
        return os.readlink(f"/proc/self/fd/{descriptor}")
    except OSError:
        return ""
