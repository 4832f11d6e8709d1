"""Documents of a few kilobytes that stand for more than anybody can judge, and schemas that hold only by themselves."""

from __future__ import annotations

from typing import Any

import pytest

from specproof.core.diagnostics import Findings, StopError
from tests.unit.normal.documents import document, normal_of, ref

LEAF = {"type": "object", "properties": {"a": {"type": "string"}}}


def refused(schemas: dict[str, Any]) -> list[tuple[str, str]]:
    findings = Findings()
    with pytest.raises(StopError):
        normal_of(document(schemas=schemas), findings=findings)
    return [(one.code, str(one.at.pointer) if one.at else "") for one in findings]


def tower(levels: int, keyword: str) -> dict[str, Any]:
    floors = {f"T{i}": {keyword: [ref(f"T{i - 1}"), ref(f"T{i - 1}")]} for i in range(1, levels + 1)}
    return {"T0": LEAF, **floors}


def chain(levels: int) -> dict[str, Any]:
    return {**{f"T{i}": ref(f"T{i + 1}") for i in range(levels)}, f"T{levels}": LEAF}


@pytest.mark.parametrize("keyword", ["allOf", "anyOf", "oneOf"])
def test_a_tower_that_doubles_with_each_level(keyword: str) -> None:
    assert [code for code, _ in refused(tower(40, keyword))] == ["SCHEMA_BUDGET"]
    assert len(normal_of(document(schemas=tower(9, keyword))).schemas) == 10


@pytest.mark.parametrize("levels", [101, 20_000])
def test_a_chain_of_references(levels: int) -> None:
    assert refused(chain(levels)) == [("SCHEMA_BUDGET", f"/components/schemas/T{levels - 100}")]


def test_a_chain_that_somebody_may_have_written() -> None:
    assert len(normal_of(document(schemas=chain(40))).schemas) == 41


def test_a_class_of_more_properties_than_anybody_reads() -> None:
    names = [f"p{i}" for i in range(10_001)]
    assert refused({"A": {"type": "object", "required": names}}) == [("SCHEMA_BUDGET", "/components/schemas/A")]


@pytest.mark.parametrize("keyword", ["anyOf", "oneOf"])
def test_a_union_of_more_branches_than_code_can_spell(keyword: str) -> None:
    union = {keyword: [{"type": "string", "pattern": f"^a{i}$"} for i in range(1_001)]}
    holder = {"type": "object", "properties": {"a": {"type": "array", "items": union}}}
    assert refused({"A": holder}) == [("SCHEMA_BUDGET", "/components/schemas/A")]


@pytest.mark.parametrize(
    "schemas",
    [
        {"A": {"allOf": [ref("A")]}},
        {
            "A": {"type": "object", "allOf": [ref("B"), LEAF]},
            "B": {"allOf": [LEAF, ref("C")]},
            "C": {**LEAF, **ref("A")},
        },
        {"A": {"anyOf": [ref("B"), LEAF], "allOf": [ref("B")]}, "B": {"allOf": [{"allOf": [ref("A")]}]}},
    ],
)
def test_all_of_that_leads_back(schemas: dict[str, Any]) -> None:
    assert [code for code, _ in refused(schemas)] == ["REF_LOOP"]


def test_recursion_by_a_property_an_item_or_one_of_several_is_no_loop() -> None:
    schemas = {
        "A": {"type": "object", "properties": {"next": ref("A")}, "allOf": [ref("B")]},
        "B": {"type": "object", "properties": {"all": {"type": "array", "items": ref("A")}}},
        "C": {"anyOf": [{"type": "string"}, {"type": "array", "items": ref("C")}]},
    }
    assert {"A", "B", "C"} <= normal_of(document(schemas=schemas)).schemas.keys()
