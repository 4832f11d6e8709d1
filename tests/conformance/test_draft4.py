"""JSON-Schema-Test-Suite, draft 4, through OpenAPI 3.0: every group whose keywords OpenAPI 3.0 has, the others counted.

OpenAPI 3.0.3, 4.7.24: its schemas are those of JSON Schema draft 5 (Wright 00, the same as draft 4) with some keywords
taken away, `type` a single name and `items` a single schema; a `$ref` stands alone and leads into the document.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.packages import accepts, models_of
from tests.conftest import shared_folder

SUITE = shared_folder() / "suites" / "json-schema-draft4"
FILES = sorted(path.stem for path in SUITE.glob("*.json"))

GONE = ("additionalItems", "definitions", "dependencies", "id", "patternProperties", "$schema")
"""Keywords of draft 4 that OpenAPI 3.0 does not have."""

EXCLUDED = {
    "definitions": 18,
    "$ref to elsewhere": 14,
    "items of several": 14,
    "additionalItems": 11,
    "id": 11,
    "type null": 11,
    "patternProperties": 7,
    "dependencies": 5,
    "type of several": 5,
    "$ref with siblings": 2,
}
"""Groups of the suite by what keeps them out of OpenAPI 3.0; some are kept out by several things."""


def groups(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((SUITE / f"{name}.json").read_text(encoding="utf-8"))
    return found


def schemas_in(schema: Any) -> Iterator[dict[str, Any]]:
    """A schema and all below it; data and names of properties are none."""
    if isinstance(schema, dict):
        yield schema
        for keyword, value in schema.items():
            if keyword in ("properties", "patternProperties", "definitions", "dependencies") and "$ref" not in schema:
                for child in value.values():
                    yield from schemas_in(child)
            elif keyword in ("allOf", "anyOf", "oneOf") or (keyword == "items" and isinstance(value, list)):
                for child in value:
                    yield from schemas_in(child)
            elif keyword in ("items", "not", "additionalProperties", "additionalItems"):
                yield from schemas_in(value)


def reasons(schema: Any) -> set[str]:
    """Why OpenAPI 3.0 cannot say this; empty where it can."""
    out: set[str] = set()
    for node in schemas_in(schema):
        out |= {keyword for keyword in GONE if keyword in node}
        out |= {"type of several"} if isinstance(node.get("type"), list) else set()
        out |= {"type null"} if node.get("type") == "null" else set()
        out |= {"items of several"} if isinstance(node.get("items"), list) else set()
        if isinstance(node.get("$ref"), str):
            out |= {"$ref with siblings"} if len(node) > 1 else set()
            out |= set() if node["$ref"].startswith("#") else {"$ref to elsewhere"}
    return out


def placed(schema: Any, name: str) -> Any:
    """The schema as a component: its references to itself lead to where it stands now."""
    if isinstance(schema, list):
        return [placed(item, name) for item in schema]
    if not isinstance(schema, dict):
        return schema
    out = {key: value if key in ("enum", "default") else placed(value, name) for key, value in schema.items()}
    if isinstance(out.get("$ref"), str):
        out["$ref"] = f"#/components/schemas/{name}{out['$ref'][1:]}"
    return out


def kept(name: str) -> dict[str, dict[str, Any]]:
    return {f"S{i}": group for i, group in enumerate(groups(name)) if not reasons(group["schema"])}


def test_what_is_left_out_and_why(shared: Path) -> None:
    why = [reasons(group["schema"]) for name in FILES for group in groups(name)]
    assert Counter(reason for each in why for reason in each) == EXCLUDED
    assert Counter(bool(each) for each in why) == {False: 93, True: 67}
    assert sum(len(group["tests"]) for name in FILES for group in kept(name).values()) == 395


@pytest.mark.parametrize("name", [name for name in FILES if kept(name)])
def test_models_agree_with_the_suite(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path])
    found = kept(name)
    components = {key: placed(group["schema"], key) for key, group in found.items()}
    models = models_of(components, tmp_path, version="3.0.3")
    wrong = [
        (group["description"], case["description"], case["data"])
        for key, group in found.items()
        for case in group["tests"]
        if accepts(getattr(models, key), case["data"]) is not case["valid"]
    ]
    assert wrong == []
