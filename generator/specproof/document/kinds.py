"""The objects of OpenAPI as a table: which field holds which kind of object.

Source: OpenAPI 3.0.3 section 4.7, 3.1.0 section 4.8, 'Fixed Fields' and 'Patterned Fields'; JSON Schema 2020-12.
A ``$ref`` below ``example``, ``default``, ``enum``, ``const`` or an ``x-`` key is data: these fields are in no row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from specproof.core.openapi import METHODS

__all__ = ["COMPONENTS", "Child", "Kind", "Kinds", "kinds_of"]

Shape = Literal["one", "list", "map"]

COMPONENTS: Mapping[str, str] = {
    "schemas": "schema",
    "responses": "response",
    "parameters": "parameter",
    "examples": "example",
    "requestBodies": "requestBody",
    "headers": "header",
    "securitySchemes": "securityScheme",
    "links": "link",
    "callbacks": "callback",
    "pathItems": "pathItem",
}
"""Section of ``components`` to the kind that it holds."""


class Child(NamedTuple):
    """What a field of an object holds: ``one`` object of a kind, or a ``list`` or ``map`` of them."""

    kind: str
    shape: Shape = "one"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of object in OpenAPI, such as an Operation Object.

    Attributes:
        fields: the fields that hold objects.
        others: kind of object in all other fields, except ``x-``; None if these hold none.
        referable: whether it may be a ``$ref``.
        joins: whether fields beside a ``$ref`` have an effect.
    """

    fields: Mapping[str, Child] = field(default_factory=dict)
    others: str | None = None
    referable: bool = False
    joins: bool = False


Kinds = Mapping[str, Kind]

_MEDIA = Child("mediaType", "map")
_SERVERS = Child("server", "list")
_PARAMETERS = Child("parameter", "list")
_CARRIER = {"schema": Child("schema"), "examples": Child("example", "map"), "content": _MEDIA}

_SCHEMA_30 = {
    "not": Child("schema"),
    "items": Child("schema"),
    "additionalProperties": Child("schema"),
    "allOf": Child("schema", "list"),
    "anyOf": Child("schema", "list"),
    "oneOf": Child("schema", "list"),
    "properties": Child("schema", "map"),
    "discriminator": Child("discriminator"),
}
_SCHEMA_31 = _SCHEMA_30 | {
    "if": Child("schema"),
    "then": Child("schema"),
    "else": Child("schema"),
    "contains": Child("schema"),
    "propertyNames": Child("schema"),
    "unevaluatedItems": Child("schema"),
    "unevaluatedProperties": Child("schema"),
    "contentSchema": Child("schema"),
    "prefixItems": Child("schema", "list"),
    "patternProperties": Child("schema", "map"),
    "dependentSchemas": Child("schema", "map"),
    "$defs": Child("schema", "map"),
}


def _common() -> dict[str, Kind]:
    operation = {
        "parameters": _PARAMETERS,
        "requestBody": Child("requestBody"),
        "responses": Child("responses"),
        "callbacks": Child("callback", "map"),
        "servers": _SERVERS,
    }
    return {
        "pathItem": Kind(
            dict.fromkeys(METHODS, Child("operation")) | {"parameters": _PARAMETERS, "servers": _SERVERS},
            referable=True,
            joins=True,
        ),
        "paths": Kind(others="pathItem"),
        "operation": Kind(operation),
        "parameter": Kind(_CARRIER, referable=True),
        "header": Kind(_CARRIER, referable=True),
        "requestBody": Kind({"content": _MEDIA}, referable=True),
        "mediaType": Kind(
            {"schema": Child("schema"), "examples": Child("example", "map"), "encoding": Child("encoding", "map")}
        ),
        "encoding": Kind({"headers": Child("header", "map")}),
        "responses": Kind(others="response"),
        "response": Kind(
            {"headers": Child("header", "map"), "content": _MEDIA, "links": Child("link", "map")}, referable=True
        ),
        "callback": Kind(others="pathItem", referable=True),
        "link": Kind({"server": Child("server")}, referable=True),
        "example": Kind(referable=True),
        "securityScheme": Kind(referable=True),
        "server": Kind({"variables": Child("serverVariable", "map")}),
        "serverVariable": Kind(),
        "info": Kind(),
        "tag": Kind(),
        "discriminator": Kind(),
    }


_ROOT_30 = {
    "info": Child("info"),
    "servers": _SERVERS,
    "paths": Child("paths"),
    "components": Child("components"),
    "tags": Child("tag", "list"),
}
_COMPONENTS_30 = {name: Child(kind, "map") for name, kind in COMPONENTS.items() if kind != "pathItem"}
_KINDS_30: Kinds = _common() | {
    "openapi": Kind(_ROOT_30),
    "components": Kind(_COMPONENTS_30),
    "schema": Kind(_SCHEMA_30, referable=True),
}
_KINDS_31: Kinds = _common() | {
    "openapi": Kind(_ROOT_30 | {"webhooks": Child("pathItem", "map")}),
    "components": Kind(_COMPONENTS_30 | {"pathItems": Child("pathItem", "map")}),
    "schema": Kind(_SCHEMA_31, referable=True, joins=True),
}


def kinds_of(version: str) -> Kinds:
    """Return the kinds of objects in a version of OpenAPI, such as `3.0.3`, by name."""
    return _KINDS_30 if version.startswith("3.0") else _KINDS_31
