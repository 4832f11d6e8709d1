"""Parameter Objects (OpenAPI 3.1, 4.8.12) of the normal form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from specproof.core.location import Pointer
from specproof.ir.content import Example
from specproof.ir.parameters import Carrier, Embedded, Parameter, ParameterLocation, Styled
from specproof.lower.schemas import as_example, example_of, is_scalar, reference, referred
from specproof.lower.source import Source

__all__ = ["parameters"]

_NOT_PARAMETERS = {"accept", "content-type", "authorization"}
_FRAMING = {"connection", "content-length", "host", "transfer-encoding"}
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def parameters(nodes: list[dict[str, Any]], at: Pointer, source: Source) -> tuple[Parameter, ...]:
    """Return the parameters of an operation, in the order of the document.

    Headers that have no effect or cannot be sent are reported and left out.

    Args:
        at: JSON pointer of the parameters in the normal form.
    """
    kept = []
    has_cookies = any(node["in"] == "cookie" for node in nodes)
    for index, node in enumerate(nodes):
        reason = _why_ignored(node["name"], has_cookies) if node["in"] == "header" else None
        if reason is not None:
            source.say("PARAMETER_IGNORED", f"header parameter {node['name']!r} {reason}", at / index)
        else:
            kept.append(_parameter(node, source.schemas, source.component(at / index)))
    return tuple(kept)


def _why_ignored(name: str, has_cookies: bool) -> str | None:
    """Return what keeps a header from being a parameter, if anything does (OpenAPI 4.8.12.1; RFC 9110, 5.1)."""
    if name.lower() in _NOT_PARAMETERS:
        return "has no effect in OpenAPI"
    if name.lower() in _FRAMING:
        return "is left out: clients write this header themselves"
    if name.lower() == "cookie" and has_cookies:
        return "is left out: the cookie parameters beside it make this header"
    return None if _TOKEN.fullmatch(name) else "is left out: no header can have this name"


def _parameter(node: dict[str, Any], schemas: Mapping[str, Any], component: str) -> Parameter:
    location = ParameterLocation(node["in"])
    return Parameter(
        name=node["name"],
        location=location,
        carrier=_carrier(node, location, schemas),
        required=location is ParameterLocation.PATH or node.get("required", False),
        description=node.get("description", ""),
        deprecated=node.get("deprecated", False),
        default=_default(node, schemas),
        example=example_of(node, schemas),
        component=component,
    )


def _carrier(node: dict[str, Any], location: ParameterLocation, schemas: Mapping[str, Any]) -> Carrier:
    for media_type, media in node.get("content", {}).items():
        return Embedded(reference(media.get("schema")), media_type)
    style = node.get("style") or (
        "form" if location in {ParameterLocation.QUERY, ParameterLocation.COOKIE} else "simple"
    )
    explode = node.get("explode", style == "form")
    schema = node.get("schema")
    return Styled(reference(schema), style, explode, node.get("allowReserved", False), is_scalar(schema, schemas))


def _default(node: dict[str, Any], schemas: Mapping[str, Any]) -> Example | None:
    found = (schema for schema in referred(node.get("schema"), schemas) if "default" in schema)
    return next((as_example(schema["default"]) for schema in found), None)
