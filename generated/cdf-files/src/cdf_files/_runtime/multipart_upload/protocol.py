"""How an API takes uploads, as data: the extension ``x-multipart-upload`` in Python. No behaviour.

JSON pointers (RFC 6901) are text; ``"query.parts"`` is a ``Parameter.key``; "recordId" and "uploadId" are the known
values that go into later calls; sizes are bytes, times seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ..operation import NOTHING, Operation

__all__ = [
    "Check",
    "Complete",
    "Conflict",
    "Discard",
    "DoneField",
    "Download",
    "KnownValue",
    "LateVisibility",
    "PartLimits",
    "PartRequest",
    "Poll",
    "Repeat",
    "ResponseShape",
    "StartExisting",
    "StartFields",
    "StartNew",
    "UploadProtocol",
    "Wait",
]

KnownValue = Literal["recordId", "uploadId"]
Repeat = Literal["safe", "never", "identified", "checkFirst"]


@dataclass(frozen=True, slots=True)
class Wait:
    """Delays between polls, in seconds: each one ``factor`` times the last, up to a maximum.

    ``deadline`` counts from the first poll.
    """

    initial_delay: float
    factor: float = 1.0
    maximum_delay: float | None = None
    deadline: float = 60.0


@dataclass(frozen=True, slots=True)
class StartFields:
    """JSON pointers of body fields that the uploader reads or fills."""

    name: str | None = None
    media_type: str | None = None
    identity: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """The error response for a record that exists already: its statuses, and a JSON pointer that its body has."""

    statuses: tuple[int, ...]
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class StartNew:
    """The operation that creates a record and opens an upload for it."""

    operation: Operation
    part_count: str
    repeat: Repeat
    overwrite: tuple[str, Any] | None = None
    fields: StartFields = field(default_factory=StartFields)
    conflict: Conflict | None = None


@dataclass(frozen=True, slots=True)
class LateVisibility:
    """Identifiers that the server may not know at once: the error response in that case, and how long to retry."""

    identifiers: tuple[str, ...]
    statuses: tuple[int, ...]
    wait: Wait
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class StartExisting:
    """The operation that opens an upload of new content for a record that exists."""

    operation: Operation
    part_count: str
    target: str
    identifiers: tuple[str, ...]
    repeat: Repeat
    late_visibility: LateVisibility | None = None


@dataclass(frozen=True, slots=True)
class ResponseShape:
    """JSON pointers in the response to a start. An array at ``envelope`` has one element, which is the record."""

    record_id: str
    upload_id: str
    part_urls: str
    envelope: str | None = None


@dataclass(frozen=True, slots=True)
class PartLimits:
    """Bounds of the number and size of parts, inclusive. The last part, also an only one, has a minimum of its own."""

    count_minimum: int
    count_maximum: int
    minimum: int = 0
    maximum: int | None = None
    default: int | None = None
    last_minimum: int | None = None
    total_maximum: int | None = None
    workers: int = 4


@dataclass(frozen=True, slots=True)
class PartRequest:
    """Rules for the request that sends one part to its URL. Credentials never go to another origin."""

    method: str = "PUT"
    relative_urls: Literal["serverOrigin", "serverUrl", "refused"] = "refused"
    required_headers: tuple[str, ...] = ()
    forbidden_headers: tuple[str, ...] = ()
    same_origin_credentials: Literal["never", "optIn", "always"] = "never"
    redirects: Literal["error", "follow"] = "error"
    accepted: str = "2XX"
    repeat: Repeat = "never"
    retry_statuses: tuple[int, ...] = ()
    retry_transport_errors: bool = False
    url_lifetime_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Complete:
    """The operation that ends an upload, called when every part is stored."""

    operation: Operation
    body: Mapping[str, KnownValue]
    repeat: Repeat


@dataclass(frozen=True, slots=True)
class DoneField:
    """The field of a record that tells whether its content has arrived, and its value in that case."""

    pointer: str
    equals: Any


@dataclass(frozen=True, slots=True)
class Poll:
    """The operation that reads the record. ``moved`` is the JSON pointer of a field that changes with the content."""

    operation: Operation
    done: DoneField
    wait: Wait
    parameters: Mapping[str, KnownValue] = field(default_factory=lambda: NOTHING)
    body: Mapping[str, KnownValue] = field(default_factory=lambda: NOTHING)
    record: str = ""
    moved: str | None = None


@dataclass(frozen=True, slots=True)
class Download:
    """The operation that returns a URL of the content."""

    operation: Operation
    body: Mapping[str, KnownValue]
    url: str
    extended: tuple[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Discard:
    """The operation that deletes a record."""

    operation: Operation
    body: Mapping[str, KnownValue]
    constants: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Check:
    """A constraint on a field of the start's body that no schema states; an absent field satisfies it."""

    pointer: str
    description: str
    min_length: int | None = None
    pattern: str | None = None
    max_entries: int | None = None
    max_key_bytes: int | None = None
    max_value_bytes: int | None = None
    max_total_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class UploadProtocol:
    """One upload protocol, from the start to the confirmation of the content."""

    start_new: StartNew
    response: ResponseShape
    parts: PartLimits
    part_request: PartRequest
    complete: Complete
    start_existing: StartExisting | None = None
    poll: Poll | None = None
    download: Download | None = None
    discard: Discard | None = None
    checks: tuple[Check, ...] = ()
