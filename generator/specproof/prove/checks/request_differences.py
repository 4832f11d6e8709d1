"""What a request that was sent says beside, or instead of, the arguments of the call."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from specproof.oracle.decode import MalformedError
from specproof.oracle.forms import decode_form, decode_multipart
from specproof.oracle.json_values import equal, parse_strict
from specproof.oracle.media_types import decode_text, essence, is_json
from specproof.oracle.operations import Operation, Parameter
from specproof.oracle.parse_request import RequestHead, path_values, read_parameters
from specproof.oracle.shape import Shape
from specproof.prove.checks.call_cases import CallCases
from specproof.prove.checks.credentials import leaked, presented
from specproof.prove.checks.harness import FORM, MULTIPART
from specproof.prove.checks.recording_clients import BASE_PATH, SentRequest
from specproof.prove.checks.wire_values import equals_decoded, shape_like, without_triplets

__all__ = ["alternatives", "differences"]

_TEXT = Shape(frozenset({"string"}))
_ALWAYS = frozenset({"host", "accept", "accept-encoding", "connection", "user-agent"})
_RESERVED = re.compile(r"[]:/?@!$'()*;=[]")  # not the comma: it separates items
_FRAMING = frozenset({"content-type", "content-length", "transfer-encoding"})


def differences(calls: CallCases, case: Mapping[str, Any], sent: SentRequest) -> Iterator[str]:
    """Yield a sentence for each difference between a request and the call that sent it; nothing if it is correct.

    Args:
        case: the call.
    """
    operation = calls.operation
    if sent.method != operation.method:
        yield f"the method is {sent.method}"
    yield from _of_parameters(calls, case["arguments"], sent)
    yield from _of_headers(calls, case, sent)
    yield from _of_credentials(calls, sent)
    yield from _of_body(calls, case, sent)


def _of_parameters(calls: CallCases, arguments: Mapping[str, Any], sent: SentRequest) -> Iterator[str]:
    path, _, query = sent.target.partition("?")
    if not path.startswith(BASE_PATH):
        yield f"the path {path} does not begin with that of the server"
        return
    rest = _without_fixed(calls.operation, query)
    if rest is None:
        yield f"the query {query} lacks {'&'.join(calls.operation.fixed_query)}"
        return
    query = _without_keys(calls, rest)
    head = RequestHead(path.removeprefix(BASE_PATH), query, {name: sent.header(name) or "" for name, _ in sent.headers})
    yield from _of_escaping(calls.operation, query)
    wrong: list[str] = []
    for values in path_values(calls.operation.template, head.path):
        wrong = list(_of_decoding(calls, arguments, head, values))
        if not wrong:
            return
    yield from wrong or [f"the path {path} is not that of the operation"]


def _of_escaping(operation: Operation, query: str) -> Iterator[str]:
    """Reserved characters stand as they are where `allowReserved` lets them, and nowhere else (RFC 3986, 2.2)."""
    plain = {one.name for one in operation.parameters if one.location == "query" and not one.allow_reserved}
    for name, _, text in (piece.partition("=") for piece in query.split("&")):
        if unquote(name) in plain and (found := _RESERVED.search(text)):
            yield f"query.{unquote(name)} was sent with a bare {found[0]!r}"


def _of_decoding(
    calls: CallCases, arguments: Mapping[str, Any], head: RequestHead, values: Mapping[str, str]
) -> Iterator[str]:
    def shape_of(parameter: Parameter) -> Shape:
        return shape_like(arguments[parameter.key]) if parameter.key in arguments else _TEXT

    try:
        carried = read_parameters(calls.operation, head, values, shape_of)
    except MalformedError as error:
        yield f"the request does not follow the declared style: {error}"
        return
    keys = _keys(calls)
    for name in carried.undeclared:
        if name not in keys:
            yield f"{name} is not declared"
    for parameter in calls.operation.parameters:
        yield from _of_parameter(parameter, arguments, carried.values)


def _without_fixed(operation: Operation, query: str) -> str | None:
    """The query without the pairs that stand in the path of the document; None if it lacks one."""
    pieces = query.split("&")
    for pair in operation.fixed_query:
        index = next((at for at, piece in enumerate(pieces) if unquote(piece) == unquote(pair)), None)
        if index is None:
            return None
        del pieces[index]
    return "&".join(pieces)


def _without_keys(calls: CallCases, query: str) -> str:
    """The query without credentials: an object that is spread over the query would have them among its properties."""
    declared = {one.key for one in calls.operation.parameters}
    names = {key.removeprefix("query.") for key in _keys(calls) - declared if key.startswith("query.")}
    return "&".join(piece for piece in query.split("&") if unquote(piece.partition("=")[0]) not in names)


def _keys(calls: CallCases) -> set[str]:
    """Names of credentials in query and cookies."""
    wanted = {name for one in calls.operation.security for name in one} & set(calls.api.schemes)
    schemes = [calls.api.schemes[name] for name in wanted]
    return {f"{one['in']}.{one['name']}" for one in schemes if one["type"] == "apiKey"}


def _of_parameter(parameter: Parameter, arguments: Mapping[str, Any], read: Mapping[str, Any]) -> Iterator[str]:
    key = parameter.key
    if key not in arguments:
        if key in read and parameter.name.lower() not in _ALWAYS:
            yield f"{key} was not given, and was sent as {read[key]!r}"
    elif key not in read:
        yield f"{key} was given, and was not sent"
    else:
        value = without_triplets(arguments[key]) if parameter.allow_reserved else arguments[key]
        if not equals_decoded(read[key], value):
            yield f"{key} was sent as {read[key]!r}"


def _of_headers(calls: CallCases, case: Mapping[str, Any], sent: SentRequest) -> Iterator[str]:
    operation, api = calls.operation, calls.api
    allowed = _ALWAYS | api.headers | {one.name.lower() for one in operation.parameters if one.location == "header"}
    allowed |= {"cookie", "authorization"} | {
        one["name"].lower() for one in api.schemes.values() if one["type"] == "apiKey" and one["in"] == "header"
    }
    if "body" in case or operation.method in ("POST", "PUT", "PATCH"):
        allowed |= _FRAMING
    names = [name for name, _ in sent.headers]
    for name in dict.fromkeys(names):
        if name not in allowed:
            yield f"the header {name} is not declared"
        if names.count(name) > 1:
            yield f"the header {name} is there {names.count(name)} times"
    yield from _of_accept(operation, sent)


def _of_accept(operation: Operation, sent: SentRequest) -> Iterator[str]:
    declared = {essence(kind) for response in operation.responses.values() for kind in response.content}
    asked = {essence(one) for one in (sent.header("accept") or "").split(",") if one.strip()}
    if asked != (declared or {"*/*"}):
        yield f"Accept is {sent.header('accept')!r}"


def _of_credentials(calls: CallCases, sent: SentRequest) -> Iterator[str]:
    """Those of one alternative, and no other."""
    api, replaced = calls.api, _replaced(calls)
    offered = {name: one for name, one in api.secrets.items() if name not in replaced}
    known = frozenset(offered)
    alternatives = [one & known for one in calls.operation.security if one - replaced <= known | _certificates(calls)]
    there = presented(api.schemes, offered, sent)
    if any(alternatives) and there not in [one for one in alternatives if one]:
        expected = sorted(map(sorted, alternatives))
        yield f"it has the credentials of {sorted(there) or 'no scheme'}, expected one of {expected}"
    for name in leaked(offered, there & frozenset().union(*alternatives), sent):
        yield f"it leaks the secret of {name}"


def alternatives(calls: CallCases) -> list[frozenset[str]]:
    """Return the security alternatives of the operation for which there are credentials, as sets of scheme names.

    Schemes whose header or query parameter the operation also declares as a parameter do not count.
    """
    offered = calls.api.secrets.keys() - _replaced(calls)
    return [one for one in dict.fromkeys(calls.operation.security) if one and one <= offered]


def _certificates(calls: CallCases) -> frozenset[str]:
    return frozenset(name for name, one in calls.api.schemes.items() if one["type"] == "mutualTLS")


def _replaced(calls: CallCases) -> frozenset[str]:
    """Schemes whose place a declared parameter takes."""
    declared = {(one.location, one.name.lower()) for one in calls.operation.parameters}
    schemes = calls.api.schemes.items()
    return frozenset(
        name for name, one in schemes if one["type"] == "apiKey" and (one["in"], one["name"].lower()) in declared
    )


def _of_body(calls: CallCases, case: Mapping[str, Any], sent: SentRequest) -> Iterator[str]:
    if "body" not in case:
        if sent.body or sent.header("content-type") is not None:
            yield "no body was given, and one was sent"
        return
    declared, given = case["media_type"], sent.header("content-type") or ""
    if essence(given) != essence(declared):
        yield f"the media type is {given!r}, not {declared!r}"
        return
    length = sent.header("content-length")
    if length is not None and length != str(len(sent.body)):
        yield f"Content-Length is {length}, and {len(sent.body)} bytes were sent"
    try:
        is_right, read = _read(calls, case["body"], given, sent.body)
    except (ValueError, RecursionError) as error:
        yield f"the body cannot be read: {error}"
        return
    if not is_right:
        yield f"the body was sent as {read!r}"


def _read(calls: CallCases, value: Any, media_type: str, content: bytes) -> tuple[bool, Any]:
    """Whether the content means the value, and what it was read as."""
    kind, encodings = essence(media_type), calls.media.encodings if calls.media is not None else {}
    if is_json(kind):
        read = parse_strict(decode_text(content, media_type))
        return equal(read, value), read
    if kind == FORM:
        read = decode_form(content.decode("ascii"), shape_like(value), encodings)
        return equals_decoded(read, value), read
    if kind == MULTIPART:
        read = decode_multipart(media_type, content, shape_like(value))
        return equals_decoded(read, _as_bytes(value, calls.files)), read
    if kind.startswith("text/"):
        return content.decode() == value, content.decode(errors="replace")
    return content.decode("latin-1") == value, content.decode("latin-1")


def _as_bytes(value: Mapping[str, Any], files: frozenset[str]) -> dict[str, Any]:
    """The files of a form as text of one character a byte."""
    return {name: _latin(one) if name in files else one for name, one in value.items()}


def _latin(value: Any) -> Any:
    return (
        [_latin(one) for one in value]
        if isinstance(value, list)
        else str(value).encode("latin-1", "replace").decode("latin-1")
    )
