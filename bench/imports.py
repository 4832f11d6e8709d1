"""``make bench-import``: how long it takes to begin, against the vendor's SDK; from an interpreter that has started.

Both are installed by pip, with their bytecode. Medians over processes that take turns.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table
from run import PLACE, ROOT, environment
from upload import COGNITE, CONTENDERS, MIB, Taken

ROUNDS = 11
AIM_IMPORT, AIM_RATIO = 0.1, 0.4
STEPS = {"import": "import", "model": "import, Client(…), first model"}


def main() -> None:
    PLACE.mkdir(exist_ok=True)
    pythons = {"ours": Path(sys.executable), "vendor": environment("cognite", COGNITE) / "python"}
    environ = os.environ | {"PYTHONPATH": str(installed())}
    taken: dict[tuple[str, str], list[Taken]] = {(which, step): [] for step in STEPS for which in pythons}
    for number in range(ROUNDS + 1):
        for which, step in taken:
            command = [str(pythons[which]), str(CONTENDERS / "imports.py"), which, step]
            ended = subprocess.run(command, env=environ, stdout=subprocess.PIPE, text=True, check=True)
            if number:
                taken[which, step].append(Taken(**json.loads(ended.stdout)))
    Console().print(table(taken))


def installed() -> Path:
    """A folder with our package as pip installs it."""
    folder = PLACE / "imports"
    source = os.environ.get("SPECPROOF_BENCH_PACKAGE", str(ROOT / "generated" / "cdf-files"))
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--compile", "--target", folder, source]
    subprocess.run(list(map(str, command)), check=True)
    return folder


def table(taken: dict[tuple[str, str], list[Taken]]) -> Table:
    shown = Table("", "ours", COGNITE, "ratio", "CPU", "CPU ratio", "memory", "aim", title="To begin")
    for step, name in STEPS.items():
        own, other = (
            Taken(*(statistics.median(column) for column in zip(*taken[which, step], strict=True)))
            for which in ("ours", "vendor")
        )
        shown.add_row(
            name,
            f"{own.seconds * 1000:.0f} ms",
            f"{other.seconds * 1000:.0f} ms",
            f"{own.seconds / other.seconds:.2f}",
            f"{own.cpu * 1000:.0f}, {other.cpu * 1000:.0f} ms",
            f"{own.cpu / other.cpu:.2f}",
            f"{own.memory / MIB:.0f}, {other.memory / MIB:.0f} MiB",
            f"<= {AIM_IMPORT} s" if step == "import" else f"<= {AIM_RATIO}",
        )
    return shown


if __name__ == "__main__":
    main()
