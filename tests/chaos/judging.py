"""What must be true at the end of a run, whatever happened in it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from specproof.emulate import Emulator
from specproof.emulate.journal import Entry
from tests.chaos.trial import EXTERNAL_ID, Trial, remembered
from tests.journeys.uploads.faults.service import Service
from tests.journeys.uploads.faults.watching import SIGNED
from tests.journeys.uploads.service import TOKEN

__all__ = ["judged", "story"]

HARMLESS = ("", "late")
"""Faults that let a reply reach who waits for it."""
NEVER = {
    "InvalidArgumentError",
    "SourceChangedError",
    "UploadStartUnknownError",
    "UploadInProgressError",
    "UploadRefusedError",
    "ConflictError",
}
"""Errors that no fault explains: the file is the same, one process is at it, and the record has a name."""


def judged(trial: Trial, emulator: Emulator, service: Service) -> dict[str, int]:
    """What happened, in numbers. Raises: AssertionError."""
    entries = list(emulator.journal)
    told = counted(trial, entries, service)
    service.admin("DELETE", "faults")
    _judge_ends(trial)
    _judge_content(trial, service)
    resent = _judge_parts(trial, entries)
    _judge_requests(trial, entries)
    _judge_secrets(trial, service, entries)
    _judge_state(trial)
    return {**told, "parts sent again whose acknowledgement a process did not live to note": resent}


def _judge_ends(trial: Trial) -> None:
    """Every process that was not killed has ended with a typed error or well, and has left nothing."""
    damaged = any("corrupt" in fault for fault in trial.run.faults)
    for life in trial.lives:
        if life.verdict is not None:
            error = life.verdict["error"]
            assert life.verdict["left"] == []
            assert error not in NEVER, error
            assert error != "ContentDiffersError" or damaged, error


def _judge_content(trial: Trial, service: Service) -> None:
    """One record, with the file's bytes: by the digests that the store took, and by a download."""
    data, run = trial.run.data(), trial.run
    service.admin("POST", "settings", {"flavor": run.settings["flavor"], "private_link_urls": "path"})
    (file,) = service.state(run.project)["files"]
    assert file["uploaded"] is True
    names = (file.get("externalId"), file.get("instanceId", {}).get("externalId"))
    assert EXTERNAL_ID in names
    assert [piece["digest"] for piece in file["content"]] == [*_digests(data, file["content"])]
    assert service.content(run.project, file["id"]) == data


def _digests(data: bytes, pieces: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    at = 0
    for piece in pieces:
        yield sha256(data[at : at + piece["length"]]).hexdigest()
        at += piece["length"]
    assert at == len(data)


def _is_stored(entry: Entry) -> bool:
    return entry.method == "PUT" and entry.status in (200, 201) and entry.fault in HARMLESS


def _judge_parts(trial: Trial, entries: list[Entry]) -> int:
    """No part goes again to a URL that has acknowledged it to somebody who lived to hear of it.

    Gives how many parts went again because the end of a process fell between their acknowledgement and its note in
    the resume journal: at most as many a process as were on their way.
    """
    acknowledged: set[str] = set()
    unheard: set[str] = set()
    resent = 0
    for life in trial.lives:
        stored: set[str] = set()
        for entry in entries[life.begin : life.end]:
            if entry.method != "PUT" or not entry.label.startswith("part "):
                continue
            assert entry.path not in acknowledged, f"{entry.label} was sent again though its storage was noted"
            assert entry.path not in stored or trial.run.patience, f"{entry.label} was sent again though it was stored"
            resent += entry.path in unheard
            unheard.discard(entry.path)
            if _is_stored(entry):
                stored.add(entry.path)
        acknowledged |= life.acknowledged
        missed = (stored - acknowledged) & life.opened
        assert len(missed) <= trial.run.workers, "more acknowledgements are lost than were on their way"
        unheard |= missed
    return resent


def _judge_requests(trial: Trial, entries: list[Entry]) -> None:
    assert [note for entry in entries for note in entry.notes] == []
    assert not any(entry.authorization for entry in entries if entry.method == "PUT" or entry.label == "download")
    assert not any(entry.authorization for entry in entries if entry.origin == "storage")
    if len(trial.lives) == 1:
        assert max((entry.at_once for entry in entries if entry.method == "PUT"), default=0) <= trial.run.workers


def _judge_secrets(trial: Trial, service: Service, entries: list[Entry]) -> None:
    """Nothing that any process said at any level holds a token, a signed query or an upload's id."""
    ids = [upload["uploadId"] for upload in service.state(trial.run.project)["uploads"]]
    assert ids
    for life in trial.lives:
        leaks = [secret for secret in (TOKEN, *SIGNED, *ids) if secret in life.said]
        assert leaks == [], leaks
    if any(life.verdict and entries[life.begin : life.end] for life in trial.lives):
        assert any("DEBUG" in life.said for life in trial.lives), "nothing was heard at all"


def _judge_state(trial: Trial) -> None:
    """The resume journal is empty, and nobody holds a lock."""
    assert remembered(trial.state) == 0
    assert [place.name for place in trial.state.iterdir() if place.suffix == ".lock"] == []


def counted(trial: Trial, entries: list[Entry], service: Service) -> dict[str, int]:
    """What happened, in numbers."""
    struck: Counter[str] = Counter()
    for fault in service.admin("GET", "faults")["faults"]:
        struck[_kind(fault)] += fault["struck"]
    errors = Counter(str(life.verdict["error"]) for life in trial.lives if life.verdict and life.verdict["error"])
    puts = [entry for entry in entries if entry.method == "PUT"]
    return {
        "runs": 1,
        "processes": len(trial.lives),
        "kills": sum(life.killed for life in trial.lives),
        "expiries of all links": sum(life.expired for life in trial.lives),
        "requests": len(entries),
        "requests for parts": len(puts),
        "requests for parts again": len(puts) - len({entry.path for entry in puts}),
        "links opened": sum(entry.label.startswith(("init", "getMulti")) and entry.status == 201 for entry in entries),
        "nodes missing at first": trial.run.misses,
        "contents late": int(trial.run.settings["uploaded_delay"] > 0),
        **{f"fault {name}": count for name, count in sorted(struck.items()) if count},
        **{f"process ended with {name}": count for name, count in errors.items()},
    }


def _kind(fault: Mapping[str, Any]) -> str:
    """The effect, and what tells its kinds apart."""
    (name,) = set(fault) - {"match", "times", "matched", "struck"}
    said = fault[name]
    marks = {
        "throttle": lambda: "with Retry-After" if "retry_after" in said else "",
        "unavailable": lambda: f"{said['status']} {said['when']}",
        "drop": lambda: said["after"] if isinstance(said["after"], str) else ("in the middle" if said["after"] else 0),
        "slow": lambda: f"{said['side']}{', stalls' if said['stall'] > 1 else ''}",
        "reply": lambda: str(said["status"]),
        "corrupt": lambda: said["side"],
    }
    return f"{name} {marks.get(name, str)()}".strip()


def story(trial: Trial, error: BaseException) -> str:
    """What to look at when a run has failed."""
    lives = "; ".join(
        f"{index}: {'killed' if life.killed else life.verdict}, requests {life.begin} to {life.end}"
        for index, life in enumerate(trial.lives, 1)
    )
    return f"make chaos SEED={trial.run.seed}: {error}\n{lives}\n{json.dumps(vars(trial.run), default=vars)}"
