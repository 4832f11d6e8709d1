"""The whole way of a mutant, on a document that holds what was once not noticed: nothing survives."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from specproof import pipeline
from specproof.cli.proof_package import Options, ProofPackage
from specproof.core.diagnostics import Findings
from specproof.document import DiskReader
from specproof.project import from_options
from specproof.prove.checks import profiles
from specproof.prove.engine.loading import unload
from specproof.prove.engine.mutation_run import MutationRun
from specproof.prove.engine.outcomes import MutantOutcome
from specproof.prove.engine.package_under_test import CONTRACT, PACKAGE, PackageUnderTest

TEXT = {"type": "string"}
POSITIVE = {"type": "integer", "minimum": 0, "exclusiveMinimum": True}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Once unnoticed", "version": "1"},
    "servers": [{"url": "https://api.example"}],
    "security": [{"key": []}, {"token": []}],
    "paths": {
        "/things/{id}": {
            "parameters": [{"$ref": "#/components/parameters/Id"}],
            "put": {
                "operationId": "putThing",
                "parameters": [
                    {"name": "q", "in": "query", "schema": TEXT},
                    {"name": "tags", "in": "query", "schema": {"type": "array", "items": TEXT}},
                    {"name": "rest", "in": "query", "schema": {"type": "object", "properties": {"é": TEXT}}},
                    {"name": "X-Word", "in": "header", "schema": TEXT},
                ],
                "requestBody": {"$ref": "#/components/requestBodies/Thing"},
                "responses": {
                    "200": {
                        "description": "",
                        "headers": {"X-Rate": {"schema": {"type": "integer"}}},
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
                    },
                    "404": {"description": "", "content": {"text/xml": {"schema": TEXT}}},
                },
            },
        }
    },
    "components": {
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "query", "name": "key"},
            "token": {"type": "http", "scheme": "bearer"},
        },
        "parameters": {"Id": {"name": "id", "in": "path", "required": True, "schema": POSITIVE}},
        "requestBodies": {
            "Thing": {
                "required": True,
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
            }
        },
        "schemas": {
            "Thing": {
                "type": "object",
                "required": ["id", "word"],
                "properties": {
                    "id": {"type": "integer", "readOnly": True},
                    "word": {"type": "string", "pattern": "^[a-z]+.*$"},
                    "few": {"type": "array", "items": TEXT, "nullable": True, "maxItems": 200},
                    "unique": {"$ref": "#/components/schemas/Unique"},
                    "date": {"enum": ["2015-02-02", "2016-02-02"]},
                    "either": {"$ref": "#/components/schemas/Either"},
                    "both": {"$ref": "#/components/schemas/Both"},
                },
            },
            "Unique": {"type": "array", "uniqueItems": True, "items": POSITIVE},
            "Either": {"oneOf": [{"type": "integer", "multipleOf": 2}, {"type": "integer", "multipleOf": 3}]},
            "Both": {
                "anyOf": [
                    {"type": "object", "required": ["a"], "properties": {"a": TEXT}},
                    {"type": "object", "required": ["b"], "properties": {"b": TEXT}},
                ]
            },
        },
    },
}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[MutantOutcome]]:
    folder = tmp_path_factory.mktemp("biting")
    file = folder / "openapi.json"
    file.write_text(json.dumps(DOCUMENT))
    project = from_options(file, folder / "out", "biting-client", {})
    made = ProofPackage(project, pipeline.build(project, DiskReader(), Findings()))
    options = Options("ci", 0, 1, "", None, mutants=True, sample=None, code_mutants=False)
    usual = profiles.current()
    try:
        run = MutationRun(PackageUnderTest(made.job(Path(folder, "job"), options)))
        yield [run.outcome(mutant) for mutant in made.mutants(options)]
    finally:
        unload(PACKAGE)
        unload(CONTRACT)
        profiles.settings.load_profile(usual)


def told(verdict: MutantOutcome) -> str:
    return f"{verdict.verdict}: {verdict.change} {verdict.keyword} {verdict.detail} {verdict.pointer} {verdict.note}"


def test_nothing_goes_unnoticed(verdicts: list[MutantOutcome]) -> None:
    assert [told(one) for one in verdicts if one.verdict not in ("killed", "equivalent", "unused")] == []
    assert sum(one.verdict == "killed" for one in verdicts) > 150


def test_every_kind_of_promise_is_among_those_that_notice(verdicts: list[MutantOutcome]) -> None:
    by = Counter(one.by for one in verdicts)
    assert set(by) >= {"accept", "reject", "request", "invalid request", "response", "unexpected response"}
    assert by["import"] == 0


def test_what_a_client_hands_on_is_not_counted(verdicts: list[MutantOutcome]) -> None:
    unused = {(one.keyword, one.pointer) for one in verdicts if one.verdict == "unused"}
    reply = "/paths/~1things~1{id}/put/responses"
    assert ("headers", f"{reply}/200") in unused
    assert ("required", f"{reply}/200/headers/X-Rate") in unused
    assert not any("application~1json" in pointer for _, pointer in unused)


def test_directions_are_those_of_the_whole_document(verdicts: list[MutantOutcome]) -> None:
    """`id` is readOnly and required: without the mark requests would have to have it."""
    [mark] = [one for one in verdicts if one.keyword == "readOnly"]
    assert mark.verdict == "killed"
