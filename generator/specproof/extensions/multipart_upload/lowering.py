"""``x-multipart-upload`` at the root of the document, checked against the operations that it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from specproof.core.location import Pointer
from specproof.extensions.multipart_upload.declared import Upload, UploadField
from specproof.extensions.multipart_upload.sections import Operations, protocol
from specproof.ir.api import Operation
from specproof.ir.content import SchemaName
from specproof.lower.properties import branches, description_of, properties_of, property_type
from specproof.lower.source import Source

__all__ = ["KEYWORD", "read"]

KEYWORD = "x-multipart-upload"
_CALLS = ("startNew", "startExisting", "complete", "poll", "download", "discard")


def read(source: Source, operations: Sequence[Operation]) -> tuple[Upload, ...] | None:
    """Return every upload protocol that the document declares, or None if it declares none.

    One that names an unknown operation is reported as UPLOAD_OPERATION, one that lacks a key as UPLOAD_SHAPE.
    """
    by_id = {operation.id: operation for operation in operations if operation.id}
    found = []
    for index, node in enumerate((source.tree.get(KEYWORD) or {}).get("uploads", ())):
        at = Pointer((KEYWORD, "uploads", str(index)))
        try:
            unknown = list(_unknown_operations(node, by_id))
            for key, name in unknown:
                message = f"no operation has the operationId {name!r}"
                source.say("UPLOAD_OPERATION", message, at / key / "operationId")
            if not unknown:
                found.append(_upload(node, by_id, source.schemas))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            missing = isinstance(error, KeyError)
            reason = f"{error.args[0]!r} is missing" if missing else f"a value of the wrong kind ({error})"
            source.say("UPLOAD_SHAPE", reason, at)
    return tuple(found) or None


def _unknown_operations(node: Mapping[str, Any], operations: Operations) -> Iterator[tuple[str, str]]:
    for key in _CALLS:
        if key in node and node[key]["operationId"] not in operations:
            yield key, node[key]["operationId"]


def _upload(node: dict[str, Any], operations: Operations, schemas: Mapping[str, Any]) -> Upload:
    existing = node.get("startExisting", {})
    return Upload(
        resource=node["resource"],
        method=node["method"],
        description=node.get("description", ""),
        protocol=protocol(node, operations),
        fields=_fields(_body_schema(operations[node["startNew"]["operationId"]]), schemas),
        identifier_fields=_identifiers(existing, operations, schemas) if existing else (),
        existing_method=existing.get("method"),
        existing_description=existing.get("description", ""),
    )


def _body_schema(operation: Operation) -> SchemaName | None:
    content = operation.body.content if operation.body is not None else ()
    return next((media.schema for media in content), None)


def _identifiers(
    node: Mapping[str, Any], operations: Operations, schemas: Mapping[str, Any]
) -> tuple[UploadField, ...]:
    """Return the properties below the ``target`` of the body that name a record."""
    found = [{"$ref": f"#/components/schemas/{_body_schema(operations[node['operationId']])}"}]
    for token in Pointer.parse(node["target"]):
        inner = [_below(each, token) for start in found for each in branches(start, schemas)]
        found = [each for each in inner if isinstance(each, dict)]
    properties = {name: each for start in found for name, each in properties_of(start, schemas)}
    return tuple(
        UploadField(name, property_type(properties.get(name)), False, description_of(properties.get(name), schemas))
        for name in node["identifiers"]
    )


def _below(node: Mapping[str, Any], token: str) -> Any:
    return node.get("items") if token.isdigit() else node.get("properties", {}).get(token)


def _fields(schema: SchemaName | None, schemas: Mapping[str, Any]) -> tuple[UploadField, ...]:
    start = {"$ref": f"#/components/schemas/{schema}"}
    required = {name for node in branches(start, schemas) for name in node.get("required", ())}
    return tuple(
        UploadField(name, property_type(node), name in required, description_of(node, schemas))
        for name, node in dict(properties_of(start, schemas)).items()
    )
