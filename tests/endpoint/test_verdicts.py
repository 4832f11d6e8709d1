"""Every row of the table of defects, by two validators that share no code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
import referencing.jsonschema
import yaml

JSON = "application/json"
CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "verdicts.yaml").read_text(encoding="utf-8"))
Judge = Callable[[dict[str, Any], str, Any], bool]


def by_rust(document: dict[str, Any], pointer: str, instance: Any) -> bool:
    registry = jsonschema_rs.Registry([("urn:spec", document)], draft=jsonschema_rs.Draft202012)
    schema = {"$ref": f"urn:spec#{pointer}"}
    return jsonschema_rs.Draft202012Validator(schema, registry=registry, offline=True).is_valid(instance)


def by_python(document: dict[str, Any], pointer: str, instance: Any) -> bool:
    resource = referencing.jsonschema.DRAFT202012.create_resource(document)
    registry = referencing.Registry().with_resource("urn:spec", resource)
    return jsonschema.Draft202012Validator({"$ref": f"urn:spec#{pointer}"}, registry=registry).is_valid(instance)


def operation(document: dict[str, Any], name: str) -> dict[str, Any]:
    found = [o for item in document["paths"].values() for o in item.values() if o["operationId"] == name]
    (one,) = found
    return one


def pointer_of(document: dict[str, Any], case: dict[str, Any]) -> str:
    if "schema" in case:
        assert case["schema"] in document["components"]["schemas"]
        return f"/components/schemas/{case['schema']}"
    reply = operation(document, case["operation"])["responses"][str(case["status"])]["$ref"].removeprefix("#")
    return f"{reply}/content/{JSON.replace('/', '~1')}/schema"


def name_of(case: dict[str, Any]) -> str:
    return f"{case['row']}-{case.get('schema') or case['operation']}"


@pytest.mark.parametrize("judge", [by_rust, by_python])
@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_official(official: dict[str, Any], case: dict[str, Any], judge: Judge) -> None:
    accepted = judge(official, pointer_of(official, case), case["input"])
    assert ("accept" if accepted else "reject") == case["official"]


@pytest.mark.parametrize("judge", [by_rust, by_python])
@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_corrected(effective: dict[str, Any], case: dict[str, Any], judge: Judge) -> None:
    accepted = judge(effective, pointer_of(effective, case), case["input"])
    assert ("accept" if accepted else "reject") == case["corrected"]


def test_all_rows_are_here() -> None:
    rows = Counter(case["row"] for case in CASES)
    assert set(rows) == {f"D{n}" for n in range(1, 27)}
    assert rows.total() == 67


def test_the_rows_mean_something() -> None:
    """Were the two columns equal, corrections could be empty and nobody would notice."""
    assert sum(case["official"] != case["corrected"] for case in CASES) == 42
