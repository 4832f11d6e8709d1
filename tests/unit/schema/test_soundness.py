"""Whatever the keywords: an imported model says of a value what its schema says, and gives it back unchanged."""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from tests.conformance.packages import models_of
from tests.unit.schema.random_schemas import documents, values


def verdict(schemas: Mapping[str, Any], name: str) -> Draft202012Validator:
    document = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": dict(schemas)}}
    return Draft202012Validator(document, offline=True)


def same(a: Any, b: Any) -> bool:
    """Equal as JSON values: 1 and 1.0 are one number, true is none."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    return type(a) is type(b) and a == b if isinstance(a, str) or isinstance(b, str) else a == b


def said(adapter: TypeAdapter[Any], value: Any) -> tuple[bool, Any]:
    """Whether the JSON text and the Python form of a value are accepted, both alike, and what comes back."""
    try:
        read = adapter.validate_json(json.dumps(value))
    except ValidationError:
        read = None
        accepted = False
    else:
        accepted = True
    try:
        adapter.validate_python(value)
    except ValidationError:
        alike = not accepted
    else:
        alike = accepted
    if not alike:
        return accepted, "Python and JSON differ"
    return accepted, adapter.dump_python(read, mode="json", by_alias=True) if accepted else None


def wrong(schemas: Mapping[str, Any], folder: Path, number: int, seed: int) -> Iterator[tuple[str, Any, str]]:
    """Component, value and what is wrong with the model's verdict."""
    models = models_of(schemas, folder)
    source = random.Random(seed)
    for name in schemas:
        judge, adapter = verdict(schemas, name), TypeAdapter(getattr(models, name))
        for value in values(schemas, name, number, source):
            valid = judge.is_valid(value)
            accepted, back = said(adapter, value)
            if accepted is not valid:
                yield name, value, f"valid: {valid}, accepted: {accepted}"
            elif accepted and not same(value, back):
                yield name, value, f"came back as {back!r}"


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(schemas=documents(60), seed=st.integers(0, 2**32))
def test_models_decide_as_their_schemas_do(schemas: dict[str, Any], seed: int) -> None:
    path = [*sys.path]
    try:
        with tempfile.TemporaryDirectory() as folder:
            found = [(schemas[name], value, fault) for name, value, fault in wrong(schemas, Path(folder), 40, seed)]
    finally:
        sys.path[:] = path
    assert found == []
