"""Documents written as Python data, and their normal forms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from specproof.core.diagnostics import Findings
from specproof.core.location import Pointer
from specproof.core.lock import Lock
from specproof.core.project import References
from specproof.document import effective_of, upgrade
from specproof.normal import Normal
from specproof.normal import normalize as normalize

PATH = Path("api/openapi.json")


class Memory:
    """A reader that knows one file."""

    def __init__(self, tree: dict[str, Any]) -> None:
        self.texts: dict[str, bytes] = {}
        self._text = json.dumps(tree).encode()

    def read(self, path: Path) -> bytes:
        if path != PATH:
            raise FileNotFoundError(2, "No such file or directory", str(path))
        self.texts[str(path)] = self._text
        return self._text


def document(paths: dict[str, Any] | None = None, version: str = "3.1.0", **rest: Any) -> dict[str, Any]:
    sections = ("parameters", "responses", "requestBodies", "headers")
    components: dict[str, Any] = {key: rest.pop(key) for key in sections if key in rest}
    components["schemas"] = rest.pop("schemas", {})
    components |= rest.pop("components", {})
    info = {"title": "t", "version": "1"}
    return {"openapi": version, "info": info, "paths": paths or {}, "components": components, **rest}


def normal_of(tree: dict[str, Any], lock: Lock | None = None, findings: Findings | None = None) -> Normal:
    findings = Findings() if findings is None else findings
    effective = effective_of(PATH, (), References(PATH.parent), Memory(tree), findings)
    return normalize(upgrade(effective, findings), lock or Lock(), findings)


def operation(**rest: Any) -> dict[str, Any]:
    return {"operationId": "op", "responses": {"204": {"description": "nothing"}}, **rest}


def json_body(schema: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def reply(schema: Any, **rest: Any) -> dict[str, Any]:
    return {"description": "d", **json_body(schema), **rest}


def place(normal: Normal, *tokens: str | int) -> str:
    """Where a node of the normal form was written, as the fragment of a pointer into the one file."""
    return normal.at(Pointer(str(token) for token in tokens)).pointer.fragment


def ref(name: str, section: str = "schemas") -> dict[str, str]:
    return {"$ref": f"#/components/{section}/{name}"}
