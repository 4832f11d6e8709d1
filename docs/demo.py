"""``make demo``: generate a client twice, send 64 MiB in 8 parts to the emulator over real sockets, compare, prove."""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from specproof import pipeline, project
from specproof.core.diagnostics import Findings
from specproof.output.cache import Recorder

ROOT = Path(__file__).parents[1]
PLACE = ROOT / ".demo"
PROJECT = Path("spec", "cdf-files")
PACKAGE = Path("generated", "cdf-files")
MIB = 1024 * 1024
SIZE, PARTS = 64 * MIB, 8


class Sent(NamedTuple):
    seconds: float
    uploaded: bool
    before: str
    after: str


def main() -> None:
    console = Console()
    shutil.rmtree(PLACE, ignore_errors=True)
    first, second = generate("first", "0"), generate("second", "4242")
    if first != second:
        sys.exit("two runs gave two packages")
    console.print(f"generated twice, byte for byte the same: {len(first)} files")
    source = PLACE / "random.bin"
    write_random(source)
    with emulator() as urls:
        console.print(f"emulator at {urls['api']}, its storage at {urls['storage']}")
        sent = send(source, urls["api"])
    summary = proof()
    console.print(table(built(), sent, summary))
    if summary["broken"]:
        sys.exit("a promise of the document is broken")
    if not sent.uploaded or sent.before != sent.after:
        sys.exit("what came back is not what was sent")


def generate(name: str, seed: str) -> dict[str, bytes]:
    """Generate from a copy of the project, under another hash seed and in another folder each time."""
    folder = PLACE / name
    shutil.copytree(ROOT / PROJECT, folder / PROJECT, ignore=shutil.ignore_patterns(".specproof-cache"))
    command = [sys.executable, "-m", "specproof", "generate", str(PROJECT)]
    subprocess.run(
        command, check=True, cwd=folder, env={**os.environ, "PYTHONHASHSEED": seed}, stdout=subprocess.DEVNULL
    )
    package = folder / PACKAGE
    return {path.relative_to(package).as_posix(): path.read_bytes() for path in package.rglob("*") if path.is_file()}


def write_random(path: Path) -> None:
    with path.open("wb") as file:
        for _ in range(SIZE // MIB):
            file.write(os.urandom(MIB))


@contextlib.contextmanager
def emulator() -> Iterator[dict[str, str]]:
    """``specproof serve`` on free ports, contents below the demo's own folder; gives its addresses."""
    options = ["--port", "0", "--storage-port", "0", "--contents", str(PLACE / "contents"), "--format", "json"]
    command = [sys.executable, "-m", "specproof", "serve", str(ROOT / PROJECT), *options]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as server:
        try:
            assert server.stdout is not None
            yield json.loads(server.stdout.readline() or sys.exit("the emulator did not start"))
        finally:
            server.terminate()


def send(source: Path, api: str) -> Sent:
    """Upload with the client that was just generated, ask for the record, and fetch the content through the link."""
    sys.path.insert(0, str(PLACE / "first" / PACKAGE / "src"))
    cdf_files = importlib.import_module("cdf_files")
    base_url = f"{api}/api/v1/projects/demo"
    with cdf_files.Client(project="demo", token="demo-token", base_url=base_url) as client:
        started = time.perf_counter()
        record = client.files.upload(source, name=source.name, external_id="demo", part_size=SIZE // PARTS)
        seconds = time.perf_counter() - started
        link = download_link(client, cdf_files.models, record.id)
        return Sent(seconds, record.uploaded, digest_of(source.open("rb")), digest_of(urllib.request.urlopen(link)))


def download_link(client: Any, models: Any, file_id: int) -> str:
    body = models.FileLinkIds.model_validate({"items": [{"id": file_id}]})
    (item,) = client.files.download_links(body=body).items
    return str(item.download_url)


def digest_of(stream: Any) -> str:
    with stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def proof() -> dict[str, Any]:
    """``specproof prove``, with its own progress; gives the numbers."""
    told = PLACE / "proof.json"
    subprocess.run([sys.executable, "-m", "specproof", "prove", str(ROOT / PROJECT), "--json", str(told)], check=False)
    summary: dict[str, Any] = json.loads(told.read_text())["summary"]
    return summary


def built() -> pipeline.Build:
    """The package once more, in memory, with what the stages know about it."""
    findings, reader = Findings(), Recorder()
    return pipeline.build(project.from_folder(ROOT / PROJECT, reader.read, findings), reader, findings)


def table(package: pipeline.Build, sent: Sent, summary: dict[str, Any]) -> Table:
    """The closing summary."""
    constraint_report = package.constraint_report
    shown = Table(title="from the document to bytes on disk", show_header=False)
    shown.add_column(style="bold")
    shown.add_column(overflow="fold")
    shown.add_row("operations", str(sum(len(item) for item in package.normal.tree["paths"].values())))
    shown.add_row("models", str(len(package.normal.schemas)))
    shown.add_row("constraints", str(constraint_report.constraints))
    shown.add_row("  by types", f"{constraint_report.native}, read in the annotations, enforced by pydantic")
    shown.add_row("  by guards", f"{constraint_report.guarded}, judged by jsonschema-rs at the outermost model")
    rows = summary["properties"].values()
    tried = [sum(row[side] for row in rows) for side in ("inside", "outside")]
    shown.add_row("promises tried", f"{summary['checks']:,}, of which {summary['broken'] or 'none'} broken")
    shown.add_row("  with", f"{tried[0]:,} cases that the document allows, {tried[1]:,} that it does not")
    shown.add_row("parts", f"{PARTS} of {SIZE // PARTS // MIB} MiB")
    shown.add_row("speed", f"{SIZE / MIB / sent.seconds:.0f} MiB/s, until the record says uploaded")
    shown.add_row("SHA-256 sent", sent.before)
    shown.add_row("SHA-256 received", sent.after)
    return shown


if __name__ == "__main__":
    main()
