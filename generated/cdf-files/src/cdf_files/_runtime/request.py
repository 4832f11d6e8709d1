"""From an operation and its arguments to a request: everything is validated here, before anything is sent."""

from __future__ import annotations

import re
from collections.abc import AsyncIterable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from .errors import InvalidArgumentError, gathered
from .not_given import NOT_GIVEN
from .operation import NOTHING, Names, Operation
from .url import Url

__all__ = [
    "BodyEncoder",
    "Content",
    "ParameterWriter",
    "Request",
    "RequestParts",
    "checked_headers",
    "header_text",
    "is_repeatable",
    "no_body",
    "no_parameters",
    "prepare_request",
]

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"[!-~](?:[ \t!-~]*[!-~])?|")
_FRAMING = frozenset({"content-length", "transfer-encoding", "host", "connection"})
_BODY_EXPECTED = frozenset({"POST", "PUT", "PATCH"})


Content = bytes | Iterable[bytes] | AsyncIterable[bytes]  # what is read while it is sent says how: ``bodies.Stream``


def is_repeatable(content: Content | None) -> bool:
    """Whether the content can be sent, or sent again, from its start."""
    return content is None or isinstance(content, bytes) or getattr(content, "is_whole", False)


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """One request, ready to be sent. The repr shows neither query nor header values nor content.

    ``is_own`` is false for a request to another server than the API's, which the caller's client lends nothing to.
    """

    operation: str
    method: str
    url: Url
    headers: Mapping[str, str]
    content: Content | None
    is_own: bool = True

    def __repr__(self) -> str:
        return f"Request({self.method} {self.url.shown}, headers={sorted(self.headers)})"


class RequestParts(NamedTuple):
    """Path, pieces of the query, and headers (by names in lower case) that the parameters give a request."""

    path: str
    query: Sequence[str]
    headers: Mapping[str, str]


ParameterWriter = Callable[[Operation, Mapping[str, Any], Names], RequestParts]
BodyEncoder = Callable[[Any, Any, str | None, Names], tuple[Content | None, str | None]]


def no_parameters(operation: Operation, arguments: Mapping[str, Any], names: Names) -> RequestParts:
    """Return the path alone, where no operation has parameters. Raises: InvalidArgumentError, if there are any."""
    if arguments:
        raise InvalidArgumentError(min(arguments), "the operation has no such parameter")
    return RequestParts(operation.path, (), NOTHING)


def no_body(declared: Any, value: Any, media_type: str | None, names: Names) -> tuple[None, None]:
    """Return (None, None), where no operation takes a body. Raises: InvalidArgumentError, if there is a value."""
    if value is not NOT_GIVEN:
        raise InvalidArgumentError("body", "the operation takes no body")
    return None, None


def prepare_request(
    operation: Operation,
    arguments: Mapping[str, Any],
    body: Any = NOT_GIVEN,
    *,
    base: Url,
    names: Names,
    parameters: ParameterWriter,
    bodies: BodyEncoder,
    media_type: str | None = None,
    headers: Mapping[str, str] = NOTHING,
    usual: Mapping[str, str] = NOTHING,
) -> Request:
    """Return the HTTP request of one call, without credentials.

    Args:
        arguments: values by ``Parameter.key``; ``NOT_GIVEN`` counts as absent.
        base: URL of the server; the operation's path is appended to its path, and its query comes first.
        parameters, bodies: functions that serialize these.
        headers: replace those that the operation gives.
        usual: of every request, unless the operation gives them; by names in lower case, and ``checked_headers``.

    Raises:
        InvalidArgumentError: an argument, a header or the body is not what the document allows, or cannot be written.
    """
    parts, (content, content_type) = gathered(
        (lambda: parameters(operation, arguments, names), lambda: bodies(operation.body, body, media_type, names))
    )
    fields = {
        "accept": operation.accept,
        **({} if content_type is None else {"content-type": content_type}),
        **usual,
        **parts.headers,
        **checked_headers(headers),
        **_framing(operation.method, content),
    }
    path, _, own = parts.path.partition("?")
    query = "&".join(filter(None, [base.query, own, *parts.query]))
    target = base.path.rstrip("/") + path + (f"?{query}" if query else "")
    return Request(operation.id, operation.method, base._replace(target=target or "/"), fields, content)


def header_text(argument: str, value: str) -> str:
    """Return the value unchanged, if a header can hold it (RFC 9110, section 5.5).

    Raises:
        InvalidArgumentError: a control character, blanks at an end, or beyond ASCII. The value is not shown.
    """
    if not isinstance(value, str) or not _HEADER_VALUE.fullmatch(value):
        raise InvalidArgumentError(argument, "a header holds printable ASCII without line breaks or blanks at its ends")
    return value


def checked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the caller's headers by names in lower case.

    Raises:
        InvalidArgumentError: a name or value that no header can hold, or a header that frames the message.
    """
    if not isinstance(headers, Mapping):
        raise InvalidArgumentError("headers", "a mapping of names to texts is needed")
    for name in headers:
        if not _TOKEN.fullmatch(name) or name.lower() in _FRAMING:
            raise InvalidArgumentError("headers", f"{name!r} cannot be set")
    return {name.lower(): header_text(f"headers.{name}", value) for name, value in headers.items()}


def _framing(method: str, content: Content | None) -> dict[str, str]:
    if content is None:
        return {"content-length": "0"} if method in _BODY_EXPECTED else {}
    length = len(content) if isinstance(content, bytes) else getattr(content, "length", None)
    return {"transfer-encoding": "chunked"} if length is None else {"content-length": str(length)}
