"""An upload protocol as it is rendered: data that the runtime takes, and methods that say what they need."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.unit.render.forms import form, parameter, put_runtime, ref, rendered

OBJECT = {"type": "object"}
RECORD = {
    "type": "object",
    "required": ["name", "kind"],
    "properties": {
        "name": {"type": "string"},
        "kind": ref("Kind"),
        "source": {"type": "string", "description": "Where it comes from."},
        "timeout": {"type": "integer"},
        "tags": {"type": "array", "items": ref("Kind")},
        "more": {"oneOf": [OBJECT, {"type": "string"}]},
        "never": False,
    },
}
UPLOAD: dict[str, Any] = {
    "resource": "Files",
    "method": "uploadFile",
    "startNew": {
        "operationId": "start",
        "partCount": {"in": "query", "name": "parts"},
        "overwrite": {"in": "query", "name": "overwrite", "value": True},
        "fields": {"name": "/name"},
        "repeat": "never",
    },
    "startExisting": {
        "method": "replace",
        "operationId": "open",
        "partCount": {"in": "query", "name": "parts"},
        "target": "/items/0",
        "identifiers": ["id"],
        "repeat": "safe",
    },
    "reply": {"recordId": "/id", "uploadId": "/u", "partUrls": "/urls"},
    "parts": {"count": {"minimum": 1, "maximum": 9}, "bytes": {"exclusiveMinimum": 4, "exclusiveMaximum": 8}},
    "partRequest": {
        "method": "PUT",
        "credentials": {"foreignOrigin": "never", "sameOrigin": "never"},
        "redirects": "error",
        "success": {"accepted": "2XX"},
        "repeat": "safe",
    },
    "complete": {"operationId": "done", "body": {"/u": "uploadId"}, "repeat": "safe"},
}


def _post(name: str, body: str, *parameters: dict[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": ref(body)}}
    replies = {"200": {"content": {"application/json": {"schema": ref("Kind")}}}}
    return {
        "operationId": name,
        "tags": ["files"],
        "parameters": [*parameters],
        "requestBody": {"content": content},
    } | {"responses": replies}


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    count = parameter("parts", "query", "Kind", required=True)
    items = {"type": "object", "properties": {"items": {"type": "array", "items": ref("One")}}}
    schemas = {
        "Record": {"allOf": [RECORD]},
        "Kind": {"type": "string", "description": "What kind it is."},
        "Items": items,
        "One": {"oneOf": [{"type": "object", "properties": {"id": ref("Kind")}}]},
        "Any": OBJECT,
    }
    paths = {
        "/start": {"post": _post("start", "Record", count, parameter("overwrite", "query", "Kind"))},
        "/open": {"post": _post("open", "Items", count)},
        "/done": {"post": _post("done", "Any")},
    }
    return rendered(form(paths, schemas=schemas, **{"x-multipart-upload": {"version": 1, "uploads": [UPLOAD]}}))


def method(files: dict[str, str], kind: str, name: str) -> ast.FunctionDef | ast.AsyncFunctionDef:
    tree = ast.parse(files["src/pets/resources/files.py"])
    owner = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == kind)
    found = {node.name: node for node in owner.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    return found[name]


def test_arguments(files: dict[str, str]) -> None:
    arguments = method(files, "Files", "upload_file").args
    assert [each.arg for each in arguments.posonlyargs] == ["self", "file"]
    spelled = {each.arg: ast.unparse(each.annotation) for each in arguments.kwonlyargs if each.annotation}
    required = [
        each.arg for each, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value is None
    ]
    assert required == ["kind"]
    assert list(spelled)[:7] == ["kind", "name", "source", "timeout_field", "tags", "more", "overwrite"]
    assert spelled["name"] == "str | NotGiven"
    assert spelled["tags"] == "Sequence[models.Kind] | NotGiven"
    assert spelled["more"] == "Any | NotGiven"
    assert "parts" in spelled
    assert spelled["parts"] == "int | None"


def test_both_methods_in_both_classes_and_not_in_their_raw_twins(files: dict[str, str]) -> None:
    assert method(files, "Files", "replace").args.posonlyargs[1].arg == "file"
    text = files["src/pets/resources/files.py"]
    for name in ("upload_file", "replace", "resume_upload_file"):
        assert text.count(f"    {name} = awaited(Files.{name})\n") == 1
    for kind in ("RawFiles", "AsyncRawFiles"):
        with pytest.raises(KeyError):
            method(files, kind, "upload_file")


def test_what_is_said_of_arguments(files: dict[str, str]) -> None:
    said = ast.get_docstring(method(files, "Files", "upload_file")) or ""
    assert "kind: What kind it is." in said
    assert "name: Taken from the name of the file where it is left out." in said
    assert "source: Where it comes from." in said


def test_the_protocol_is_data_that_the_runtime_takes(files: dict[str, str], tmp_path: Path) -> None:

    home = tmp_path
    for path in ("__init__.py", "_operations.py", "_uploads.py"):
        (home / "pets_uploads").mkdir(parents=True, exist_ok=True)
        (home / "pets_uploads" / path).write_text(files[f"src/pets/{path}"], encoding="utf-8")
    put_runtime(home / "pets_uploads")
    sys.path.insert(0, str(home))
    try:
        from pets_uploads._uploads import FILES_UPLOAD_FILE as PROTOCOL  # type: ignore[import-not-found]  # made above
    finally:
        sys.path.remove(str(home))
    assert PROTOCOL.start_new.operation.path == "/start"
    assert PROTOCOL.start_new.overwrite == ("query.overwrite", True)
    assert (PROTOCOL.parts.minimum, PROTOCOL.parts.maximum, PROTOCOL.parts.last_minimum) == (5, 7, None)
    assert PROTOCOL.start_existing.operation.id == "open"
    assert PROTOCOL.complete.body == {"/u": "uploadId"}
    assert PROTOCOL.poll is None
