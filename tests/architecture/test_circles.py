"""No circle of files: what a module imports does not lead back to it. Type-only and function-local imports count."""

from __future__ import annotations

from collections.abc import Mapping

from tests.architecture.source import imports, modules


def graph() -> dict[str, set[str]]:
    """Module to the modules it imports; the packages around them are not counted."""
    names = {module.name for module in modules()}
    found: dict[str, set[str]] = {}
    for module in modules():
        full = {source if name is None else f"{source}.{name}" for _, source, name in imports(module)}
        found[module.name] = {name if name in names else name.rpartition(".")[0] for name in full} & names
        found[module.name] -= {module.name}
    return found


def circles(needs: Mapping[str, set[str]]) -> set[frozenset[str]]:
    """Groups of names of which each leads to each other."""
    ahead = {name: _reached(needs, name) for name in needs}
    groups = {frozenset({other for other in ahead[name] if name in ahead[other]} | {name}) for name in needs}
    return {group for group in groups if len(group) > 1}


def _reached(needs: Mapping[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    todo = [start]
    while todo:
        new = needs[todo.pop()] - found
        found |= new
        todo += new
    return found


def test_circles_are_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set()}) == {frozenset("bc")}


def test_no_circle_of_files() -> None:
    assert [sorted(circle) for circle in circles(graph())] == []
