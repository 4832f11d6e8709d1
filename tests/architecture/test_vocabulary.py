"""Public names and first lines of docstrings use the field's words, and of several words for one thing the same one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import ROOT, Module, modules

INSTEAD = {
    "reply": "response",
    "replies": "responses",
    "flavour": "flavor",
    "flavours": "flavors",
    "normalise": "normalize",
    "normalised": "normalized",
    "normalisation": "normalization",
    "mend": "fix",
    "mended": "fixed",
    "manners": "constraints, or declarations",
    "told": "message, or what it is",
    "said": "message, or what it is",
    "came": "what it is",
    "crossed": "differential",
    "standing": "location, or bundled schema",
    "dialogue": "protocol",
    "conversation": "flow",
    "surroundings": "perturbations",
}
"""Word to what is said in its place, in names and in docstrings."""
IN_NAMES = {
    "place": "location, or JSON pointer",
    "places": "locations, or JSON pointers",
    "spot": "location",
    "tried": "attempted",
    "tries": "attempts",
    "corner": "boundary value",
    "corners": "boundary values",
    "leaf": "scalar schema",
    "leaves": "scalar schemas",
    "again": "resume",
    "travel": "pickling",
    "rig": "harness",
    "supply": "value pool",
    "draws": "choices",
    "heights": "min depth",
    "witness": "example value",
    "taken": "in progress, or used",
    "performer": "step runner",
    "grant": "token source",
}
"""The same, in names alone: sentences need these words for other things."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


def glossary() -> set[str]:
    """The words of our own, explained in docs/glossary.md: the first cell of each row of its table."""
    path = ROOT / "docs" / "glossary.md"
    rows = re.findall(r"^\| ([^|]+) \|", path.read_text() if path.exists() else "", re.MULTILINE)
    return {word for row in rows for word in re.findall(r"[a-z]+", row.lower())}


def names(body: list[ast.stmt]) -> Iterator[tuple[str, int]]:
    """The public names that a module or class defines, with those of parameters, and their lines."""
    for node in body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node.name, node.lineno
            if isinstance(node, ast.ClassDef):
                yield from names(node.body)
            else:
                given = node.args
                for argument in [*given.posonlyargs, *given.args, *given.kwonlyargs]:
                    yield argument.arg, node.lineno
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name) and not target.id.startswith("_"):
                    yield target.id, node.lineno


def documented(body: list[ast.stmt]) -> Iterator[Function | ast.ClassDef]:
    for node in body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from documented(node.body)


def words(name: str) -> set[str]:
    """`HTTPReply_of` has `http`, `reply` and `of`."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+", name)}


def wrong(module: Module) -> list[str]:
    """Every use of a word that another one stands for."""
    mine = glossary()
    in_names = {word: use for word, use in (INSTEAD | IN_NAMES).items() if word not in mine}
    of_file = [(part, 1) for part in module.name.split(".")[1:]]
    found = [
        f"{module.shown}:{line} {name}: say {in_names[word]}"
        for name, line in [*of_file, *names(module.tree.body)]
        for word in sorted(words(name) & set(in_names))
    ]
    for node in (module.tree, *documented(module.tree.body)):
        first = (ast.get_docstring(node) or "").partition("\n")[0]
        for word in sorted(set(re.findall(r"[a-z]+", first.lower())) & set(INSTEAD) - mine):
            found.append(f"{module.shown}:{getattr(node, 'lineno', 1)} {word!r} in a docstring: say {INSTEAD[word]}")
    return found


def sample(text: str) -> list[str]:
    return wrong(Module("specproof.a", "a", "a.py", text, ast.parse(text)))


def test_wrong_words_are_found() -> None:
    assert sample("'''What the reply said.'''\n") == [
        "a.py:1 'reply' in a docstring: say response",
        "a.py:1 'said' in a docstring: say message, or what it is",
    ]
    assert sample("class ReadReply:\n    def f(self, place): ...\n") == [
        "a.py:1 ReadReply: say response",
        "a.py:2 place: say location, or JSON pointer",
    ]
    assert sample("_reply = 1\nreplied = 2\n\ndef _f(reply): ...\n") == []


def test_names_and_docstrings_use_one_word_for_one_thing() -> None:
    assert [use for module in modules() for use in wrong(module)] == []


def test_error_classes_end_in_error() -> None:
    found = [
        f"{module.shown}:{node.lineno} {node.name}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
        and any(re.search(r"(Error|Exception)$", ast.unparse(base)) for base in node.bases)
        and not node.name.endswith("Error")
    ]
    assert found == []
