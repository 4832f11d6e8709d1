"""The call that starts an upload: what identifies its record, and what its response opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..api import Call
from ..pointers import find, read

from .errors import UploadResponseInvalidError
from .protocol import KnownValue, ResponseShape, UploadProtocol

__all__ = ["OpenedUpload", "read_start_response", "record_identity"]


@dataclass(frozen=True, slots=True, repr=False)
class OpenedUpload:
    """An upload that the server has opened. Ids and URLs are secrets: the repr shows the record's id alone."""

    record: Mapping[str, Any]
    record_id: Any
    upload_id: Any
    urls: Sequence[Any]

    def __repr__(self) -> str:
        return f"OpenedUpload(record_id={self.record_id!r})"

    def known(self, values: Mapping[str, KnownValue]) -> dict[str, Any]:
        """Return record id or upload id, as a later call needs them, by JSON pointer or ``Parameter.key``."""
        return {key: self.upload_id if value == "uploadId" else self.record_id for key, value in values.items()}


def read_start_response(shape: ResponseShape, response: Any) -> OpenedUpload:
    """Return the opened upload: record, ids and part URLs of the response to a start, given as JSON data.

    Raises:
        UploadResponseInvalidError: one of them is missing, or there is more than one record.
    """
    record = response
    items = find(response, shape.envelope) if shape.envelope is not None else None
    if isinstance(items, list):
        if len(items) != 1:
            raise UploadResponseInvalidError(f"the response to the start has {len(items)} records, not one")
        record = items[0]
    try:
        record_id, upload_id, urls = (
            read(record, pointer) for pointer in (shape.record_id, shape.upload_id, shape.part_urls)
        )
    except LookupError as error:
        raise UploadResponseInvalidError(f"the response to the start has no {error}") from None
    if not isinstance(urls, list):
        raise UploadResponseInvalidError(f"{shape.part_urls} in the response to the start is not an array")
    return OpenedUpload(record, record_id, upload_id, urls)


def record_identity(protocol: UploadProtocol, start: Call) -> dict[str, Any]:
    """Return the values that identify the record of a start, by property of ``start_existing``; empty if none does."""
    entry = protocol.start_existing
    if entry is not None and start.operation is entry.operation:
        found: dict[str, Any] = find(start.body, entry.target)
        return found
    values = {pointer[1:]: find(start.body, pointer) for pointer in protocol.start_new.fields.identity}
    return {name: value for name, value in values.items() if value is not None}
