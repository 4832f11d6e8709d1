"""What `x-pagination` says of an operation, and what the operation cannot keep of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pytest

from specproof.core.diagnostics import StopError
from specproof.extensions.pagination.declared import Pagination
from specproof.extensions.pagination.runtime import Paging
from specproof.ir.content import SchemaName
from specproof.ir.property_types import Named, Scalar
from tests.unit.render.forms import form, lowered, parameter, ref

SCHEMAS: dict[str, Any] = {
    "Page": {"type": "object", "properties": {"items": ref("Pets"), "next": {"type": "string"}, "n": True}},
    "Pets": {"type": "array", "items": ref("Pet")},
    "Pet": {"type": "object"},
    "Names": {"type": "array", "items": {"type": "string"}},
    "Query": {"type": "object", "properties": {"at": {"type": "integer"}}},
    "Text": {"type": "string"},
}
PET = Named(SchemaName("Pet"))
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
        (CURSOR, {}, Pagination(Paging("cursor", "/items", "query.at", next="/next"), PET)),
        ({"type": "link"}, {"reply": "Names"}, Pagination(Paging("link"), Scalar("string"))),
        (
            {"type": "offset", "items": "/items", "property": "/at", "x-note": 1},
            {"body": "Query"},
            Pagination(Paging("offset", "/items", property="/at"), PET),
        ),
        (
            {"type": "page", "items": "/items", "first": 0, "total": "/next", **AT},
            {},
            Pagination(Paging("page", "/items", "query.at", first=0, total="/next"), PET),
        ),
    ],
)
def test_what_is_declared(declared: Any, rest: Any, expected: Pagination) -> None:
    found, _ = lowered(api(declared, **rest))
    read = cast("Mapping[str, Pagination]", found.extensions["pagination"])
    assert read == {"POST /": expected}


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
    with pytest.raises(StopError) as stop:
        lowered(api(declared, **rest))
    (finding,) = stop.value.findings
    assert finding.code == "PAGINATION"
    assert told in finding.message
    assert finding.at is not None
    assert str(finding.at.pointer) == "/paths/~1/post/x-pagination"
