"""A package that can be imported: rendered from a hand-written normal form, models by hand, the runtime copied."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from tests.unit.render.forms import form, parameter, put_runtime, ref, rendered

MODELS = """
from typing import Annotated, Any, Union

from pydantic import BaseModel, Field

Text = str
Count = Annotated[int, Field(ge=1, le=250)]
Any_ = Any


class Pet(BaseModel):
    name: str


class Problem(BaseModel):
    message: str


__all__ = ["Any_", "Count", "Pet", "Problem", "Text"]
"""


def _paths() -> dict[str, object]:
    pet, problem = {"application/json": {"schema": ref("Pet")}}, {"application/json": {"schema": ref("Problem")}}
    replies = {
        "200": {"content": pet, "description": "The pet."},
        "404": {"content": problem},
        "default": {"content": problem},
    }
    written = [parameter("id", "path", "Count"), parameter("id", "query"), parameter("X-Trace", "header")]
    mixed = pet | {"text/plain": {"schema": ref("Text")}, "application/octet-stream": {}}
    return {
        "/pets/{id}": {
            "get": {"operationId": "getPet", "tags": ["Pets"], "parameters": written, "responses": replies},
            "delete": {
                "operationId": "deletePet",
                "tags": ["Pets"],
                "parameters": written[:1],
                "responses": {"204": {}},
            },
        },
        "/pets": {
            "post": {
                "operationId": "addPet",
                "tags": ["Pets"],
                "deprecated": True,
                "requestBody": {"required": True, "content": mixed},
                "responses": {"201": {"content": pet}},
                "security": [{"key": []}],
            }
        },
    }


@pytest.fixture(scope="session")
def files() -> dict[str, str]:
    schemas = {name: {"type": "object"} for name in ("Pet", "Problem")} | {
        "Text": {"type": "string"},
        "Count": {"type": "integer", "examples": [7]},
    }
    return rendered(
        form(
            _paths(),
            schemas=schemas,
            schemes={
                "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
                "login": {"type": "http", "scheme": "bearer"},
            },
            security=[{"login": []}],
            servers=[
                {"url": "https://{region}.test/v1", "variables": {"region": {"default": "eu", "x-required": True}}}
            ],
            **{"x-client-headers": [{"name": "X-Version", "pattern": "^[0-9]+$", "default": "1"}]},
        )
    )


@pytest.fixture(scope="session")
def folder(files: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    (folder / "src/pets/models.py").write_text(MODELS, encoding="utf-8")
    put_runtime(folder / "src/pets")
    return folder


@pytest.fixture(scope="session")
def pets(folder: Path) -> Iterator[ModuleType]:
    sys.path.insert(0, str(folder / "src"))
    yield import_module("pets")
    sys.path.remove(str(folder / "src"))
