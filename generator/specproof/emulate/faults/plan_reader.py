"""The ``Plan`` of a faults file's content, with a finding at the location of each mistake."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import MISSING, fields
from typing import Any

from specproof.core.diagnostics import Findings
from specproof.core.location import Location
from specproof.emulate.faults.effect import Effect
from specproof.emulate.faults.plan import EFFECTS, Fault, Plan, Selector
from specproof.emulate.settings import problems, suggestion

__all__ = ["plan_of", "read_plan"]

TOP = ("seed", "settings", "faults")
BESIDE = ("match", "times")
CODE = "FAULTS_VALUE"


def plan_of(tree: Any, operations: Collection[str] | None = None) -> Plan:
    """Return the plan that JSON data describes: the content of a faults file, or only its list of faults.

    Args:
        operations: the operationIds that selectors may name; None for any.

    Raises:
        ValueError: it is not a plan; the message has the JSON pointer of each error.
    """
    findings = Findings()
    tree = {"faults": tree} if isinstance(tree, list | tuple) else tree
    plan = read_plan(tree, Location("faults"), operations, findings)
    if findings.errors:
        raise ValueError("; ".join(f"{one.at.pointer if one.at else ''}: {one.message}" for one in findings.errors))
    return plan


def read_plan(tree: Any, at: Location, operations: Collection[str] | None, findings: Findings) -> Plan:
    """Return the plan that JSON data describes; if errors are added to the findings, it must not be used.

    Args:
        at: location of the data.
        operations: the operationIds that selectors may name; None for any.
    """
    reader = _PlanReader(findings, operations)
    if not reader.is_mapping(tree, at, "a mapping with faults"):
        return Plan()
    for key in tree:
        if key not in TOP:
            reader.add(f"no key {key!r} here", at / key, suggestion(str(key), TOP))
    seed, settings, faults = tree.get("seed", 0), tree.get("settings") or {}, tree.get("faults") or []
    if type(seed) is not int:
        reader.add(f"seed is a whole number, not {seed!r}", at / "seed")
    reader.is_mapping(settings, at / "settings", "a mapping of settings")
    if not isinstance(faults, list | tuple):
        reader.add(f"faults is a list, not {faults!r}", at / "faults")
        return Plan()
    read = [reader.fault(node, at / "faults" / index) for index, node in enumerate(faults)]
    return Plan(tuple(fault for fault in read if fault is not None), seed, settings)


class _PlanReader:
    def __init__(self, findings: Findings, operations: Collection[str] | None) -> None:
        self._findings, self._operations = findings, operations

    def add(self, text: str, at: Location, hint: str | None = None) -> None:
        self._findings.add(CODE, text, at, hint=hint)

    def is_mapping(self, value: Any, at: Location, wanted: str) -> bool:
        if not isinstance(value, Mapping):
            self.add(f"{wanted} is needed here, not {value!r}", at)
        return isinstance(value, Mapping)

    def fault(self, node: Any, at: Location) -> Fault | None:
        if not self.is_mapping(node, at, "a fault"):
            return None
        names = [key for key in node if key in EFFECTS]
        others = [key for key in node if key not in EFFECTS and key not in BESIDE]
        for key in others:
            self.add(f"no effect {key!r}", at / key, suggestion(str(key), [*EFFECTS, *BESIDE]))
        if len(names) > 1 or not (names or others):
            self.add(f"exactly one effect is needed, not {len(names)}", at, f"there are {', '.join(EFFECTS)}")
        if len(names) != 1:
            return None
        times = node.get("times")
        if times is not None and (type(times) is not int or times < 1):
            self.add(f"times is a whole number of at least 1, not {times!r}", at / "times")
        effect = self._effect(names[0], node[names[0]], at / names[0])
        match = self._selector(node.get("match"), at / "match")
        return Fault(names[0], effect, match, times, node) if effect is not None and match is not None else None

    def _effect(self, name: str, node: Any, at: Location) -> Effect | None:
        effect: Effect | None = self._made(EFFECTS[name], {} if node is None else node, at, name)
        return effect

    def _selector(self, node: Any, at: Location) -> Selector | None:
        selector: Selector | None = self._made(Selector, {} if node is None else node, at, "match")
        named = selector.operation if selector is not None else None
        for index, one in enumerate(named if isinstance(named, list | tuple) else [named]):
            if one is not None and self._operations is not None and one not in self._operations:
                where = at / "operation" / index if isinstance(named, list) else at / "operation"
                self.add(f"the document has no operation {one!r}", where, suggestion(one, sorted(self._operations)))
        return selector

    def _made(self, kind: type[Any], node: Any, at: Location, name: str) -> Any:
        if not self.is_mapping(node, at, f"a mapping for {name}"):
            return None
        wrong = problems(kind, node, "key")
        for problem in wrong:
            self.add(f"{name}: {problem.text}", at / problem.name, problem.hint)
        if wrong:
            return None
        try:
            return kind(**node)
        except TypeError:
            self.add(f"{name} needs {_needed(kind, node)}", at)
            return None


def _needed(kind: type[Any], node: Mapping[str, Any]) -> str:
    return ", ".join(
        field.name
        for field in fields(kind)
        if field.default is MISSING and field.default_factory is MISSING and field.name not in node
    )
