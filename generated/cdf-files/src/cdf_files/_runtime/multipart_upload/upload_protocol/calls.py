"""Calls of an upload: its start, looks at the record, the completion, the download."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ...api import Call
from ...errors import InvalidArgumentError, problems
from ...not_given import NOT_GIVEN
from ...operation import Names, Operation
from ...pointers import build, find

from ..protocol import Complete, Download, Poll, UploadProtocol
from ..start import OpenedUpload
from .checks import check_body

__all__ = [
    "complete_call",
    "download_call",
    "has_content",
    "poll_call",
    "start_existing",
    "start_new",
    "with_part_count",
]


def start_new(
    protocol: UploadProtocol,
    names: Names,
    fields: Mapping[str, Any],
    arguments: Mapping[str, Any],
    file_name: str | None,
) -> Call:
    """Return the call that creates a record and opens an upload for it, still without the number of parts.

    The file's name, and the media type that it suggests, fill the fields that are missing.

    Raises:
        InvalidArgumentError: the fields break the document or the protocol's checks.
    """
    start = protocol.start_new
    given = {name: value for name, value in fields.items() if value is not NOT_GIVEN}
    media_type = mimetypes.guess_type(file_name or "")[0]
    guesses = {start.fields.name: file_name, start.fields.media_type: media_type}
    defaults = {pointer[1:]: value for pointer, value in guesses.items() if pointer and value is not None}
    body = _encode(start.operation, {**defaults, **given}, names)
    check_body(protocol.checks, body)
    return Call(start.operation, arguments, body, any_success=True)


def start_existing(
    protocol: UploadProtocol, names: Names, identifiers: Mapping[str, Any], arguments: Mapping[str, Any]
) -> Call:
    """Return the call that opens an upload for an existing record, still without the number of parts.

    Raises:
        InvalidArgumentError: not exactly one identifier was given, or the protocol has no such call.
    """
    start = protocol.start_existing
    if start is None:
        raise InvalidArgumentError("identifiers", "the protocol takes uploads for new records alone")
    given = {name: value for name, value in identifiers.items() if value is not NOT_GIVEN}
    if len(given) != 1:
        raise InvalidArgumentError("identifiers", f"exactly one of {', '.join(start.identifiers)} is needed")
    body = build({f"{start.target}/{name}": value for name, value in given.items()})
    return Call(start.operation, arguments, _encode(start.operation, body, names), any_success=True)


def with_part_count(protocol: UploadProtocol, start: Call, parts: int) -> Call:
    """Return the start call with the number of parts among its arguments."""
    entry = protocol.start_existing
    is_new = entry is None or start.operation is not entry.operation
    key = protocol.start_new.part_count if entry is None or is_new else entry.part_count
    return replace(start, arguments={**start.arguments, key: parts})


def complete_call(rule: Complete, opened: OpenedUpload) -> Call:
    """Return the call that completes an upload whose parts are all stored."""
    return Call(rule.operation, {}, build(opened.known(rule.body)), any_success=True)


def poll_call(poll: Poll, opened: OpenedUpload) -> Call:
    """Return the call that reads the record of an upload."""
    body = build(opened.known(poll.body)) if poll.body else NOT_GIVEN
    return Call(poll.operation, opened.known(poll.parameters), body)


def has_content(poll: Poll | None, record: Any) -> bool:
    """Whether a record, as JSON data, says that its content has arrived; False without ``poll``."""
    value = None if poll is None else find(record, poll.done.pointer)
    return poll is not None and type(value) is type(poll.done.equals) and bool(value == poll.done.equals)


def download_call(download: Download, opened: OpenedUpload) -> Call:
    """Return the call that asks for a URL of the content, one with a longer life if the protocol has such an option."""
    arguments = dict([download.extended]) if download.extended is not None else {}
    return Call(download.operation, arguments, build(opened.known(download.body)))


def _encode(operation: Operation, body: Any, names: Names) -> Any:
    media = next(iter(operation.body.content.values())) if operation.body else None
    if media is None or media.type is None:
        return body
    try:
        return names.codec(media.type).dump(body)
    except ValueError as error:
        raise InvalidArgumentError("body", problems(error)) from None
