"""The generator's modules as the architecture tests see them: text and syntax trees, nothing imported."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "generator" / "specproof"


class Module(NamedTuple):
    """``name`` is ``specproof.core.location``; ``room`` is ``core``; ``shown`` is the path from the checkout."""

    name: str
    room: str
    shown: str
    text: str
    tree: ast.Module


class Function(NamedTuple):
    where: str
    lines: int


@cache
def modules() -> tuple[Module, ...]:
    return tuple(_module(path) for path in sorted(PACKAGE.rglob("*.py")) if "__pycache__" not in path.parts)


def functions() -> Iterator[Function]:
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1 - _docstring_lines(node)
                yield Function(f"{module.shown}:{node.lineno} {node.name}", lines)


def imports(module: Module) -> Iterator[tuple[int, str, str | None]]:
    """Line, module and name of every import, wherever it stands; ``None`` for ``import module``."""
    package = module.name if module.shown.endswith("__init__.py") else module.name.rpartition(".")[0]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1]) if node.level else ""
            source = ".".join(part for part in (base, node.module or "") if part)
            yield from ((node.lineno, source, alias.name) for alias in node.names)


def tracked(*patterns: str) -> list[Path]:
    """The files of the checkout that git knows or would add."""
    listed = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    output = subprocess.run(listed, capture_output=True, text=True, check=True).stdout
    return [path for line in output.splitlines() if (path := ROOT / line).is_file()]


def _module(path: Path) -> Module:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    parts = parts[:-1] if parts[-1] == "__init__" else parts
    text = path.read_text()
    room = parts[1] if len(parts) > 1 else ""
    return Module(".".join(parts), room, str(path.relative_to(ROOT)), text, ast.parse(text))


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    if ast.get_docstring(node) is None:
        return 0
    return (node.body[0].end_lineno or 0) - node.body[0].lineno + 1
