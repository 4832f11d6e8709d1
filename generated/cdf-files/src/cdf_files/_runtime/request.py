"""From an operation and its arguments to a request: everything is judged here, before anything is sent."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .body import encode_body
from .content import Content, Stream
from .credentials import Placement
from .errors import InvalidArgumentError, problems
from .media import is_json
from .not_given import NOT_GIVEN
from .operation import NOTHING, Operation, Parameter
from .package import Names
from .styles import SPREAD, Spelling, cookie_text, header_value, path_text, query_text
from .text import header_text, percent, scalar_text
from .url import Url

__all__ = ["Request", "authorize", "checked", "prepare"]

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
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
        usual: of every request, unless the operation gives them; by names in lower case, and ``checked``.

    Raises:
        InvalidArgumentError: an argument, a header or the body is not what the document allows, or cannot be written.
    """
    values = _values(operation, arguments, names)
    content, content_type = encode_body(operation.body, body, media_type, names)
    fields = {
        "accept": operation.accept,
        **({} if content_type is None else {"content-type": content_type}),
        **usual,
        **_header_fields(values),
        **checked(headers),
        **_framing(operation.method, content),
    }
    path = _path(operation, dict(_texts(values, "path")))
    query = "&".join(filter(None, [base.query, *(text for _, text in _texts(values, "query"))]))
    target = base.path.rstrip("/") + path + (f"?{query}" if query else "")
    return Request(operation.id, operation.method, base._replace(target=target or "/"), fields, content)


def _values(operation: Operation, arguments: Mapping[str, Any], names: Names) -> list[tuple[Parameter, Any]]:
    """The parameters that are sent, with their values as JSON-ready data, or as JSON text where they are a document."""
    strange = arguments.keys() - {parameter.key for parameter in operation.parameters}
    if strange:
        raise InvalidArgumentError(min(strange), "the operation has no such parameter")
    given = [(parameter, arguments.get(parameter.key, NOT_GIVEN)) for parameter in operation.parameters]
    missing = next((parameter for parameter, value in given if parameter.required and value is NOT_GIVEN), None)
    if missing is not None:
        raise InvalidArgumentError(missing.key, "this parameter is required")
    judged = [(parameter, _judged(parameter, value, names)) for parameter, value in given if value is not NOT_GIVEN]
    _refuse_clashes(operation, judged)
    return judged


def _refuse_clashes(operation: Operation, values: list[tuple[Parameter, Any]]) -> None:
    """Properties of an exploded object stand beside the other parameters, and must not pass for one of them."""
    spread = [(one, value) for one, value in values if isinstance(value, dict) and one.explode and one.style in SPREAD]
    for parameter, value in spread:
        others = [one for one in operation.parameters if one.place == parameter.place and one is not parameter]
        taken = {one.name for one in others}.union(*(keys for one, keys in spread if one in others))
        if clash := sorted(taken & value.keys()):
            raise InvalidArgumentError(parameter.key, f"{clash[0]!r} is the name of another parameter")


def _judged(parameter: Parameter, value: Any, names: Names) -> Any:
    codec = names.codec(parameter.type)
    try:
        if parameter.media_type is not None and is_json(parameter.media_type):
            text = codec.dump_json(value).decode()
            is_ascii = parameter.place == "header"
            return _NOT_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], text) if is_ascii else text
        return codec.dump(value)
    except ValueError as error:
        raise InvalidArgumentError(parameter.key, problems(error)) from None


_WRITERS: Mapping[str, Callable[[Parameter, Any], str]] = {
    "path": path_text,
    "query": lambda parameter, value: query_text(Spelling.of(parameter), value),
    "header": header_value,
    "cookie": cookie_text,
}


def _texts(values: list[tuple[Parameter, Any]], place: str) -> list[tuple[str, str]]:
    """Name and text of each parameter in one place."""
    return [(one.name, _text(one, value)) for one, value in values if one.place == place]


def _text(parameter: Parameter, value: Any) -> str:
    """The value in its place, with its name where that stands there too."""
    try:
        return _document_text(parameter, value) if parameter.media_type else _WRITERS[parameter.place](parameter, value)
    except UnicodeEncodeError:
        raise InvalidArgumentError(parameter.key, "the text holds half of a surrogate pair") from None


def _document_text(parameter: Parameter, value: Any) -> str:
    text = scalar_text(parameter.key, value)
    if parameter.place == "header":
        return header_text(parameter.key, text)
    return percent(text) if parameter.place == "path" else f"{percent(parameter.name)}={percent(text)}"


def _path(operation: Operation, texts: Mapping[str, str]) -> str:
    return "/".join(_segment(one, texts) if "{" in one else one for one in operation.path.split("/"))


def _segment(template: str, texts: Mapping[str, str]) -> str:
    """One path segment; '.' and '..' would leave the operation, and percent-encoding does not stop them."""
    filled = _TEMPLATE.sub(lambda match: texts.get(match[1], match[0]), template)
    if filled in {"", ".", ".."}:
        name = (_TEMPLATE.findall(template) or [template])[0]
        raise InvalidArgumentError(f"path.{name}", "'', '.' and '..' cannot stand in a path")
    return filled


def _header_fields(values: list[tuple[Parameter, Any]]) -> dict[str, str]:
    fields = {name.lower(): text for name, text in _texts(values, "header")}
    cookies = "; ".join(text for _, text in _texts(values, "cookie"))
    return {**fields, "cookie": cookies} if cookies else fields


def checked(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers from the caller.

    Raises:
        InvalidArgumentError: a name or value that no header can carry, or a header that frames the message.
    """
    for name in headers:
        if not _TOKEN.fullmatch(name) or name.lower() in _FRAMING:
            raise InvalidArgumentError("headers", f"{name!r} cannot be set")
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
        elif not re.search(f"[?&]{re.escape(percent(name))}=", target):
            target += ("&" if "?" in target else "?") + f"{percent(name)}={value}"
    return replace(request, url=request.url._replace(target=target), headers=headers)
