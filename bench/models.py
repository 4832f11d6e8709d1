"""``make bench-models``: what exactness costs, against datamodel-code-generator's models of the same documents.

Every figure is a median over processes of their own, taken in turns in one run; aims are ratios. All of them run on the
peers' interpreter, with the same pydantic. github.com's document comes and stays as in ``run.py``.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table
from run import PLACE, ROOT, call, large_document, peer_environment

ROUNDS = 5
STRICT = ("--strict-types", "str", "int", "float", "bool", "--extra-fields", "allow")
PYDANTIC = ("--output-model-type", "pydantic_v2.BaseModel", "--disable-timestamp")
MEASURED = ("pydantic[email]", "jsonschema-rs", "httpx2")

USER = {
    "type": "object",
    "required": ["id", "login"],
    "properties": {"id": {"type": "integer"}, "login": {"type": "string"}, "site_admin": {"type": "boolean"}},
}
RECORD: dict[str, Any] = {
    "type": "object",
    "required": ["id", "name", "price", "active", "kind", "tags", "owner"],
    "properties": {
        "id": {"type": "integer"},
        "name": {"type": "string"},
        "price": {"type": "number"},
        "active": {"type": "boolean"},
        "kind": {"type": "string", "enum": ["open", "closed", "draft"]},
        "tags": {"type": "array", "items": {"type": "string"}},
        "measures": {"type": "array", "items": {"type": "number"}},
        "counts": {"type": "array", "items": {"type": "integer"}},
        "note": {"type": ["string", "null"]},
        "owner": {"$ref": "#/components/schemas/User"},
        "reviewers": {"type": "array", "items": {"$ref": "#/components/schemas/User"}},
    },
}
GUARDED = RECORD | {"properties": RECORD["properties"] | {"tags": RECORD["properties"]["tags"] | {"uniqueItems": True}}}
COMMITTED = {
    "sha": "7638417db6d59f3c431d3e1f261cc637155684cd",
    "node_id": "MDY6Q29tbWl0",
    "url": "https://api.github.com/commits/7638417",
    "html_url": "https://github.com/commits/7638417",
    "author": {"date": "2014-11-07T22:01:45Z", "name": "Scott", "email": "s@example.com"},
    "committer": {"date": "2014-11-07T22:01:45Z", "name": "Scott", "email": "s@example.com"},
    "message": "added readme",
    "tree": {"sha": "691272480426f78a0138979dd3ce63b77f706feb", "url": "https://api.github.com/trees/691272"},
    "parents": [],
    "verification": {"verified": False, "reason": "unsigned", "signature": None, "payload": None},
}

REPEATED = """
import importlib, json, sys, time
from pydantic import TypeAdapter
folder, module, name, data = sys.argv[1:]
sys.path.insert(0, folder)
kind = TypeAdapter(list[getattr(importlib.import_module(module), name)])
text = open(data, "rb").read()
taken = []
for _ in range(30):
    started = time.perf_counter()
    kind.validate_json(text)
    taken.append(time.perf_counter() - started)
print(json.dumps({"time": min(taken), "memory": 0}))
"""
FIRST = """
import importlib, json, resource, sys, time
started = time.perf_counter()
folder, module, name, data = sys.argv[1:]
sys.path.insert(0, folder)
models = importlib.import_module(module)
from pydantic import BaseModel, TypeAdapter
if name:
    TypeAdapter(list[getattr(models, name)]).validate_json(open(data, "rb").read())
else:
    found = [getattr(models, own) for own in getattr(models, "__all__", dir(models))]
    for one in found:
        if isinstance(one, type) and issubclass(one, BaseModel) and not one.__module__.startswith("pydantic"):
            one.model_rebuild()
taken = time.perf_counter() - started
print(json.dumps({"time": taken, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


class Case(NamedTuple):
    """One generated package, and what to do with it. ``of`` is the row whose figures it is measured by."""

    row: str
    script: str
    folder: Path
    module: str
    name: str
    of: str = ""
    aim: float = 0.0


class Taken(NamedTuple):
    time: float  # seconds
    memory: float  # MB at the highest


def main() -> None:
    PLACE.mkdir(exist_ok=True)
    peers = peer_environment()
    wanted = [*MEASURED, "-c", str(ROOT / "constraints.txt")]
    subprocess.run([peers / "python", "-m", "pip", "install", "-q", *wanted], check=True)
    console = Console()
    console.print(table("validate_json of 2,000 records", measured(response(peers), peers, records())))
    document = large_document()
    if document is None:
        console.print("github.com: left out, the npm package could not be fetched")
        return
    data = written(PLACE / "timeline.json", [COMMITTED | {"event": "committed"}])
    console.print(table("github.com", measured(github(document, peers), peers, data)))


def response(peers: Path) -> list[Case]:
    plain = document(PLACE / "records.json", RECORD)
    guarded = document(PLACE / "guarded.json", GUARDED)
    folder = PLACE / "records"
    folder.mkdir(exist_ok=True)
    theirs(peers, plain, folder / "plain_peer.py")
    theirs(peers, plain, folder / "strict_peer.py", *STRICT)
    return [
        Case("dcg, its defaults", REPEATED, folder, "plain_peer", "Record"),
        Case("dcg, as strict, extras kept", REPEATED, folder, "strict_peer", "Record"),
        Case(
            "ours", REPEATED, ours(plain, "exact_records"), "exact_records.models", "Record", "dcg, its defaults", 1.35
        ),
        Case(
            "ours",
            REPEATED,
            ours(plain, "exact_records"),
            "exact_records.models",
            "Record",
            "dcg, as strict, extras kept",
            1.15,
        ),
        Case(
            "ours, guarded",
            REPEATED,
            ours(guarded, "guarded_records"),
            "guarded_records.models",
            "Record",
            "dcg, its defaults",
            2,
        ),
    ]


def github(document: Path, peers: Path) -> list[Case]:
    folder = PLACE / "github.com"
    folder.mkdir(exist_ok=True)
    theirs(peers, document, folder / "github_peer.py")
    own = ours(document, "exact_github")
    first, every = "dcg: import, first response", "dcg: import, every model"
    return [
        Case(first, FIRST, folder, "github_peer", "TimelineIssueEvents"),
        Case("ours: import, first response", FIRST, own, "exact_github.models", "TimelineIssueEvents", first, 0.25),
        Case(every, FIRST, folder, "github_peer", ""),
        Case("ours: import, every model", FIRST, own, "exact_github.models", "", every, 1.1),
    ]


def ours(document: Path, name: str) -> Path:
    """The folder to import our package from; generated anew."""
    out = PLACE / name
    if not (out / "src").exists():
        call([sys.executable, "-m", "specproof", "generate", "--spec", document, "--out", out, "--package", name])
    return out / "src"


def theirs(peers: Path, document: Path, output: Path, *options: str) -> None:
    if not output.exists():
        call([peers / "datamodel-codegen", "--input", document, "--output", output, *PYDANTIC, *options])


def document(path: Path, record: dict[str, Any]) -> Path:
    schemas = {"Record": record, "User": USER}
    info = {"title": "records", "version": "1"}
    return written(path, {"openapi": "3.1.0", "info": info, "paths": {}, "components": {"schemas": schemas}})


def records() -> Path:
    user = {"id": 1, "login": "octocat", "site_admin": False}
    made = [
        {
            "id": 10_000 + i,
            "name": f"record {i}",
            "price": i + 0.25,
            "active": i % 2 == 0,
            "kind": "open",
            "tags": ["a", "b", "c"],
            "measures": [0.5, 1.5, 2.5],
            "counts": [1, 2, 3],
            "note": None,
            "owner": user,
            "reviewers": [user, user],
        }
        for i in range(2_000)
    ]
    return written(PLACE / "response.json", made)


def written(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def measured(cases: Sequence[Case], peers: Path, data: Path) -> list[tuple[Case, Taken]]:
    taken: dict[Case, list[Taken]] = {case: [] for case in cases}
    for _ in range(ROUNDS + 1):
        for case in cases:
            command = [peers / "python", "-c", case.script, case.folder, case.module, case.name, data]
            ended = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True)
            taken[case].append(Taken(**json.loads(ended.stdout)))
    return [(case, Taken(*map(statistics.median, zip(*each[1:], strict=True)))) for case, each in taken.items()]


def table(title: str, rows: Sequence[tuple[Case, Taken]]) -> Table:
    shown = Table("", "time", "memory", "measured by", "time ratio", "memory ratio", "aim", title=title)
    found = {case.row: taken for case, taken in rows if not case.of}
    for case, taken in rows:
        by = found.get(case.of)
        ratios = (
            [f"{taken.time / by.time:.2f}", f"{taken.memory / by.memory:.2f}" if by.memory else ""] if by else ["", ""]
        )
        memory = f"{taken.memory:.0f} MB" if taken.memory else ""
        shown.add_row(case.row, f"{taken.time * 1000:.1f} ms", memory, case.of, *ratios, f"<= {case.aim}" if by else "")
    return shown


if __name__ == "__main__":
    main()
