"""Who may import whom: ARCHITECTURE.md holds the one table, and it is true. Type-only and local imports count."""

from __future__ import annotations

import re
import sys
from functools import cache
from typing import NamedTuple

from specproof.extensions.registry import built_in
from tests.architecture.source import PACKAGE, ROOT, Module, imports, modules


class Row(NamedTuple):
    rooms: frozenset[str]
    others: frozenset[str]


@cache
def table() -> dict[str, Row]:
    """Room to what it may import: rooms and third parties."""
    text = (ROOT / "ARCHITECTURE.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\|([^|]*)\|([^|]*)\|$", text, re.MULTILINE)
    return {
        room: Row(frozenset(re.findall(r"\w+", ours)), frozenset(re.findall(r"\w+", theirs)))
        for room, ours, theirs in rows
    }


def breaches(module: Module) -> list[str]:
    row = table()[module.room]
    found = []
    for line, source, name in imports(module):
        top, _, rest = source.partition(".")
        if top == "specproof":
            room = rest.partition(".")[0] or (name or "")
            fine = room in row.rooms | {module.room} or room == "__version__"
        else:
            fine = top in sys.stdlib_module_names or top in row.others
        if not fine:
            found.append(f"{module.shown}:{line} imports {source}{f'.{name}' if name else ''}")
    return found


def test_the_table_has_every_room() -> None:
    rooms = {
        path.name.removesuffix(".py")
        for path in PACKAGE.iterdir()
        if path.name[0] != "_" and path.suffix in ("", ".py")
    }
    assert rooms - set(table()) == set()


def test_every_import_is_in_the_table() -> None:
    assert [breach for module in modules() if module.room in table() for breach in breaches(module)] == []


def test_the_table_allows_nothing_that_nobody_needs() -> None:
    """A room or a third party in the table that no module of the room imports is a stale entry."""
    used: dict[str, set[str]] = {}
    for module in modules():
        for _, source, name in imports(module):
            parts = [*source.split("."), name or ""]
            used.setdefault(module.room, set()).add(parts[1] if parts[0] == "specproof" else parts[0])
    stale = {room: (row.others | row.rooms) - used.get(room, set()) for room, row in table().items()}
    assert {room: sorted(names) for room, names in stale.items() if names} == {}


def test_the_table_has_no_cycle() -> None:
    order: list[str] = []
    rows = {room: set(row.rooms) for room, row in table().items()}
    while rows:
        ready = sorted(room for room, needs in rows.items() if needs <= set(order))
        assert ready, f"these rooms need each other: {sorted(rows)}"
        order += ready
        for room in ready:
            del rows[room]


def test_the_runtime_knows_nothing_of_ours() -> None:
    absolute = [
        f"{module.shown}:{line}"
        for module in modules()
        if module.room == "runtime"
        for line, source, _ in imports(module)
        if "specproof" in source and not source.startswith("specproof.runtime")
    ]
    assert absolute == []
    assert [
        module.shown for module in modules() if module.room == "runtime" and "import specproof" in module.text
    ] == []


def test_the_runtime_of_an_extension_knows_the_runtime_alone() -> None:
    assert [
        f"{module.shown}:{line} imports {source}"
        for module in modules()
        if module.room == "extensions" and "runtime" in module.name.split(".")
        for line, source, _ in imports(module)
        if source.startswith("specproof")
        and not source.startswith(("specproof.runtime", ".".join(module.name.split(".")[:4])))
    ] == []


def test_no_other_room_knows_an_extension() -> None:
    """Neither its name nor its keyword, so that adding one changes nothing but a folder."""
    words = [word for extension in built_in() for word in (extension.name, *extension.keywords)]
    assert words
    assert [
        f"{module.shown} knows {word}"
        for module in modules()
        for word in words
        if module.room != "extensions" and word in module.text
    ] == []
