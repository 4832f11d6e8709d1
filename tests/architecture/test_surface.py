"""What a module offers stands in its ``__all__``, and other modules take nothing else."""

from __future__ import annotations

import ast

from tests.architecture.source import Module, imports, modules


def offered(module: Module) -> list[str] | None:
    """The names in ``__all__``; None if the module has none that can be read."""
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]:
            try:
                return list(ast.literal_eval(node.value))
            except ValueError:
                return None
    return None


def defined(module: Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return names


def test_what_is_offered_is_there() -> None:
    lazy = {module.name for module in modules() if "def __getattr__" in module.text}
    wrong = {
        module.shown: sorted(missing)
        for module in modules()
        if module.name not in lazy and (missing := set(offered(module) or ()) - defined(module))
    }
    assert wrong == {}


def test_what_is_taken_was_offered() -> None:
    offers = {module.name: offered(module) for module in modules()}
    wrong = [
        f"{module.shown}:{line} takes {name} from {source}"
        for module in modules()
        for line, source, name in imports(module)
        if name is not None
        and (names := offers.get(source)) is not None
        and name not in names
        and f"{source}.{name}" not in offers
    ]
    assert wrong == []


def test_private_modules_and_names_stay_at_home() -> None:
    wrong = [
        f"{module.shown}:{line} takes {name} from {source}"
        for module in modules()
        for line, source, name in imports(module)
        if name and name.startswith("_") and not name.startswith("__") and source.startswith("specproof")
    ]
    assert wrong == []
