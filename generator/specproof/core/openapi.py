"""Facts of OpenAPI that several stages need: methods of path items, annotations, and references to components."""

from __future__ import annotations

from specproof.core.location import Pointer

__all__ = ["ANNOTATIONS", "METHODS", "SCHEMAS", "SCHEMA_PREFIX", "schema_reference"]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
"""The fields of a path item that hold operations, in the order of the specification (3.1.0, section 4.8.9)."""

ANNOTATIONS = frozenset(
    ("title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly")
) | {"externalDocs", "xml"}
"""Keywords of a schema that assert nothing (3.1.0, section 4.8.24; JSON Schema validation, section 9)."""

SCHEMAS = Pointer(("components", "schemas"))
SCHEMA_PREFIX = "#/components/schemas/"


def schema_reference(name: str) -> dict[str, str]:
    """Return `{"$ref": …}` to a component of the normal form, whose names need no escapes."""
    return {"$ref": SCHEMA_PREFIX + name}
