"""The journal, its lease and what it says, without a network; and uploads that go on, against the sample service."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx2
import pytest

from specproof.extensions.multipart_upload.runtime.drivers.async_driver import upload_async
from specproof.extensions.multipart_upload.runtime.drivers.sync_driver import upload_sync
from specproof.extensions.multipart_upload.runtime.errors import (
    PartFailedError,
    SourceChangedError,
    UploadError,
    UploadInProgressError,
    UploadNotConfirmedError,
    UploadRefusedError,
    UploadStartUnknownError,
)
from specproof.extensions.multipart_upload.runtime.options import UploadOptions
from specproof.extensions.multipart_upload.runtime.protocol import Conflict, Discard, Download, UploadProtocol
from specproof.extensions.multipart_upload.runtime.resume.journal import Entry, Journal
from specproof.extensions.multipart_upload.runtime.resume.lease import LeaseHeldError, lease
from specproof.extensions.multipart_upload.runtime.resume.listing import forget_upload, unfinished_uploads
from specproof.extensions.multipart_upload.runtime.resume.state_dir import state_folder
from specproof.extensions.multipart_upload.runtime.resume_api import (
    discard_async,
    discard_sync,
    resume_async,
    resume_sync,
)
from specproof.runtime import AsyncSession, SyncSession, retries
from specproof.runtime.errors import ConnectionFailedError, InvalidArgumentError, StatusError
from tests.unit.runtime.sample.operations import PACKAGE
from tests.unit.runtime.sample.uploads import INIT, LINK, PROTOCOL, Service, reply
from tests.unit.runtime.wire import Answer, Exchange, Server

CONTENT = os.urandom(250_001)
MODULE = PACKAGE.module
FREE = replace(LINK, id="free", path="/free", parameters=())
KNOWN = replace(
    PROTOCOL,
    start_new=replace(PROTOCOL.start_new, conflict=Conflict((409,), "/duplicated")),
    discard=Discard(FREE, {"/items/0/key": "recordId"}, {"/forced": True}),
)


def entry(**changes: Any) -> Entry:
    values: dict[str, Any] = {
        "key": "k",
        "lease": "l",
        "path": '"/a"',
        "fingerprint": "[1]",
        "target": "{}",
        "shown": "there",
        "lengths": "[4,4,1]",
        "started": 1.0,
        "expires": 2.0,
        "pid": 7,
        **changes,
    }
    return Entry(**values)


class Work:
    """What is done with an upload, by one driver."""

    def __init__(self, service: Service, is_async: bool) -> None:
        self.service, self.is_async = service, is_async
        self.lends_client = False

    def _run(self, sync: Callable[..., Any], twin: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
        settings: dict[str, Any] = {"base_url": self.service.api.url + "/v1", "token": "t"}
        if not self.is_async:
            with httpx2.Client() as own, SyncSession(PACKAGE, **settings, **self._lent(own)) as session:
                return sync(session, *arguments, **more)

        async def run() -> Any:
            async with httpx2.AsyncClient() as own, AsyncSession(PACKAGE, **settings, **self._lent(own)) as session:
                return await twin(session, *arguments, **more)

        return asyncio.run(run())

    def _lent(self, client: Any) -> dict[str, Any]:
        return {"http_client": client} if self.lends_client else {}

    def upload(self, source: Any, protocol: UploadProtocol = KNOWN, options: Any = None, **more: Any) -> Any:
        given = UploadOptions(**(options or {}))
        if not more:
            more = {"fields": {"name": "n"}}
        return self._run(upload_sync, upload_async, protocol, source, options=given, **more)

    def resume(self, key: str, protocol: UploadProtocol = KNOWN) -> Any:
        return self._run(resume_sync, resume_async, protocol, key)

    def discard(self, key: str, protocol: UploadProtocol = KNOWN) -> None:
        self._run(discard_sync, discard_async, protocol, key)

    def interrupt(self, source: Any, **more: Any) -> str:
        """Two of three parts are stored; gives the key."""
        self.service.faults[2] = [Answer(403)]
        with pytest.raises(PartFailedError) as caught:
            self.upload(source, options={"workers": 1, **more.pop("options", {})}, **more)
        assert caught.value.__notes__ == [
            f"record {caught.value.record_id}: 2 of 3 parts are stored; the same call resumes it"
        ]
        (one,) = unfinished_uploads(MODULE)
        assert one.parts_done == 2
        return one.key


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def work(server: Server, storage: Server, request: pytest.FixtureRequest, nothing_left: None) -> Work:
    return Work(Service(server, storage), request.param)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retries.random, "uniform", lambda low, high: low + high / 1000)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "data.csv").write_bytes(CONTENT)
    return tmp_path / "data.csv"


# Where it lies.


def test_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("A_B_STATE_DIR", "/own")
    assert state_folder("company.a_b") == Path("/own")
    monkeypatch.delenv("A_B_STATE_DIR")
    monkeypatch.setenv("XDG_STATE_HOME", "/state")
    assert state_folder("company.a_b") == Path("/state/a_b")
    monkeypatch.setenv("HOME", str(tmp_path))
    for none in ("", "relative"):
        monkeypatch.setenv("XDG_STATE_HOME", none)
        assert state_folder("a_b") == tmp_path / ".local/state/a_b"


def test_a_user_without_a_home(
    work: Work, path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """As in a container that runs under any number: the upload goes on, and the list says what to set."""

    def unknown() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in [name for name in os.environ if name.endswith(("_STATE_DIR", "XDG_STATE_HOME"))]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(Path, "home", unknown)
    work.upload(path)
    assert work.service.content == CONTENT
    assert "not remembered: no home directory is known: set" in caplog.text
    with pytest.raises(UploadError, match=r"set .*_STATE_DIR"):
        unfinished_uploads(MODULE)


def test_the_files_belong_to_their_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with closing(Journal(tmp_path / "new" / "folder")) as journal:
            journal.write(entry())
            modes = {stat.S_IMODE(file.stat().st_mode) for file in journal.folder.iterdir()}
            assert stat.S_IMODE(journal.folder.stat().st_mode) == 0o700
    finally:
        os.umask(before)
    assert modes == {0o600}


# What it holds.


def test_a_journal(tmp_path: Path) -> None:
    with closing(Journal(tmp_path)) as journal, closing(Journal(tmp_path)) as other:
        journal.write(entry())
        journal.write(entry(key="older", started=0.0))
        journal.stored("k", 1, 99)
        journal.stored("k", 0, None)
        assert other.parts("k") == {0: None, 1: 99}
        assert [one.key for one in other.entries()] == ["older", "k"]
        journal.completed("k")
        journal.taken_over("k")
        assert other.find("k") == entry(is_completed=1, pid=os.getpid())
        journal.write(entry(reply="{}"))
        assert other.parts("k") == {}
        journal.forget("k")
        assert other.find("k") is None


def test_what_is_half_written_is_not_there(tmp_path: Path) -> None:
    with closing(Journal(tmp_path)) as journal:
        journal.write(entry())
        journal.stored("k", 0, None)
        with pytest.raises(sqlite3.Error):
            journal.write(entry(lengths=object()))
        assert journal.parts("k") == {0: None}


def test_its_repr_tells_nothing() -> None:
    assert "secret" not in repr(entry(reply="secret"))


# Who holds it.


def test_a_lease(tmp_path: Path) -> None:
    with lease(tmp_path, "a"), lease(tmp_path, "b"), pytest.raises(LeaseHeldError), lease(tmp_path, "a"):
        pass
    with lease(tmp_path, "a"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_lease_that_cannot_be_had(tmp_path: Path) -> None:
    (tmp_path / "a.lock").mkdir()
    with pytest.raises(sqlite3.OperationalError), lease(tmp_path, "a"):
        pass


@pytest.mark.parametrize("moment", ["before it is opened", "after it was opened"])
def test_a_lock_file_that_its_last_holder_removes_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Another one may hold the new file already: the old one is no lease."""
    module = import_module("specproof.extensions.multipart_upload.runtime.resume.lease")
    real, removed = sqlite3.connect, []

    def connect(path: Path, **more: Any) -> Any:
        found = real(path, **more)
        if not removed:
            removed.append(path)
            if moment == "after it was opened":
                found.execute("SELECT * FROM sqlite_master")
            path.unlink()
            if moment == "after it was opened":
                path.touch()
        return found

    monkeypatch.setattr(module.sqlite3, "connect", connect)
    with lease(tmp_path, "a"):
        monkeypatch.undo()
        assert removed
        with pytest.raises(LeaseHeldError), lease(tmp_path, "a"):
            pass


def test_a_lock_that_cannot_be_had_is_told(work: Work, path: Path, state: Path) -> None:
    key = work.interrupt(path)
    (state / f"{key}.lock").mkdir()
    with pytest.raises(UploadError, match="no lock can be had"):
        work.upload(path)
    with pytest.raises(UploadError, match="cannot be used"):
        forget_upload(MODULE, key)


def test_a_lease_ends_with_its_process(tmp_path: Path) -> None:
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom specproof.extensions.multipart_upload.runtime.resume.lease "
        "import lease\n"
        "with lease(Path(sys.argv[1]), 'a'):\n    print('held', flush=True)\n    time.sleep(600)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    with pytest.raises(LeaseHeldError), lease(tmp_path, "a"):
        pass
    process.kill()
    process.communicate()
    with lease(tmp_path, "a"):
        pass


def test_a_second_thread_that_asks_takes_nothing_away(tmp_path: Path) -> None:
    """POSIX takes a process' locks away when it closes any descriptor of the file."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom specproof.extensions.multipart_upload.runtime.resume.lease "
        "import LeaseHeldError, lease\n"
        "try:\n    with lease(Path(sys.argv[1]), 'a'):\n        print('had')\n"
        "except LeaseHeldError:\n    print('taken')\n"
    )
    with lease(tmp_path, "a"):
        with pytest.raises(LeaseHeldError), lease(tmp_path, "a"):
            pass
        told = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert told.stdout == "taken\n"


# Uploads that go on.


def test_only_what_is_missing_is_sent(work: Work, path: Path) -> None:
    key = work.interrupt(path)
    work.service.storage.seen.clear()
    seen: list[Any] = []
    work.upload(path, options={"progress": seen.append})
    assert [put.path for put in work.service.storage.seen] == ["/put/2"]
    assert work.service.content == CONTENT
    assert seen[0][:4] == (200_000, 250_001, 2, 3)
    assert seen[0].note == f"going on with upload {key}: 2 of 3 parts are stored"
    assert unfinished_uploads(MODULE) == []


def test_the_parts_stay_as_they_were_cut(work: Work, path: Path) -> None:
    work.interrupt(path)
    work.upload(path, options={"part_size": 50_000})
    assert work.service.content == CONTENT
    assert len(work.service.calls("init")) == 1


def test_by_key(work: Work, path: Path) -> None:
    for start in ({"fields": {"name": "n", "key": "k"}}, {"identifiers": {"key": "k"}}):
        work.service.content = None
        key = work.interrupt(path, **start)
        work.resume(key)
        assert work.service.content == CONTENT


def test_by_key_without_what_it_needs(work: Work, path: Path) -> None:
    with pytest.raises(InvalidArgumentError, match="no upload"):
        work.resume("nothing")
    key = work.interrupt(path)
    other = replace(KNOWN, start_new=replace(KNOWN.start_new, operation=replace(INIT, id="other")))
    for protocol in (other, replace(other, start_existing=None)):
        with pytest.raises(InvalidArgumentError, match="in another way"):
            work.resume(key, protocol)
    assert forget_upload(MODULE, key)


def test_other_fields_are_another_upload(work: Work, path: Path) -> None:
    work.interrupt(path)
    work.upload(path, fields={"name": "other"})
    assert len(work.service.calls("init")) == 2
    assert len(unfinished_uploads(MODULE)) == 1


def test_names_of_any_bytes(work: Work, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xff.csv")
    path.write_bytes(CONTENT)
    key = work.interrupt(path)
    assert unfinished_uploads(MODULE)[0].path == str(path)
    work.resume(key)
    assert work.service.content == CONTENT


def test_a_link_to_a_file_is_the_file(work: Work, path: Path) -> None:
    work.interrupt(path)
    path.with_name("link.csv").symlink_to(path)
    work.upload(path.with_name("link.csv"))
    assert len(work.service.calls("init")) == 1


def test_without_a_lifetime_nothing_expires(work: Work, path: Path) -> None:
    work.interrupt(path)
    assert unfinished_uploads(MODULE)[0].expires is None


@pytest.mark.parametrize("way", ["link", "new"])
def test_dead_urls(work: Work, path: Path, way: str) -> None:
    fields = {"name": "n", "key": "k"} if way == "link" else {"name": "n"}
    work.interrupt(path, fields=fields)
    work.service.faults[2] = [Answer(403)]
    notes: list[str] = []
    work.upload(path, fields=fields, options={"progress": lambda told: notes.append(told.note)})
    assert work.service.content == CONTENT
    assert (len(work.service.calls("link")), len(work.service.calls("init"))) == ((1, 1) if way == "link" else (0, 2))
    assert any("starts anew" in note for note in notes)


def test_dead_urls_where_no_record_can_be_opened_again(work: Work, path: Path) -> None:
    work.interrupt(path)
    work.service.faults[2] = [Answer(410)]
    bare = replace(KNOWN, start_existing=None)
    (one,) = unfinished_uploads(MODULE)
    work.resume(one.key, bare)
    assert len(work.service.calls("init")) == 2


@pytest.mark.parametrize("status", [404, 403])
def test_dead_urls_whose_record_is_refused(work: Work, path: Path, status: int) -> None:
    work.interrupt(path, fields={"name": "n", "key": "k"})
    work.service.faults[2] = [Answer(403)]
    work.service.start_faults = [reply({}, status)]
    if status == 403:
        with pytest.raises(StatusError):
            work.upload(path, fields={"name": "n", "key": "k"})
        (one,) = unfinished_uploads(MODULE)
        assert one.parts_done == 2, "the record that it has made is still known"
        work.upload(path, fields={"name": "n", "key": "k"})
        assert len(work.service.calls("init")) == 1
    else:
        work.upload(path, fields={"name": "n", "key": "k"})
        assert len(work.service.calls("init")) == 2


def test_dead_urls_of_content_for_a_record(work: Work, path: Path) -> None:
    work.interrupt(path, identifiers={"key": "k"})
    work.service.faults[2] = [Answer(403)]
    work.service.start_faults = [reply({}, 404)]
    with pytest.raises(StatusError):
        work.upload(path, identifiers={"key": "k"})
    work.upload(path, identifiers={"key": "k"})
    assert work.service.content == CONTENT


def test_urls_die_but_once(work: Work, path: Path) -> None:
    work.interrupt(path, fields={"name": "n", "key": "k"})
    work.service.faults[2] = [Answer(403), Answer(403)]
    with pytest.raises(PartFailedError):
        work.upload(path, fields={"name": "n", "key": "k"})


def test_urls_that_are_too_old(work: Work, path: Path, state: Path) -> None:
    work.interrupt(path, fields={"name": "n", "key": "k"})
    with closing(sqlite3.connect(state / "uploads-1.sqlite3", isolation_level=None)) as journal:
        journal.execute("UPDATE uploads SET expires = ?", (time.time(),))
    work.upload(path, fields={"name": "n", "key": "k"})
    assert len(work.service.calls("link")) == 1


def test_a_journal_that_fails_meanwhile_ends_no_upload(
    work: Work, path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(Journal, "stored", fail)
    work.upload(path)
    assert work.service.content == CONTENT
    assert "disk I/O error" in caplog.text


def test_no_part_is_noted_for_a_start_that_could_not_be(
    work: Work, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would count for the older upload that the journal may still tell of."""
    noted: list[Any] = []

    def fail(*_: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Journal, "write", fail)
    monkeypatch.setattr(Journal, "stored", lambda *given: noted.append(given))
    monkeypatch.setattr(Journal, "completed", lambda *given: noted.append(given))
    work.upload(path)
    assert (work.service.content, noted) == (CONTENT, [])


def test_a_journal_of_another_make(work: Work, path: Path, state: Path, caplog: pytest.LogCaptureFixture) -> None:
    state.mkdir()
    with closing(sqlite3.connect(state / "uploads-1.sqlite3")) as database:
        database.execute("CREATE TABLE uploads (key TEXT, something TEXT)")
    work.upload(path)
    assert work.service.content == CONTENT
    assert "uploads are not remembered: no such column" in caplog.text


def test_a_page_that_cannot_be_read(work: Work, path: Path, state: Path, caplog: pytest.LogCaptureFixture) -> None:
    work.interrupt(path)
    with closing(sqlite3.connect(state / "uploads-1.sqlite3")) as database, database:
        assert database.execute("UPDATE uploads SET lengths = '{'").rowcount == 1
    work.upload(path)
    assert work.service.content == CONTENT
    assert "cannot be read" in caplog.text


def test_a_journal_that_cannot_be_read(state: Path) -> None:
    state.mkdir()
    (state / "uploads-1.sqlite3").write_bytes(b"no database" * 999)
    for ask in (lambda: unfinished_uploads(MODULE), lambda: forget_upload(MODULE, "k")):
        with pytest.raises(UploadError, match="not a database"):
            ask()


# Starts.


def _free(service: Service, answered: Answer) -> None:
    """Calls of the operation ``free`` get this reply."""
    own = service.api.answer

    def answer(exchange: Exchange) -> Answer:
        return answered if exchange.path == "/v1/free" else own(exchange)

    service.api.answer = answer


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
    assert any("never answered" in note for note in notes)


# Completions.


def test_all_was_sent_and_the_look_says_so(work: Work, path: Path) -> None:
    """What the server has completed is not completed again, whether it was written down or not."""
    work.service.complete_faults = [reply({}, 400)]
    with pytest.raises(StatusError):
        work.upload(path)
    work.service.storage.seen.clear()
    work.upload(path)
    assert work.service.storage.seen == []
    assert len(work.service.calls("complete")) == 1


def test_a_repeated_completion_that_is_refused_while_the_content_comes(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = import_module("specproof.extensions.multipart_upload.runtime.upload_protocol.upload_flow")
    monkeypatch.setattr(conversation, "_SETTLING", replace(conversation._SETTLING, initial_delay=0.01, deadline=1.0))
    work.service.complete_faults = [Answer(503), reply({}, 409)]
    work.service.uploaded_after = 5
    assert work.upload(CONTENT).uploaded
    work.service.complete_faults = [Answer(503), reply({}, 409)]
    work.service.uploaded_after = 9999
    with pytest.raises(StatusError, match="409"):
        work.upload(CONTENT)


@pytest.mark.parametrize("status", [400, 404])
def test_an_upload_that_is_over_starts_anew_for_the_same_record(work: Work, path: Path, status: int) -> None:
    """All is stored, and its completion is refused by one call after the other: this does not go on for ever."""
    fields, notes = {"name": "n", "key": "k"}, []
    own = work.service.api.answer

    def answer(exchange: Exchange) -> Answer:
        is_over = exchange.path == "/v1/complete" and not work.service.calls("link")
        return reply({"error": "expired"}, status) if is_over else own(exchange)

    work.service.api.answer = answer
    with pytest.raises(StatusError, match=str(status)):
        work.upload(path, fields=fields)
    assert work.service.calls("link") == []
    work.upload(path, fields=fields, options={"progress": lambda told: notes.append(told.note)})
    assert len(work.service.calls("link")) == 1
    assert any("starts anew" in note for note in notes)
    assert unfinished_uploads(MODULE) == []


def test_a_completion_that_credentials_do_not_suffice_for_starts_nothing_anew(work: Work, path: Path) -> None:
    fields = {"name": "n", "key": "k"}
    for _ in range(2):
        work.service.complete_faults, work.service.uploaded_after = [reply({}, 403)], 9999
        with pytest.raises(StatusError, match="403"):
            work.upload(path, fields=fields)
    assert len(work.service.storage.seen) == 3
    assert work.service.calls("link") == []


# Taking back.


def test_discarding(work: Work, path: Path) -> None:
    key = work.interrupt(path)
    _free(work.service, reply({}))
    work.discard(key)
    assert json.loads(work.service.calls("free")[0].body) == {"items": [{"key": 7}], "forced": True}
    assert unfinished_uploads(MODULE) == []


def test_discarding_what_cannot_be(work: Work, path: Path) -> None:
    key = work.interrupt(path)
    with pytest.raises(InvalidArgumentError, match="no record of its own"):
        work.discard(key, replace(KNOWN, discard=None))
    assert forget_upload(MODULE, key)


# Verifying.


def test_the_content_is_read_back(work: Work, path: Path) -> None:
    from specproof.extensions.multipart_upload.runtime.errors import ContentDiffersError, UploadRefusedError

    protocol = replace(KNOWN, download=Download(FREE, {"/items/0/key": "recordId"}, "/url"))
    given = [CONTENT]
    url = work.service.storage.url + "/get?sig=hidden"
    own = work.service.storage.answer

    def storage(exchange: Exchange) -> Answer:
        return Answer(200, given[0]) if exchange.method == "GET" else own(exchange)

    work.service.storage.answer = storage
    _free(work.service, reply({"url": url}))
    assert work.upload(path, protocol, options={"verify": True}).uploaded
    got = [one for one in work.service.storage.seen if one.method == "GET"]
    assert [one.header("authorization") for one in got] == [None]
    given[0] = CONTENT[:-1] + b"x"
    work.service.content = None
    with pytest.raises(ContentDiffersError) as caught:
        work.upload(path, protocol, options={"verify": True})
    assert caught.value.record_id == 7
    assert "hidden" not in repr(caught.value)
    given[0] = CONTENT
    work.service.storage.seen.clear()
    assert work.upload(path, protocol, options={"verify": True}).uploaded, "as the error says: upload it again"
    assert len([one for one in work.service.storage.seen if one.method == "PUT"]) == 3
    assert unfinished_uploads(MODULE) == []
    with pytest.raises(UploadRefusedError, match="verify needs"):
        work.upload(path, KNOWN, options={"verify": True})


@pytest.mark.parametrize("kind", ["bytes", "path"])
def test_what_is_not_what_was_sent_is_not_completed(work: Work, path: Path, kind: str) -> None:
    protocol = replace(KNOWN, download=Download(FREE, {"/items/0/key": "recordId"}, "/url"))
    before = path.stat()

    def rewrite(number: int) -> None:
        if number == 2:
            with path.open("r+b") as file:
                file.write(bytes(9))
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    work.service.on_part = rewrite
    with path.open("rb") as file, pytest.raises(SourceChangedError, match="part 1 of the file"):
        work.upload(file if kind == "bytes" else path, protocol, options={"verify": True, "workers": 1})
    assert work.service.calls("complete") == []


def test_storage_that_gives_nothing_back(work: Work, path: Path) -> None:
    protocol = replace(KNOWN, download=Download(FREE, {"/items/0/key": "recordId"}, "/url", ("query.parts", 1)))
    own = work.service.storage.answer
    work.service.storage.answer = lambda exchange: Answer(500) if exchange.method == "GET" else own(exchange)
    _free(work.service, reply({"url": work.service.storage.url + "/get"}))
    free = replace(FREE, parameters=LINK.parameters)
    with pytest.raises(ConnectionFailedError, match="the storage answered 500"):
        work.upload(
            path, replace(protocol, download=replace(protocol.download, operation=free)), options={"verify": True}
        )
    assert len([one for one in work.service.storage.seen if one.method == "GET"]) == 6


# What stands in the way.


def test_a_file_that_has_changed(work: Work, path: Path) -> None:
    key = work.interrupt(path)
    calls = len(work.service.api.seen)
    path.write_bytes(CONTENT + b"more")
    with pytest.raises(SourceChangedError, match=rf"2 of 3 parts are stored.*forget\('{key}'\)"):
        work.upload(path)
    assert len(work.service.api.seen) == calls
    work.upload(path, options={"resume": False})
    assert work.service.content == CONTENT + b"more"


def test_somebody_else_is_at_it(work: Work, path: Path, state: Path) -> None:
    key = work.interrupt(path)
    with lease(state, key):
        with pytest.raises(UploadInProgressError, match=f"process {os.getpid()} is uploading {path}") as caught:
            work.upload(path)
        assert caught.value.key == key
        with pytest.raises(UploadInProgressError):
            forget_upload(MODULE, key)
        with pytest.raises(UploadInProgressError):
            work.discard(key)
    assert forget_upload(MODULE, key)
    assert not forget_upload(MODULE, key)


def test_no_journal(work: Work, path: Path, state: Path, caplog: pytest.LogCaptureFixture) -> None:
    state.write_text("in the way")
    work.upload(path)
    assert work.service.content == CONTENT
    assert "uploads are not remembered" in caplog.text


def test_by_key_at_another_server(work: Work, path: Path) -> None:
    key = work.interrupt(path)
    work.service.api.url = work.service.storage.url
    with pytest.raises(InvalidArgumentError, match="another server"):
        work.resume(key)


@pytest.mark.parametrize("lends_client", [False, True])
def test_a_bandwidth(work: Work, path: Path, lends_client: bool) -> None:
    work.lends_client = lends_client
    began = time.monotonic()
    work.upload(path, options={"bandwidth": 500_000, "workers": 1})
    assert time.monotonic() - began >= 0.4
    assert work.service.content == CONTENT
    with pytest.raises(UploadRefusedError, match="bandwidth"):
        work.upload(path, options={"bandwidth": 0})


def test_cancelling_does_not_wait_for_a_bandwidth(server: Server, storage: Server, path: Path) -> None:
    service, begun = Service(server, storage), threading.Event()

    async def run() -> None:
        async with AsyncSession(PACKAGE, base_url=server.url + "/v1", token="t") as session:
            options = UploadOptions(bandwidth=1, progress=lambda told: begun.set())
            task = asyncio.create_task(upload_async(session, KNOWN, path, fields={"name": "n"}, options=options))
            await asyncio.to_thread(begun.wait, 20)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asyncio.wait_for(asyncio.shield(task), 20)

    asyncio.run(run())
    assert service.content is None


def test_a_proxy_in_the_environment(work: Work, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts then go the library's own way, and are broken off there, too."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    work.upload(path)
    assert work.service.content == CONTENT
    held = threading.Event()
    work.service.faults = {0: [Answer(403)], 1: [Answer(wait_for=held)], 2: [Answer(wait_for=held)]}
    try:
        with pytest.raises(PartFailedError):
            work.upload(path)
    finally:
        held.set()


def test_what_was_opened_tells_the_record_alone() -> None:
    from specproof.extensions.multipart_upload.runtime.start import OpenedUpload

    assert repr(OpenedUpload({}, 7, "hidden", ["hidden"])) == "OpenedUpload(record_id=7)"


def test_what_a_database_says_of_a_lock_is_told(tmp_path: Path) -> None:
    from specproof.extensions.multipart_upload.runtime.resume.lease import _is_locked

    class Broken:
        def execute(self, statement: str) -> None:
            raise sqlite3.OperationalError("disk I/O error")

    with pytest.raises(sqlite3.OperationalError, match="disk I/O error"):
        _is_locked(Broken(), tmp_path, 1)  # type: ignore[arg-type]  # it stands in for a connection


def test_dead_urls_of_what_was_completed_do_not_matter(work: Work, path: Path, state: Path) -> None:
    """All is sent and completed, and only the wait was broken off, for longer than URLs live."""
    work.service.uploaded_after = 9999
    with pytest.raises(UploadNotConfirmedError):
        work.upload(path)
    with closing(sqlite3.connect(state / "uploads-1.sqlite3", isolation_level=None)) as journal:
        journal.execute("UPDATE uploads SET expires = 1")
    work.service.uploaded_after = 1
    work.service.storage.seen.clear()
    assert work.upload(path).uploaded
    assert len(work.service.calls("complete")) == 1
    assert work.service.storage.seen == []


def test_without_a_poll_what_is_resumed_gives_the_reply_to_its_start(work: Work, path: Path) -> None:
    work.interrupt(path)
    assert work.upload(path, replace(KNOWN, poll=None))["items"][0]["id"] == 7


def test_an_upload_in_memory_does_not_expire() -> None:
    from specproof.extensions.multipart_upload.runtime.upload_state import UploadState

    assert not UploadState().is_expired
