"""``make bench-strategies``: values for each schema of the JSON-Schema-Test-Suite, ours against schemathesis'.

All generators run in one environment of their own, with one Hypothesis and one jsonschema-rs; ours is
read from the checkout. The suite is read from beside the checkout. A schema that needs another
document is left out: schemathesis' generator has no way to be given one.
"""

from __future__ import annotations

import json
import os
import queue
import statistics
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from run import PLACE, ROOT, environment

WANTED = ("schemathesis==4.32.5", "hypothesis-jsonschema==0.23.1", "hypothesis==6.170.15", "jsonschema-rs==0.60.3")
GENERATORS = ("ours", "schemathesis", "hypothesis-jsonschema")
SUITE = Path(os.environ.get("SPECPROOF_SHARED") or ROOT.parent / "shared") / "suites" / "json-schema-draft2020-12"
REMOTE = "localhost:1234"
AIM, PATIENCE = 2.0, 20.0  # seconds: to the first value; until a schema counts as hanging
STARTING = 60.0  # seconds: for imports on a busy machine

Told = dict[str, Any]


class Worker:
    """A generator in a process of its own, which may be lost to a schema that hangs."""

    def __init__(self, name: str, python: Path) -> None:
        script = ROOT / "bench" / "contenders" / "generators.py"
        self.process = subprocess.Popen(
            [python, script, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "generator"), "PYTHONHASHSEED": "0"},
        )
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()
        self.lines.get(timeout=STARTING)

    def read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line)

    def ask(self, schema: Any) -> Told | None:
        """None if it does not answer in time, or dies."""
        assert self.process.stdin
        try:
            print(json.dumps(schema), file=self.process.stdin, flush=True)
            told: Told = json.loads(self.lines.get(timeout=PATIENCE))
        except (queue.Empty, BrokenPipeError):
            return None
        return told

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


def main() -> None:
    PLACE.mkdir(exist_ok=True)
    if not SUITE.is_dir():
        raise SystemExit(f"no suite in {SUITE}: set SPECPROOF_SHARED to the folder that holds suites/")
    python = environment("strategies", *WANTED) / "python"
    cases = list(schemas())
    told = {name: measured(name, python, [schema for _, schema in cases]) for name in GENERATORS}
    empty = {at for at, one in enumerate(told["ours"]) if one and one.get("empty")}
    contested = {at for at in empty if cases[at][0]}
    assert not contested, f"the suite knows values for {contested}"
    console = Console(width=110)
    console.print(table(told, empty))
    for name in GENERATORS:
        console.print(f"{name}: {dict(reasons(told[name], empty))}")


def schemas() -> Iterator[tuple[bool, Any]]:
    """Whether the suite knows a valid value, and the schema."""
    for path in sorted(SUITE.glob("*.json")):
        for index, group in enumerate(json.loads(path.read_text(encoding="utf-8"))):
            schema = group["schema"]
            if REMOTE in json.dumps(schema):
                continue
            if isinstance(schema, dict):
                schema = {"$id": f"urn:suite:{path.stem}:{index}", **schema}
            yield any(case["valid"] for case in group["tests"]), schema


def measured(name: str, python: Path, schemas: Sequence[Any]) -> list[Told | None]:
    worker, told = Worker(name, python), []
    for schema in schemas:
        answer = worker.ask(schema)
        if answer is None:
            worker.stop()
            worker = Worker(name, python)
        told.append(answer)
    worker.stop()
    return told


def table(told: dict[str, list[Told | None]], empty: set[int]) -> Table:
    total = len(told["ours"])
    shown = Table("", *GENERATORS, title=f"{total - len(empty)} schemas with values, {len(empty)} without")
    columns = [column([one for at, one in enumerate(told[name]) if at not in empty]) for name in GENERATORS]
    for row in columns[0]:
        shown.add_row(row, *(column[row] for column in columns))
    said = [[one for at, one in enumerate(told[name]) if at in empty and one and "empty" in one] for name in GENERATORS]
    shown.add_row("told that there are no values", *(f"{len(found)} of {len(empty)}" for found in said))
    shown.add_row(f"no answer within {PATIENCE:.0f} s", *(str(told[name].count(None)) for name in GENERATORS))
    return shown


def column(told: Sequence[Told | None]) -> dict[str, str]:
    """One generator on the schemas that have values."""
    answers = [one for one in told if one]
    found = [one for one in answers if one["values"]]
    values, busy = sum(one["values"] for one in found), sum(one["busy"] for one in found)
    goals, reached = sum(one["goals"] for one in answers), sum(one["reached"] for one in answers)
    return {
        f"a value within {AIM:.0f} s": f"{sum(one['first'] <= AIM for one in found)} of {len(told)}",
        "ended in an error": str(sum("refused" in one for one in answers)),
        "wrongly told that there are none": str(sum("empty" in one for one in answers)),
        "unsound values": f"{sum(one['unsound'] for one in found)} of {values:,}",
        "median to the first value": f"{1000 * statistics.median(one['first'] for one in found):.1f} ms",
        "values per second of the processor": f"{values / busy:,.0f}",
        "bounds, branches, members reached": f"{reached:,} of {goals:,} ({reached / goals:.0%})",
    }


def reasons(told: Sequence[Told | None], empty: set[int]) -> Counter[str]:
    """Why there were no values where there are some."""
    return Counter(one["refused"] for at, one in enumerate(told) if at not in empty and one and "refused" in one)


if __name__ == "__main__":
    main()
