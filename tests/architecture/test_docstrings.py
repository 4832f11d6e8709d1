"""Docstrings of public functions name the errors that the function raises itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.source import Module, modules

Function = ast.FunctionDef | ast.AsyncFunctionDef


def public_functions(body: list[ast.stmt]) -> Iterator[Function]:
    """The functions of a module and the methods of its public classes."""
    for node in body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            if isinstance(node, ast.ClassDef):
                yield from public_functions(node.body)
            else:
                yield node


def raised(node: ast.AST) -> Iterator[str]:
    """What a function raises directly: no private error, no usage error of typer, nothing that it only lets through."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function | ast.Lambda):
            continue
        if isinstance(child, ast.Raise) and child.exc is not None:
            name = ast.unparse(child.exc).partition("(")[0]
            if not name.startswith(("_", "typer.")) and name != "AssertionError":
                yield name
        yield from raised(child)


def silent(module: Module) -> list[str]:
    """Public functions that raise something and do not say so."""
    return [
        f"{module.shown}:{node.lineno} {node.name} raises {', '.join(sorted(set(errors)))}"
        for node in public_functions(module.tree.body)
        if (errors := list(raised(node))) and "Raises" not in (ast.get_docstring(node) or "")
    ]


def sample(text: str) -> list[str]:
    return silent(Module("a", "a", "a.py", text, ast.parse(text)))


def test_what_is_silent_is_found() -> None:
    assert sample("def f():\n    raise ValueError('a')\n") == ["a.py:1 f raises ValueError"]
    assert sample("class A:\n    def f(self):\n        if a:\n            raise B\n") == ["a.py:2 f raises B"]
    assert sample("def f():\n    '''Raises: ValueError.'''\n    raise ValueError('a')\n") == []
    assert sample("def f():\n    try:\n        a()\n    except A:\n        raise\n    raise _B\n") == []


def test_public_functions_say_what_they_raise() -> None:
    assert [where for module in modules() for where in silent(module)] == []
