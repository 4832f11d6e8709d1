"""``x-pagination`` of the operations, checked against their parameters and schemas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from specproof.core.location import Pointer
from specproof.extensions.pagination.declared import Pagination
from specproof.extensions.pagination.runtime import Paging
from specproof.ir.api import Operation
from specproof.ir.content import SchemaName
from specproof.lower.properties import property_type, schemas_at
from specproof.lower.source import Source

__all__ = ["KEYWORD", "read"]

KEYWORD = "x-pagination"
_KINDS = ("cursor", "page", "offset", "link")
_ALLOWED = {"type", "items", "next", "parameter", "property", "first", "total"}


def read(source: Source, operations: Sequence[Operation]) -> Mapping[str, Pagination] | None:
    """Return the ``x-pagination`` of each operation that has one, by operation key, or None if none has.

    An invalid one is reported as PAGINATION and left out.
    """
    found: dict[str, Pagination] = {}
    for operation in operations:
        at = Pointer(("paths", operation.path, operation.method.lower(), KEYWORD))
        declared = at.parent.find(source.tree).get(KEYWORD)
        if declared is None:
            continue
        try:
            found[operation.key] = _read(declared, operation, source.schemas)
        except (AttributeError, TypeError, ValueError) as error:
            source.say("PAGINATION", str(error), at)
    return found or None


def _read(node: Mapping[str, Any], operation: Operation, schemas: Mapping[str, Any]) -> Pagination:
    kind, response = node.get("type"), _response_schema(operation)
    if kind not in _KINDS:
        raise ValueError(f"the type is {kind!r}, not one of {', '.join(_KINDS)}")
    if unknown := sorted(key for key in node.keys() - _ALLOWED if not key.startswith("x-")):
        raise ValueError(f"the key {unknown[0]!r} is not known")
    lists = [each for each in schemas_at(response, node.get("items", ""), schemas) if each.get("type") == "array"]
    if not lists:
        raise ValueError(f"items: there is no list at {node.get('items', '')!r} of the response")
    for key in ("next", "total"):
        if key in node and not schemas_at(response, node[key], schemas):
            raise ValueError(f"{key}: there is nothing at {node[key]!r} of the response")
    if kind == "cursor" and "next" not in node:
        raise ValueError("a cursor needs 'next', which says where the response holds it")
    paging = Paging(
        kind,
        items=node.get("items", ""),
        next=node.get("next"),
        first=int(node.get("first", 1)),
        total=node.get("total"),
        **({} if kind == "link" else _request_field(node, operation, schemas)),
    )
    return Pagination(paging, property_type(lists[0].get("items")))


def _request_field(node: Mapping[str, Any], operation: Operation, schemas: Mapping[str, Any]) -> dict[str, str]:
    """Return the field of the request that asks for the next page."""
    if ("parameter" in node) == ("property" in node):
        raise ValueError("exactly one of 'parameter' and 'property' is needed")
    if "parameter" in node:
        key = f"{node['parameter'].get('in')}.{node['parameter'].get('name')}"
        if key not in {parameter.key for parameter in operation.parameters}:
            raise ValueError(f"parameter: the operation has no parameter {key}")
        return {"parameter": key}
    content = operation.body.content if operation.body else ()
    schema = next((media.schema for media in content if media.schema is not None), None)
    if schema is None or not schemas_at(schema, node["property"], schemas):
        raise ValueError(f"property: there is nothing at {node['property']!r} of the request's body")
    return {"property": node["property"]}


def _response_schema(operation: Operation) -> SchemaName:
    successes = (response for response in operation.responses if response.status.is_success)
    found = [media.schema for response in successes for media in response.content if media.schema]
    if not found:
        raise ValueError("the operation declares no response with a schema")
    return found[0]
