"""A `proof.json` made from the ledger of cdf-files: what a run gives, with a few of each kind of trouble sown in."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["HOSTILE", "proof", "small"]

ROOT = Path(__file__).parents[4]
HOSTILE = "</script><img src=x onerror=\"document.title='owned'\"><b>&amp;\u202eevil\u0007"
_CHANGES = {
    "required": ("unrequire",),
    "enum": ("drop", "widen"),
    "type": ("swap type",),
    "response": ("lose response",),
}
_CODE = (
    {"change": "lose an alias", "verdict": "killed", "by": "round trip", "location": "python/attributes.py"},
    {"change": "join arrays otherwise", "verdict": "killed", "by": "request", "location": "runtime/query.py"},
    {"change": "swap sync and async", "verdict": "survived", "location": "runtime/shell.py", "note": "both send alike"},
)
_STATES = {"native": "type", "annotation": "documented"}
_VERDICTS = {11: "equivalent", 23: "undecided-killed", 47: "survived"}
"""Of every 53 mutants; all others are killed."""


@cache
def _ledger() -> tuple[dict[str, Any], ...]:
    command = [sys.executable, "-m", "specproof", "audit", "spec/cdf-files", "--format", "json"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    rows = json.loads(said)["constraints"]
    return tuple(row for row in rows if row["keyword"] not in ("properties", "format"))


def proof(copies: int = 1) -> dict[str, Any]:
    """The whole, as often as wanted under other names: a copy has about 250 constraints."""
    rows = [_renamed(row, copy) for copy in range(copies) for row in _ledger()]
    return {
        "specproof": "0.1.0",
        "document": {"title": "Cognite Data Fusion: files", "version": "v1", "digest": "0" * 64},
        "profile": "ci",
        "seed": 1,
        "started": "2026-11-22 18:00",
        "seconds": 48.2 * copies,
        "outcomes": [*_wholes(rows), *(_outcome(row, at) for at, row in enumerate(rows))],
        "mutants": _mutants(rows),
        "code_mutants": [{**mutant, "seconds": 2.1} for mutant in _CODE],
        "enforced": {row["pointer"]: _STATES.get(row["state"], row["state"]) for row in rows},
    }


def small(text: str) -> dict[str, Any]:
    """One broken promise, one survivor; a text wherever texts of a document may stand."""
    at = f"/components/schemas/{text}"
    about = {"subject": text, "pointer": at, "keyword": text, "detail": text, "location": text, "seconds": 0.1}
    failure = {"case": {text: [text, 2**63 + 1]}, "message": text, "command": text}
    tried = {"property": text, "how": text, "verdict": "broken", "inside": 1, "outside": 2, "failure": failure}
    mutant = {**about, "change": text, "verdict": "survived", "by": text, "note": text}
    return {
        **dict.fromkeys(("specproof", "profile", "seed", "started"), text),
        "document": {"title": text, "version": text, "digest": text},
        "seconds": 1,
        "outcomes": [{**about, **tried}],
        "mutants": [mutant, {**mutant, "verdict": text}],
        "enforced": {f"{at}/{text}": text},
    }


def _renamed(row: dict[str, Any], copy: int) -> dict[str, Any]:
    tokens = row["pointer"].split("/")
    tokens[-1] = row["keyword"]
    if copy and len(tokens) > 3:
        tokens[3] += f"Of{copy}"
    return {**row, "pointer": "/".join(tokens)}


def _about(row: dict[str, Any]) -> dict[str, Any]:
    tokens = row["pointer"].split("/")
    subject = tokens[3] if tokens[2] == "schemas" else "POST /files/multiuploadlink"
    if tokens[1] == "paths":
        subject = f"{tokens[3].upper()} {tokens[2].replace('~1', '/')}"
    location = f"{Path(row['file']).name}:{row['line']}"
    pointer = "/".join(tokens[:-1])
    return {"subject": subject, "pointer": pointer, "keyword": row["keyword"], "detail": "", "location": location}


def _wholes(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = {about["subject"]: {**about, "keyword": ""} for about in map(_about, reversed(rows))}
    made = []
    for subject, about in sorted(found.items()):
        is_operation = " " in subject
        at = about["pointer"] if is_operation else f"/components/schemas/{subject}"
        for name in ("request", "response") if is_operation else ("accept", "round trip", "build"):
            tried = {"how": "document", "verdict": "held", "inside": 80 + len(subject), "outside": 0}
            made.append({**about, **tried, "pointer": at, "property": name, "seconds": len(subject) / 200})
    return made


def _outcome(row: dict[str, Any], at: int) -> dict[str, Any]:
    """Of every 90 one is broken, three are redundant and three undecided."""
    about = _about(row)
    about |= {"property": "invalid request" if " " in about["subject"] else "reject", "seconds": at % 7 / 50}
    if at % 15 == 4:
        return {**about, "how": ("redundant", "undecided")[at % 2], "verdict": "no cases"}
    tried = {**about, "how": ("algebra", "algebra", "sampled")[at % 3], "inside": 20 + at % 40, "outside": 50}
    if at % 90 != 6:
        return {**tried, "verdict": "held"}
    failure = {
        "case": {"items": [{"externalId": "x" * 256, "mimeType": "text/plain"}]},
        "message": f"accepted, though {row['keyword']} at {about['pointer']} refuses it",
        "command": f"pytest 'tests/test_models.py::test_rejects[{about['subject']}]' --hypothesis-seed=1",
    }
    return {**tried, "verdict": "broken", "failure": failure}


def _mutants(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    every = [(row, change) for row in rows for change in _CHANGES.get(row["keyword"], ("drop", "loosen", "tighten"))]
    made = []
    for at, (row, change) in enumerate(every):
        verdict = _VERDICTS.get(at % 53, "killed")
        note = "no value that was tried tells the two apart" if verdict == "survived" else ""
        by = "reject" if "killed" in verdict else None
        made.append({**_about(row), "change": change, "verdict": verdict, "by": by, "note": note, "seconds": 0.02})
    return made
