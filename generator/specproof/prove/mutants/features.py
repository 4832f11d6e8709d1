"""What a document has that parts of the runtime are for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from specproof.oracle.json_pointer import resolve
from specproof.oracle.operations import METHODS
from specproof.oracle.shape import shape_of

__all__ = ["ALWAYS", "features"]

ALWAYS = ""
_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
_KINDS = frozenset(("array", "object"))

Node = Mapping[str, Any]


def features(tree: dict[str, Any], models: str) -> frozenset[str]:
    """Return the features of a document and its models for which parts of the runtime exist.

    They are words such as `query string`, `joined list`, `deepObject`, `required parameter`, `json body`, `error`,
    `exact status`, `alias`: see ``CodeMutation.needs``.

    Args:
        tree: an effective document.
        models: the text of the generated models.
    """
    return frozenset((ALWAYS, *_of_operations(tree), *(name for name, text in _TEXTS.items() if text in models)))


_TEXTS = {
    "alias": "validation_alias=",
    "guard": "GUARDS[",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
    "maximum": "le=",
    "optional property": "= MISSING",
    "open object": "(Model)",
}


def _of_operations(tree: dict[str, Any]) -> Iterator[str]:
    for item in (tree.get("paths") or {}).values():
        for method, operation in item.items():
            if method in METHODS:
                yield from _of_operation(tree, item, operation)
    schemes = (tree.get("components", {}).get("securitySchemes") or {}).values()
    if any(scheme.get("type") != "apiKey" or scheme.get("in") == "header" for scheme in schemes):
        yield "header credentials"


def _of_operation(tree: dict[str, Any], item: Node, operation: Node) -> Iterator[str]:
    for written in (*item.get("parameters", ()), *operation.get("parameters", ())):
        parameter = _at(tree, written)
        yield f"{parameter['in']} parameter"
        yield from ("required parameter",) if parameter.get("required") and parameter["in"] != "path" else ()
        if "schema" in parameter:
            yield from _of_parameter(parameter, shape_of(parameter["schema"], tree).types)
    body = _at(tree, operation.get("requestBody") or {})
    yield from ("required body",) if body.get("required") else ()
    yield from ("json body" for media in body.get("content") or {} if "json" in media)
    for status, written in (operation.get("responses") or {}).items():
        yield from ("exact status",) if status.isdigit() else ()
        yield from ("error",) if status[:1] in "45" else ()
        yield from ("json response" for media in _at(tree, written).get("content") or {} if "json" in media)


def _of_parameter(parameter: Node, kinds: frozenset[str]) -> Iterator[str]:
    place = parameter["in"]
    style = parameter.get("style", _STYLES[place])
    explode = parameter.get("explode", style == "form")
    yield from (f"{place} {kind}" for kind in kinds)
    yield from ("constrained parameter",) if parameter["schema"] else ()
    if "array" in kinds and not kinds - _KINDS:
        yield "deepObject" if style == "deepObject" else "exploded list" if explode else "joined list"
    if "object" in kinds and style == "deepObject":
        yield "deepObject"


def _at(tree: dict[str, Any], node: Node) -> Node:
    """The object itself, or what it refers to."""
    while isinstance(node.get("$ref"), str):
        node = resolve(tree, node["$ref"])
    return node
