"""From a reply to a result, or to the error that it means."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Generic, TypeVar

from .errors import InvalidResponse, StatusError, UnexpectedResponse, problems
from .media import best, charset, is_json, is_text
from .operation import Media, Operation, Reply
from .package import Names
from .reply import Headers, RawReply

__all__ = ["Response", "interpret"]

T = TypeVar("T")

_FIRST_ERROR = 400
_EMPTY = frozenset({204, 205, 304})
_TOLD = 200


@dataclass(frozen=True, slots=True, repr=False)
class Response(Generic[T]):
    """A successful reply: the parsed result and what came with it. The repr shows no content."""

    operation: str
    status_code: int
    headers: Headers
    content: bytes
    parsed: T

    def __repr__(self) -> str:
        return f"Response({self.operation}, {self.status_code})"

    @property
    def request_id(self) -> str | None:
        """The server's name for the request."""
        return self.headers.request_id

    def json(self) -> Any:
        """The content as plain JSON data. Raises: ValueError."""
        return json.loads(self.content)


def interpret(operation: Operation, reply: RawReply, names: Names) -> Response[Any]:
    """What a reply means: the result, parsed as the document declares it for this status.

    Raises:
        StatusError: a declared status that is an error: 400 and above, or one with an error class.
        UnexpectedResponse: a status that it does not declare.
        InvalidResponse: a success whose content is not what it declares.
    """
    declared = _declared(operation.replies, reply.status_code)
    if declared is None:
        raise UnexpectedResponse(f"{_phrase(reply)}: the document does not declare this status", operation.id, reply)
    failed = declared.error is not None or reply.status_code >= _FIRST_ERROR
    try:
        parsed = None if operation.method == "HEAD" else _parsed(declared, reply, names)
    except ValueError as error:
        if not failed:
            raise InvalidResponse(problems(error), operation.id, reply) from None
        parsed = None
    if failed:
        raise _error_class(declared, names)(_reason(reply), operation.id, reply, parsed)
    return Response(operation.id, *reply, parsed)


def _declared(replies: Mapping[str, Reply], status: int) -> Reply | None:
    """The exact status comes before its class, and that before the default (OpenAPI 3.1, Responses Object)."""
    by_key = {key.upper(): reply for key, reply in replies.items()}
    return next((by_key[key] for key in (str(status), f"{status // 100}XX", "DEFAULT") if key in by_key), None)


def _error_class(declared: Reply, names: Names) -> type[StatusError]:
    return StatusError if declared.error is None else names.error(declared.error)


def _parsed(declared: Reply, reply: RawReply, names: Names) -> Any:
    """The parsed content, None where there can be none.

    Raises:
        ValueError: not what the document declares.
    """
    if not declared.content or reply.status_code in _EMPTY:
        return None
    given = reply.headers.get("content-type", "")
    key = best(declared.content, given) if given else next(iter(declared.content))
    if key is None:
        raise ValueError(f"the media type is {given.partition(';')[0]!r}, not {' or '.join(declared.content)}")
    return _read(declared.content[key], given or key, reply.content, names)


def _read(media: Media, media_type: str, content: bytes, names: Names) -> Any:
    if is_json(media_type):
        return json.loads(content) if media.type is None else names.codec(media.type).load_json(content)
    if is_text(media_type):
        try:
            return content.decode(charset(media_type))
        except LookupError:
            raise ValueError("the charset is not known") from None
    return content


def _phrase(reply: RawReply) -> str:
    try:
        return HTTPStatus(reply.status_code).phrase
    except ValueError:
        return "(unknown status)"


def _reason(reply: RawReply) -> str:
    """The status in words, and the server's own words where they stand in a usual place."""
    said = _said(reply.content)
    return f"{_phrase(reply)}: {said[:_TOLD]}" if said else _phrase(reply)


def _said(content: bytes) -> str | None:
    try:
        body = json.loads(content)
    except ValueError:
        return None
    inner = body.get("error", body) if isinstance(body, dict) else body
    if isinstance(inner, dict):
        inner = next((inner[key] for key in ("message", "detail", "title", "description") if key in inner), None)
    return " ".join(inner.split()) if isinstance(inner, str) else None
