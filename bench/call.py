"""``make bench-call``: what a small call costs beside its socket, against bare httpx2 and the two engines' own clients.

Every figure is a median over processes of their own, which take turns; each makes many calls, one after the other, to
nginx on loopback, and gets the same kilobyte of JSON. All run on the peers' interpreter, with the same httpx2 and the
same pydantic. openapi-python-client's client uses httpx.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from run import PLACE, ROOT, SMALL, call, peer_environment
from storage import storage
from upload import CONTENDERS, Taken

ROUNDS, CALLS = 7, 2000
AIM = 0.25
WANTED = ("httpx2", "orjson", "pydantic", "jsonschema-rs", "python-dateutil")
CLIENTS = {
    "bare": "httpx2 and orjson",
    "ours": "ours",
    "opc": "openapi-python-client's",
    "dcg": "datamodel-code-generator's",
}
RECORD = {
    "id": 6012345678901234,
    "externalId": "plant-a/pump-17/manual",
    "name": "pump-17.pdf",
    "directory": "/plant-a/pumps",
    "source": "document-store",
    "mimeType": "application/pdf",
    "metadata": {f"key-{number}": f"a value that says something, {number}" for number in range(8)},
    "assetIds": [1000 + number for number in range(10)],
    "dataSetId": 42,
    "sourceCreatedTime": 1700000000000,
    "sourceModifiedTime": 1700000000000,
    "securityCategories": [1, 2],
    "labels": [{"externalId": "manual"}, {"externalId": "pump"}],
    "uploaded": True,
    "uploadedTime": 1700000000000,
    "createdTime": 1700000000000,
    "lastUpdatedTime": 1700000000000,
}


def main() -> None:
    PLACE.mkdir(exist_ok=True)
    peers = peer_environment()
    wanted = [*WANTED, "-c", str(ROOT / "constraints.txt")]
    subprocess.run([peers / "python", "-m", "pip", "install", "-q", *wanted], check=True)
    own = os.environ.get("SPECPROOF_BENCH_PACKAGE", str(ROOT / "generated" / "cdf-files"))
    environ = os.environ | {"PYTHONPATH": os.pathsep.join([f"{own}/src", *map(str, generated(peers))])}
    console = Console()
    with storage() as server:
        folder = server.place / "call" / "files"
        folder.mkdir()
        (folder / str(RECORD["id"])).write_text(json.dumps(RECORD), encoding="utf-8")
        for flavor in ("blocking", "asyncio"):
            console.print(table(flavor, measured(peers, environ, flavor, f"{server.plain}/call")))


def generated(peers: Path) -> tuple[Path, Path]:
    """The folders to import both engines' clients from."""
    engine, models = PLACE / "call" / "opc", PLACE / "call" / "dcg"
    if not engine.exists():
        call([peers / "openapi-python-client", "generate", "--path", SMALL, "--output-path", engine])
    if not models.exists():
        models.mkdir(parents=True)
        outputs = ["--output", models / "dcg_models.py", "--client-output", models / "dcg_client"]
        names = ["--client-package", "dcg_client", "--client-model-package", "dcg_models"]
        kind = ["--input-file-type", "openapi", "--output-model-type", "pydantic_v2.BaseModel"]
        own = ["--generate-client", "httpx2", *kind, *outputs, *names]
        call([peers / "datamodel-codegen", "--input", SMALL, *own])
    return engine, models


def measured(peers: Path, environ: Mapping[str, str], flavor: str, url: str) -> dict[str, list[Taken]]:
    taken: dict[str, list[Taken]] = {which: [] for which in CLIENTS}
    for number in range(ROUNDS):
        order = list(CLIENTS)[number % len(CLIENTS) :] + list(CLIENTS)[: number % len(CLIENTS)]
        for which in order:
            command = [peers / "python", CONTENDERS / "calls.py", which, flavor, url, CALLS]
            ended = subprocess.run(list(map(str, command)), env=environ, stdout=subprocess.PIPE, text=True, check=True)
            taken[which].append(Taken(**json.loads(ended.stdout)))
    return taken


def table(title: str, taken: Mapping[str, Sequence[Taken]]) -> Table:
    shown = Table("", "a call", "spread", "CPU a call", "over bare", "CPU over bare", "aim", title=title)
    times = {which: [one.seconds / CALLS * 1e6 for one in each] for which, each in taken.items()}
    busy = {which: statistics.median(one.cpu / CALLS * 1e6 for one in each) for which, each in taken.items()}
    middle = {which: statistics.median(each) for which, each in times.items()}
    for which, name in CLIENTS.items():
        shown.add_row(
            name,
            f"{middle[which]:.0f} µs",
            f"{min(times[which]):.0f}-{max(times[which]):.0f}",
            f"{busy[which]:.0f} µs",
            f"{middle[which] / middle['bare'] - 1:+.0%}" if which != "bare" else "",
            f"{busy[which] / busy['bare'] - 1:+.0%}" if which != "bare" else "",
            f"<= +{AIM:.0%}" if which == "ours" else "",
        )
    return shown


if __name__ == "__main__":
    main()
