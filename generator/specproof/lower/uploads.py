"""``x-multipart-upload`` at the root of the document, checked against the operations that it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from specproof.core.location import Pointer
from specproof.ir.api import Operation
from specproof.ir.content import SchemaName
from specproof.ir.uploads import Anything, FieldKind, ListOf, Named, Scalar, Upload, UploadField
from specproof.lower import upload_parts
from specproof.lower.schemas import reference
from specproof.lower.source import Source

__all__ = ["branches", "kind_of", "properties_of", "uploads"]

_KEY = "x-multipart-upload"
_SCALARS = ("string", "integer", "number", "boolean")


def uploads(source: Source, operations: Sequence[Operation]) -> tuple[Upload, ...]:
    """Every upload protocol of the document; one that names no operation or lacks a key is an error."""
    by_id = {operation.id: operation for operation in operations}
    found = []
    for index, node in enumerate((source.tree.get(_KEY) or {}).get("uploads", ())):
        at = Pointer((_KEY, "uploads", str(index)))
        try:
            upload = _upload(node, by_id, source.schemas)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            missing = isinstance(error, KeyError)
            reason = f"{error.args[0]!r} is missing" if missing else f"a value of the wrong kind ({error})"
            source.say("UPLOAD_SHAPE", reason, at)
            continue
        if _names_operations(upload, by_id, source, at):
            found.append(upload)
    return tuple(found)


def _upload(node: dict[str, Any], by_id: Mapping[str, Operation], schemas: Mapping[str, Any]) -> Upload:
    start = upload_parts.start_new(node["startNew"])
    existing = upload_parts.start_existing(node.get("startExisting"))
    return Upload(
        resource=node["resource"],
        method=node["method"],
        description=node.get("description", ""),
        start_new=start,
        response=upload_parts.response(node["reply"]),
        parts=upload_parts.parts(node["parts"]),
        part_request=upload_parts.request(node["partRequest"]),
        complete=upload_parts.complete(node["complete"]),
        fields=_fields(_body_schema(by_id.get(start.operation)), schemas),
        identifier_fields=_identifiers(by_id.get(existing.operation), existing.target, existing.identifiers, schemas)
        if existing
        else (),
        start_existing=existing,
        poll=upload_parts.poll(node.get("poll")),
        download=upload_parts.download(node.get("download")),
        discard=upload_parts.discard(node.get("discard")),
        checks=tuple(upload_parts.check(each) for each in node.get("checks", ())),
    )


def _names_operations(upload: Upload, by_id: Mapping[str, Operation], source: Source, at: Pointer) -> bool:
    parts = {
        "startNew": upload.start_new,
        "startExisting": upload.start_existing,
        "complete": upload.complete,
        "poll": upload.poll,
        "download": upload.download,
        "discard": upload.discard,
    }
    unknown = [(key, part.operation) for key, part in parts.items() if part is not None and part.operation not in by_id]
    for key, name in unknown:
        source.say("UPLOAD_OPERATION", f"no operation has the operationId {name!r}", at / key / "operationId")
    return not unknown


def _body_schema(operation: Operation | None) -> SchemaName | None:
    content = operation.body.content if operation is not None and operation.body is not None else ()
    return next((media.schema for media in content), None)


def _identifiers(
    operation: Operation | None, target: str, wanted: Sequence[str], schemas: Mapping[str, Any]
) -> tuple[UploadField, ...]:
    """The properties below ``target`` of the body that name a record."""
    found = [{"$ref": f"#/components/schemas/{_body_schema(operation)}"}]
    for token in Pointer.parse(target):
        inner = [_below(node, token) for start in found for node in branches(start, schemas)]
        found = [node for node in inner if isinstance(node, dict)]
    properties = {name: node for start in found for name, node in properties_of(start, schemas)}
    return tuple(
        UploadField(name, kind_of(properties.get(name)), False, _words(properties.get(name), schemas))
        for name in wanted
    )


def _below(node: dict[str, Any], token: str) -> Any:
    return node.get("items") if token.isdigit() else node.get("properties", {}).get(token)


def _fields(schema: SchemaName | None, schemas: Mapping[str, Any]) -> tuple[UploadField, ...]:
    start = {"$ref": f"#/components/schemas/{schema}"}
    required = {name for node in branches(start, schemas) for name in node.get("required", ())}
    properties = dict(properties_of(start, schemas))
    return tuple(
        UploadField(name, kind_of(node), name in required, _words(node, schemas)) for name, node in properties.items()
    )


def properties_of(start: dict[str, Any], schemas: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for node in branches(start, schemas):
        yield from ((name, child) for name, child in node.get("properties", {}).items() if child is not False)


def branches(
    start: dict[str, Any], schemas: Mapping[str, Any], seen: frozenset[str] = frozenset()
) -> Iterator[dict[str, Any]]:
    """A schema and all that it refers to or is composed of, each reference once."""
    name = reference(start) if "$ref" in start else None
    if name is not None and name not in seen and isinstance(schemas.get(name), dict):
        yield from branches(schemas[name], schemas, seen | {name})
    yield start
    for keyword in ("allOf", "oneOf", "anyOf"):
        for branch in start.get(keyword, ()):
            if isinstance(branch, dict):
                yield from branches(branch, schemas, seen)


def kind_of(node: Any) -> FieldKind:
    if not isinstance(node, dict):
        return Anything()
    if name := reference(node) if "$ref" in node else None:
        return Named(name)
    if len(node.get("allOf", ())) == 1:
        return kind_of(node["allOf"][0])
    if node.get("type") == "array":
        return ListOf(kind_of(node.get("items")))
    is_plain = node.get("type") in _SCALARS and "enum" not in node and "const" not in node
    return Scalar(node["type"]) if is_plain else Anything()


def _words(node: Any, schemas: Mapping[str, Any]) -> str:
    """The description of a property, or that of the component it refers to."""
    if not isinstance(node, dict):
        return ""
    target = schemas.get(reference(node) or "") if "$ref" in node else None
    return str(node.get("description") or (target.get("description", "") if isinstance(target, dict) else ""))
