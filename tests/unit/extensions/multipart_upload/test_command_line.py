"""The command line of any document that uploads: which commands and options there are, and where secrets come from."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from specproof.extensions.multipart_upload.runtime.command.declared import Commands, Option
from tests.unit.extensions.multipart_upload.test_methods import UPLOAD
from tests.unit.render.forms import form, parameter, put_runtime, ref, rendered, viewed

ANY = {"type": "object"}
RECORD = {
    "type": "object",
    "required": ["title", "weight"],
    "properties": {
        "title": {"type": "string"},
        "key": {"type": "string"},
        "weight": {"type": "number", "description": "In 50 % of all cases."},
        "sizes": {"type": "array", "items": {"type": "integer"}},
        "flags": {"type": "array", "items": {"type": "boolean"}},
        "verify": {"type": "boolean"},
        "region": {"type": "string"},
        "notes": {"type": "array", "items": ANY},
    },
}
SCHEMES = {
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "login": {"type": "http", "scheme": "basic"},
}
VARIABLES = {"region": {"default": "eu", "enum": ["eu", "us"]}, "account": {"default": "me", "x-required": True}}


def operation(name: str, body: str, *parameters: dict[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": ref(body)}}
    replies = {"200": {"content": {"application/json": {"schema": ref("Any")}}}}
    return {
        "operationId": name,
        "tags": ["files"],
        "parameters": [*parameters],
        "requestBody": {"content": content},
        "responses": replies,
    }


def document(*uploads: dict[str, Any]) -> Any:
    count = parameter("parts", "query", "Count", required=True)
    return form(
        {
            "/start": {"post": operation("start", "Record", count)},
            "/open": {"post": operation("open", "Any", count)},
            "/done": {"post": operation("done", "Any")},
            "/link": {"post": operation("link", "Any")},
        },
        schemas={"Record": RECORD, "Any": ANY, "Count": {"type": "integer"}},
        schemes=SCHEMES,
        security=[{"key": []}, {"login": []}],
        servers=[{"url": "https://{region}.test/{account}", "variables": VARIABLES}],
        **{"x-multipart-upload": {"version": 1, "uploads": [*uploads]}},
    )


def upload(resource: str = "files", method: str = "send", **more: Any) -> dict[str, Any]:
    start = {**UPLOAD["startNew"], "fields": {"name": "/title", "identity": ["/key"]}}
    return {**UPLOAD, "resource": resource, "method": method, "startNew": start, **more}


def commands_of(files: dict[str, str], folder: Path, name: str) -> Commands:
    """``COMMANDS`` of the rendered ``__main__.py``, in a package of this name."""
    (folder / name).mkdir()
    for file in ("__init__.py", "__main__.py"):
        (folder / name / file).write_text(files[f"src/pets/{file}"], encoding="utf-8")
    put_runtime(folder / name)
    sys.path.insert(0, str(folder))
    try:
        found: Commands = import_module(f"{name}.__main__").COMMANDS
    finally:
        sys.path.remove(str(folder))
    return found


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Commands:
    return commands_of(rendered(document(upload())), tmp_path_factory.mktemp("one"), "pets_one_command")


def test_the_client(commands: Commands) -> None:
    settings = {option.name: option.choices for option in commands.settings}
    assert settings == {"region": ("eu", "us"), "account": (), "base_url": ()}
    assert set(commands.secrets) == {"api_key", "basic_auth"}
    assert commands.variable("api_key") == "PETS_API_KEY"
    assert commands.module == "pets"


def test_the_options_of_an_upload(commands: Commands) -> None:
    (transfer,) = commands.transfers
    assert (transfer.upload, transfer.download, transfer.resource, transfer.method) == ("send", None, "files", "send")
    shown = {option.name: _shape(option) for option in transfer.options}
    assert shown == {
        "weight": ("number", "required"),
        "title": ("text", "single"),
        "key": ("text", "single"),
        "sizes": ("integer", "list"),
        "flags": ("boolean", "list"),
        "verify_field": ("boolean",),
        "record_region": ("text",),
        "notes": ("json",),
    }
    by_name = {option.name: option for option in transfer.options}
    assert by_name["record_region"].argument == "region"
    assert by_name["weight"].help == "In 50 % of all cases."


def _shape(option: Option) -> tuple[str, ...]:
    marks = {"required": option.is_required, "list": option.is_list, "single": option.is_single}
    return option.kind, *(mark for mark, is_so in marks.items() if is_so)


def test_several_protocols(tmp_path: Path) -> None:
    download = {"operationId": "link", "body": {"/id": "recordId"}, "url": "/url"}
    both = [upload("files", download=download), upload("images", download=download), upload("images", "push")]
    found = commands_of(rendered(document(*both)), tmp_path, "pets_three_commands").transfers
    assert [(one.upload, one.download) for one in found] == [
        ("files-send", "files-download"),
        ("images-send", "images-download"),
        ("push", None),
    ]


def test_a_document_without_uploads_has_none() -> None:
    plain = rendered(document())
    assert "src/pets/__main__.py" not in plain
    assert "cli =" not in plain["pyproject.toml"]
    assert "Command line" not in plain["README.md"]
    assert viewed(document()).extensions == ()
    assert viewed(document(upload())).extensions == ("specproof.extensions.multipart_upload",)
    assert 'cli = ["rich' in rendered(document(upload()))["pyproject.toml"]
