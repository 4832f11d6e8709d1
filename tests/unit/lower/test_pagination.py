from __future__ import annotations

from typing import Any

import pytest

from specproof.core.diagnostics import Findings, StopError
from specproof.ir.pagination import Pagination
from specproof.ir.uploads import Named, Scalar
from specproof.lower import lower
from tests.unit.render.forms import form, lowered, parameter, ref

SCHEMAS: dict[str, Any] = {
    "Page": {"type": "object", "properties": {"items": ref("Pets"), "next": {"type": "string"}, "n": True}},
    "Pets": {"type": "array", "items": ref("Pet")},
    "Pet": {"type": "object"},
    "Names": {"type": "array", "items": {"type": "string"}},
    "Query": {"type": "object", "properties": {"at": {"type": "integer"}}},
    "Text": {"type": "string"},
}
AT = {"parameter": {"in": "query", "name": "at"}}
CURSOR = {"type": "cursor", "items": "/items", "next": "/next", **AT}


def api(declared: Any, reply: str | None = "Page", body: str | None = None) -> Any:
    content = {"content": {"application/json": {"schema": ref(reply)}}} if reply else {}
    node: dict[str, Any] = {"parameters": [parameter("at", "query")], "responses": {"200": content}}
    if body:
        node["requestBody"] = {"content": {"application/json": {"schema": ref(body)}}}
    return form({"/": {"post": {**node, "x-pagination": declared}}}, schemas=SCHEMAS)


@pytest.mark.parametrize(
    ("declared", "rest", "expected"),
    [
        (CURSOR, {}, Pagination("cursor", "/items", Named("Pet"), "query.at", next="/next")),
        ({"type": "link"}, {"reply": "Names"}, Pagination("link", "", Scalar("string"))),
        (
            {"type": "offset", "items": "/items", "property": "/at", "x-note": 1},
            {"body": "Query"},
            Pagination("offset", "/items", Named("Pet"), property="/at"),
        ),
        (
            {"type": "page", "items": "/items", "first": 0, "total": "/next", **AT},
            {},
            Pagination("page", "/items", Named("Pet"), "query.at", first=0, total="/next"),
        ),
    ],
)
def test_what_is_declared(declared: Any, rest: Any, expected: Pagination) -> None:
    found, _ = lowered(api(declared, **rest))
    assert found.operations[0].pagination == expected


@pytest.mark.parametrize(
    ("declared", "rest", "told"),
    [
        ({**CURSOR, "type": "odd"}, {}, "not one of cursor"),
        ({**CURSOR, "sort": 1}, {}, "'sort' is not known"),
        ({**CURSOR, "items": "/next"}, {}, "no list at '/next'"),
        ({**CURSOR, "next": "/gone"}, {}, "nothing at '/gone'"),
        ({"type": "cursor", "items": "/items", **AT}, {}, "needs 'next'"),
        ({**CURSOR, "parameter": {"in": "query", "name": "gone"}}, {}, "no parameter query.gone"),
        ({**CURSOR, "property": "/at"}, {}, "exactly one"),
        ({"type": "page", "items": "/items", "property": "/at"}, {}, "nothing at '/at' of the request"),
        ({"type": "page", "items": "/items", "property": "/gone"}, {"body": "Query"}, "nothing at '/gone'"),
        ({"type": "link"}, {"reply": None}, "no response with a schema"),
        ("all", {}, "attribute"),
    ],
)
def test_what_cannot_be_kept(declared: Any, rest: Any, told: str) -> None:
    findings = Findings()
    with pytest.raises(StopError):
        lower(api(declared, **rest), findings)
    (finding,) = findings
    assert finding.code == "PAGINATION"
    assert told in finding.message
    assert finding.at is not None
    assert str(finding.at.pointer) == "/paths/~1/post/x-pagination"
