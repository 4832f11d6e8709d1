"""Changes of an operation that no wire shows are none."""

from __future__ import annotations

from typing import Any

import pytest

from specproof.prove.mutants.catalogue import mutants_of

LISTED = {"type": "array", "items": {"type": "string"}}
NESTED = {"type": "array", "items": {"type": "object"}}
RECORD = {"type": "object"}


def strata(parameter: dict[str, Any], **operation: Any) -> set[str]:
    own = {"name": "a", "in": "query", **parameter}
    path = {"get": {"parameters": [own], "responses": {"200": {"description": ""}}, **operation}}
    tree = {"openapi": "3.1.0", "info": {}, "paths": {"/": path}, "components": {"securitySchemes": {"known": {}}}}
    return {f"{mutant.keyword} {mutant.change}" for mutant in mutants_of(tree) if not mutant.is_schema}


CASES = [
    ({"schema": LISTED}, "explode flip", True),
    ({"schema": LISTED}, "style restyle", True),
    ({"schema": {"type": "string"}}, "explode flip", False),
    ({"schema": {"type": "string"}}, "allowReserved flip", True),
    ({"schema": {"type": "integer"}}, "allowReserved flip", False),
    ({"schema": {"type": "string", "enum": ["a", ["b"]]}}, "explode flip", False),
    ({"schema": NESTED}, "explode flip", False),
    ({"schema": RECORD, "style": "deepObject"}, "explode flip", False),
    ({"schema": RECORD}, "explode flip", True),
    ({"schema": {"type": "string"}, "in": "header", "name": "Accept"}, "parameters drop", False),
    ({"schema": {"type": "string"}, "in": "header", "name": "X-A"}, "parameters drop", True),
]


@pytest.mark.parametrize(("parameter", "change", "expected"), CASES, ids=str)
def test_parameters(parameter: dict[str, Any], change: str, expected: bool) -> None:
    assert (change in strata(parameter)) is expected


def test_a_scheme_that_is_not_defined_asks_for_nothing() -> None:
    assert "security drop" in strata({"schema": LISTED}, security=[{"known": []}])
    assert "security drop" not in strata({"schema": LISTED}, security=[{"unknown": []}])
