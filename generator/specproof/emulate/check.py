"""Judging both directions by the document: the request before a handler sees it, the reply before the client does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from specproof.emulate.behaviour import NO_BODY, Call, Reply
from specproof.emulate.routes import Match
from specproof.emulate.wire import Undecodable, json_value, media_type_of
from specproof.oracle.decode import ABSENT, MalformedError, Style, decode
from specproof.oracle.directions import Direction
from specproof.oracle.document import Document
from specproof.oracle.forms import decode_form
from specproof.oracle.json_pointer import resolve
from specproof.oracle.media_types import declared_as, essence, is_json
from specproof.oracle.operations import Body, DeclaredResponse, MediaType, Operation
from specproof.oracle.parse_request import RequestHead, read_parameter
from specproof.oracle.shape import ANY, Shape, shape_of

__all__ = ["Checker", "Incoming", "Rejected"]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request: ``query`` still encoded, ``headers`` by lower-case name, ``body`` without its Content-Encoding."""

    query: str
    headers: Mapping[str, str]
    body: bytes


class Rejected(Exception):
    """The document does not accept the request; ``status`` is 400 or 415."""

    def __init__(self, status: int, complaints: list[str]) -> None:
        super().__init__("; ".join(complaints))
        self.status = status


@dataclass(slots=True)
class _Values:
    found: dict[str, dict[str, Any]] = field(
        default_factory=lambda: {"path": {}, "query": {}, "header": {}, "cookie": {}}
    )
    complaints: list[str] = field(default_factory=list)


def _json_text(text: str) -> Any:
    return json_value(text.encode())


class Checker:
    """Requests and replies of one document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._written = document
        self._document = Document(document)
        self._shapes: dict[str, Shape] = {}

    def call(self, match: Match, incoming: Incoming, credentials: Mapping[str, str]) -> Call:
        """The request, decoded and accepted.

        Raises:
            Rejected: something in it is not what the operation declares; all complaints are given together.
        """
        values = self._parameters(match, incoming)
        body = self._body(match.operation.body, incoming, values.complaints)
        if values.complaints:
            raise Rejected(400, values.complaints)
        return Call(
            operation=match.operation,
            variables=match.variables,
            path=values.found["path"],
            query=values.found["query"],
            headers={name.lower(): value for name, value in values.found["header"].items()},
            cookies=values.found["cookie"],
            raw_headers=incoming.headers,
            credentials=credentials,
            body=body,
        )

    def _parameters(self, match: Match, incoming: Incoming) -> _Values:
        values = _Values()
        head = RequestHead("", incoming.query, incoming.headers)
        for parameter in match.operation.parameters:
            title = f"{parameter.location} parameter {parameter.name!r}"
            try:
                source, shape = head.source(parameter, match.values), self._shape(parameter.schema)
                value = read_parameter(match.operation, parameter, source, shape, _json_text)
            except MalformedError as error:
                values.complaints.append(f"{title}: {error}")
                continue
            if value is ABSENT:
                if parameter.required:
                    values.complaints.append(f"{title} is required")
                continue
            values.found[parameter.location][parameter.name] = value
            complaints = self._complaints(parameter.schema, value, "request")
            values.complaints += [f"{title}: {one}" for one in complaints]
        return values

    def _complaints(self, schema: str, value: Any, direction: Direction) -> tuple[str, ...]:
        return self._document.errors(schema, value, direction)

    def _shape(self, schema: str) -> Shape:
        if schema not in self._shapes:
            try:
                self._shapes[schema] = shape_of(resolve(self._written, schema), self._written)
            except LookupError:
                self._shapes[schema] = ANY
        return self._shapes[schema]

    def _body(self, declared: Body | None, incoming: Incoming, complaints: list[str]) -> Any:
        if declared is None:
            return incoming.body or None
        if not incoming.body and "content-type" not in incoming.headers:
            if declared.required:
                complaints.append("a body is required")
            return None
        media_type = media_type_of(incoming.headers)
        key = declared_as(declared.content, media_type)
        if key is None:
            raise Rejected(415, [f"media type {media_type!r} is not declared: use {', '.join(declared.content)}"])
        return self._decoded(media_type, declared.content[key], incoming.body, complaints)

    def _decoded(self, media_type: str, media: MediaType, body: bytes, complaints: list[str]) -> Any:
        try:
            value = self._parsed(media_type, media, body)
        except (Undecodable, MalformedError, UnicodeDecodeError) as error:
            complaints.append(str(error))
            return None
        if media.schema is not None and not isinstance(value, bytes):
            complaints += [f"body: {one}" for one in self._complaints(media.schema, value, "request")]
        return value

    def _parsed(self, media_type: str, media: MediaType, body: bytes) -> Any:
        if is_json(media_type):
            return json_value(body)
        if media_type == "application/x-www-form-urlencoded":
            shape = self._shape(media.schema) if media.schema else ANY
            return decode_form(body.decode("ascii"), shape, media.encodings)
        return body.decode("utf-8") if media_type.startswith("text/") else body

    def faults(self, operation: Operation, reply: Reply) -> list[str]:
        """What the document has against a reply: an undeclared status, media type or header, or a body it refuses."""
        declared = operation.response(reply.status)
        if declared is None:
            return [f"status {reply.status} is not declared for {operation.id}"]
        return [*self._header_faults(declared, reply), *self._body_faults(declared, reply)]

    def _header_faults(self, declared: DeclaredResponse, reply: Reply) -> list[str]:
        sent = {name.lower(): value for name, value in reply.headers.items()}
        faults: list[str] = []
        for name, header in declared.headers.items():
            if name not in sent:
                faults += [f"header {name} is required"] if header.required else []
            elif header.schema is not None:
                style = Style(name, "header", "simple", header.explode)
                value = decode(style, self._shape(header.schema), sent[name])
                faults += [f"header {name}: {one}" for one in self._complaints(header.schema, value, "response")]
        return faults

    def _body_faults(self, declared: DeclaredResponse, reply: Reply) -> list[str]:
        if reply.body is NO_BODY:
            return ["a body is declared and none was sent"] if declared.content else []
        media_type = essence(reply.media_type)
        key = declared_as(declared.content, media_type)
        if key is None:
            return [f"media type {media_type} is not declared for status {reply.status}"] if declared.content else []
        schema = declared.content[key].schema
        if schema is None or not is_json(media_type):
            return []
        # judged as it will be read: what the wire would change counts
        value = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body, ensure_ascii=False).encode()
        try:
            return [f"body: {one}" for one in self._complaints(schema, json_value(value), "response")]
        except Undecodable as error:
            return [f"body: {error}"]
