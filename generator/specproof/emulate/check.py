"""Validation by the document: of requests before a handler sees them, of responses before the client does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from specproof.emulate.asgi_messages import content_of, json_value
from specproof.emulate.behaviour import NO_BODY, Call, Response
from specproof.emulate.routes import Match
from specproof.oracle.decode import ABSENT, MalformedError, Style, decode, scalar
from specproof.oracle.directions import Direction
from specproof.oracle.document import Document
from specproof.oracle.forms import decode_form, decode_multipart, read_parts
from specproof.oracle.json_pointer import resolve
from specproof.oracle.media_types import content_key, decode_text, essence, is_json
from specproof.oracle.operations import Body, DeclaredResponse, Encoding, Header, MediaType, Operation
from specproof.oracle.parse_request import RequestHead, read_parameter
from specproof.oracle.shape import ANY, Shape, shape_of

__all__ = ["Checker", "IncomingRequest", "RequestRejectedError", "check_percent_encoding"]

NO_TRIPLET = re.compile("%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class IncomingRequest:
    """A request before it is decoded.

    Attributes:
        query: still percent-encoded.
        headers: by lower-case name.
        body: without its Content-Encoding.
    """

    query: str
    headers: Mapping[str, str]
    body: bytes


def check_percent_encoding(text: str) -> None:
    """Do nothing if all of a path, query or form is percent-encoded UTF-8 (RFC 3986, 2.1).

    Raises:
        MalformedError: it is not.
    """
    if NO_TRIPLET.search(text):
        raise MalformedError("a '%' is not followed by two hexadecimal digits; send %25 for the character itself")
    try:
        unquote(text, errors="strict")
    except UnicodeDecodeError as error:
        raise MalformedError("what is percent-encoded is not UTF-8") from error


class RequestRejectedError(Exception):
    """The document rejects the request; ``status`` is 400 or 415, the text has all reasons."""

    def __init__(self, status: int, errors: list[str]) -> None:
        super().__init__("; ".join(errors))
        self.status = status


@dataclass(slots=True)
class _Values:
    by_location: dict[str, dict[str, Any]] = field(
        default_factory=lambda: {"path": {}, "query": {}, "header": {}, "cookie": {}}
    )
    errors: list[str] = field(default_factory=list)


class Checker:
    """Validates the requests and responses of one document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._written = document
        self._document = Document(document)
        self._shapes: dict[str, Shape] = {}

    def call(self, match: Match, incoming: IncomingRequest, credentials: Mapping[str, str]) -> Call:
        """Return a request, decoded, if the document accepts it.

        Raises:
            RequestRejectedError: it violates the operation's declarations; the error has all reasons.
        """
        values = self._parameters(match, incoming)
        body = self._body(match.operation.body, incoming, values.errors)
        if values.errors:
            raise RequestRejectedError(400, values.errors)
        return Call(
            operation=match.operation,
            variables=match.variables,
            path=values.by_location["path"],
            query=values.by_location["query"],
            headers={name.lower(): value for name, value in values.by_location["header"].items()},
            cookies=values.by_location["cookie"],
            raw_headers=incoming.headers,
            credentials=credentials,
            body=body,
        )

    def _parameters(self, match: Match, incoming: IncomingRequest) -> _Values:
        values = _Values()
        head = RequestHead("", incoming.query, incoming.headers)
        for parameter in match.operation.parameters:
            title = f"{parameter.location} parameter {parameter.name!r}"
            try:
                source, shape = head.source(parameter, match.values), self._shape(parameter.schema)
                if parameter.location == "cookie":
                    check_percent_encoding("".join(head.cookies.values(parameter.name)))
                value = read_parameter(match.operation, parameter, source, shape)
            except MalformedError as error:
                values.errors.append(f"{title}: {error}")
                continue
            if value is ABSENT:
                if parameter.required:
                    values.errors.append(f"{title} is required")
                continue
            values.by_location[parameter.location][parameter.name] = value
            values.errors += [f"{title}: {one}" for one in self._document.errors(parameter.schema, value, "request")]
        return values

    def _shape(self, schema: str) -> Shape:
        if schema not in self._shapes:
            try:
                self._shapes[schema] = shape_of(resolve(self._written, schema), self._written)
            except LookupError:
                self._shapes[schema] = ANY
        return self._shapes[schema]

    def _body(self, declared: Body | None, incoming: IncomingRequest, errors: list[str]) -> Any:
        if declared is None:
            return incoming.body or None
        if not incoming.body and "content-type" not in incoming.headers:
            if declared.required:
                errors.append("a body is required")
            return None
        media_type = incoming.headers.get("content-type", "")
        key = content_key(declared.content, media_type)
        if key is None:
            raise RequestRejectedError(
                415, [f"media type {essence(media_type)!r} is not declared: use {', '.join(declared.content)}"]
            )
        return self._decoded(media_type, declared.content[key], incoming.body, errors)

    def _decoded(self, media_type: str, media: MediaType, body: bytes, errors: list[str]) -> Any:
        try:
            value = self._parsed(media_type, media, body)
        except ValueError as error:
            errors.append(str(error))
            return None
        if media.schema is not None and not isinstance(value, bytes):
            errors += [f"body: {one}" for one in self._document.errors(media.schema, value, "request")]
        return value

    def _parsed(self, media_type: str, media: MediaType, body: bytes) -> Any:
        kind, shape = essence(media_type), self._shape(media.schema) if media.schema else ANY
        if is_json(kind):
            return json_value(body, media_type)
        if kind == "application/x-www-form-urlencoded":
            text = body.decode("ascii")
            check_percent_encoding(text)
            return decode_form(text, shape, media.encodings)
        if kind == "multipart/form-data":
            errors = self._part_errors(media_type, media, body)
            if errors:
                raise MalformedError("; ".join(errors))
            return decode_multipart(media_type, body, shape)
        return scalar(decode_text(body, media_type), shape) if kind.startswith("text/") else body

    def _part_errors(self, media_type: str, media: MediaType, body: bytes) -> list[str]:
        """Why parts have another media type or other headers than are declared (OpenAPI 3.1, 4.8.15)."""
        errors: list[str] = []
        for name, part in read_parts(media_type, body):
            encoding = media.encodings.get(name, Encoding())
            kind, declared = str(part.get("content-type", "text/plain")), encoding.media_type
            if declared and content_key([one.strip().lower() for one in declared.split(",")], kind) is None:
                errors.append(f"part {name!r}: media type {essence(kind)!r} is not declared: use {declared}")
            sent = {key.lower(): str(value) for key, value in part.items()}
            errors += [f"part {name!r}: {one}" for one in self._header_faults(encoding.headers, sent, "request")]
        return errors

    def faults(self, operation: Operation, response: Response) -> list[str]:
        """Return why the document rejects a response (status, media type, headers, body); empty if it accepts it."""
        declared = operation.response(response.status)
        if declared is None:
            return [f"status {response.status} is not declared for {operation.id}"]
        sent = {name.lower(): value for name, value in response.headers.items()}
        return [*self._header_faults(declared.headers, sent, "response"), *self._body_faults(declared, response)]

    def _header_faults(
        self, declared: Mapping[str, Header], sent: Mapping[str, str], direction: Direction
    ) -> list[str]:
        faults: list[str] = []
        for name, header in declared.items():
            if name not in sent:
                faults += [f"header {name} is required"] if header.required else []
            elif header.schema is not None:
                style = Style(name, "header", "simple", header.explode)
                try:
                    value = decode(style, self._shape(header.schema), sent[name])
                except MalformedError as error:
                    faults.append(f"header {name}: {error}")
                    continue
                faults += [f"header {name}: {one}" for one in self._document.errors(header.schema, value, direction)]
        return faults

    def _body_faults(self, declared: DeclaredResponse, response: Response) -> list[str]:
        if response.body is NO_BODY:
            return ["a body is declared and none was sent"] if declared.content else []
        media_type = response.media_type
        key = content_key(declared.content, media_type)
        if key is None:
            return [f"media type {media_type} is not declared for status {response.status}"] if declared.content else []
        schema = declared.content[key].schema
        if schema is None or not (is_json(media_type) or essence(media_type).startswith("text/")):
            return []
        try:  # validated as it will be read, after any change by the serializer
            value = self._parsed(media_type, declared.content[key], content_of(response))
            return [f"body: {one}" for one in self._document.errors(schema, value, "response")]
        except ValueError as error:
            return [f"body: {error}"]
