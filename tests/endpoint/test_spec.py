"""The captured API as a document: what it holds, what the overlays say, and whether the parts agree."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema_rs
import pytest
import yaml

OPERATIONS = {
    "getMultiPartUploadLink": ("post", "/files/multiuploadlink", "201", "WRITE", True),
    "initMultiPartUpload": ("post", "/files/initmultipartupload", "201", "WRITE", False),
    "completeMultiPartUpload": ("post", "/files/completemultipartupload", "200", "WRITE", True),
    "getFileByInternalId": ("get", "/files/{id}", "200", "READ", True),
    "byIdsFiles": ("post", "/files/byids", "200", "READ", True),
    "downloadLinks": ("post", "/files/downloadlink", "200", "READ", True),
    "getUploadLink": ("post", "/files/uploadlink", "201", "WRITE", True),
    "initFileUpload": ("post", "/files", "201", "WRITE", False),
    "deleteFiles": ("post", "/files/delete", "200", "WRITE", False),
}
UNDECLARED = {"401", "403", "404", "409", "429", "500", "502", "503", "504"}
HOME = "generator/specproof/extensions/multipart_upload"
EXTENSIONS = {
    "x-multipart-upload": f"{HOME}/schema.json",
    "x-client-headers": "docs/extensions/x-client-headers.schema.json",
}


def objects(node: Any, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of a document with its JSON pointer."""
    if isinstance(node, dict):
        yield at, node
        children: Any = node.items()
    elif isinstance(node, list):
        children = enumerate(node)
    else:
        return
    for key, value in children:
        yield from objects(value, f"{at}/{str(key).replace('~', '~0').replace('/', '~1')}")


def resolve(document: Any, pointer: str) -> Any:
    node = document
    for token in pointer.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        node = node[int(key)] if isinstance(node, list) else node[key]
    return node


def deref(document: dict[str, Any], node: Any) -> Any:
    while isinstance(node, dict) and "$ref" in node:
        node = resolve(document, node["$ref"].removeprefix("#"))
    return node


def operations(document: dict[str, Any]) -> dict[str, tuple[str, str, dict[str, Any]]]:
    return {
        operation["operationId"]: (method, path, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
    }


def reached(document: dict[str, Any]) -> set[str]:
    """The `$ref`s that the operations lead to, at any depth."""
    seen: set[str] = set()
    waiting: list[Any] = [document["paths"]]
    while waiting:
        for _, node in objects(waiting.pop()):
            ref = node.get("$ref")
            if isinstance(ref, str) and ref not in seen:
                seen.add(ref)
                waiting.append(resolve(document, ref.removeprefix("#")))
    return seen


def judge(document: dict[str, Any], pointer: str) -> jsonschema_rs.Draft202012Validator:
    registry = jsonschema_rs.Registry([("urn:spec", document)], draft=jsonschema_rs.Draft202012)
    return jsonschema_rs.Draft202012Validator({"$ref": f"urn:spec#{quote(pointer)}"}, registry=registry, offline=True)


def test_nine_operations(official: dict[str, Any]) -> None:
    found = {
        name: (
            method,
            path,
            next(iter(operation["responses"])),
            operation["x-capability"][0].removeprefix("filesAcl:"),
            "x-cdm-capability" in operation,
        )
        for name, (method, path, operation) in operations(official).items()
    }
    assert found == OPERATIONS
    for _, _, operation in operations(official).values():
        assert list(operation["responses"])[1:] == ["400"]
        assert operation["tags"] == ["Files"]


def test_what_the_operations_reach(official: dict[str, Any]) -> None:
    kinds = [ref.split("/")[2] for ref in reached(official)]
    assert (kinds.count("schemas"), kinds.count("responses")) == (52, 7)


def test_the_official_document_is_open_and_has_no_nulls(official: dict[str, Any]) -> None:
    for at, node in objects(official["components"]["schemas"]):
        assert node.get("additionalProperties") is not False, at
        assert node.get("type") != "null" and "nullable" not in node, at


def test_undeclared_replies_and_headers(effective: dict[str, Any]) -> None:
    for name, (_, _, operation) in operations(effective).items():
        assert operation["responses"].keys() == {OPERATIONS[name][2], "400"} | UNDECLARED
        for status, response in operation["responses"].items():
            reply = deref(effective, response)
            assert "x-request-id" in reply["headers"]
            assert ("Retry-After" in reply["headers"]) == (status in {"429", "503"})
            if status >= "400":
                schema = reply["content"]["application/json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/ErrorResponse"}


def test_server_variables(effective: dict[str, Any]) -> None:
    variables = effective["servers"][0]["variables"]
    assert "enum" not in variables["cluster"]
    assert variables["project"]["x-required"] is True


def test_scopes_are_defined_under_the_name_that_is_required(effective: dict[str, Any]) -> None:
    schemes = effective["components"]["securitySchemes"]
    assert len(effective["security"]) == 4
    for requirement in effective["security"]:
        for name, scopes in requirement.items():
            for flow in schemes[name].get("flows", {}).values():
                assert list(flow["scopes"]) == scopes


def test_every_reference_leads_somewhere(effective: dict[str, Any]) -> None:
    for _, node in objects(effective):
        if isinstance(node.get("$ref"), str):
            resolve(effective, node["$ref"].removeprefix("#"))


def test_examples_are_valid(effective: dict[str, Any]) -> None:
    judged = 0
    for at, node in objects(effective):
        if not isinstance(node.get("schema"), dict):
            continue
        values = [node["example"]] if "example" in node else []
        values += [example["value"] for example in node.get("examples", {}).values()]
        for value in values:
            judge(effective, f"{at}/schema").validate(value)
            judged += 1
    assert judged >= 25


@pytest.mark.parametrize("name", EXTENSIONS)
def test_extensions_keep_their_schemas(effective: dict[str, Any], root: Path, name: str) -> None:
    schema = json.loads((root / EXTENSIONS[name]).read_text(encoding="utf-8"))
    jsonschema_rs.meta.validate(schema)
    jsonschema_rs.Draft202012Validator(schema, validate_formats=True).validate(effective[name])


def test_the_extension_schema_refuses_what_it_does_not_know(effective: dict[str, Any], root: Path) -> None:
    schema = json.loads((root / HOME / "schema.json").read_text(encoding="utf-8"))
    validator = jsonschema_rs.Draft202012Validator(schema)
    for at, node in objects(effective["x-multipart-upload"]):
        if at.endswith(("/body", "/constants")):
            continue
        node["surprise"] = 1
        assert not validator.is_valid(effective["x-multipart-upload"]), at
        del node["surprise"]
        node["x-surprise"] = 1
        assert validator.is_valid(effective["x-multipart-upload"]), at
        del node["x-surprise"]


def test_the_page_shows_the_extension_as_it_is(effective: dict[str, Any], root: Path) -> None:
    page = (root / "docs/extensions/x-multipart-upload.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert yaml.safe_load(block) == {"x-multipart-upload": effective["x-multipart-upload"]}


def test_the_page_has_every_key(root: Path) -> None:
    schema = json.loads((root / HOME / "schema.json").read_text(encoding="utf-8"))
    page = (root / "docs/extensions/x-multipart-upload.md").read_text(encoding="utf-8")
    tables = set(re.findall(r"^\| `(?:[\w\[\]]+\.)*(\w+)` \|", page, re.MULTILINE))
    keys = {key for _, node in objects(schema) if "additionalProperties" in node for key in node.get("properties", {})}
    shared = {"in", "value", "from"}  # of the parameters, which the page writes as `{in, name, value}`
    assert keys - shared <= tables


def test_the_extension_names_what_exists(effective: dict[str, Any]) -> None:
    known = operations(effective)
    (upload,) = effective["x-multipart-upload"]["uploads"]
    assert {tag["name"].lower() for tag in effective["tags"]} == {upload["resource"]}
    for at, node in objects(upload):
        if "operationId" not in node:
            continue
        operation = known[node["operationId"]][2]
        declared = {(p["in"], p["name"]) for p in (deref(effective, q) for q in operation.get("parameters", []))}
        for _, parameter in objects(node):
            if "in" in parameter:
                assert (parameter["in"], parameter["name"]) in declared, at
    body = effective["components"]["schemas"]["ExternalFilesMetadata"]["properties"]
    fields = upload["startNew"]["fields"]
    checked = [check["pointer"] for check in upload["checks"]]
    for pointer in [fields["name"], fields["mediaType"], *fields["identity"], *checked]:
        assert pointer.removeprefix("/") in body
    count = effective["components"]["parameters"]["Parts"]["schema"]
    assert upload["parts"]["count"] == {"minimum": count["minimum"], "maximum": count["maximum"]}


def test_bodies_that_the_extension_builds_are_valid(effective: dict[str, Any]) -> None:
    for body in (
        ("CompleteMultiPartUpload", {"id": 7, "uploadId": "u"}),
        ("FileLinkIds", {"items": [{"id": 7}]}),
        ("FileDeleteByIds", {"items": [{"id": 7}], "ignoreUnknownIds": True}),
    ):
        judge(effective, f"/components/schemas/{body[0]}").validate(body[1])


def test_every_correction_gives_its_reason(project: Path) -> None:
    overlay = yaml.safe_load((project / "overlays" / "corrections.yaml").read_text(encoding="utf-8"))
    rows = {r["row"] for r in yaml.safe_load((Path(__file__).parent / "verdicts.yaml").read_text(encoding="utf-8"))}
    named: set[str] = set()
    for action in overlay["actions"]:
        here = set(re.findall(r"D\d+", action["description"]))
        assert here or action["description"].startswith("No row"), action["target"]
        named |= here
    assert named <= rows
    assert rows - named == {"D26"}  # right from the start, and meant to stay so
