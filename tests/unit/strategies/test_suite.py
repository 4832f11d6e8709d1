"""The public suite: values for every schema that has any, none of them wrong, and an error for the others."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import jsonschema_rs
import pytest

from specproof import strategies
from tests.unit.strategies.suite import Suited, retrieve, schemas

ALL = list(schemas())
SATISFIABLE, EMPTY = 372, 11


def judge(case: Suited) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(case.schema, retriever=retrieve)


def test_the_suite_is_the_one_that_was_counted(shared: Path) -> None:
    assert len(ALL) == SATISFIABLE + EMPTY


def test_every_satisfiable_schema_gives_fifty_sound_values(shared: Path) -> None:
    few, unsound = {}, []
    for case in ALL:
        try:
            found = strategies.sample(strategies.values(case.schema, retrieve=retrieve), 50, 1)
        except strategies.UnsatisfiableError:
            continue
        if len(found) < 50:
            few[case.name] = len(found)
        unsound += [(case.name, value) for value in found if not judge(case).is_valid(value)]
    assert (few, unsound) == ({}, [])


def test_exactly_the_unsatisfiable_schemas_say_so(shared: Path) -> None:
    refused = []
    for case in ALL:
        try:
            strategies.values(case.schema, retrieve=retrieve)
        except strategies.UnsatisfiableError:
            refused.append(case)
    assert len(refused) == EMPTY
    assert [case.name for case in refused if case.satisfied] == []


def test_near_misses_fail_and_most_come_from_the_algebra(shared: Path) -> None:
    ways: Counter[str] = Counter()
    valid = []
    for case in ALL:
        for miss in strategies.near_misses(case.schema, retrieve=retrieve):
            ways[miss.how] += 1
            if miss.strategy is not None:
                values = strategies.sample(miss.strategy, 10, 1)
                assert values, (case.name, miss)
                valid += [(case.name, miss, value) for value in values if judge(case).is_valid(value)]
    assert valid == []
    assert ways["algebra"] >= 500
    assert ways["undecided"] <= 16, ways


@pytest.mark.parametrize("schema", [False, {"not": {}}, {"type": "string", "minLength": 3, "maxLength": 2}])
def test_an_unsatisfiable_schema_is_a_clear_error(schema: bool | dict[str, object]) -> None:
    with pytest.raises(strategies.UnsatisfiableError, match="no value satisfies"):
        strategies.values(schema)


def test_a_schema_that_needs_itself_without_end_is_unsatisfiable() -> None:
    node = {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/$defs/a"}}}
    tree = {"$ref": "#/$defs/a", "$defs": {"a": node}}
    with pytest.raises(strategies.UnsatisfiableError, match=r"without end|no value"):
        strategies.values(tree)


def test_what_is_no_schema_is_refused() -> None:
    with pytest.raises(ValueError):
        strategies.values({"type": "no such type"})


def test_where_nothing_is_proved_and_nothing_found_the_error_says_so() -> None:
    both = {"type": "string", "allOf": [{"pattern": "^a{3}$"}, {"pattern": "^b{3}$"}]}
    with pytest.raises(strategies.NoStrategyError, match="nothing proves") as caught:
        strategies.values(both, seconds=0.1)
    assert not isinstance(caught.value, strategies.UnsatisfiableError)
