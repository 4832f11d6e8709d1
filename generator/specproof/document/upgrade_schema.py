"""Upgrading one schema object of OpenAPI 3.0 to JSON Schema 2020-12."""

from __future__ import annotations

from typing import Any

from specproof.core.diagnostics import Findings
from specproof.core.location import Location, Pointer
from specproof.core.openapi import ANNOTATIONS
from specproof.document.origins import Origins
from specproof.document.walk import Tokens

__all__ = ["upgraded_schema"]

Schema = dict[str, Any]

UNKNOWN_IN_30 = frozenset(
    (
        "const",
        "if",
        "then",
        "else",
        "contains",
        "minContains",
        "maxContains",
        "prefixItems",
        "patternProperties",
        "propertyNames",
        "dependentRequired",
        "dependentSchemas",
        "unevaluatedItems",
        "unevaluatedProperties",
        "contentEncoding",
        "contentMediaType",
        "contentSchema",
        "$id",
        "$schema",
        "$anchor",
        "$dynamicRef",
        "$dynamicAnchor",
        "$vocabulary",
    )
)
"""Keywords of 2020-12 that meant nothing in 3.0 and must not begin to."""

_ENCODINGS = {"byte": ("contentEncoding", "base64"), "binary": ("contentMediaType", "application/octet-stream")}


def upgraded_schema(schema: Schema, pointer: Tokens, origins: Origins, findings: Findings) -> Schema | None:
    """Return a schema of OpenAPI 3.0 with its own keywords upgraded to 2020-12, or None if nothing changes.

    Its subschemas are left as they are.

    Args:
        pointer: JSON pointer of the schema in the document.
    """
    step = _Step(dict(schema), pointer, origins, findings)
    if isinstance(schema.get("$ref"), str):
        step.siblings()
    else:
        step.unknown()
        step.nullable()
        step.bound("minimum", "exclusiveMinimum")
        step.bound("maximum", "exclusiveMaximum")
        step.encoding()
    step.example()
    return None if step.schema == schema and list(step.schema) == list(schema) else step.schema


_NULL_OF_A_REF = "write nullable: true beside the type of the schema that $ref names"


class _Step:
    def __init__(self, schema: Schema, pointer: Tokens, origins: Origins, findings: Findings) -> None:
        self.schema = schema
        self._pointer = pointer
        self._origins = origins
        self._findings = findings

    def _at(self, keyword: str) -> Location:
        return self._origins.at(Pointer((*self._pointer, keyword)))

    def siblings(self) -> None:
        kept = ANNOTATIONS | {"$ref"}
        lost = [name for name in self.schema if name not in kept and not name.startswith("x-")]
        for name in lost:
            del self.schema[name]
            message = f"{name} beside $ref has no effect in OpenAPI 3.0"
            hint = _NULL_OF_A_REF if name == "nullable" else None
            self._findings.add("UPGRADE_REF_SIBLINGS", message, self._at(name), hint=hint)

    def unknown(self) -> None:
        for name in [name for name in self.schema if name in UNKNOWN_IN_30]:
            del self.schema[name]
            self._findings.add("UPGRADE_UNKNOWN_KEYWORD", f"{name} has no meaning in OpenAPI 3.0", self._at(name))

    def nullable(self) -> None:
        if self.schema.pop("nullable", False) is not True:
            return
        kind = self.schema.get("type")
        if not isinstance(kind, str):
            message = "nullable has no effect without type in the same schema"
            hint = _NULL_OF_A_REF if {"allOf", "anyOf", "oneOf"} & self.schema.keys() else "declare type beside it"
            self._findings.add("UPGRADE_CONFLICT", message, self._at("nullable"), hint=hint)
            return
        values = self.schema.get("enum")
        if isinstance(values, list) and None not in values:
            message = "nullable has no effect, since enum does not list null"
            self._findings.add("UPGRADE_CONFLICT", message, self._at("nullable"), hint="list null in enum")
            return
        self.schema["type"] = [kind, "null"]

    def bound(self, inclusive: str, exclusive: str) -> None:
        """``minimum: 1, exclusiveMinimum: true`` becomes ``exclusiveMinimum: 1``."""
        strict = self.schema.get(exclusive)
        if not isinstance(strict, bool):
            return
        if strict and inclusive in self.schema:
            self.schema[exclusive] = self.schema.pop(inclusive)
            return
        del self.schema[exclusive]
        if strict:
            message = f"{exclusive} has no effect without {inclusive}"
            self._findings.add("UPGRADE_CONFLICT", message, self._at(exclusive))

    def encoding(self) -> None:
        """Annotations for the formats that 3.1 replaced; the format stays for those who read it."""
        kinds = self.schema.get("type")
        name = self.schema.get("format")
        if isinstance(name, str) and name in _ENCODINGS and "string" in (kinds if isinstance(kinds, list) else [kinds]):
            keyword, value = _ENCODINGS[name]
            self.schema[keyword] = value

    def example(self) -> None:
        if "example" in self.schema and "examples" not in self.schema:
            self.schema["examples"] = [self.schema.pop("example")]
