"""The Python of a package's README: each block is a script of its own, and says what the class that it names has."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.unit.render.test_runtime_folders import built, document

BASIC, KEY = {"type": "http", "scheme": "basic"}, {"type": "apiKey", "in": "header", "name": "X-Key"}
LOST = {"404": {"description": "No.", "content": {"application/json": {"schema": {"type": "string"}}}}}
FOUND = {"200": {"description": "It.", "content": {"application/json": {"schema": {"type": "string"}}}}}
SEED = {
    "type": "object",
    "required": ["code", "kind", "sown", "rows", "bed", "from"],
    "properties": {
        "code": {"type": "string", "pattern": "^[A-Z]{2}[0-9]+$"},
        "kind": {"enum": ["bean", "pea"]},
        "sown": {"type": "string", "format": "date"},
        "rows": {"type": "array", "minItems": 2, "items": {"type": "integer", "minimum": 30, "multipleOf": 7}},
        "bed": {"type": "object", "required": ["width"], "properties": {"width": {"type": "number", "maximum": -1}}},
        "from": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Thing"}]},
    },
}
TEXT = {"requestBody": {"required": True, "content": {"text/plain": {"schema": {"type": "string"}}}}}
JSON_BODY = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
SOWN = {"requestBody": {"required": True, "content": JSON_BODY}}


def run(folder: Path, tree: dict[str, Any]) -> list[str]:
    """Run the blocks of the README of a package, with no server there; return them."""
    files = built(folder, tree)
    for path, text in files.items():
        (folder / "out" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "out" / path).write_text(text, encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", files["README.md"], re.DOTALL)
    for block in blocks:
        names = re.findall(r'environ(?:\.get\(|\[)"(\w+)"', block)
        values = {name: "http://127.0.0.1:9" if name.endswith("URL") else "x" for name in names}
        env = os.environ | values | {"PYTHONPATH": str(folder / "out/src")}
        command = [sys.executable, "-c", block]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        assert "no connection" in done.stdout + done.stderr, (block, done.stderr)
    return blocks


@pytest.mark.parametrize(
    ("responses", "shown"),
    [(FOUND, "error.request_id, error.content"), (FOUND | LOST, "error.request_id, error.body")],
    ids=["nothing declared", "declared"],
)
def test_each_block_runs_alone(tmp_path: Path, responses: dict[str, Any], shown: str) -> None:
    blocks = run(tmp_path, document({"responses": responses}))
    assert len(blocks) == 4
    assert shown in next(block for block in blocks if "except errors." in block)


@pytest.mark.parametrize(("operation", "schema"), [(SOWN, SEED), (TEXT, SEED)], ids=["object", "text"])
def test_an_operation_with_a_body_has_an_example(tmp_path: Path, operation: dict[str, Any], schema: Any) -> None:
    assert len(run(tmp_path, document(operation, schema))) == 4


def test_credentials_that_are_needed_together_are_shown_together(tmp_path: Path) -> None:
    tree = document({"security": [{"user": [], "key": []}]}, schemes={"user": BASIC, "key": KEY})
    for block in run(tmp_path, tree):
        assert 'basic_auth=(os.environ["ONE_USER"], os.environ["ONE_PASSWORD"])' in block
        assert 'api_key=os.environ["ONE_API_KEY"]' in block


def test_a_password_that_a_key_takes_the_place_of_is_not_shown(tmp_path: Path) -> None:
    tree = document({"security": [{"user": []}, {"key": []}]}, schemes={"user": BASIC, "key": KEY})
    assert not any("basic_auth" in block for block in run(tmp_path, tree))
