"""Uploads in parts (``x-multipart-upload``). Pointers are texts (RFC 6901), operations their operationIds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from specproof.ir.content import Example, SchemaName

__all__ = [
    "Anything",
    "BodyValue",
    "Check",
    "Complete",
    "Conflict",
    "Discard",
    "DoneField",
    "Download",
    "FieldKind",
    "LateVisibility",
    "ListOf",
    "Named",
    "PartLimits",
    "PartRequest",
    "Poll",
    "ResponseShape",
    "Scalar",
    "StartExisting",
    "StartFields",
    "StartNew",
    "Switch",
    "Upload",
    "UploadField",
    "Wait",
]


@dataclass(frozen=True, slots=True)
class Named:
    schema: SchemaName


@dataclass(frozen=True, slots=True)
class Scalar:
    kind: Literal["string", "integer", "number", "boolean"]


@dataclass(frozen=True, slots=True)
class ListOf:
    item: FieldKind


@dataclass(frozen=True, slots=True)
class Anything:
    """A schema that is none of these; the body's model still judges the value."""


FieldKind = Named | Scalar | ListOf | Anything

BodyValue = tuple[str, str]
"""A pointer into a body, or a parameter's key, and the known value that goes there: ``recordId`` or ``uploadId``."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Seconds: a delay that grows by ``factor`` to ``maximum_delay``, until ``deadline``."""

    initial_delay: float
    factor: float
    maximum_delay: float | None
    deadline: float


@dataclass(frozen=True, slots=True)
class Switch:
    """A parameter (``query.overwrite``) and the value that turns it on."""

    key: str
    value: Example


@dataclass(frozen=True, slots=True)
class StartFields:
    name: str | None = None
    media_type: str | None = None
    identity: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    statuses: tuple[int, ...]
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class StartNew:
    operation: str
    part_count: str
    repeat: str
    overwrite: Switch | None = None
    fields: StartFields = StartFields()
    conflict: Conflict | None = None


@dataclass(frozen=True, slots=True)
class LateVisibility:
    identifiers: tuple[str, ...]
    statuses: tuple[int, ...]
    evidence: str | None
    wait: Wait


@dataclass(frozen=True, slots=True)
class StartExisting:
    operation: str
    part_count: str
    target: str
    identifiers: tuple[str, ...]
    repeat: str
    method: str | None = None
    description: str = ""
    late_visibility: LateVisibility | None = None


@dataclass(frozen=True, slots=True)
class ResponseShape:
    record_id: str
    upload_id: str
    part_urls: str
    envelope: str | None = None


@dataclass(frozen=True, slots=True)
class PartLimits:
    """Counts and bytes, every bound inclusive."""

    count_minimum: int
    count_maximum: int
    minimum: int | None
    maximum: int | None
    default: int | None
    last_minimum: int | None
    total_maximum: int | None
    workers: int | None


@dataclass(frozen=True, slots=True)
class PartRequest:
    method: str
    relative_urls: str
    required_headers: tuple[str, ...]
    forbidden_headers: tuple[str, ...]
    same_origin_credentials: str
    redirects: str
    accepted: str
    repeat: str
    retry_statuses: tuple[int, ...]
    retry_transport_errors: bool
    url_lifetime_seconds: float | None


@dataclass(frozen=True, slots=True)
class Complete:
    operation: str
    body: tuple[BodyValue, ...]
    repeat: str


@dataclass(frozen=True, slots=True)
class DoneField:
    pointer: str
    equals: Example


@dataclass(frozen=True, slots=True)
class Poll:
    operation: str
    parameters: tuple[BodyValue, ...]
    body: tuple[BodyValue, ...]
    record: str
    done: DoneField
    moved: str | None
    wait: Wait


@dataclass(frozen=True, slots=True)
class Download:
    operation: str
    body: tuple[BodyValue, ...]
    url: str
    extended: Switch | None = None


@dataclass(frozen=True, slots=True)
class Discard:
    operation: str
    body: tuple[BodyValue, ...]
    constants: tuple[tuple[str, Example], ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A rule for the value at ``pointer``; lengths in characters or entries, or in bytes of UTF-8 where named so."""

    pointer: str
    description: str
    min_length: int | None = None
    pattern: str | None = None
    max_entries: int | None = None
    max_key_bytes: int | None = None
    max_value_bytes: int | None = None
    max_total_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class UploadField:
    """A property of the body that starts an upload, as an argument of the upload's method."""

    name: str
    kind: FieldKind
    required: bool
    description: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """One protocol; ``resource`` and ``method`` as the document writes them.

    ``fields`` are the body properties of the operation that starts a new record, ``identifier_fields`` those that name
    an existing one.
    """

    resource: str
    method: str
    description: str
    start_new: StartNew
    response: ResponseShape
    parts: PartLimits
    part_request: PartRequest
    complete: Complete
    fields: tuple[UploadField, ...] = ()
    identifier_fields: tuple[UploadField, ...] = ()
    start_existing: StartExisting | None = None
    poll: Poll | None = None
    download: Download | None = None
    discard: Discard | None = None
    checks: tuple[Check, ...] = ()
