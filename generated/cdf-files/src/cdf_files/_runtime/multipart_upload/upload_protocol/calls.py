"""The calls that open an upload."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ...api import Call
from ...errors import InvalidArgumentError, problems
from ...not_given import NOT_GIVEN
from ...operation import Names, Operation

from ..pointers import built
from ..protocol import UploadProtocol
from .checks import keep

__all__ = ["counted", "existing", "fresh"]


def fresh(
    protocol: UploadProtocol,
    names: Names,
    fields: Mapping[str, Any],
    arguments: Mapping[str, Any],
    file_name: str | None,
) -> Call:
    """The call that makes a record, but for the number of parts; the file's name and media type fill what is missing.

    Raises:
        InvalidArgumentError: the fields are not what the document and the protocol's checks allow.
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


def _judged(operation: Operation, body: Any, names: Names) -> Any:
    media = next(iter(operation.body.content.values())) if operation.body else None
    if media is None or media.type is None:
        return body
    try:
        return names.codec(media.type).dump(body)
    except ValueError as error:
        raise InvalidArgumentError("body", problems(error)) from None


def existing(
    protocol: UploadProtocol, names: Names, identifiers: Mapping[str, Any], arguments: Mapping[str, Any]
) -> Call:
    """The call that opens an upload for a record that exists, but for the number of parts.

    Raises:
        InvalidArgumentError: not exactly one identifier was given.
    """
    start = protocol.start_existing
    if start is None:
        raise InvalidArgumentError("identifiers", "the protocol takes uploads for new records alone")
    given = {name: value for name, value in identifiers.items() if value is not NOT_GIVEN}
    if len(given) != 1:
        raise InvalidArgumentError("identifiers", f"exactly one of {', '.join(start.identifiers)} is needed")
    body = built({f"{start.target}/{name}": value for name, value in given.items()})
    return Call(start.operation, arguments, _judged(start.operation, body, names), any_success=True)
