"""Running a proof: its events become the JSON document that all reports are made of."""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from specproof import __version__
from specproof.cli.proof_package import Options, ProofPackage
from specproof.cli.proof_progress import Watcher
from specproof.prove.engine.outcomes import CheckFinished, CheckOutcome, MutantOutcome
from specproof.prove.engine.proof import StageStarted, prove
from specproof.prove.engine.result import result
from specproof.prove.mutants.code_mutations import CODE_MUTATIONS
from specproof.prove.source_map import SourceMap

__all__ = ["run_proof"]

T = TypeVar("T")


def run_proof(made: ProofPackage, options: Options, watcher: Watcher) -> dict[str, Any]:
    """Run a proof, and return the content of the file that `specproof prove --json` writes.

    Raises:
        UnknownSubjectError: `only` names no type, operation or location that a check is about.
        RuntimeError: the package or its tests cannot be imported.
        StaleMutationError: a mutation of the generated code does not find the text that it changes.
    """
    start, started = time.monotonic(), datetime.now(UTC).isoformat(timespec="seconds")
    outcomes: dict[int, CheckOutcome] = {}
    verdicts: dict[str, dict[int, MutantOutcome]] = {"mutants": {}, "code mutations": {}}
    stage = ""
    with tempfile.TemporaryDirectory(prefix="specproof-prove-") as folder:
        job = made.job(Path(folder), options)
        mutations = CODE_MUTATIONS if options.code_mutants else ()
        for event in prove(job, options.workers, made.mutants(options), mutations, options.checks):
            watcher.update(event)
            if isinstance(event, StageStarted):
                stage = event.stage
            elif isinstance(event, CheckFinished):
                outcomes[event.index] = event.outcome
            else:
                verdicts[stage][event.index] = event.outcome
    about = {
        "specproof": __version__,
        "document": _document(made),
        "profile": options.profile,
        "seed": options.seed,
        "seconds": round(time.monotonic() - start, 2),
        "started": started,
    }
    kinds = (_ordered(verdicts["mutants"]), _ordered(verdicts["code mutations"]))
    lines = SourceMap.of_document(made.built.document)
    return result(about, _ordered(outcomes), *kinds, made.enforced(), lines.location)


def _ordered(by_index: dict[int, T]) -> list[T]:
    return [by_index[index] for index in sorted(by_index)]


def _document(made: ProofPackage) -> dict[str, str]:
    info = made.tree.get("info", {})
    title, version = str(info.get("title", "")), str(info.get("version", ""))
    return {"title": title, "version": version, "digest": made.built.lock.document}
