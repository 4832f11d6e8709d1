"""An import inside of a function is for what is optional or slow, and says which in a comment on its line."""

from __future__ import annotations

import ast

from tests.architecture.source import Module, modules


def unexplained(module: Module) -> list[str]:
    """Where the imports without a comment stand; one comment does for the imports directly below it."""
    lines = module.text.splitlines()
    found = []
    for function in ast.walk(module.tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        above = None
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                follows = above is not None and node.lineno == above + 1
                if not follows and "#" not in lines[node.lineno - 1]:
                    found.append(f"{module.shown}:{node.lineno} {lines[node.lineno - 1].strip()}")
                above = node.end_lineno
    return sorted(set(found))


def sample(text: str) -> list[str]:
    return unexplained(Module("a", "a", "a.py", text, ast.parse(text)))


def test_what_is_unexplained_is_found() -> None:
    assert sample("import a\n\ndef f():\n    import b  # slow\n    import c\n") == []
    assert sample("def f():\n    if a:\n        import b\n") == ["a.py:3 import b"]
    assert sample("def f():\n    import a  # slow\n    x = 1\n    import b\n") == ["a.py:4 import b"]


def test_every_local_import_says_why() -> None:
    assert [where for module in modules() for where in unexplained(module)] == []
