"""A document with one operation for each way to write a parameter, a body or a reply."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

__all__ = ["cells", "document"]

TEXT = {"type": "string", "maxLength": 6}
SHAPES: dict[str, dict[str, Any]] = {
    "text": TEXT,
    "number": {"type": "number", "maximum": 1000},
    "mixed": {"type": ["integer", "string", "boolean", "null"]},
    "list": {"type": "array", "items": TEXT, "maxItems": 4},
    "numbers": {"type": "array", "items": {"type": "number", "minimum": -10}, "minItems": 1, "maxItems": 3},
    "object": {
        "type": "object",
        "properties": {"a": TEXT, "b": {"type": "integer"}, "other": {"type": "boolean"}},
        "additionalProperties": False,
    },
    "map": {"type": "object", "additionalProperties": TEXT, "maxProperties": 3},
    "nested": {
        "type": "object",
        "properties": {
            "a": {"type": "array", "items": {"type": "integer"}},
            "b": {"type": "object", "properties": {"c": TEXT}},
        },
        "additionalProperties": False,
    },
}
STYLES = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form",),
}
FORM = {
    "type": "object",
    "required": ["text"],
    "properties": {
        "text": TEXT,
        "count": {"type": "integer", "minimum": 0},
        "flag": {"type": "boolean"},
        "maybe": {"type": ["string", "null"]},
        "list": {"type": "array", "items": TEXT, "maxItems": 3},
        "object": {"type": "object", "properties": {"x": {"type": "integer"}, "y": TEXT}},
        "objects": {"type": "array", "items": {"type": "object", "required": ["x"]}, "maxItems": 2},
        "spaced": {"type": "array", "items": TEXT, "maxItems": 3},
        "piped": {"type": "array", "items": TEXT, "maxItems": 3},
        "deep": {"type": "object", "properties": {"x": {"type": "integer"}, "y": TEXT}},
        "joined": {"type": "array", "items": {"type": "integer"}, "maxItems": 3},
        "json": TEXT,
    },
    "additionalProperties": False,
}
ENCODING = {
    "spaced": {"style": "spaceDelimited"},
    "piped": {"style": "pipeDelimited", "explode": False},
    "deep": {"style": "deepObject", "explode": True},
    "joined": {"style": "form", "explode": False},
    "json": {"contentType": "application/json"},
}
PARTS = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "contentMediaType": "application/octet-stream"},
        "files": {"type": "array", "items": {"type": "string", "contentMediaType": "image/png"}, "maxItems": 3},
        "text": TEXT,
        "count": {"type": "integer"},
        "list": {"type": "array", "items": TEXT, "maxItems": 3},
        "object": {"type": "object", "properties": {"x": {"type": "integer"}}},
        "objects": {"type": "array", "items": {"type": "object", "required": ["x"]}, "maxItems": 2},
        "json": TEXT,
    },
    "additionalProperties": False,
}
THING = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "integer", "minimum": 1}, "name": {"type": ["string", "null"], "maxLength": 5}},
}
BODIES: dict[str, dict[str, Any]] = {
    "json": {"application/json": {"schema": THING}},
    "suffix": {"application/vnd.x+json": {"schema": THING}},
    "anything": {"application/json": {}},
    "form": {"application/x-www-form-urlencoded": {"schema": FORM, "encoding": ENCODING}},
    "plain-form": {"application/x-www-form-urlencoded": {"schema": FORM}},
    "multipart": {"multipart/form-data": {"schema": PARTS, "encoding": {"json": {"contentType": "application/json"}}}},
    "bytes": {"application/octet-stream": {"schema": {"type": "string"}}},
    "image": {"image/*": {}},
    "whatever": {"*/*": {}},
    "text": {"text/plain": {"schema": TEXT}},
    "xml": {"application/xml": {"schema": {"type": "object"}}},
    "choice": {"application/json": {"schema": THING}, "text/plain": {}, "application/octet-stream": {}},
}
REPLIES: dict[str, dict[str, Any]] = {
    "exact": {
        "200": {"content": {"application/json": {"schema": THING}}},
        "404": {"content": {"application/json": {"schema": THING}}},
    },
    "ranges": {
        "2XX": {"content": {"application/json": {"schema": THING}}},
        "4XX": {"content": {"text/plain": {}}},
        "404": {},
    },
    "default": {"default": {"content": {"application/json": {"schema": THING}}}},
    "beside": {
        "201": {"content": {"application/json": {"schema": {"type": "array", "items": THING}}}},
        "default": {"content": {"application/problem+json": {"schema": THING}}},
    },
    "headers": {
        "200": {
            "content": {"application/json": {"schema": THING}},
            "headers": {
                "X-Count": {"schema": {"type": "integer"}, "required": True},
                "X-List": {"schema": SHAPES["list"]},
            },
        }
    },
    "empty": {"204": {}, "304": {}},
    "kinds": {
        "200": {
            "content": {
                "application/json": {"schema": THING},
                "text/plain": {},
                "application/octet-stream": {},
                "image/*": {},
            }
        }
    },
    "events": {"200": {"content": {"text/event-stream": {"schema": THING}}}},
    "words": {"200": {"content": {"text/event-stream": {}}}},
    "lines": {"200": {"content": {"application/x-ndjson": {"schema": THING}}}},
    "records": {"200": {"content": {"application/json-seq": {"schema": THING}}}},
    "file": {"200": {"content": {"application/octet-stream": {}}}},
}


def cells() -> Iterator[tuple[str, str, bool, str]]:
    """Place, style, explode and shape."""
    for place, styles in STYLES.items():
        for style, explode, shape in product(styles, (False, True), SHAPES):
            if not (style == "deepObject" and not explode):
                yield place, style, explode, shape


def _parameter(name: str, place: str, **rest: Any) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path", **rest}


def _operation(name: str, **rest: Any) -> dict[str, Any]:
    return {"operationId": name, "tags": ["cells"], "responses": {"204": {"description": ""}}, **rest}


def _parameters() -> Iterator[tuple[str, dict[str, Any]]]:
    for place, style, explode, shape in cells():
        called = f"{place}-{style}-{'exploded' if explode else 'whole'}-{shape}"
        written = _parameter("p", place, style=style, explode=explode, schema=SHAPES[shape])
        others = [_parameter("other", place, schema=TEXT)] if place in ("query", "cookie") else []
        path = f"/{called}/{{p}}" if place == "path" else f"/{called}"
        yield path, {"get": _operation(called, parameters=[written, *others])}
    for place in STYLES:
        path = f"/{place}-content" + ("/{p}" if place == "path" else "")
        written = _parameter("p", place, content={"application/json": {"schema": SHAPES["nested"]}})
        yield path, {"get": _operation(f"{place}-content", parameters=[written])}
    for explode, shape in product((False, True), ("text", "list", "map")):
        called = f"reserved-{explode}-{shape}"
        written = _parameter("p", "query", allowReserved=True, explode=explode, schema=SHAPES[shape])
        yield f"/{called}", {"get": _operation(called, parameters=[written])}


def _whole() -> Iterator[tuple[str, dict[str, Any]]]:
    yield from _parameters()
    for name, content in BODIES.items():
        body = {"content": content, "required": name != "json"}
        yield f"/body/{name}", {"post": _operation(f"body-{name}", requestBody=body)}
    for name, replies in REPLIES.items():
        described = {status: {"description": "", **reply} for status, reply in replies.items()}
        yield f"/reply/{name}", {"get": _operation(f"reply-{name}", responses=described)}
    several = [_parameter(name, "path", schema=TEXT) for name in ("a", "b", "c")]
    odd = [_parameter("user-agent", "header", schema=TEXT), _parameter("X-a.b~c", "header", schema=TEXT)]
    yield "/several/{a}.{b}/x{c}", {"get": _operation("several", parameters=[*several, *odd])}
    for path in ("/größe/{a}?open=true", "/größe/{a}", "/größe/{a}.json"):
        given = [_parameter("a", "path", schema=TEXT), _parameter("q", "query", schema=TEXT)]
        yield path, {"get": _operation(f"like-{len(path)}", parameters=given)}
    yield "/secured", {"get": _operation("secured", security=[{"key": [], "login": []}, {"query": []}, {"cookie": []}])}
    yield "/open", {"get": _operation("open", security=[])}
    yield "/basic", {"get": _operation("basic", security=[{"basic": []}, {}])}


def document() -> dict[str, Any]:
    """The whole of it."""
    schemes = {
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "query": {"type": "apiKey", "in": "query", "name": "key"},
        "cookie": {"type": "apiKey", "in": "cookie", "name": "key"},
        "login": {"type": "http", "scheme": "bearer"},
        "basic": {"type": "http", "scheme": "basic"},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Cells", "version": "1"},
        "servers": [{"url": "https://api.example"}],
        "paths": dict(_whole()),
        "components": {"securitySchemes": schemes},
    }
