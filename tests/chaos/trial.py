"""One run: the service with its faults, and one process after another until the upload has succeeded."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from specproof.emulate import Emulator, Options
from tests.chaos.drawing import DELAY, LIFETIME, Moment, Run
from tests.journeys.uploads.faults.service import Service, put
from tests.journeys.uploads.service import PROJECT, TOKEN

__all__ = ["EXTERNAL_ID", "NAME", "OLD", "Life", "Trial", "remembered"]

OLD = b"what was there before"
EXTERNAL_ID, NAME = "pump", "manual.pdf"
PROGRAM = Path(__file__).with_name("uploader.py")
LABELS = {"initMultiPartUpload": "init", "completeMultiPartUpload": "complete", "getFileByInternalId": "poll"}
MOST_LIVES = 40
SECONDS = 60.0
LOOK = 0.002
POLLS_UNTIL_DUE = 2


@dataclass
class Life:
    """One process: the requests ``begin`` to ``end`` of the emulator's journal came while it lived.

    ``verdict`` is what it said at its end, None if it was killed. After it the resume journal has part URLs with the
    paths ``opened``, of which those in ``acknowledged`` are stored.
    """

    begin: int
    end: int = 0
    killed: bool = False
    expired: bool = False
    verdict: Mapping[str, Any] | None = None
    opened: frozenset[str] = frozenset()
    acknowledged: frozenset[str] = frozenset()
    said: str = ""


@dataclass
class Trial:
    """``package`` is the folder with the package's source, ``folder`` one that is empty."""

    run: Run
    document: Mapping[str, Any]
    package: Path
    folder: Path
    lives: list[Life] = field(default_factory=list)

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @property
    def path(self) -> Path:
        return self.folder / NAME

    @contextlib.contextmanager
    def played(self) -> Iterator[tuple[Emulator, Service]]:
        """The service as the run left it, without faults."""
        self.path.write_bytes(self.run.data())
        with Emulator(self.document, PROJECT / "emulator.py", Options(settings={"uploaded_delay": 0.0})) as emulator:
            base_url = f"{emulator.base_url}/api/v1/projects/{{project}}"
            service = Service({**emulator.urls, "base_url": base_url}, {})
            self._prepare(service)
            plan = {"seed": self.run.seed, "settings": self.run.settings, "faults": self.run.faults}
            service.admin("PUT", "faults", plan)
            emulator.journal.clear()
            self._live(emulator, service)
            yield emulator, service

    def _prepare(self, service: Service) -> None:
        """What is there before: a record with content, or a node of the data model."""
        if self.run.way in ("overwrite", "content"):
            opened = service.call(
                self.run.project, "/files/initmultipartupload?parts=1", {"name": "old", "externalId": EXTERNAL_ID}
            )
            record = opened.get("items", [opened])[0]
            put(service.placed(record["uploadUrls"][0]), OLD)
            body = {"id": record["id"], "uploadId": record["uploadId"]}
            service.call(self.run.project, "/files/completemultipartupload", body)
        elif self.run.way == "instance":
            node = {"space": "docs", "externalId": EXTERNAL_ID, "project": self.run.project, "misses": self.run.misses}
            service.admin("POST", "instances", node)

    def _live(self, emulator: Emulator, service: Service) -> None:
        kills, expiries, ahead = list(self.run.kills), list(self.run.expiries), 0.0
        while not self._is_finished(service):
            assert len(self.lives) < MOST_LIVES, "it never succeeds"
            life = Life(len(emulator.journal))
            self.lives.append(life)
            with self._process(service, ahead if self.run.knows_time else 0.0) as process:
                watch = _Watch(emulator, life, process)
                watch.until_it_ends(kills.pop() if kills else None, expiries.pop() if expiries else None)
            life.end = len(emulator.journal)
            life.opened, life.acknowledged = held(self.state)
            life.said = "".join(self._log(kind).read_text() for kind in ("out", "err"))
            ahead += LIFETIME * life.expired
            if not life.killed:
                life.verdict = _verdict(self._log("out").read_text())
                if life.verdict["error"] is None:
                    return

    def _is_finished(self, service: Service) -> bool:
        """Whether the last process was killed after its work was done: all is there, and nothing is remembered."""
        if not self.lives or not self.lives[-1].killed or remembered(self.state):
            return False
        sent = [entry for entry in service.journal() if entry["label"] == "completeMultiPartUpload"]
        files = service.state(self.run.project)["files"]
        return bool(sent) and any(
            sum(piece["length"] for piece in file["content"] or ()) == self.run.size and file["uploaded"]
            for file in files
        )

    def _log(self, kind: str) -> Path:
        return self.folder / f"{len(self.lives)}.{kind}"

    @contextlib.contextmanager
    def _process(self, service: Service, ahead: float) -> Iterator[subprocess.Popen[bytes]]:
        """An uploader in a session of its own; nothing of it is left afterwards."""
        order = json.dumps({**self._order(service), "ahead": ahead})
        with self._log("out").open("wb") as out, self._log("err").open("wb") as err:
            process = subprocess.Popen(
                [sys.executable, str(PROGRAM), order],
                stdout=out,
                stderr=err,
                env=self._environment(service),
                cwd=self.folder,
                start_new_session=True,
            )
        with process:
            try:
                yield process
            finally:
                process.kill()
        assert _session(process.pid) == [], "a process is left"

    def _environment(self, service: Service) -> dict[str, str]:
        """No list of authorities, since there is no TLS here."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "PYTHONPATH": str(self.package),
            "PYTHONUNBUFFERED": "1",
            "SSL_CERT_DIR": str(self.folder),
            "SMALL_FILES_STATE_DIR": str(self.state),
            "SMALL_FILES_BASE_URL": service.base_url(self.run.project),
            "SMALL_FILES_TOKEN": TOKEN,
        }

    def _order(self, service: Service) -> dict[str, Any]:
        run = self.run
        how = {"part_size": run.part_size, "workers": run.workers, "verify": run.verify, **run.options}
        if run.patience is not None:
            how |= {"timeout": run.patience, "transfer_timeout": run.patience}
        who: Mapping[str, Any] = {
            "new": {"external_id": EXTERNAL_ID},
            "overwrite": {"external_id": EXTERNAL_ID, "overwrite": True},
            "content": {"external_id": EXTERNAL_ID},
            "instance": {"instance_id": {"space": "docs", "externalId": EXTERNAL_ID}},
        }[run.way]
        words = ["upload", str(self.path), "--json", "--external-id", EXTERNAL_ID]
        words += ["--part-size", str(run.part_size), "--workers", str(run.workers)]
        words += ["--verify"] * run.verify + ["--overwrite"] * (run.way == "overwrite")
        return {
            "driver": run.driver,
            "method": "upload_content" if run.way in ("content", "instance") else "upload",
            "arguments": {**how, **who},
            "by_key": run.by_key,
            "words": words,
            "url": service.base_url(run.project),
            "token": TOKEN,
            "path": str(self.path),
        }


class _Watch:
    """Looks at the requests of one process, and lets happen what is due."""

    def __init__(self, emulator: Emulator, life: Life, process: subprocess.Popen[bytes]) -> None:
        self._emulator, self._life, self._process = emulator, life, process
        self._started = time.monotonic()
        self._polls = 0

    def until_it_ends(self, kill: Moment | None, expiry: Moment | None) -> None:
        while self._process.poll() is None:
            assert time.monotonic() - self._started < SECONDS, "it does not end"
            if expiry is not None and not self._life.expired and self._has_come(expiry):
                self._emulator.clock.advance(LIFETIME)
                self._life.expired = True
            self._let_content_arrive()
            if kill is not None and self._has_come(kill):
                self._process.send_signal(signal.SIGKILL)
                self._process.wait()
                self._life.killed = self._process.returncode == -signal.SIGKILL
            time.sleep(LOOK)
        if expiry is not None and not self._life.expired:
            self._emulator.clock.advance(LIFETIME)
            self._life.expired = True

    def _labels(self) -> list[str]:
        entries = list(self._emulator.journal)[self._life.begin :]
        return [LABELS.get(entry.label, entry.label.split(" ")[0]) for entry in entries]

    def _has_come(self, moment: Moment) -> bool:
        if moment.label == "start":
            return time.monotonic() - self._started >= moment.delay
        labels = self._labels()
        if (len(labels) if moment.label == "any" else labels.count(moment.label)) < moment.nth:
            return False
        time.sleep(moment.delay)
        return True

    def _let_content_arrive(self) -> None:
        """Virtual time passes as often as somebody has looked in vain."""
        polls = self._labels().count("poll") // POLLS_UNTIL_DUE
        if polls > self._polls:
            self._polls = polls
            self._emulator.clock.advance(DELAY)


def _verdict(said: str) -> Mapping[str, Any]:
    """How a process ended, by the last line that it printed."""
    *_, last = said.splitlines() or [""]
    assert last.startswith("{"), "it ended with a traceback"
    found: Mapping[str, Any] = json.loads(last)
    return found


def _session(leader: int) -> list[int]:
    """Processes of the session that a process had led."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            _, _, rest = place.read_text().rpartition(") ")
            if int(rest.split()[3]) == leader:
                found.append(int(place.parent.name))
    return found


@contextlib.contextmanager
def _journal(state: Path) -> Iterator[sqlite3.Connection | None]:
    """What is remembered, read while nobody writes; None if there is nothing yet."""
    path = state / "uploads-1.sqlite3"
    if not path.exists() or not path.stat().st_size:
        yield None
        return
    with contextlib.closing(sqlite3.connect(path)) as database:
        tables = database.execute("SELECT count(*) FROM sqlite_master WHERE name IN ('uploads', 'parts')").fetchone()
        yield database if tables == (2,) else None


def held(state: Path) -> tuple[frozenset[str], frozenset[str]]:
    """The paths of the part URLs that are remembered, and of those among them that are known to be stored."""
    opened: set[str] = set()
    stored: set[str] = set()
    with _journal(state) as database:
        rows = [] if database is None else database.execute("SELECT key, reply FROM uploads WHERE reply NOTNULL")
        for key, reply in rows:
            record = json.loads(reply)
            paths = [urlsplit(url).path for url in record.get("items", [record])[0]["uploadUrls"]]
            parts = database.execute("SELECT number FROM parts WHERE key = ?", (key,)) if database else ()
            opened.update(paths)
            stored.update(paths[number] for (number,) in parts)
    return frozenset(opened), frozenset(stored)


def remembered(state: Path) -> int:
    """How many uploads and parts the resume journal holds."""
    with _journal(state) as database:
        if database is None:
            return 0
        count = "SELECT (SELECT count(*) FROM uploads) + (SELECT count(*) FROM parts)"
        return int(database.execute(count).fetchone()[0])
