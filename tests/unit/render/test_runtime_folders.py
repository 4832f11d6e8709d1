"""What a package does not use of the runtime is not in it, and what it uses works without the rest."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from specproof import pipeline, project
from specproof.core.diagnostics import Findings
from specproof.document import DiskReader

JSON = "application/json"
THING = {"type": "object", "properties": {"name": {"type": "string"}}}
ONE_OF = {"oneOf": [{"type": "string", "maxLength": 3}, {"type": "string", "minLength": 2}]}
FLOW = {"clientCredentials": {"tokenUrl": "https://login.test/token", "scopes": {}}}


def document(
    operation: dict[str, Any] | None = None, schema: Any = THING, schemes: dict[str, Any] | None = None
) -> dict[str, Any]:
    """One operation with one schema; ``operation`` adds to a GET, or is a POST where it has a body."""
    method = "post" if "requestBody" in (operation or {}) else "get"
    answer = {"200": {"description": "It.", "content": {JSON: {"schema": {"$ref": "#/components/schemas/Thing"}}}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "One", "version": "1"},
        "servers": [{"url": "https://one.test"}],
        "paths": {"/thing": {method: {"operationId": "useThing", "responses": answer, **(operation or {})}}},
        "components": {"schemas": {"Thing": schema}, "securitySchemes": schemes or {}},
        "security": [{name: []} for name in schemes or {}],
    }


def built(folder: Path, tree: dict[str, Any]) -> dict[str, str]:
    """The files of a package, by path."""
    spec = folder / "openapi.json"
    spec.write_text(json.dumps(tree))
    files = pipeline.build(project.from_options(spec, folder / "out", "one", {}), DiskReader(), Findings()).files
    return {path: text if isinstance(text, str) else text.decode() for path, text in files.items()}


def folders(files: dict[str, str]) -> set[str]:
    below = [path.removeprefix("src/one/_runtime/") for path in files if path.startswith("src/one/_runtime/")]
    return {path.partition("/")[0] for path in below if "/" in path}


def body(media_type: str) -> dict[str, Any]:
    return {"requestBody": {"content": {media_type: {"schema": THING}}}}


QUERY = {"parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}]}
LISTS = {"parameters": [{"name": "ids", "in": "query", "schema": {"type": "array", "items": {"type": "integer"}}}]}
RESERVED = {"parameters": [{"name": "at", "in": "query", "allowReserved": True, "schema": {"type": "string"}}]}
ANY = {"parameters": [{"name": "limit", "in": "query", "schema": {"minimum": 1}}]}
STREAM = {"responses": {"200": {"description": "It.", "content": {"application/octet-stream": {}}}}}
WORD = {"type": "string", "maxLength": 5}
TEXT = {"requestBody": {"content": {"text/plain": {"schema": WORD}}}}
KEY = {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}
OAUTH = {"credentials", "oauth", "servers"}
CASES: dict[str, tuple[dict[str, Any], set[str], str]] = {
    "nothing": (document(), set(), ""),
    "parameters": (document(QUERY), {"parameters"}, "limit=3"),
    "parameters that are lists": (document(LISTS), {"parameters", "styles"}, "ids=[3]"),
    "reserved characters in parameters": (document(RESERVED), {"parameters", "styles"}, "at='a/b'"),
    "parameters of any type": (document(ANY), {"parameters", "styles"}, "limit=3"),
    "JSON body": (document(body(JSON)), {"bodies"}, "body={'name': 'a'}"),
    "form": (document(body("multipart/form-data")), {"bodies", "forms", "parameters", "styles"}, "body={'name': 'a'}"),
    "any body": (
        document(body("*/*")),
        {"bodies", "forms", "parameters", "styles"},
        "body={'name': 'a'}, media_type='application/json'",
    ),
    "guard": (document(schema=ONE_OF), {"guards"}, ""),
    "API key": (document(schemes=KEY), {"credentials"}, ""),
    "token flow": (
        document(schemes={"app": {"type": "oauth2", "flows": FLOW}}),
        {"credentials", "oauth", "servers"},
        "",
    ),
    "server": (
        document() | {"servers": [{"url": "https://{zone}.test", "variables": {"zone": {"default": "eu"}}}]},
        {"servers"},
        "",
    ),
    "text body with a schema": (document(TEXT), {"bodies", "texts"}, "body='abc'"),
    "stream": (document(STREAM), {"streams"}, ""),
}
SCRIPT = """
import httpx2, one
answer = b'"a"' if {text} else b'{{"name": "a"}}'
kind = "application/octet-stream" if {bytes} else "application/json"
def reply(request):
    assert request.read() is not None
    return httpx2.Response(200, content=answer, headers={{"content-type": kind}})
client = one.Client(http_client=httpx2.Client(transport=httpx2.MockTransport(reply)))
for name in one.__all__:
    getattr(one, name)
resource = getattr(client, next(n for n, v in vars(one.Client).items() if type(v).__name__ == "cached_property"))
assert resource.use_thing({arguments}) is not None
with client.with_options(validation="warn", timeout=3) as other:
    assert other is not client
"""


@pytest.mark.parametrize("case", CASES)
def test_a_package_carries_what_it_uses_and_works(case: str, tmp_path: Path) -> None:
    tree, expected, arguments = CASES[case]
    files = built(tmp_path, tree)
    assert folders(files) - {"telemetry"} == expected
    for path, text in files.items():
        (tmp_path / "out" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "out" / path).write_text(text)
    answers_text, answers_bytes = case in {"guard"}, case == "stream"
    script = SCRIPT.format(arguments=arguments, text=answers_text, bytes=answers_bytes)
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path / "out" / "src", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("operation", "most"), [({}, 3200), (QUERY, 3385)])
def test_one_operation_makes_a_small_package(operation: dict[str, Any], most: int, tmp_path: Path) -> None:
    """One GET with one schema, without and with a parameter that is a scalar."""
    files = built(tmp_path, document(operation))
    lines = {path: text.count("\n") for path, text in files.items() if path.endswith(".py")}
    assert sum(count for path, count in lines.items() if "/_runtime/" in path) <= most, lines
    assert sum(lines.values()) <= 4300, lines
    assert len(files) <= 55, sorted(files)
