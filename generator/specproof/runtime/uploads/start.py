"""The first call of an upload, and what its reply opens."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..absent import NOT_GIVEN
from ..api import Call
from ..errors import InvalidArgument, problems
from ..operation import Operation
from ..package import Names
from .checks import keep
from .errors import UploadReplyInvalid
from .pointers import built, find, read
from .protocol import ReplyShape, UploadProtocol

__all__ = ["Opened", "counted", "existing", "fresh", "identity", "read_opened"]


def fresh(
    protocol: UploadProtocol,
    names: Names,
    fields: Mapping[str, Any],
    arguments: Mapping[str, Any],
    file_name: str | None,
) -> Call:
    """The call that makes a record, but for the number of parts; the file's name and media type fill what is missing.

    Raises:
        InvalidArgument: the fields are not what the document and the protocol's checks allow.
    """
    start = protocol.start_new
    given = {name: value for name, value in fields.items() if value is not NOT_GIVEN}
    kind = mimetypes.guess_type(file_name or "")[0]
    guesses = {start.fields.name: file_name, start.fields.media_type: kind}
    defaults = {pointer[1:]: value for pointer, value in guesses.items() if pointer and value is not None}
    body = _judged(start.operation, {**defaults, **given}, names)
    keep(protocol.checks, body)
    return Call(start.operation, arguments, body, any_success=True)


def counted(protocol: UploadProtocol, start: Call, parts: int) -> Call:
    """The same call for so many parts."""
    entry = protocol.start_existing
    is_new = entry is None or start.operation is not entry.operation
    key = protocol.start_new.part_count if entry is None or is_new else entry.part_count
    return replace(start, arguments={**start.arguments, key: parts})


def identity(protocol: UploadProtocol, start: Call) -> dict[str, Any]:
    """What makes the record findable, by the names that the link endpoint has for it."""
    entry = protocol.start_existing
    if entry is not None and start.operation is entry.operation:
        found: dict[str, Any] = find(start.body, entry.target)
        return found
    values = {pointer[1:]: find(start.body, pointer) for pointer in protocol.start_new.fields.identity}
    return {name: value for name, value in values.items() if value is not None}


def _judged(operation: Operation, body: Any, names: Names) -> Any:
    media = next(iter(operation.body.content.values())) if operation.body else None
    if media is None or media.type is None:
        return body
    try:
        return names.codec(media.type).dump(body)
    except ValueError as error:
        raise InvalidArgument("body", problems(error)) from None


def existing(
    protocol: UploadProtocol, names: Names, identifiers: Mapping[str, Any], arguments: Mapping[str, Any]
) -> Call:
    """The call that opens an upload for a record that exists, but for the number of parts.

    Raises:
        InvalidArgument: not exactly one identifier was given.
    """
    start = protocol.start_existing
    if start is None:
        raise InvalidArgument("identifiers", "the protocol takes uploads for new records alone")
    given = {name: value for name, value in identifiers.items() if value is not NOT_GIVEN}
    if len(given) != 1:
        raise InvalidArgument("identifiers", f"exactly one of {', '.join(start.identifiers)} is needed")
    body = built({f"{start.target}/{name}": value for name, value in given.items()})
    return Call(start.operation, arguments, _judged(start.operation, body, names), any_success=True)


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """An upload that the server has opened. Ids and URLs are secrets: the repr shows the record's id alone."""

    record: Mapping[str, Any]
    record_id: Any
    upload_id: Any
    urls: Sequence[Any]

    def __repr__(self) -> str:
        return f"Opened(record_id={self.record_id!r})"

    def known(self, values: Mapping[str, str]) -> dict[str, Any]:
        """The known values that a later call wants."""
        return {place: self.upload_id if what == "uploadId" else self.record_id for place, what in values.items()}


def read_opened(shape: ReplyShape, reply: Any) -> Opened:
    """Find record, ids and part URLs in the reply to a start.

    Raises:
        UploadReplyInvalid: one of them is missing, or there is more than one record.
    """
    record = reply
    items = find(reply, shape.envelope) if shape.envelope is not None else None
    if isinstance(items, list):
        if len(items) != 1:
            raise UploadReplyInvalid(f"the reply holds {len(items)} records in place of one")
        record = items[0]
    try:
        record_id, upload_id, urls = (
            read(record, pointer) for pointer in (shape.record_id, shape.upload_id, shape.part_urls)
        )
    except LookupError as error:
        raise UploadReplyInvalid(f"the reply does not hold {error}") from None
    if not isinstance(urls, list):
        raise UploadReplyInvalid(f"{shape.part_urls} of the reply is no list")
    return Opened(record, record_id, upload_id, urls)
