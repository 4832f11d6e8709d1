"""A document with text in every position that reaches an output, and payloads to stand there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.unit.render.forms import Form, form, ref

PAYLOADS = (
    '"""; import os #',
    "'''\nimport os\n'''",
    "\\",
    '"',
    "'",
    "{% set x = 1 %}{{ 7 * 7 }}{# c #}",
    "a\r\nimport os",
    "a\x85import os\u2028import os\u2029import os\x0cimport os",
    "\x00\x1b[31m\u202e\u2066",
    "\ud800",
    "${HOME} $(id) `id`",
    "{0.__class__} {} %s %(x)s",
    "```\n# heading\n```",
    "<script>alert(1)</script>",
    "]\nversion = 1\n[x]",
    "\\N{BULLET} \\u0041 \\",
    "🐍 ﬁ ſ µ",
)

_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}


def document(text: Callable[[str], str]) -> Form:
    """``text`` is asked for the words at each position, and told what it would be in a friendly document."""

    def without_braces(words: str) -> str:
        """What is in braces in a server's URL is a variable, and makes a setting of its own."""
        return re.sub(r"[{}]", "", text(words))

    schemas: dict[str, Any] = {name: {"type": "string", "description": text("schema")} for name in ("Text", "Header")}
    schemas |= {"Pet": {"type": "object", "examples": [{text("key"): [text("value"), 1.5, None]}]}}
    content = {"application/json": {"schema": ref("Pet")}, "text/plain": {"schema": ref("Text")}}
    operation = {
        "operationId": text("getPet"),
        "summary": text("summary"),
        "description": text("description"),
        "tags": [text("pets")],
        "deprecated": True,
        "parameters": [_parameter(place, text) for place in ("path", "query", "header", "cookie")],
        "requestBody": {"required": True, "description": text("body"), "content": content},
        "responses": {
            "200": {"description": text("ok"), "content": content, "headers": {text("X-H"): {"schema": ref("Header")}}},
            "404": {"description": text("missing"), "content": content},
        },
        "security": [{text("key"): [text("scope")]}],
        "servers": [{"url": "https://a/" + without_braces("server"), "variables": {}}],
    }
    schemes = {
        text("key"): {"type": "apiKey", "in": "header", "name": text("X-Key"), "description": text("secret")},
        "http": {"type": "http", "scheme": text("digest")},
    }
    variable = {"default": text("eu"), "description": text("region"), "enum": [text("eu"), "us"]}
    normal = form(
        {"/" + text("pets") + "/{" + text("id") + "}": {"post": operation}},
        schemas=schemas,
        schemes=schemes,
        servers=[
            {"url": f"https://{{{without_braces('region')}}}/", "variables": {without_braces("region"): variable}}
        ],
        tags=[{"name": text("pets"), "description": text("all pets")}],
        **{
            "x-client-headers": [
                {"name": "X-V", "description": text("v"), "default": text("1"), "pattern": re.escape(text("1"))}
            ]
        },
    )
    info = {"title": text("title"), "version": text("1"), "description": text("about")}
    return Form({**normal.tree, "info": info})


def _parameter(place: str, text: Callable[[str], str]) -> dict[str, Any]:
    return {
        "name": text("id") if place != "header" else "X-Id",  # a name that is no token is left out
        "in": place,
        "required": place == "path",
        "style": _STYLES[place],
        "explode": False,
        "schema": ref("Text"),
        "description": text("parameter"),
        "example": text("example"),
        "deprecated": True,
    }
