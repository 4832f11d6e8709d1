"""Every way to change one thing that an operation says beside its schemas."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from specproof.oracle.operations import METHODS, is_ignored
from specproof.prove.mutants.changes import Change, without

__all__ = ["PARTS", "operation_changes", "renamings"]

Node = Mapping[str, Any]

_STYLES = {
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "path": ("simple", "label", "matrix"),
    "header": ("simple",),
    "cookie": ("form",),
}
_DELIMITED = ("spaceDelimited", "pipeDelimited")  # exploded they are `form`
_MOVES = {"query": "header", "header": "query", "cookie": "query"}
_METHODS = {"get": "delete", "put": "post", "post": "put", "delete": "get", "patch": "put", "head": "get"}
_FORMS = {
    "application/x-www-form-urlencoded": "multipart/form-data",
    "multipart/form-data": "application/x-www-form-urlencoded",
}
_PLACES = {"header": "query", "query": "header", "cookie": "header"}


def _parameter(node: Node) -> Iterator[Change]:
    place = node.get("in")
    if "name" not in node or place not in _STYLES:
        return
    if place != "path":
        required = node.get("required") is True
        yield Change("required", "unrequire" if required else "require", "", {**node, "required": not required})
        yield Change("name", "rename", str(node["name"]), {**node, "name": f"{node['name']}x"})
        yield Change("in", "move", _MOVES[place], {**without(node, "style", "explode"), "in": _MOVES[place]})
    if "schema" in node:
        yield from _written(node, place)


def _written(node: Node, place: str) -> Iterator[Change]:
    style = node.get("style", _STYLES[place][0])
    explode = node.get("explode", style == "form")
    others = [other for other in _STYLES[place] if other != style]
    yield from (
        Change("style", "restyle", other, {**node, "style": other, "explode": explode and other not in _DELIMITED})
        for other in others
    )
    yield Change("explode", "flip", str(not explode).lower(), {**node, "explode": not explode})
    if place == "query":
        reserved = node.get("allowReserved") is True
        yield Change("allowReserved", "flip", str(not reserved).lower(), {**node, "allowReserved": not reserved})


def _header(node: Node) -> Iterator[Change]:
    required = node.get("required") is True
    yield Change("required", "unrequire" if required else "require", "", {**node, "required": not required})


def _body(node: Node) -> Iterator[Change]:
    if "content" in node:
        yield from _header(node)
        yield from _content(node)


def _content(node: Node) -> Iterator[Change]:
    content = node.get("content") or {}
    for media in content:
        renamed = {_other_media(media) if key == media else key: value for key, value in content.items()}
        if len(renamed) == len(content):
            yield Change("content", "rename", media, {**node, "content": renamed})
        if len(content) > 1:
            yield Change("content", "lose media type", media, {**node, "content": without(content, media)})


def _other_media(media: str) -> str:
    if media in _FORMS:
        return _FORMS[media]
    return "text/plain" if "json" in media else "application/json"


def _response(node: Node) -> Iterator[Change]:
    yield from _content(node)
    if len(node.get("content") or {}) == 1:
        yield Change("content", "drop", "", without(node, "content"))
    for name in node.get("headers") or {}:
        yield Change("headers", "drop", name, {**node, "headers": without(node["headers"], name)})


def _media(node: Node) -> Iterator[Change]:
    for name in node.get("encoding") or {}:
        yield Change("encoding", "drop", name, {**node, "encoding": without(node["encoding"], name)})


def _operation(node: Node) -> Iterator[Change]:
    for index, parameter in enumerate(node.get("parameters") or ()):
        ignored = parameter.get("in") == "header" and is_ignored(str(parameter.get("name")))
        if parameter.get("in") != "path" and "$ref" not in parameter and not ignored:
            kept = [other for i, other in enumerate(node["parameters"]) if i != index]
            yield Change("parameters", "drop", str(parameter.get("name", index)), {**node, "parameters": kept})
    if "requestBody" in node:
        yield Change("requestBody", "drop", "", without(node, "requestBody"))
    responses = node.get("responses") or {}
    for status in responses:
        if len(responses) > 1:
            lost = without(responses, status)
            yield Change("responses", "lose response", status, {**node, "responses": lost})
        if status.isdigit() and (other := str(int(status) + 1)) not in responses:
            moved = {other if key == status else key: value for key, value in responses.items()}
            yield Change("responses", "renumber", other, {**node, "responses": moved})
    yield from _security(node)


def _security(node: Node) -> Iterator[Change]:
    alternatives = node.get("security") or ()
    if alternatives:
        yield Change("security", "drop", "", {**node, "security": []})
    for index in range(len(alternatives)) if len(alternatives) > 1 else ():
        kept = [other for i, other in enumerate(alternatives) if i != index]
        yield Change("security", "lose alternative", str(index), {**node, "security": kept})


def _scheme(node: Node) -> Iterator[Change]:
    if node.get("type") == "apiKey" and node.get("in") in _PLACES:
        yield Change("name", "rename", str(node["name"]), {**node, "name": f"{node['name']}x"})
        yield Change("in", "move", _PLACES[node["in"]], {**node, "in": _PLACES[node["in"]]})
    if node.get("type") == "http" and str(node.get("scheme")).lower() in ("basic", "bearer"):
        other = "basic" if node["scheme"].lower() == "bearer" else "bearer"
        yield Change("scheme", "swap", other, {**without(node, "bearerFormat"), "scheme": other})


PARTS: Mapping[str, Callable[[Node], Iterator[Change]]] = {
    "parameter": _parameter,
    "header": _header,
    "requestBody": _body,
    "response": _response,
    "mediaType": _media,
    "operation": _operation,
    "securityScheme": _scheme,
}
"""Kind of object to its changes."""


def operation_changes(kind: str, node: Node) -> Iterator[Change]:
    """Yield the changes of one part of an operation, apart from its schemas; none of a `$ref`.

    Args:
        kind: of the part, a key of ``PARTS``.
    """
    if kind in PARTS and "$ref" not in node:
        yield from PARTS[kind](node)


def renamings(path: str, item: Node) -> Iterator[tuple[str, Change]]:
    """Yield the changes of the path and the methods of a path item, each with the method; empty for the path."""
    head, brace, rest = path.partition("{")
    yield (
        "",
        Change("path", "rename", path, None, f"{head.rstrip('/')}x{'/' if head.endswith('/') else ''}{brace}{rest}"),
    )
    for method in METHODS:
        other = _METHODS.get(method, "")
        if isinstance(item.get(method), dict) and other and other not in item:
            yield method, Change("method", "swap", other, None, other)
