"""The result of a proof as text: failed checks, surviving mutants, and numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

__all__ = ["as_json", "show"]

_SHOWN = 20
_CASE = 600  # characters


def as_json(proof: Mapping[str, Any]) -> str:
    """Return a proof as the text of a JSON document."""
    return json.dumps(proof, indent=1, ensure_ascii=False) + "\n"


def show(proof: Mapping[str, Any], console: Console) -> None:
    """Print failed checks, surviving mutants and numbers of a proof.

    Args:
        proof: the content of the file that `specproof prove --json` writes.
    """
    broken = [outcome for outcome in proof["outcomes"] if outcome["verdict"] == "broken"]
    survived = [verdict for name in ("mutants", "code_mutants") for verdict in proof[name]]
    survived = [verdict for verdict in survived if verdict["verdict"] == "survived"]
    for outcome in broken[:_SHOWN]:
        console.print(Text("\n".join(_failure(outcome))), soft_wrap=True)
    for verdict in survived[:_SHOWN]:
        console.print(Text(_survivor(verdict)), soft_wrap=True)
    for count, what in ((len(broken), "failed checks"), (len(survived), "surviving mutants")):
        if count > _SHOWN:
            console.print(f"… and {count - _SHOWN} more {what}: see --json or --html")
    console.print(_table(proof["summary"]["properties"]))
    for name, title in (("mutants", "mutants of the document"), ("code_mutants", "mutants of the code")):
        if proof[name]:
            console.print(Text(_score(title, proof["summary"][name])), soft_wrap=True)
    console.print(Text(f"seed {proof['seed']}, {proof['seconds']:.1f} s"))


def _failure(outcome: Mapping[str, Any]) -> Iterator[str]:
    failure = outcome["failure"]
    words = (outcome["property"], outcome["subject"], outcome["keyword"], outcome["detail"])
    case = json.dumps(failure["case"], ensure_ascii=False)
    yield f"broken: {' '.join(word for word in words if word)}"
    yield f"  {failure['message'].strip()}"
    yield f"  declared: {outcome['location']} #{outcome['pointer']}"
    yield f"  value:    {case if len(case) <= _CASE else case[:_CASE] + '…'}"
    yield f"  reproduce: {failure['command']}\n"


def _survivor(verdict: Mapping[str, Any]) -> str:
    words = (verdict["change"], verdict["keyword"], verdict["detail"])
    return f"survived: {' '.join(word for word in words if word)} at {verdict['location']} #{verdict['pointer']}"


def _table(properties: Mapping[str, Any]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("property")
    for name in ("checks", "valid", "invalid", "broken", "seconds"):
        table.add_column(name, justify="right")
    table.add_column("without cases", overflow="fold")
    for name, row in properties.items():
        numbers = [f"{row[key]:,}" for key in ("checks", "inside", "outside", "broken")]
        without = ", ".join(f"{count} {why}" for why, count in row["without_cases"].items())
        table.add_row(name, *numbers, f"{row['seconds']:.1f}", without)
    return table


def _score(title: str, numbers: Mapping[str, Any]) -> str:
    share = "no meaningful one" if numbers["score"] is None else f"{numbers['score']:.1%} of the meaningful ones killed"
    fates = ("killed", "survived", "equivalent", "refused", "unused")
    counts = ", ".join(f"{numbers[fate]} {fate}" for fate in fates if numbers[fate])
    by = ", ".join(f"{name} {count}" for name, count in numbers["by"].items())
    return f"{title}: {share} ({counts}); killed by {by}"
