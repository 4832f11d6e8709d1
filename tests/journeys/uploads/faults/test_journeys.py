"""The twelve journeys that every upload must survive, from the first reply to the last byte."""

from __future__ import annotations

import asyncio
import importlib
import random
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.journeys.uploads.faults.conftest import Do
from tests.journeys.uploads.faults.matrix import FLAVORS
from tests.journeys.uploads.faults.service import Entry, Service, put
from tests.journeys.uploads.faults.variant import TARGET
from tests.journeys.uploads.faults.watching import SIGNED, captured_logs, nothing_left
from tests.journeys.uploads.service import TOKEN

DATA = random.Random(12).randbytes(2 * TARGET + 1000)
PIECES = [DATA[at : at + TARGET] for at in range(0, len(DATA), TARGET)]
INIT, LINK = {"operation": "initMultiPartUpload"}, {"operation": "getMultiPartUploadLink"}
COMPLETE, POLL = {"operation": "completeMultiPartUpload"}, {"operation": "getFileByInternalId"}
PUT = {"origin": "storage", "method": "PUT"}
LOST: Mapping[str, Any] = {"times": 1, "drop": {"after": "effect"}}


@pytest.fixture
def project(tmp_path: Path) -> str:
    """A project of its own for each test."""
    return tmp_path.name


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "manual.pdf").write_bytes(DATA)
    return tmp_path / "manual.pdf"


def calls(service: Service, operation: Mapping[str, str]) -> list[int | None]:
    """The statuses of the calls of one operation, None where there was no reply."""
    return [entry["status"] for entry in service.journal() if entry["label"] == operation["operation"]]


def parts(service: Service) -> list[Entry]:
    return [entry for entry in service.journal() if entry["label"].startswith("part ")]


def stored(service: Service) -> list[int]:
    """The parts that were acknowledged, in the order in which they came."""
    return [int(entry["label"][5:]) for entry in parts(service) if entry["status"] in (200, 201)]


def contents(service: Service, project: str) -> list[bytes | None]:
    service.admin("DELETE", "faults")
    return [service.content(project, file["id"]) for file in service.state(project)["files"]]


def test_1_seed_by_hand(do: Do, service: Service, package: ModuleType, project: str) -> None:
    """A file that exists, three parts sent backwards, complete, look, download."""
    service.begin()
    do(project, "upload", b"old", name="n", external_id="seed")
    service.begin()
    body = package.models.FileDataUploadIds.model_validate({"items": [{"externalId": "seed"}]})
    link = do(project, "get_multi_part_upload_link", parts=len(PIECES), body=body).items[0]
    assert [put(url, piece) for url, piece in reversed([*zip(link.upload_urls, PIECES, strict=True)])] == [200] * 3
    do(project, "complete_multi_part_upload", body={"id": link.id, "uploadId": link.upload_id})
    assert do(project, "get_file_by_internal_id", id=link.id).uploaded is True
    assert stored(service) == [2, 1, 0]
    assert contents(service, project) == [DATA]


def test_1_seed_out_of_order(do: Do, service: Service, project: str, path: Path) -> None:
    """The same by the uploader, whose first part is answered last."""
    service.begin()
    do(project, "upload", b"old", name="n", external_id="seed")
    service.begin({"match": PUT, "times": 1, "late": {"others": 2, "at_most": 5}})
    record = do(project, "upload_content", path, external_id="seed", part_size=TARGET, workers=3)
    assert record.uploaded is True
    assert len(calls(service, LINK)) == 1
    assert contents(service, project) == [DATA]


@pytest.mark.parametrize("flavor", FLAVORS)
def test_2_new_file_on_every_flavor(do: Do, service: Service, project: str, path: Path, flavor: str) -> None:
    """Under ``strict``: what a PUT carries is what every cloud takes, and no more."""
    service.begin(flavor=flavor)
    record = do(project, "upload", path, part_size=TARGET)
    assert (record.name, record.uploaded, record.mime_type) == ("manual.pdf", True, "application/pdf")
    for entry in parts(service):
        assert {*entry["header_names"]} <= {"host", "accept", "user-agent", "content-length", "connection"}
        assert entry["declared"] == entry["received"]
    assert {entry["origin"] for entry in parts(service)} == {"api" if flavor == "private-link" else "storage"}
    assert [entry["notes"] for entry in service.journal() if entry["notes"]] == []
    assert contents(service, project) == [DATA]


@pytest.mark.parametrize("data", [b"", b"x"], ids=["empty", "one byte"])
@pytest.mark.parametrize("kind", ["path", "bytes", "file"])
def test_3_tiny_files(do: Do, service: Service, project: str, tmp_path: Path, data: bytes, kind: str) -> None:
    """One PUT, also of nothing, which says its length."""
    service.begin()
    (tmp_path / "tiny").write_bytes(data)
    with (tmp_path / "tiny").open("rb") as file:
        source: Any = {"path": tmp_path / "tiny", "bytes": data, "file": file}[kind]
        record = do(project, "upload", source, name="tiny", verify=True)
    assert record.uploaded is True
    assert [(entry["declared"], entry["received"]) for entry in parts(service)] == [(len(data), len(data))]
    assert contents(service, project) == [data]


@pytest.mark.parametrize(
    ("size", "count", "length", "last"),
    [
        (0, 1, 0, 0),
        (5_242_880, 1, 5_242_880, 5_242_880),
        (52_428_800, 1, 52_428_800, 52_428_800),
        (52_428_801, 2, 52_428_800, 1),
        (125_829_120, 3, 52_428_800, 20_971_520),
        (13_107_200_000, 250, 52_428_800, 52_428_800),
        (13_107_200_001, 250, 52_428_801, 52_428_552),
        (1_000_000_000_000, 250, 4_000_000_000, 4_000_000_000),
        (1_048_575_999_750, 250, 4_194_303_999, 4_194_303_999),
    ],
)
def test_3_planner_vectors(size: int, count: int, length: int, last: int) -> None:
    """Lengths alone, under the limits of the committed package."""
    from tests.journeys.uploads.service import SOURCE

    sys.path.insert(0, str(SOURCE))
    try:
        uploads = importlib.import_module("cdf_files._uploads")
        plan = importlib.import_module("cdf_files._runtime.multipart_upload.plan").plan
    finally:
        sys.path.remove(str(SOURCE))
    planned = plan(uploads.FILES_UPLOAD.parts, size)
    assert (len(planned), planned[0].length, planned[-1].length) == (count, length, last)
    assert sum(part.length for part in planned) == size


def test_3_too_large(do: Do, service: Service, package: ModuleType, project: str, tmp_path: Path) -> None:
    """A file, sparse but real, of one byte more than the protocol takes: refused before any request."""
    service.begin()
    with (tmp_path / "large").open("wb") as file:
        file.truncate(1_048_576_000_001)
    with pytest.raises(
        package.errors.UploadRefusedError, match=r"1,048,576,000,001 bytes, more than the 1,048,575,999,750"
    ):
        do(project, "upload", tmp_path / "large")
    assert service.journal() == []


def test_4_something_on_each_call(do: Do, service: Service, project: str, path: Path) -> None:
    """Six calls, each of which fails once in its own way; test_matrix.py has every way at every call."""
    service.begin(
        {"match": INIT, "times": 1, "unavailable": {}},
        {"match": {**PUT, "part": 0, "attempt": 1}, "drop": {"after": "half"}},
        {"match": {**PUT, "part": 1, "attempt": 1}, "unavailable": {"when": "after"}},
        {"match": {**PUT, "part": 2, "attempt": 1}, "throttle": {"retry_after": 0}},
        {"match": COMPLETE, **LOST},
        {"match": {**POLL, "nth": 2}, "truncate": {}},
        {"match": {"operation": "downloadLinks"}, "times": 1, "reply": {"status": 502, "body": "<html>"}},
        {"match": {"origin": "storage", "method": "GET"}, "times": 1, "truncate": {}},
        uploaded_delay=0.05,
    )
    record = do(project, "upload", path, external_id="e", part_size=TARGET, verify=True)
    told = service.admin("GET", "faults")["faults"]
    assert [one["struck"] for one in told] == [1] * 8
    assert sorted(stored(service)) == [0, 1, 2]
    assert record.uploaded is True
    assert contents(service, project) == [DATA]


CHILD = """
import asyncio, sys
sys.path.insert(0, sys.argv[1])
import small_files
kind, url, token, path, size = sys.argv[2:]
more = dict(external_id="e", part_size=int(size), workers=1)
if kind == "sync":
    small_files.Client(base_url=url, token=token).files.upload(path, **more)
else:
    asyncio.run(small_files.AsyncClient(base_url=url, token=token).files.upload(path, **more))
"""


@pytest.fixture
def killed(request: pytest.FixtureRequest, small: Path, service: Service, project: str, path: Path) -> None:
    """An uploader that was killed while its third part was on the way."""
    kind = "async" if "async" in request.node.name else "sync"
    service.begin({"match": {**PUT, "part": 2}, "slow": {"stall": 20}}, abandoned_lifetime=1e9)
    source = small.parent / "small-files" / "src"
    told = [str(source), kind, service.base_url(project), TOKEN, str(path), str(TARGET)]
    with subprocess.Popen([sys.executable, "-c", CHILD, *told]) as process:
        while len(parts(service)) < 3:
            assert process.poll() is None
            time.sleep(0.01)
        process.kill()
    service.begin(abandoned_lifetime=1e9)


@pytest.mark.usefixtures("killed")
def test_5_killed_and_resumed(do: Do, service: Service, project: str, path: Path) -> None:
    """What is stored is not sent again."""
    record = do(project, "upload", path, external_id="e", part_size=TARGET, verify=True)
    assert record.uploaded is True
    assert stored(service) == [2]
    assert calls(service, INIT) == []
    assert contents(service, project) == [DATA]


@pytest.mark.usefixtures("killed")
def test_5_killed_and_changed(do: Do, service: Service, package: ModuleType, project: str, path: Path) -> None:
    """The rest of another file would make a file that never was."""
    path.write_bytes(DATA[::-1])
    with pytest.raises(package.errors.SourceChangedError, match=r"uploads\.forget\("):
        do(project, "upload", path, external_id="e", part_size=TARGET)
    assert service.journal() == []
    assert contents(service, project) == [None]


@pytest.mark.usefixtures("killed")
def test_6_urls_expired_before_the_resume(do: Do, service: Service, project: str, path: Path) -> None:
    """A new upload of the same record, and the caller hears of it."""
    service.admin("POST", "clock", {"advance": 604_801})
    notes: list[str] = []
    do(project, "upload", path, external_id="e", part_size=TARGET, progress=lambda told: notes.append(told.note))
    assert any("starts again with new URLs" in note for note in notes)
    assert (calls(service, INIT), calls(service, LINK)) == ([], [201])
    assert sorted(stored(service)) == [0, 1, 2]
    assert contents(service, project) == [DATA]


def test_7_lost_reply_of_complete(do: Do, service: Service, project: str, path: Path) -> None:
    """The record tells that it worked: it is not completed twice."""
    service.begin({"match": COMPLETE, **LOST})
    assert do(project, "upload", path, part_size=TARGET).uploaded is True
    assert calls(service, COMPLETE) == [None]
    assert contents(service, project) == [DATA]


@pytest.mark.parametrize("answer", [200, 400, 404, 409])
def test_7_complete_twice(do: Do, service: Service, project: str, path: Path, answer: int) -> None:
    """Content that takes its time: the repetition meets whatever this service says to one, and all is well."""
    service.begin({"match": COMPLETE, **LOST}, repeat_complete=answer, uploaded_delay=0.3)
    assert do(project, "upload", path, part_size=TARGET).uploaded is True
    assert calls(service, COMPLETE) == [None, answer]
    assert contents(service, project) == [DATA]


def test_8_lost_reply_of_init_with_a_name(do: Do, service: Service, project: str, path: Path) -> None:
    """One identity, one file."""
    service.begin({"match": INIT, **LOST})
    assert do(project, "upload", path, external_id="e", part_size=TARGET).uploaded is True
    assert contents(service, project) == [DATA]


def test_8_lost_reply_of_init_without_a_name(
    do: Do, service: Service, package: ModuleType, project: str, path: Path
) -> None:
    """Nothing is repeated, and what may be left behind is told."""
    service.begin({"match": INIT, **LOST})
    with pytest.raises(package.errors.UploadStartUnknownError, match="a record may have been made for it") as caught:
        do(project, "upload", path, part_size=TARGET)
    assert "externalId" in str(caught.value)
    assert calls(service, INIT) == [None]
    assert parts(service) == []


def test_9_instance_that_is_seen_late(do: Do, service: Service, package: ModuleType, project: str, path: Path) -> None:
    service.begin()
    name = {"space": "docs", "externalId": "pump-7.pdf"}
    service.admin("POST", "instances", {**name, "project": project, "misses": 3})
    instance = package.models.InstanceId.model_validate(name)
    assert do(project, "upload_content", path, instance_id=instance, part_size=TARGET).uploaded is True
    assert calls(service, LINK) == [400, 400, 400, 201]
    assert contents(service, project) == [DATA]


def test_9_instance_that_is_never_seen(do: Do, service: Service, package: ModuleType, project: str, path: Path) -> None:
    """Asked for again until the deadline, and then told as the service tells it."""
    service.begin()
    instance = package.models.InstanceId.model_validate({"space": "docs", "externalId": "pump-8.pdf"})
    with pytest.raises(package.errors.BadRequestError, match="There is no such file"):
        do(project, "upload_content", path, instance_id=instance, part_size=TARGET)
    assert len(calls(service, LINK)) > 3
    assert parts(service) == []


def test_10_overwrite_that_fails(do: Do, service: Service, package: ModuleType, project: str, path: Path) -> None:
    """The old content is what it was."""
    service.begin()
    do(project, "upload", b"old", name="n", external_id="e")
    service.begin({"match": {**PUT, "part": 1}, "unavailable": {"status": 500}})
    with pytest.raises(package.errors.PartFailedError, match="500") as caught:
        do(project, "upload", path, external_id="e", overwrite=True, part_size=TARGET)
    assert caught.value.attempts > 1
    assert calls(service, COMPLETE) == []
    assert contents(service, project) == [b"old"]


def test_10_overwrite_that_works(do: Do, service: Service, project: str, path: Path) -> None:
    """``uploaded`` is true from before: the wait looks for more than that."""
    service.begin()
    do(project, "upload", b"old", name="n", external_id="e")
    service.begin(uploaded_delay=0.3)
    old = service.state(project)["files"][0]
    record = do(project, "upload", path, external_id="e", overwrite=True, part_size=TARGET)
    assert (record.uploaded, record.uploaded_time != old["uploadedTime"]) == (True, True)
    assert contents(service, project) == [DATA]


def test_10_conflict_without_overwrite(do: Do, service: Service, package: ModuleType, project: str, path: Path) -> None:
    service.begin()
    do(project, "upload", b"old", name="n", external_id="e")
    with pytest.raises(package.errors.ConflictError, match="external id exists"):
        do(project, "upload", path, external_id="e", part_size=TARGET)
    assert contents(service, project) == [b"old"]


@pytest.mark.parametrize("flavor", FLAVORS)
def test_11_no_secret_anywhere(do: Do, service: Service, project: str, path: Path, flavor: str) -> None:
    """Whatever is said at any level while everything fails, and what goes to the storage: test_matrix.py looks, too."""
    service.begin(
        {"match": {**PUT, "attempt": 1}, "drop": {"after": "half"}},
        {"match": {**PUT, "part": 2}, "reply": {"status": 409, "body": "your URL was %s"}},
        flavor=flavor,
    )
    with captured_logs() as said:
        try:
            do(project, "upload", path, part_size=TARGET)
        except Exception as error:
            said.error(error)
    upload_ids = [upload["uploadId"] for upload in service.state(project)["uploads"]]
    assert upload_ids
    assert any("storage" in text for text in said.texts), "nothing was heard at all"
    assert said.leaks([TOKEN, *SIGNED, *upload_ids]) == []
    assert not any(entry["authorization"] for entry in parts(service))


def test_12_interrupt_in_the_middle(service: Service, package: ModuleType, project: str, path: Path) -> None:
    """Ctrl-C, or whatever the caller's own code raises: when it comes back nothing goes on."""
    service.begin({"match": PUT, "slow": {"bytes_per_second": 4000}})

    def progress(told: Any) -> None:
        if told.sent_bytes > TARGET:
            raise KeyboardInterrupt

    with nothing_left(), package.Client(base_url=service.base_url(project), token=TOKEN) as client:
        with pytest.raises(KeyboardInterrupt):
            client.files.upload(path, part_size=TARGET, workers=2, progress=progress)
        nothing_goes_on(service)


def test_12_cancel_in_the_middle(service: Service, package: ModuleType, project: str, path: Path) -> None:
    service.begin({"match": PUT, "slow": {"stall": 20}})

    async def run() -> None:
        async with package.AsyncClient(base_url=service.base_url(project), token=TOKEN) as client:
            task = asyncio.create_task(client.files.upload(path, part_size=TARGET, workers=2))
            while len(await asyncio.to_thread(parts, service)) < 2:
                await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert [one for one in asyncio.all_tasks() if one is not asyncio.current_task()] == []
            await asyncio.to_thread(nothing_goes_on, service)

    with nothing_left():
        asyncio.run(run())


def nothing_goes_on(service: Service) -> None:
    """No request comes any more, and none of those that came gets another byte."""
    before = [(entry["path"], entry["received"]) for entry in service.journal()]
    time.sleep(0.3)
    now = [(entry["path"], entry["received"]) for entry in service.journal()]
    assert [path for path, _ in now] == [path for path, _ in before]
    assert calls(service, COMPLETE) == []
