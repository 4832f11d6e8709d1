"""What a service may be like without being broken: each setting of the emulator that an uploader can meet."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.journeys.uploads.faults.conftest import Do
from tests.journeys.uploads.faults.service import Entry, Service
from tests.journeys.uploads.faults.variant import TARGET

DATA = random.Random(13).randbytes(2 * TARGET + 1000)
PUT = {"origin": "storage", "method": "PUT"}


@pytest.fixture
def project(tmp_path: Path) -> str:
    return tmp_path.name


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "manual.pdf").write_bytes(DATA)
    return tmp_path / "manual.pdf"


@pytest.fixture
def old(do: Do, service: Service, project: str) -> None:
    """A file with content."""
    service.begin()
    do(project, "upload", b"old", name="n", external_id="e")


def parts(service: Service) -> list[Entry]:
    return [entry for entry in service.journal() if entry["label"].startswith("part ")]


def contents(service: Service, project: str) -> list[bytes | None]:
    service.admin("DELETE", "faults")
    return [service.content(project, file["id"]) for file in service.state(project)["files"]]


@pytest.mark.parametrize("shape", ["clients", "official", "mixed"])
@pytest.mark.usefixtures("old")
def test_reply_shapes(do: Do, service: Service, project: str, path: Path, shape: str) -> None:
    """Bare records and envelopes of one are read alike, whatever the operation."""
    service.begin(reply_shape=shape)
    assert do(project, "upload", path, part_size=TARGET).uploaded is True
    assert do(project, "upload_content", path, external_id="e", part_size=TARGET).uploaded is True
    assert contents(service, project) == [DATA, DATA]


@pytest.mark.parametrize(
    ("count", "said"),
    [
        ("fewer", "the server gave 2 part URLs for 3 parts"),
        ("more", "gave 4"),
        ("repeated", "two parts have the same URL"),
    ],
)
def test_wrong_numbers_of_urls(
    do: Do, service: Service, package: ModuleType, project: str, path: Path, count: str, said: str
) -> None:
    """Found before a byte is sent, and the record that was made is named."""
    service.begin(url_count=count)
    with pytest.raises(package.errors.UploadResponseInvalidError, match=said) as caught:
        do(project, "upload", path, part_size=TARGET)
    assert caught.value.record_id == service.state(project)["files"][0]["id"]
    assert parts(service) == []


@pytest.mark.parametrize("bounds_at", ["put", "complete"])
def test_strict_bounds(do: Do, service: Service, project: str, path: Path, bounds_at: str) -> None:
    """The smallest part that a plan may have is one that a strict reading takes."""
    service.begin(bounds="strict", bounds_at=bounds_at, minimum_part=1023)
    assert do(project, "upload", path, part_size=1024).uploaded is True
    assert contents(service, project) == [DATA]


def test_parts_that_break_a_bound(do: Do, service: Service, package: ModuleType, project: str, path: Path) -> None:
    service.begin()
    for wish, said in (
        ({"part_size": 1023}, "must be at least 1,024"),
        ({"parts": 251}, "must be 1 to 250"),
        ({"parts": 0}, "must be 1 to 250"),
        ({"parts": 100}, "cannot be cut with parts 100"),
    ):
        with pytest.raises(package.errors.UploadRefusedError, match=said):
            do(project, "upload", path, **wish)
    assert service.journal() == []


@pytest.mark.parametrize("second_link", ["coexist", "supersede"])
@pytest.mark.usefixtures("old")
def test_another_link_in_between(do: Do, service: Service, project: str, path: Path, second_link: str) -> None:
    """The reply to the first link was lost: what it opened is not what is sent to."""
    service.begin(
        {"match": {"operation": "getMultiPartUploadLink"}, "times": 1, "drop": {"after": "effect"}},
        second_link=second_link,
    )
    assert do(project, "upload_content", path, external_id="e", part_size=TARGET).uploaded is True
    assert contents(service, project) == [DATA]


@pytest.mark.parametrize("status", [400, 409])
@pytest.mark.usefixtures("old")
def test_conflicts(do: Do, service: Service, package: ModuleType, project: str, path: Path, status: int) -> None:
    service.begin(conflict_status=status)
    with pytest.raises(package.errors.StatusError, match="A file with this external id exists") as caught:
        do(project, "upload", path, external_id="e", part_size=TARGET)
    assert caught.value.status_code == status
    assert contents(service, project) == [b"old"]


@pytest.mark.parametrize("status", [400, 404])
def test_missing_files(do: Do, service: Service, package: ModuleType, project: str, path: Path, status: int) -> None:
    """Late instances are waited for under either status, unknown external ids under none."""
    service.begin(missing_status=status)
    name = {"space": "docs", "externalId": "pump-7.pdf"}
    service.admin("POST", "instances", {**name, "project": project, "misses": 2})
    instance = package.models.InstanceId.model_validate(name)
    assert do(project, "upload_content", path, instance_id=instance, part_size=TARGET).uploaded is True
    service.admin("DELETE", "journal")
    with pytest.raises(package.errors.StatusError, match="There is no such file") as caught:
        do(project, "upload_content", path, external_id="nobody", part_size=TARGET)
    assert (caught.value.status_code, len(service.journal())) == (status, 1)


def test_never_uploaded(do: Do, service: Service, package: ModuleType, project: str, path: Path) -> None:
    """All is sent, and the service never says so: told with the record's id, and nothing is sent again."""
    service.begin(uploaded_delay=None)
    with pytest.raises(package.errors.UploadNotConfirmedError, match="not confirmed within") as caught:
        do(project, "upload", path, part_size=TARGET)
    assert caught.value.record_id == service.state(project)["files"][0]["id"]
    assert len(parts(service)) == 3


def test_without_waiting(do: Do, service: Service, project: str, path: Path) -> None:
    service.begin(uploaded_delay=None)
    assert do(project, "upload", path, part_size=TARGET, wait=False).uploaded is False


@pytest.mark.parametrize("status", [403, 404])
def test_urls_that_die_under_way(do: Do, service: Service, project: str, path: Path, status: int) -> None:
    """The URLs of a fresh upload are refused from the first: an error, and no part is tried for ever."""
    service.begin(url_lifetime=0.0, dead_url_status=status)
    with pytest.raises(Exception, match=f"part . answered {status}|part .: the storage answered {status}"):
        do(project, "upload", path, part_size=TARGET)
    assert len(parts(service)) <= 6
    assert contents(service, project) == [None]


def test_swapped_parts_are_found(do: Do, service: Service, package: ModuleType, project: str, path: Path) -> None:
    """Only a look at the content tells."""
    service.begin(part_order="swapped")
    with pytest.raises(package.errors.ContentDiffersError, match="upload it again"):
        do(project, "upload", path, part_size=TARGET, verify=True)


def test_links_on_a_host_that_cannot_be_reached(do: Do, service: Service, project: str, path: Path) -> None:
    """Absolute URLs whose host stands for the server's own: ``part_origin`` puts the API's in its place."""
    service.begin(flavor="private-link", private_link_urls="unreachable")
    record = do(project, "upload", path, part_size=TARGET, part_origin="server", verify=True)
    assert record.uploaded is True
    assert {entry["origin"] for entry in parts(service)} == {"api"}


@pytest.mark.parametrize("flavor", ["private-link", "aws"])
def test_credentials_with_parts(do: Do, service: Service, project: str, path: Path, flavor: str) -> None:
    """Only where they are asked for, and never to another origin."""
    service.begin(flavor=flavor, strict=False)
    assert do(project, "upload", path, part_size=TARGET, part_credentials=True).uploaded is True
    assert {entry["authorization"] for entry in parts(service)} == {flavor == "private-link"}


def test_tokens_that_expire(service: Service, package: ModuleType, project: str, path: Path) -> None:
    """A function gives a fresh token when the old one is refused; the upload goes on."""
    service.begin({"match": {"operation": "completeMultiPartUpload"}, "times": 1, "reply": {"status": 401}})
    tokens: Iterator[str] = (f"token-{number}" for number in range(100))
    with package.Client(base_url=service.base_url(project), token=lambda: next(tokens)) as client:
        assert client.files.upload(path, part_size=TARGET).uploaded is True
    assert contents(service, project) == [DATA]


def test_tokens_without_rights(do: Do, service: Service, package: ModuleType, project: str, path: Path) -> None:
    """Told with the service's own words and the id of the request, and nothing is sent."""
    service.begin(tokens={"hidden-token": ["filesAcl:READ"]})
    with pytest.raises(package.errors.ForbiddenError, match=r"Not allowed.*filesAcl:WRITE.*request id"):
        do(project, "upload", path, part_size=TARGET)
    service.begin(tokens={"another": []})
    with pytest.raises(package.errors.UnauthorizedError, match="gives no access"):
        do(project, "upload", path, part_size=TARGET)
    assert parts(service) == []


@pytest.mark.parametrize("as_date", [False, True])
@pytest.mark.parametrize("match", [PUT, {"operation": "getFileByInternalId"}], ids=["part", "call"])
def test_retry_after_is_obeyed(do: Do, service: Service, project: str, path: Path, match: Any, as_date: bool) -> None:
    """A wait that was asked for is not cut short."""
    fault = {"match": match, "times": 1, "throttle": {"retry_after": 2, "as_date": as_date}}
    service.begin(fault)
    do(project, "upload", path, part_size=TARGET)
    refused = next(entry for entry in service.journal() if entry["fault"])
    again = next(entry for entry in service.journal()[::-1] if entry["path"] == refused["path"])
    assert again["time"] - refused["time"] >= (1 if as_date else 2)


def test_a_quota_is_told(do: Do, service: Service, package: ModuleType, project: str, path: Path) -> None:
    """Parts beyond it are refused for good: one error with the storage's words, and no completion."""
    service.begin({"match": PUT, "quota": {"bytes": TARGET, "status": 413, "message": "the store is full"}})
    with pytest.raises(package.errors.PartFailedError, match=r"413 .*store is full"):
        do(project, "upload", path, part_size=TARGET)
    assert [entry for entry in service.journal() if entry["label"] == "completeMultiPartUpload"] == []
    assert contents(service, project) == [None]


def test_a_storage_that_bears_one_at_once(do: Do, service: Service, project: str, path: Path) -> None:
    """Refusals make the uploader send fewer at once, until the storage bears it."""
    service.begin({"match": PUT, "throttle": {"at_once": 1}})
    path.write_bytes(DATA * 4)
    assert do(project, "upload", path, part_size=1024, workers=4).uploaded is True
    assert contents(service, project) == [DATA * 4]
