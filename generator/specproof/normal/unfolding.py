"""What a schema stands for once its references are followed: a bound on it, and loops without an end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from specproof.core.diagnostics import Findings
from specproof.core.location import Location, Pointer
from specproof.core.openapi import SCHEMA_PREFIX
from specproof.schema.walk import walk

__all__ = ["check_unfolding"]

_MOST_SCHEMAS = 5_000
_MOST_LEVELS = 100
_MOST_NAMES = 10_000
_MOST_BRANCHES = 1_000


class _Steps(NamedTuple):
    """The components that judge the same value as a schema: those that must hold, those that may, and its own parts."""

    must: list[str]
    may: list[str]
    own: int


class _Extent(NamedTuple):
    """The schemas that judge one value, counted each time they are reached, and the longest way to one of them."""

    schemas: int
    levels: int


def check_unfolding(components: Mapping[str, Any], at: Callable[[str], Location], findings: Findings) -> None:
    """Report components that ``allOf`` leads back to as REF_LOOP, those that reach too many schemas as SCHEMA_BUDGET.

    Two references to the level below, 40 levels high, are 2**40 schemas for one value, in 4 kB.

    Args:
        at: returns the location of a component in the document.
    """
    for name, schema in components.items():
        for here, node in walk(schema, Pointer()) if isinstance(schema, dict) else ():
            for message, hint in _too_many(node) if isinstance(node, dict) else ():
                findings.add("SCHEMA_BUDGET", f"{name}{here} {message}", at(name), hint=hint)
    found = {name: _steps(schema, components) for name, schema in components.items()}
    _, loops = _ordered({name: one.must for name, one in found.items()})
    for loop in loops:
        shown = [*loop, loop[0]] if len(loop) < 6 else [*loop[:5], "…", loop[0]]
        hint = "take one of the references out of allOf, or write the object that is meant"
        findings.add("REF_LOOP", f"allOf leads back to the schema itself: {' → '.join(shown)}", at(loop[0]), hint=hint)
    if not loops:
        _measure(found, at, findings)


def _measure(found: Mapping[str, _Steps], at: Callable[[str], Location], findings: Findings) -> None:
    """Report the first component beyond a limit: those that lead to it are beyond it, too."""
    order, _ = _ordered({name: [*one.must, *one.may] for name, one in found.items()})
    known: dict[str, _Extent] = {}
    for name in order:
        below = [known.get(target, _Extent(1, 1)) for target in (*found[name].must, *found[name].may)]
        schemas = found[name].own + sum(one.schemas for one in below)
        levels = 1 + max((one.levels for one in below), default=0)
        if schemas > _MOST_SCHEMAS:
            message = f"{name} stands for more than {_MOST_SCHEMAS:,} schemas of one value, by allOf, anyOf and oneOf"
            findings.add("SCHEMA_BUDGET", message, at(name))
            return
        if levels > _MOST_LEVELS:
            message = f"{name} is a chain of more than {_MOST_LEVELS} references"
            findings.add("SCHEMA_BUDGET", message, at(name), hint="refer to the end of the chain")
            return
        known[name] = _Extent(schemas, levels)


def _steps(schema: Any, components: Mapping[str, Any]) -> _Steps:
    must: list[str] = []
    may: list[str] = []
    own = 0
    stack = [(schema, must)]
    while stack:
        node, found = stack.pop()
        own += 1
        if not isinstance(node, dict):
            continue
        target = _target(node.get("$ref"))
        if target in components:
            found.append(target)
        for keyword in ("allOf", "anyOf", "oneOf"):
            branches = node.get(keyword)
            if isinstance(branches, list):
                stack += [(branch, found if keyword == "allOf" else may) for branch in branches]
    return _Steps(must, may, own)


def _too_many(schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What a schema has too many of, with a hint. A union of more branches than that overflows formatters of code."""
    names = {*(schema.get("properties") or ()), *(schema.get("required") or ())}
    if len(names) > _MOST_NAMES:
        message = f"names {len(names):,} properties, and a class has at most {_MOST_NAMES:,}"
        yield message, "describe them by additionalProperties"
    for keyword in ("anyOf", "oneOf"):
        count = len(schema.get(keyword) or ())
        if count > _MOST_BRANCHES:
            message = f"has {count:,} branches of {keyword}, and a union has at most {_MOST_BRANCHES:,}"
            yield message, "write what they have in common, such as one pattern, or less about the rest"


def _target(ref: Any) -> str:
    return Pointer.parse(ref)[-1] if isinstance(ref, str) and ref.startswith(SCHEMA_PREFIX) else ""


def _ordered(steps: Mapping[str, list[str]]) -> tuple[list[str], list[list[str]]]:
    """The components, each after those it leads to, and the loops on the way."""
    order: dict[str, None] = {}
    loops: list[list[str]] = []
    for start in steps:
        path = {} if start in order else {start: iter(steps[start])}
        while path:
            name = next(reversed(path))
            target = next(path[name], None)
            if target is None:
                order[name] = None
                del path[name]
            elif target in path:
                names = list(path)
                loops.append(names[names.index(target) :])
            elif target not in order:
                path[target] = iter(steps[target])
    return list(order), loops
