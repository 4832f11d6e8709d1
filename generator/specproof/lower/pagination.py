"""``x-pagination`` of an operation, checked against the operation and its schemas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specproof.core.location import Pointer
from specproof.ir.content import Body, Response, SchemaName
from specproof.ir.pagination import Pagination
from specproof.ir.parameters import Parameter
from specproof.lower.source import Source
from specproof.lower.uploads import branches, kind_of, properties_of

__all__ = ["pagination"]

_KEY = "x-pagination"
_KINDS = ("cursor", "page", "offset", "link")
_ALLOWED = {"type", "items", "next", "parameter", "property", "first", "total"}


def pagination(
    node: Mapping[str, Any],
    parameters: tuple[Parameter, ...],
    body: Body | None,
    responses: tuple[Response, ...],
    at: Pointer,
    source: Source,
) -> Pagination | None:
    """What the operation declares; what it cannot keep is an error, and left out."""
    declared = node.get(_KEY)
    if declared is None:
        return None
    try:
        return _read(declared, parameters, body, _schema(responses), source.schemas)
    except (AttributeError, TypeError, ValueError) as error:
        source.say("PAGINATION", str(error), at / _KEY)
        return None


def _read(
    node: Mapping[str, Any],
    parameters: tuple[Parameter, ...],
    body: Body | None,
    response: SchemaName,
    schemas: Mapping[str, Any],
) -> Pagination:
    kind = node.get("type")
    if kind not in _KINDS:
        raise ValueError(f"the type is {kind!r}, not one of {', '.join(_KINDS)}")
    if unknown := sorted(key for key in node.keys() - _ALLOWED if not key.startswith("x-")):
        raise ValueError(f"the key {unknown[0]!r} is not known")
    lists = [each for each in _found(response, node.get("items", ""), schemas) if each.get("type") == "array"]
    if not lists:
        raise ValueError(f"items: there is no list at {node.get('items', '')!r} of the response")
    for key in ("next", "total"):
        if key in node and not _found(response, node[key], schemas):
            raise ValueError(f"{key}: there is nothing at {node[key]!r} of the response")
    if kind == "cursor" and "next" not in node:
        raise ValueError("a cursor needs 'next', which says where the response holds it")
    place = _place(node, parameters, body, schemas) if kind != "link" else {}
    return Pagination(
        kind,
        node.get("items", ""),
        kind_of(lists[0].get("items")),
        next=node.get("next"),
        first=int(node.get("first", 1)),
        total=node.get("total"),
        **place,
    )


def _place(
    node: Mapping[str, Any], parameters: tuple[Parameter, ...], body: Body | None, schemas: Mapping[str, Any]
) -> dict[str, str]:
    """Where the next request holds what moves it on."""
    if ("parameter" in node) == ("property" in node):
        raise ValueError("exactly one of 'parameter' and 'property' is needed")
    if "parameter" in node:
        key = f"{node['parameter'].get('in')}.{node['parameter'].get('name')}"
        if key not in {parameter.key for parameter in parameters}:
            raise ValueError(f"parameter: the operation has no parameter {key}")
        return {"parameter": key}
    schema = next((media.schema for media in body.content if media.schema is not None), None) if body else None
    if schema is None or not _found(schema, node["property"], schemas):
        raise ValueError(f"property: there is nothing at {node['property']!r} of the request's body")
    return {"property": node["property"]}


def _schema(responses: tuple[Response, ...]) -> SchemaName:
    found = [
        media.schema
        for response in responses
        if response.status.is_success
        for media in response.content
        if media.schema
    ]
    if not found:
        raise ValueError("the operation declares no response with a schema")
    return found[0]


def _found(start: SchemaName, pointer: str, schemas: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Every schema at the place; none where nothing is declared there."""
    nodes: list[Any] = [{"$ref": f"#/components/schemas/{start}"}]
    for token in Pointer.parse(pointer):
        below = [dict(properties_of(node, schemas)).get(token) for node in nodes]
        nodes = [node for node in below if isinstance(node, dict)]
    return [each for node in nodes for each in branches(node, schemas)]
