"""A view of the normal form in which openapi-python-client can read every operation.

Every operation stands alone (own tag, own path), schemas are stubs of their type and default, and path parameters that
its path grammar does not know are renamed. What the stubs leave out comes from the normal form itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from specproof.core.openapi import METHODS, SCHEMA_PREFIX

__all__ = ["Subject", "subjects", "view"]

_READABLE_NAME = re.compile(r"[a-zA-Z_-][a-zA-Z0-9_-]*")
_SCALARS = {"string": str, "integer": int, "number": (int, float), "boolean": bool}


@dataclass(frozen=True, slots=True)
class Subject:
    """One operation as openapi-python-client is to read it.

    Attributes:
        node: the Operation Object.
        parameters: (location, name) of each.
        renamed: stand-in name of a path parameter -> its name in the document.
    """

    path: str
    method: str
    node: dict[str, Any]
    parameters: tuple[tuple[str, str], ...]
    renamed: Mapping[str, str]

    @property
    def key(self) -> str:
        """Return method and path, such as `POST /files`."""
        return f"{self.method.upper()} {self.path}"


def subjects(tree: Mapping[str, Any]) -> Iterator[Subject]:
    """Yield every operation of a normal form, in the order of its paths."""
    for path, item in (tree.get("paths") or {}).items():
        for method in METHODS:
            if method in item and not path.startswith("x-"):
                node = item[method]
                parameters = tuple((each["in"], each["name"]) for each in node.get("parameters", ()))
                yield Subject(path, method, node, parameters, _renamed(parameters))


def view(chosen: Mapping[str, Subject], schemas: Mapping[str, Any]) -> dict[str, Any]:
    """Return an OpenAPI document for the engine, with each chosen operation under its own tag and path.

    Args:
        chosen: operation by tag.
        schemas: the components' schemas by name, for types and defaults.
    """
    return {
        "openapi": "3.1.0",
        "info": {"title": "view", "version": "0"},
        "paths": {
            f"/{tag}{_slots(subject)}": {subject.method: _operation(tag, subject, schemas)}
            for tag, subject in chosen.items()
        },
    }


def _renamed(parameters: tuple[tuple[str, str], ...]) -> dict[str, str]:
    in_path = [name for place, name in parameters if place == "path"]
    return {f"p{index}": name for index, name in enumerate(in_path) if not _READABLE_NAME.fullmatch(name)}


def _slots(subject: Subject) -> str:
    stand_in = {name: alias for alias, name in subject.renamed.items()}
    return "".join(f"/{{{stand_in.get(name, name)}}}" for place, name in subject.parameters if place == "path")


def _operation(tag: str, subject: Subject, schemas: Mapping[str, Any]) -> dict[str, Any]:
    node = subject.node
    operation = {
        "tags": [tag],
        "parameters": [_parameter(each, subject, schemas) for each in node.get("parameters", ())],
        "responses": {
            status: {"description": ""} for status in node.get("responses", {}) if not status.startswith("x-")
        },
    }
    return operation | ({"operationId": node["operationId"]} if node.get("operationId") else {})


def _parameter(node: dict[str, Any], subject: Subject, schemas: Mapping[str, Any]) -> dict[str, Any]:
    stand_in = {name: alias for alias, name in subject.renamed.items()} if node["in"] == "path" else {}
    return {
        "name": stand_in.get(node["name"], node["name"]),
        "in": node["in"],
        "required": node["in"] == "path" or node.get("required", False),
        "schema": _stub(node.get("schema"), schemas) if node["in"] != "path" else {"type": "string"},
    }


def _stub(schema: Any, schemas: Mapping[str, Any]) -> dict[str, Any]:
    """Type and default of a scalar schema, looked up through references; anything else reads as a string."""
    stub: dict[str, Any] = {}
    for node in _chain(schema, schemas):
        stub = {key: node[key] for key in ("type", "default") if key in node} | stub
    kinds = (
        [stub.get("type")]
        if isinstance(stub.get("type"), str)
        else [kind for kind in stub.get("type") or () if kind != "null"]
    )
    if len(kinds) != 1 or kinds[0] not in _SCALARS:
        return {"type": "string"}
    has_default = "default" in stub and isinstance(stub["default"], (str, int, float))
    return {"type": kinds[0]} | ({"default": stub["default"]} if has_default else {})


def _chain(schema: Any, schemas: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    while isinstance(schema, dict):
        yield schema
        target = str(schema.get("$ref", "")).removeprefix(SCHEMA_PREFIX)
        if target in seen:
            return
        seen.add(target)
        schema = schemas.get(target)
