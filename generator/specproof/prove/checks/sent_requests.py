"""What is wrong with a request that left: it says something else than was asked for, or more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from specproof.oracle.decode import MalformedError
from specproof.oracle.forms import decode_form, decode_multipart
from specproof.oracle.json_values import equal
from specproof.oracle.media_types import is_json
from specproof.oracle.operations import Operation, Parameter
from specproof.oracle.parse_request import RequestHead, path_values, read_parameters
from specproof.oracle.shape import Shape
from specproof.prove.checks.call_cases import Plan
from specproof.prove.checks.compared import means, shape_like, without_triplets
from specproof.prove.checks.credentials import presented, stray
from specproof.prove.checks.harness import FORM, MULTIPART, essence
from specproof.prove.checks.wire import BASE, Sent

__all__ = ["alternatives", "faults"]

_TEXT = Shape(frozenset({"string"}))
_ALWAYS = frozenset({"host", "accept", "accept-encoding", "connection", "user-agent"})
_RESERVED = re.compile(r"[]:/?@!$'()*;=[]")  # not the comma: it separates items
_FRAMING = frozenset({"content-type", "content-length", "transfer-encoding"})


def faults(plan: Plan, case: Mapping[str, Any], sent: Sent) -> Iterator[str]:
    """One sentence for each thing that is wrong."""
    operation = plan.operation
    if sent.method != operation.method:
        yield f"the method is {sent.method}"
    yield from _of_parameters(plan, case["arguments"], sent)
    yield from _of_headers(plan, case, sent)
    yield from _of_credentials(plan, sent)
    yield from _of_body(plan, case, sent)


def _of_parameters(plan: Plan, arguments: Mapping[str, Any], sent: Sent) -> Iterator[str]:
    path, _, query = sent.target.partition("?")
    if not path.startswith(BASE):
        yield f"the path {path} has lost that of the server"
        return
    query = _without_keys(plan, query)
    head = RequestHead(path.removeprefix(BASE), query, {name: sent.header(name) or "" for name, _ in sent.headers})
    yield from _of_escaping(plan.operation, query)
    problems: list[str] = []
    for values in path_values(plan.operation.path, head.path):
        problems = list(_of_reading(plan, arguments, head, values))
        if not problems:
            return
    yield from problems or [f"the path {path} is not that of the operation"]


def _of_escaping(operation: Operation, query: str) -> Iterator[str]:
    """Reserved characters stand as they are where `allowReserved` lets them, and nowhere else (RFC 3986, 2.2)."""
    plain = {one.name for one in operation.parameters if one.location == "query" and not one.allow_reserved}
    for name, _, text in (piece.partition("=") for piece in query.split("&")):
        if unquote(name) in plain and (found := _RESERVED.search(text)):
            yield f"query.{unquote(name)} was sent with a bare {found[0]!r}"


def _of_reading(
    plan: Plan, arguments: Mapping[str, Any], head: RequestHead, values: Mapping[str, str]
) -> Iterator[str]:
    def shape_of(parameter: Parameter) -> Shape:
        return shape_like(arguments[parameter.key]) if parameter.key in arguments else _TEXT

    try:
        carried = read_parameters(plan.operation, head, values, shape_of)
    except MalformedError as error:
        yield f"what was sent does not follow its style: {error}"
        return
    keys = _keys(plan)
    for name in carried.undeclared:
        if name not in keys:
            yield f"{name} is not declared"
    for parameter in plan.operation.parameters:
        yield from _of_parameter(parameter, arguments, carried.values)


def _without_keys(plan: Plan, query: str) -> str:
    """The query without credentials: an object that is spread over the query would have them among its properties."""
    declared = {one.key for one in plan.operation.parameters}
    names = {key.removeprefix("query.") for key in _keys(plan) - declared if key.startswith("query.")}
    return "&".join(piece for piece in query.split("&") if unquote(piece.partition("=")[0]) not in names)


def _keys(plan: Plan) -> set[str]:
    """Names of credentials in query and cookies."""
    wanted = {name for one in plan.operation.security for name in one} & set(plan.service.schemes)
    schemes = [plan.service.schemes[name] for name in wanted]
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
        if not means(read[key], value):
            yield f"{key} was sent as {read[key]!r}"


def _of_headers(plan: Plan, case: Mapping[str, Any], sent: Sent) -> Iterator[str]:
    operation, service = plan.operation, plan.service
    allowed = _ALWAYS | service.headers | {one.name.lower() for one in operation.parameters if one.location == "header"}
    allowed |= {"cookie", "authorization"} | {
        one["name"].lower() for one in service.schemes.values() if one["type"] == "apiKey" and one["in"] == "header"
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


def _of_accept(operation: Operation, sent: Sent) -> Iterator[str]:
    declared = {essence(kind) for reply in operation.responses.values() for kind in reply.content}
    asked = {essence(one) for one in (sent.header("accept") or "").split(",") if one.strip()}
    if asked != (declared or {"*/*"}):
        yield f"Accept is {sent.header('accept')!r}"


def _of_credentials(plan: Plan, sent: Sent) -> Iterator[str]:
    """Those of one alternative, and no other."""
    service, replaced = plan.service, _replaced(plan)
    offered = {name: one for name, one in service.secrets.items() if name not in replaced}
    known = frozenset(offered)
    alternatives = [one & known for one in plan.operation.security if one - replaced <= known | _certificates(plan)]
    there = presented(service.schemes, offered, sent)
    if any(alternatives) and there not in [one for one in alternatives if one]:
        yield f"it presents {sorted(there) or 'nothing'}, and {sorted(map(sorted, alternatives))} are asked for"
    for name in stray(offered, there & frozenset().union(*alternatives), sent):
        yield f"it gives away the secret of {name}"


def alternatives(plan: Plan) -> list[frozenset[str]]:
    """The sets of schemes of which each is enough, as far as there are secrets; without what parameters say."""
    offered = plan.service.secrets.keys() - _replaced(plan)
    return [one for one in dict.fromkeys(plan.operation.security) if one and one <= offered]


def _certificates(plan: Plan) -> frozenset[str]:
    return frozenset(name for name, one in plan.service.schemes.items() if one["type"] == "mutualTLS")


def _replaced(plan: Plan) -> frozenset[str]:
    """Schemes whose place a declared parameter takes."""
    declared = {(one.location, one.name.lower()) for one in plan.operation.parameters}
    schemes = plan.service.schemes.items()
    return frozenset(
        name for name, one in schemes if one["type"] == "apiKey" and (one["in"], one["name"].lower()) in declared
    )


def _of_body(plan: Plan, case: Mapping[str, Any], sent: Sent) -> Iterator[str]:
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
        is_right, read = _read(plan, case["body"], given, sent.body)
    except (ValueError, RecursionError) as error:
        yield f"the body cannot be read: {error}"
        return
    if not is_right:
        yield f"the body was sent as {read!r}"


def _read(plan: Plan, value: Any, media_type: str, content: bytes) -> tuple[bool, Any]:
    """Whether the content means the value, and what it was read as."""
    kind, encodings = essence(media_type), plan.media.encodings if plan.media is not None else {}
    if is_json(kind):
        read = json.loads(content)
        return equal(read, value), read
    if kind == FORM:
        read = decode_form(content.decode("ascii"), shape_like(value), encodings)
        return means(read, value), read
    if kind == MULTIPART:
        read = decode_multipart(media_type, content, shape_like(value))
        return means(read, _as_bytes(value, plan.files)), read
    if kind.startswith("text/"):
        return content.decode() == value, content.decode(errors="replace")
    return content.decode("latin-1") == value, content.decode("latin-1")


def _as_bytes(value: Mapping[str, Any], files: frozenset[str]) -> dict[str, Any]:
    """The files of a form as text of one character a byte."""
    return {name: _latin(one) if name in files else one for name, one in value.items()}


def _latin(value: Any) -> Any:
    return [_latin(one) for one in value] if isinstance(value, list) else str(value).encode().decode("latin-1")
