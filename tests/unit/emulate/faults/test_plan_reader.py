"""What a faults file may say. What is printed about one that says something else stands in ``tests/cases/serve``."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from specproof.core.diagnostics import Findings, StopError
from specproof.document import DiskReader
from specproof.emulate import Plan, plan_of, read_faults
from specproof.emulate.faults import EFFECTS, Selector

NEEDED = {"reply": {"status": 500}}


@pytest.mark.parametrize("effect", EFFECTS)
def test_every_effect_can_be_said(effect: str) -> None:
    (fault,) = plan_of([{effect: NEEDED.get(effect)}]).faults
    assert isinstance(fault.effect, EFFECTS[effect])


@pytest.mark.parametrize("tree", [{}, [], {"faults": None}, {"faults": []}, {"settings": {}}, {"seed": 0}])
def test_nothing_can_be_said(tree: Any) -> None:
    assert plan_of(tree) == Plan()


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        (7, ": a mapping with faults is needed here, not 7"),
        ({"fault": []}, "/fault: no key 'fault' here"),
        ({"faults": {}}, "^$"),
        ({"faults": "all"}, "/faults: faults is a list, not 'all'"),
        ({"settings": 3}, "/settings: a mapping of settings"),
        ({"seed": True}, "/seed: seed is a whole number"),
        ([7], "/faults/0: a fault is needed here, not 7"),
        ([{}], "/faults/0: exactly one effect is needed, not 0"),
        ([{"drop": {}, "slow": {}}], "exactly one effect is needed, not 2"),
        ([{"dorp": {}}], "/faults/0/dorp: no effect 'dorp'"),
        ([{"drop": 4}], "/faults/0/drop: a mapping for drop is needed here, not 4"),
        ([{"drop": {"at": 4}}], "/faults/0/drop/at: drop: no key 'at'"),
        ([{"drop": {"after": -1}}], "after is a whole number of at least 0 or half or body or effect, not -1"),
        ([{"reply": {}}], "/faults/0/reply: reply needs status"),
        ([{"reply": {"status": 99}}], "status is a whole number from 200 to 599, not 99"),
        ([{"drop": None, "times": 0}], "/faults/0/times: times is"),
        ([{"drop": None, "times": True}], "/faults/0/times: times is"),
        ([{"drop": None, "match": "api"}], "/faults/0/match: a mapping for match"),
        ([{"drop": None, "match": {"probability": 1.5}}], "probability is a number from 0 to 1, not 1.5"),
        ([{"drop": None, "match": {"part": []}}], "part is a whole number of at least 0 or a list"),
        (
            [{"drop": None, "match": {"operation": ["a", "c"]}}],
            "/faults/0/match/operation/1: the document has no operation 'c'",
        ),
    ],
)
def test_refused(tree: Any, said: str) -> None:
    if said == "^$":
        assert plan_of(tree) == Plan()
        return
    with pytest.raises(ValueError) as caught:
        plan_of(tree, ["a", "b"])
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [("f.yaml", "faults:\n  - drop:\n"), ("f.json", '{"faults": [{"drop": null}]}'), ("f.yml", "faults: [{drop: {}}]")],
)
def test_files(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    (fault,) = read_faults(tmp_path / name, DiskReader(), [], Findings()).faults
    assert fault.name == "drop"


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text("seed: x\nfaults:\n  - drop: {after: x}\n  - {}\n")
    findings = Findings()
    with pytest.raises(StopError):
        read_faults(tmp_path / "f.yaml", DiskReader(), [], findings)
    assert len(findings.errors) == 3


def test_the_example_is_read(root: Path) -> None:
    from specproof.document import load_effective
    from specproof.emulate import operations

    known = [one.id for one in operations(load_effective(root / "spec" / "cdf-files"))]
    plan = read_faults(root / "spec" / "cdf-files" / "faults.yaml", DiskReader(), known, Findings())
    assert len(plan.faults) == 6


def row(text: str, name: str) -> str:
    (found,) = [line for line in text.splitlines() if line.startswith(f"| `{name}` |")]
    return found


def test_the_page_tells_every_key(root: Path) -> None:
    """docs/serve.md: each key of ``match`` has a row, each effect one that names its keys, and it is read."""
    text = (root / "docs" / "serve.md").read_text(encoding="utf-8")
    for name, effect in EFFECTS.items():
        told = row(text, name)
        assert [field.name for field in fields(effect) if f"`{field.name}" not in told] == []
    for field in fields(Selector):
        row(text, field.name)
    for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL):
        assert plan_of(yaml.safe_load(block)).faults
