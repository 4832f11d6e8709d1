"""Edits of generated code: each has a text to change, and what it is about is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from specproof.prove.mutants.code_mutation import CodeMutation, MutationNotApplicableError, StaleMutationError, apply
from specproof.prove.mutants.code_mutations import CODE_MUTATIONS
from specproof.prove.mutants.features import features

PACKAGE = Path(__file__).parents[4] / "generator" / "specproof"


def runtime() -> dict[str, str]:
    files = sorted((PACKAGE / "runtime").rglob("*.py"))
    return {f"_runtime/{path.relative_to(PACKAGE / 'runtime')}": path.read_text() for path in files}


@pytest.mark.parametrize(
    "mutation", [mutation for mutation in CODE_MUTATIONS if mutation.is_of_runtime], ids=lambda mutation: mutation.what
)
def test_no_row_is_stale(mutation: CodeMutation) -> None:
    path, text = apply(mutation, runtime())
    assert text != runtime()[path]
    compile(text, path, "exec")


def test_no_mistake_is_there_twice() -> None:
    assert len({mutation.what for mutation in CODE_MUTATIONS}) == len(CODE_MUTATIONS) >= 40


def test_a_text_that_is_not_there() -> None:
    with pytest.raises(StaleMutationError, match="does not hold"):
        apply(CodeMutation("gone", "_runtime/url.py", "no such line", "", "accept"), runtime())
    with pytest.raises(MutationNotApplicableError):
        apply(CodeMutation("gone", "models*", "no such line", "", "accept"), {"models.py": "x = 1\n"})


def parameter(schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    own = {"name": "a", "in": "query", "schema": schema, **more}
    return {"openapi": "3.1.0", "paths": {"/": {"get": {"parameters": [own], "responses": {"404": {}}}}}}


def test_features() -> None:
    listed = features(parameter({"type": "array"}, required=True), "class A(Model):\n    a: int = Field(le=3)\n")
    assert listed >= {
        "exploded list",
        "query array",
        "required parameter",
        "error",
        "exact status",
        "maximum",
        "integer",
    }
    assert not listed & {"joined list", "alias", "guard", "deepObject", "json body"}
    assert "joined list" in features(parameter({"type": "array"}, explode=False), "")
    assert "deepObject" in features(parameter({"type": "object"}, style="deepObject"), "")
