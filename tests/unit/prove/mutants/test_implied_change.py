"""Changes without effect that only a rule sees."""

from __future__ import annotations

from typing import Any

import pytest

from specproof.core.location import Pointer
from specproof.oracle.document import Document
from specproof.prove.mutants.catalogue import mutants_of
from specproof.prove.mutants.implied_change import is_implied
from specproof.prove.mutants.mutant import Mutant

TEXT, WORD = {"type": "string"}, {"type": "string", "maxLength": 3}
LETTERS = {"type": "string", "pattern": "^[A-Z]{2}$"}


def mutant_of(schema: dict[str, Any], change: str, detail: str) -> tuple[Document, Mutant]:
    tree = {"openapi": "3.1.0", "info": {}, "paths": {}, "components": {"schemas": {"A": schema}}}
    at = Pointer(("components", "schemas", "A"))
    found = next(one for one in mutants_of(tree) if one.at == at and (one.change, one.detail) == (change, detail))
    return Document(tree), found


CASES = [
    ({**LETTERS, "maxLength": 2}, "loosen", "end", True),
    ({**LETTERS, "maxLength": 2}, "loosen", "start", True),
    ({**LETTERS, "maxLength": 3}, "loosen", "end", False),
    (LETTERS, "loosen", "end", False),
    ({"anyOf": [WORD, TEXT]}, "lose branch", "0", True),
    ({"anyOf": [WORD, TEXT]}, "lose branch", "1", False),
    ({"anyOf": [TEXT, WORD], "maxLength": 2}, "lose branch", "0", True),
    ({"oneOf": [TEXT, TEXT, TEXT]}, "lose branch", "0", True),
    ({"oneOf": [TEXT, TEXT]}, "lose branch", "0", False),
]


@pytest.mark.parametrize(("schema", "change", "detail", "expected"), CASES, ids=str)
def test_rules(schema: dict[str, Any], change: str, detail: str, expected: bool) -> None:
    document, mutant = mutant_of(schema, change, detail)
    assert is_implied(document, mutant, "") is expected
