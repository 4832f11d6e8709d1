"""Twenty real documents: their packages keep what they promise, and small changes of a document do not go unnoticed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from specproof import pipeline
from specproof.cli.proof_package import Options, ProofPackage
from specproof.cli.run_proof import run_proof
from specproof.core.diagnostics import Findings
from specproof.document import DiskReader
from specproof.project import from_options

NAMED = (
    "gerermesaffaires.com",
    "beezup.com",
    "adyen.com__CheckoutService-v71",
    "velopayments.com",
    "amazonaws.com__elasticache",
    "amazonaws.com__proton",
    "amazonaws.com__finspace",
    "amazonaws.com__emr-containers",
    "apacta.com",
    "bbc.com",
    "azure.com__recoveryservicesbackup",
)
CHOSEN = (
    "openai.com",
    "soundcloud.com",
    "docker.com__hub",
    "pims.io",
    "ebi.ac.uk",
    "googleapis.com__checks",
    "vtex.local__Pricing-API",
    "azure.com__redis",
    "blazemeter.com",
)
"""3.1 and 3.0, Swagger that was converted, deep unions, formats of five vendors, XML beside JSON, hardly a rule."""

LEAST_SCORE = 0.98


def number(name: str, usual: int) -> int:
    return int(os.environ.get(name, usual))


class Quiet:
    """Nobody watches."""

    def update(self, event: Any) -> None:
        pass


@pytest.mark.proof
@pytest.mark.slow
@pytest.mark.parametrize("name", NAMED + CHOSEN)
def test_promises_are_kept_and_changes_noticed(name: str, shared: Path, tmp_path: Path) -> None:
    """As many checks (0: all) and mutants as the environment asks for; the numbers are printed."""
    project = from_options(shared / "corpus" / "specs" / f"{name}.json", tmp_path, "corpus-sample", {})
    made = ProofPackage(project, pipeline.build(project, DiskReader(), Findings()))
    options = Options(
        profile="ci",
        seed=number("PROVE_SEED", 0),
        workers=number("PROVE_WORKERS", 2),
        only="",
        checks=number("PROVE_CHECKS", 700) or None,
        mutants=True,
        sample=number("PROVE_MUTANTS", 100),
        code_mutants=False,
    )
    proof = run_proof(made, options, Quiet())
    numbers = proof["summary"]
    print(f"\n{name}: {numbers['checks']} checks, {proof['seconds']:.0f} s; mutants {numbers['mutants']}")
    broken = [outcome for outcome in proof["outcomes"] if outcome["verdict"] == "broken"]
    assert broken == [], "\n".join(f"{one['property']} {one['pointer']}: {one['failure']['message']}" for one in broken)
    survived = [mutant for mutant in proof["mutants"] if mutant["verdict"] == "survived"]
    told = "\n".join(f"{one['change']} {one['keyword']} {one['detail']} {one['pointer']}" for one in survived)
    print(told)
    assert numbers["mutants"]["score"] is None or numbers["mutants"]["score"] >= LEAST_SCORE, told
