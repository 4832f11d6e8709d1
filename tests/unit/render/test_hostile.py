"""Document text never becomes code: under any payload the outputs keep the syntax trees of a friendly document."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache

import pytest

from tests.unit.render.forms import rendered
from tests.unit.render.hostile import PAYLOADS, document


class _Blank(ast.NodeTransformer):
    """Takes names and texts out of a tree, so that its shape is left."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant("text" if isinstance(node.value, str) else node.value)

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for field in ("id", "name", "attr", "arg", "module", "asname"):
            if isinstance(getattr(node, field, None), str):
                setattr(node, field, "name")
        return super().generic_visit(node)


def shape(text: str) -> str:
    return ast.dump(_Blank().visit(ast.parse(text)))


@cache
def friendly() -> dict[str, str]:
    """Outputs of words of which each needs another spelling in Python, as those with a payload do."""
    return rendered(document(lambda words: words + "-a"))


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_shapes_stay(payload: str) -> None:
    found = rendered(document(lambda words: words + payload))
    want = [shape(text) for path, text in friendly().items() if path.endswith(".py")]
    assert [shape(text) for path, text in found.items() if path.endswith(".py")] == want


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_metadata_and_readme_stay_what_they_are(payload: str) -> None:
    found = rendered(document(lambda words: words + payload))
    project = tomllib.loads(found["pyproject.toml"])
    assert list(project) == list(tomllib.loads(friendly()["pyproject.toml"]))
    assert list(project["project"]) == list(tomllib.loads(friendly()["pyproject.toml"])["project"])
    assert "<script" not in re.sub(r"(?ms)^```.*?^```$", "", found["README.md"])
    assert found["README.md"].count("\n## ") == friendly()["README.md"].count("\n## ")


def test_the_shape_notices_code() -> None:
    assert shape("a = 1") != shape("a = 1\nimport os")
    assert shape("a = f('x')") != shape("a = f('x', os.system('y'))")


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_wire_names_are_sent_as_they_are(payload: str) -> None:
    tree = ast.parse(rendered(document(lambda words: words + payload))["src/pets/_operations.py"])
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert {f"id{payload}", f"X-Key{payload}", f"X-H{payload}", f"scope{payload}"} <= texts
