"""Memory of a whole proof over time: a document of 500 operations, each with types of its own.

    python bench/proof_memory.py [OPERATIONS [CHECKS]]

Prints resident memory of the parent and of the largest process of the pool for each tenth of the run.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from specproof import pipeline
from specproof.cli.proof_package import Options, ProofPackage
from specproof.cli.run_proof import run_proof
from specproof.core.diagnostics import Findings
from specproof.document import DiskReader
from specproof.project import from_options
from specproof.prove.engine.outcomes import CheckFinished
from specproof.prove.engine.proof import Event, StageStarted

__all__ = ["Sampler", "document"]

_EVERY = 0.5  # seconds
_TENTHS = 10


def document(operations: int) -> dict[str, Any]:
    """An API of so many operations: a path parameter, a list in the query, a body, a reply and an error each."""
    paths, schemas = (
        {},
        {"Error": {"type": "object", "required": ["code"], "properties": {"code": {"type": "integer"}}}},
    )
    for number in range(operations):
        name = f"Thing{number}"
        schemas[name] = {
            "type": "object",
            "required": ["id"],
            "properties": {
                "id": {"type": "integer", "minimum": 1, "maximum": 1000 + number},
                "name": {"type": "string", "maxLength": 20 + number % 50},
                "tags": {"type": "array", "maxItems": 5, "items": {"enum": ["a", "b", f"c{number}"]}},
            },
        }
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
        error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
        paths[f"/things{number}/{{id}}"] = {
            "post": {
                "operationId": f"changeThing{number}",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}},
                    {"name": "tag", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
                ],
                "requestBody": {"required": True, "content": content},
                "responses": {
                    "200": {"description": "", "content": content},
                    "404": {"description": "", "content": error},
                },
            }
        }
    info = {"title": "Things", "version": "1"}
    return {
        "openapi": "3.1.0",
        "info": info,
        "servers": [{"url": "https://things.example"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


class Sampler:
    """Looks at memory, at most twice a second, while a proof goes on."""

    def __init__(self) -> None:
        self.samples: list[tuple[int, int]] = []
        self.done = self.total = 0
        self._last = 0.0

    def update(self, event: Event) -> None:
        if isinstance(event, StageStarted):
            self.total = sum(event.counts.values())
            return
        self.done += isinstance(event, CheckFinished)
        if time.monotonic() - self._last > _EVERY:
            self._last = time.monotonic()
            self.samples.append((_resident("self"), max(map(_resident, _children()), default=0)))

    def tenths(self) -> list[tuple[int, int]]:
        """Largest of the parent and of the pool in each tenth of the run, in bytes."""
        size = max(1, len(self.samples) // _TENTHS)
        parts = [self.samples[start : start + size] for start in range(0, len(self.samples), size)]
        return [(max(own for own, _ in part), max(other for _, other in part)) for part in parts][:_TENTHS]


def _resident(process: str) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS")), 0)


def _children() -> list[str]:
    return [pid for file in Path("/proc/self/task").glob("*/children") for pid in file.read_text().split()]


def measure(operations: int, checks: int | None) -> Sampler:
    """Prove a package of so many operations."""
    sampler = Sampler()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "things.json")
        file.write_text(json.dumps(document(operations)))
        project = from_options(file, Path(folder, "out"), "things-client", {})
        made = ProofPackage(project, pipeline.build(project, DiskReader(), Findings()))
        options = Options("ci", 0, 2, "", checks, mutants=False, sample=None, code_mutants=False)
        proof = run_proof(made, options, sampler)
    numbers = proof["summary"]
    print(
        f"{operations} operations, {numbers['checks']:,} checks, {numbers['broken']} broken, {proof['seconds']:.0f} s"
    )
    return sampler


def main() -> None:
    operations = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    checks = int(sys.argv[2]) if len(sys.argv) > 2 else None
    for tenth, (own, other) in enumerate(measure(operations, checks).tenths(), 1):
        print(f"{tenth:>3}/10  parent {own / 2**20:6.0f} MiB   largest process {other / 2**20:6.0f} MiB")


if __name__ == "__main__":
    sys.setrecursionlimit(20_000)
    main()
