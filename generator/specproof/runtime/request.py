"""From an operation and its arguments to a request: everything is judged here, before anything is sent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .absent import NOT_GIVEN
from .address import Url
from .body import encode_body
from .content import Content, Stream
from .credentials import Placement
from .errors import InvalidArgument, problems
from .media import is_json
from .operation import NOTHING, Operation, Parameter
from .package import Names
from .styles import Spelling, cookie_text, header_value, path_text, query_text
from .text import header_text, percent, scalar_text

__all__ = ["Request", "authorize", "checked", "prepare"]

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_TEMPLATE = re.compile(r"\{([^{}]*)\}")
_FRAMING = frozenset({"content-length", "transfer-encoding", "host", "connection"})
_BODY_EXPECTED = frozenset({"POST", "PUT", "PATCH"})


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


def prepare(
    operation: Operation,
    arguments: Mapping[str, Any],
    body: Any = NOT_GIVEN,
    *,
    base: Url,
    names: Names,
    media_type: str | None = None,
    headers: Mapping[str, str] = NOTHING,
    usual: Mapping[str, str] = NOTHING,
) -> Request:
    """The request of one call, without credentials.

    Args:
        arguments: values by ``Parameter.key``; ``NOT_GIVEN`` counts as absent.
        base: of the server; the operation's path is put behind its path, and its query before the operation's.
        headers: put in place of those that the operation gives.
        usual: the same before them, by names in lower case; these have been ``checked``.

    Raises:
        InvalidArgument: an argument, a header or the body is not what the document allows, or cannot be written.
    """
    values = _values(operation, arguments, names)
    content, content_type = encode_body(operation.body, body, media_type, names)
    fields = {
        "accept": operation.accept,
        **({} if content_type is None else {"content-type": content_type}),
        **_header_fields(values),
        **usual,
        **checked(headers),
        **_framing(operation.method, content),
    }
    path = _path(operation, values)
    query = "&".join(filter(None, [base.query, *(_query(parameter, value) for parameter, value in values)]))
    target = base.path.rstrip("/") + path + (f"?{query}" if query else "")
    return Request(operation.id, operation.method, base._replace(target=target or "/"), fields, content)


def _values(operation: Operation, arguments: Mapping[str, Any], names: Names) -> list[tuple[Parameter, Any]]:
    """The parameters that are sent, with their values as JSON-ready data, or as JSON text where they are a document."""
    strange = arguments.keys() - {parameter.key for parameter in operation.parameters}
    if strange:
        raise InvalidArgument(min(strange), "the operation has no such parameter")
    given = [(parameter, arguments.get(parameter.key, NOT_GIVEN)) for parameter in operation.parameters]
    missing = next((parameter for parameter, value in given if parameter.required and value is NOT_GIVEN), None)
    if missing is not None:
        raise InvalidArgument(missing.key, "this parameter is required")
    judged = [(parameter, _judged(parameter, value, names)) for parameter, value in given if value is not NOT_GIVEN]
    return [(parameter, value) for parameter, value in judged if not _undefined(parameter, value)]


def _judged(parameter: Parameter, value: Any, names: Names) -> Any:
    codec = names.codec(parameter.type)
    try:
        if parameter.media_type is not None and is_json(parameter.media_type):
            return codec.dump_json(value).decode()
        return codec.dump(value)
    except ValueError as error:
        raise InvalidArgument(parameter.key, problems(error)) from None


def _undefined(parameter: Parameter, value: Any) -> bool:
    """Null is 'undefined' to RFC 6570 (section 2.3): such a parameter is not sent, so it must not be needed."""
    if value is None and parameter.required:
        raise InvalidArgument(parameter.key, "null cannot be written, and this parameter is required")
    return value is None


def _spelled(parameter: Parameter, write: Any, value: Any) -> str:
    try:
        return str(write(parameter, value))
    except UnicodeEncodeError:
        raise InvalidArgument(parameter.key, "the text holds half of a surrogate pair") from None


def _path(operation: Operation, values: list[tuple[Parameter, Any]]) -> str:
    texts = {
        parameter.name: _spelled(parameter, _path_value, value)
        for parameter, value in values
        if parameter.place == "path"
    }
    segments = [_segment(segment, texts) if "{" in segment else segment for segment in operation.path.split("/")]
    return "/".join(segments)


def _segment(template: str, texts: Mapping[str, str]) -> str:
    """One path segment; '.' and '..' would leave the operation, and percent-encoding does not stop them."""
    filled = _TEMPLATE.sub(lambda match: texts.get(match[1], match[0]), template)
    if filled in {"", ".", ".."}:
        name = (_TEMPLATE.findall(template) or [template])[0]
        raise InvalidArgument(f"path.{name}", "'', '.' and '..' cannot stand in a path")
    return filled


def _path_value(parameter: Parameter, value: Any) -> str:
    if parameter.media_type is not None:
        return percent(scalar_text(parameter.key, value))
    return path_text(parameter, value)


def _query(parameter: Parameter, value: Any) -> str:
    return _spelled(parameter, _query_value, value) if parameter.place == "query" else ""


def _query_value(parameter: Parameter, value: Any) -> str:
    if parameter.media_type is not None:
        return f"{percent(parameter.name)}={percent(scalar_text(parameter.key, value))}"
    return query_text(Spelling.of(parameter), value)


def _header_fields(values: list[tuple[Parameter, Any]]) -> dict[str, str]:
    fields = {
        parameter.name.lower(): _spelled(parameter, _header_value, value)
        for parameter, value in values
        if parameter.place == "header"
    }
    cookies = [_spelled(parameter, _cookie_value, value) for parameter, value in values if parameter.place == "cookie"]
    pairs = "; ".join(filter(None, cookies))
    return {**fields, "cookie": pairs} if pairs else fields


def _header_value(parameter: Parameter, value: Any) -> str:
    if parameter.media_type is not None:
        return header_text(parameter.key, scalar_text(parameter.key, value))
    return header_value(parameter, value)


def _cookie_value(parameter: Parameter, value: Any) -> str:
    if parameter.media_type is not None:
        return f"{percent(parameter.name)}={percent(scalar_text(parameter.key, value))}"
    return cookie_text(parameter, value)


def checked(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers from the caller.

    Raises:
        InvalidArgument: a name or value that no header can carry, or a header that frames the message.
    """
    for name in headers:
        if not _TOKEN.fullmatch(name) or name.lower() in _FRAMING:
            raise InvalidArgument("headers", f"{name!r} cannot be set")
    return {name.lower(): header_text(f"headers.{name}", value) for name, value in headers.items()}


def _framing(method: str, content: Content | None) -> dict[str, str]:
    if content is None:
        return {"content-length": "0"} if method in _BODY_EXPECTED else {}
    length = len(content) if isinstance(content, bytes) else content.length if isinstance(content, Stream) else None
    return {"transfer-encoding": "chunked"} if length is None else {"content-length": str(length)}


def authorize(request: Request, placements: Iterable[Placement]) -> Request:
    """The request with credentials; a header that the caller set stays."""
    headers, target = dict(request.headers), request.url.target
    for place, name, value in placements:
        if place == "header":
            headers.setdefault(name.lower(), value)
        elif place == "cookie":
            headers["cookie"] = "; ".join(filter(None, [headers.get("cookie"), f"{name}={value}"]))
        elif f"{percent(name)}=" not in target:
            target += ("&" if "?" in target else "?") + f"{percent(name)}={value}"
    return replace(request, url=request.url._replace(target=target), headers=headers)
