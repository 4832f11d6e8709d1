"""Schemas made into a package and imported, the way a user would."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

from pydantic import TypeAdapter, ValidationError

from specproof import pipeline, project
from specproof.core.diagnostics import Findings
from specproof.document import DiskReader

_numbers = count()


def models_of(
    schemas: Mapping[str, Any], folder: Path, version: str = "3.1.0", maps: Mapping[str, Path] | None = None
) -> ModuleType:
    """Generate a package from components alone, write it down, and import its models."""
    name = f"conformance_{next(_numbers)}"
    document = {
        "openapi": version,
        "info": {"title": name, "version": "1"},
        "paths": {},
        "components": {"schemas": dict(schemas)},
    }
    spec = folder / f"{name}.json"
    spec.write_text(json.dumps(document), encoding="utf-8")
    asked = project.from_options(spec, folder / name, name, maps or {})
    built = pipeline.build(asked, DiskReader(), Findings())
    for path, content in built.files.items():
        file = folder / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    sys.path.insert(0, str(folder / name / "src"))
    return importlib.import_module(f"{asked.module}.models")


def accepts(kind: Any, value: Any) -> bool:
    """What a type says of the JSON text of a value."""
    try:
        TypeAdapter(kind).validate_json(json.dumps(value))
    except ValidationError:
        return False
    return True


def apart(schemas: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The schemas in as few groups as let no two of one group share an `$id`."""
    groups: list[tuple[dict[str, Any], set[str]]] = []
    for name, schema in schemas.items():
        own = set(_identities(schema))
        for group, taken in groups:
            if not taken & own:
                group[name] = schema
                taken.update(own)
                break
        else:
            groups.append(({name: schema}, own))
    return [group for group, _ in groups]


def _identities(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("$id"), str):
            yield schema["$id"]
        for value in schema.values():
            yield from _identities(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _identities(value)
