"""JSON-Schema-Test-Suite, draft 2020-12, required cases: every verdict by an imported model, without exception."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.conformance.packages import accepts, apart, models_of
from tests.conftest import shared_folder

REQUIRED = 1299
SUITE = shared_folder() / "suites" / "json-schema-draft2020-12"
REMOTES = shared_folder() / "suites" / "json-schema-remotes"
HOME = "http://localhost:1234/"

_PATTERN = "pattern with Unicode property escape requires unicode mode"
_PROPERTIES = "patternProperties with Unicode property escape"
_VOCABULARY = "schema that uses custom metaschema with with no validation vocabulary"
SECOND_JUDGE_DIFFERS = {
    (_PATTERN, "ASCII letters match"),
    (_PATTERN, "Non-ASCII letters match"),
    (_PATTERN, "Digits do not match"),
    (_PROPERTIES, "Unicode letter property name matches"),
    (_PROPERTIES, "Non-letter property name does not match pattern"),
    (_VOCABULARY, "no validation: invalid number, but it still validates"),
}
"""Python's `re` cannot read `\\p{…}`, and python-jsonschema does not honour `$vocabulary`."""


class Case(NamedTuple):
    """One verdict of the suite."""

    group: str
    words: str
    data: Any
    valid: bool


def groups(name: str) -> list[dict[str, Any]]:
    return json.loads((SUITE / f"{name}.json").read_text(encoding="utf-8"))


def schemas(name: str) -> dict[str, Any]:
    """Each schema as a component, with an `$id` where it has none, so that its own references stay its own."""
    return {f"S{i}": _with_id(group["schema"], f"urn:suite:{name}:{i}") for i, group in enumerate(groups(name))}


def _with_id(schema: Any, identity: str) -> Any:
    return {"$id": identity, **schema} if isinstance(schema, dict) and "$id" not in schema else schema


def cases(name: str, index: int) -> Iterator[Case]:
    group = groups(name)[index]
    for case in group["tests"]:
        yield Case(group["description"], case["description"], case["data"], case["valid"])


def wrong(name: str, folder: Path) -> Iterator[Case]:
    """The cases of one file of the suite that its models get wrong."""
    for group in apart(schemas(name)):
        models = models_of(group, folder, maps={HOME: REMOTES})
        for component in group:
            for case in cases(name, int(component[1:])):
                if accepts(getattr(models, component), case.data) is not case.valid:
                    yield case


FILES = sorted(path.stem for path in SUITE.glob("*.json"))


def test_the_suite_is_the_one_that_was_counted(shared: Path) -> None:
    assert sum(len(group["tests"]) for name in FILES for group in groups(name)) == REQUIRED


@pytest.mark.parametrize("name", FILES)
def test_models_agree_with_the_suite(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path])
    assert list(wrong(name, tmp_path)) == []


def retrieve(uri: str) -> Resource[Any]:
    path = REMOTES / uri.removeprefix(HOME).partition("#")[0]
    return Resource.from_contents(json.loads(path.read_text(encoding="utf-8")), default_specification=DRAFT202012)


def second_verdict(schema: Mapping[str, Any] | bool, data: Any) -> bool | None:
    """python-jsonschema's, or None where Python's `re` cannot read a pattern."""
    try:
        return Draft202012Validator(schema, registry=Registry(retrieve=retrieve)).is_valid(data)
    except re.error:
        return None


def test_a_second_judge_differs_in_six_cases(shared: Path) -> None:
    differing = {
        (case.group, case.words)
        for name in FILES
        for index, schema in enumerate(schemas(name).values())
        for case in cases(name, index)
        if second_verdict(schema, case.data) is not case.valid
    }
    assert differing == SECOND_JUDGE_DIFFERS
