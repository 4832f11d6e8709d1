"""Whatever fails, wherever: the content arrives to the byte, or the caller is told by one typed error."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.journeys.uploads.faults.conftest import Do
from tests.journeys.uploads.faults.matrix import Cell, cells
from tests.journeys.uploads.faults.service import Entry, Service, digest
from tests.journeys.uploads.faults.variant import TARGET
from tests.journeys.uploads.faults.watching import SIGNED, CapturedLogs, captured_logs, nothing_left
from tests.journeys.uploads.service import TOKEN

OLD = b"what was there before"
WORKERS = 2


def attempted(do: Do, project: str, cell: Cell, path: Path, said: CapturedLogs) -> tuple[Any, Exception | None]:
    """The record, or the error, of one upload that ends with a look at what arrived.

    Half of them read a file and are remembered, the others have the bytes at hand.
    """
    source: Path | bytes = path if cell.flavor in ("aws", "private-link") else path.read_bytes()
    more: dict[str, Any] = {"part_size": TARGET, "workers": WORKERS, "verify": True, "timeout": cell.kind.patience}
    if cell.call != "nameless init":
        more["external_id"] = "e"
    if cell.call != "link":
        more["name"] = path.name
    method = "upload_content" if cell.call == "link" else "upload"
    with nothing_left():
        try:
            return do(project, method, source, transfer_timeout=cell.kind.patience, **more), None
        except Exception as error:
            said.error(error)
            return None, error


@pytest.mark.parametrize("cell", cells(), ids=lambda cell: cell.id)
def test_one_fault(cell: Cell, do: Do, service: Service, package: ModuleType, tmp_path: Path) -> None:
    data, project = random.Random(cell.id).randbytes(2 * TARGET + 1000), tmp_path.name
    path = tmp_path / "manual.pdf"
    path.write_bytes(data)
    service.begin(flavor=cell.flavor)
    if cell.call == "link":
        do(project, "upload", OLD, name="old", external_id="e")
    service.begin(cell.faults, flavor=cell.flavor)
    with captured_logs() as said:
        record, error = attempted(do, project, cell, path, said)
    (fault,) = service.admin("GET", "faults")["faults"]
    assert fault["matched"] > 0, "no request met the fault"
    service.admin("DELETE", "faults")
    state, journal = service.state(project), service.journal()
    judge_outcome(cell, package, record, error, data)
    judge_contents(cell, service, project, record, data)
    judge_journal(journal)
    secrets = [TOKEN, *SIGNED, *(upload["uploadId"] for upload in state["uploads"])]
    assert said.leaks(secrets) == []
    if cell.call != "nameless init":
        assert len(state["files"]) <= 1, "one identity, two records"


def judge_outcome(cell: Cell, package: ModuleType, record: Any, error: Exception | None, data: bytes) -> None:
    if error is None:
        assert cell.call not in cell.kind.fails, "the caller was not told"
        assert record.uploaded is True
        return
    assert isinstance(error, package.errors.ClientError), repr(error)
    assert cell.call not in cell.kind.arrives, f"{type(error).__name__}: {error}"
    assert len(str(error).split()) >= 3, "an error without words"


def judge_contents(cell: Cell, service: Service, project: str, record: Any, data: bytes) -> None:
    """What the service holds is the whole of the file, or nothing of it."""
    for file in service.state(project)["files"]:
        found = service.content(project, file["id"])
        if record is not None and file["id"] == record.id:
            assert found == data
            assert [piece["digest"] for piece in file["content"]] == [*digests(data)]
        elif cell.kind.name != "damaged on the way in" or cell.call != "part":
            assert found in (None, OLD, data)


def digests(data: bytes) -> Iterable[str]:
    return (digest(data[at : at + TARGET]) for at in range(0, len(data), TARGET))


def judge_journal(journal: list[Entry]) -> None:
    """No credentials with parts or downloads, no breach of the rules for PUTs, no part again that was acknowledged."""
    assert [note for entry in journal for note in entry["notes"]] == []
    stored: set[str] = set()
    for entry in journal:
        if entry["label"].startswith("part ") or entry["label"] == "download":
            assert not entry["authorization"]
            assert entry["path"] not in stored, "sent again though it was stored"
            if entry["method"] == "PUT" and entry["status"] in (200, 201) and entry["fault"] != "reply":
                stored.add(entry["path"])
    assert max((entry["at_once"] for entry in journal if entry["method"] == "PUT"), default=0) <= WORKERS
