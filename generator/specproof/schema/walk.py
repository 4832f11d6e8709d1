"""Visiting the schemas below a schema, by keyword (JSON Schema 2020-12, core, sections 10 and 11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from specproof.core.location import Pointer
from specproof.schema.keywords import Schema, assertions

__all__ = ["BRANCHES", "MEMBERS", "ONE", "dereferenced", "mapped", "members", "targets", "walk"]

_MOST_HOPS = 50
ONE = frozenset(
    ("not", "if", "then", "else", "contains", "propertyNames", "unevaluatedItems", "unevaluatedProperties")
) | {"items", "additionalProperties"}
BRANCHES = frozenset(("allOf", "anyOf", "oneOf", "prefixItems"))
MEMBERS = frozenset(("properties", "patternProperties", "dependentSchemas"))


def members(schema: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield (tokens, schema) of each direct subschema; tokens are the keyword and any name or index."""
    if not isinstance(schema, dict):
        return
    for keyword, value in schema.items():
        if keyword in ONE:
            yield (keyword,), value
        elif keyword in BRANCHES and isinstance(value, list):
            yield from (((keyword, str(i)), branch) for i, branch in enumerate(value))
        elif keyword in MEMBERS and isinstance(value, dict):
            yield from (((keyword, name), child) for name, child in value.items())


def walk(schema: Any, at: Pointer) -> Iterator[tuple[Pointer, Any]]:
    """Yield (JSON pointer, schema) of a schema and of all subschemas in it, parents first; references are not followed.

    Args:
        at: JSON pointer of the schema itself.
    """
    stack = [(at, schema)]
    while stack:
        here, node = stack.pop()
        yield here, node
        below = [(Pointer((*here, *tokens)), child) for tokens, child in members(node)]
        stack.extend(reversed(below))


def mapped(schema: Any, change: Callable[[Mapping[str, Any]], dict[str, Any]]) -> Any:
    """Return a copy of a schema in which ``change`` was applied to each schema object, outer ones first."""
    if not isinstance(schema, dict):
        return schema
    out = change(schema)
    for keyword, value in out.items():
        if keyword in ONE:
            out[keyword] = mapped(value, change)
        elif keyword in BRANCHES and isinstance(value, list):
            out[keyword] = [mapped(branch, change) for branch in value]
        elif keyword in MEMBERS and isinstance(value, dict):
            out[keyword] = {name: mapped(child, change) for name, child in value.items()}
    return out


def dereferenced(components: Mapping[str, Schema], schema: Schema) -> Schema | None:
    """Return the schema at the end of a chain of references.

    None if the chain leaves ``components`` or does not end.
    """
    for _ in range(_MOST_HOPS):
        asserted = {} if isinstance(schema, bool) else assertions(schema)
        if set(asserted) != {"$ref"}:
            return schema
        name = Pointer.parse(asserted["$ref"])[-1] if asserted["$ref"].startswith("#") else ""
        if name not in components:
            return None
        schema = components[name]
    return None


def targets(schema: Any) -> Iterator[str]:
    """Yield the names of the components that a schema of the normal form refers to; a name may come several times."""
    for _, node in walk(schema, Pointer()):
        ref = node.get("$ref") if isinstance(node, dict) else None
        if isinstance(ref, str) and ref.startswith("#"):
            yield Pointer.parse(ref)[-1]
