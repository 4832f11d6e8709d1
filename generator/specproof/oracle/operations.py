"""What a document declares: its operations, and the locations of their schemas.

Pointers are JSON pointers (RFC 6901), unencoded, into the same document; references to other parts of it are followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from specproof.oracle.json_pointer import pointer, resolve, tokens

__all__ = [
    "METHODS",
    "MOST_HOPS",
    "PATH_EXPRESSION",
    "Body",
    "DeclaredResponse",
    "Encoding",
    "Header",
    "MediaType",
    "Operation",
    "Parameter",
    "client_headers",
    "is_ignored",
    "operations",
    "security_schemes",
]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
PATH_EXPRESSION = re.compile(r"\{([^{}]*)\}")
SPREAD = ("form", "spaceDelimited", "pipeDelimited")
_IGNORED_HEADERS = {
    "accept",
    "content-type",
    "authorization",
    "connection",
    "content-length",
    "host",
    "transfer-encoding",
}
_FIELD_NAME = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)
MOST_HOPS = 100


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation (OpenAPI 3.1, 4.8.12), with the defaults of `style` and `explode` filled in.

    Attributes:
        location: `path`, `query`, `header` or `cookie`.
        schema: JSON pointer of its schema.
        media_type: the key of its `content`; None if it has `schema`.
        pointer: JSON pointer of the parameter.
    """

    name: str
    location: str
    required: bool
    style: str
    explode: bool
    schema: str
    media_type: str | None = None
    allow_reserved: bool = False
    pointer: str = ""

    @property
    def key(self) -> str:
        """Return location and name, such as ``query.limit``: names alone are not unique within an operation."""
        return f"{self.location}.{self.name}"

    @property
    def is_spread(self) -> bool:
        """Whether an object as value would be exploded into properties beside the other parameters."""
        return self.media_type is None and self.explode and self.style in SPREAD


@dataclass(frozen=True, slots=True)
class Header:
    """A response header (OpenAPI 3.1, 4.8.21); ``schema`` is the JSON pointer of its schema, None without one."""

    required: bool
    explode: bool
    schema: str | None


@dataclass(frozen=True, slots=True)
class Encoding:
    """An Encoding Object: how one property of a form is serialized (OpenAPI 3.1, 4.8.15).

    Attributes:
        media_type: one, or a list with commas.
        style: None if no style was declared, so that the media type decides.
        headers: of a part, by name in lower case, without Content-Type.
    """

    media_type: str | None = None
    style: str | None = None
    explode: bool = True
    allow_reserved: bool = False
    headers: Mapping[str, Header] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MediaType:
    """A Media Type Object (OpenAPI 3.1, 4.8.14).

    Attributes:
        schema: JSON pointer of the schema; None without one.
        encodings: property of the form -> how it is serialized.
    """

    schema: str | None
    encodings: Mapping[str, Encoding] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Body:
    """A request body (OpenAPI 3.1, 4.8.13): its JSON pointer, and its content by media type in lower case."""

    required: bool
    content: Mapping[str, MediaType]
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class DeclaredResponse:
    """A Response Object (OpenAPI 3.1, 4.8.17): its JSON pointer; content and headers by lower-case name."""

    pointer: str
    content: Mapping[str, MediaType]
    headers: Mapping[str, Header]


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation (OpenAPI 3.1, 4.8.10), with what it inherits from its path item and the document.

    Attributes:
        id: its operationId; ``get /pets`` if it has none.
        pointer: JSON pointer of the operation.
        responses: `200`, `2XX` or `default` -> the declaration.
        security: the alternatives, each the names of the security schemes that it needs; empty if none is declared.
        servers: URL templates.
        node: the Operation Object in the document.
    """

    id: str
    method: str
    path: str
    pointer: str
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    responses: Mapping[str, DeclaredResponse] = field(default_factory=dict)
    security: tuple[frozenset[str], ...] = ()
    servers: tuple[str, ...] = ("/",)
    node: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return method and path, such as ``POST /pets``."""
        return f"{self.method} {self.path}"

    @property
    def template(self) -> str:
        """``/pets`` of a path ``/pets?kind=cat``."""
        return self.path.partition("?")[0]

    @property
    def fixed_query(self) -> tuple[str, ...]:
        """The pairs ``kind=cat`` of a path ``/pets?kind=cat``, which every request to it has."""
        return tuple(filter(None, self.path.partition("?")[2].split("&")))

    def response(self, status: int) -> DeclaredResponse | None:
        """Return the declaration for a status: `200`, else `2XX`, else `default`; or None (OpenAPI 3.1, 4.8.16)."""
        for key in (str(status), f"{status // 100}XX", f"{status // 100}xx", "default"):
            if key in self.responses:
                return self.responses[key]
        return None


def is_ignored(header: str) -> bool:
    """Whether no parameter can be this header: OpenAPI (4.8.12.1) or HTTP keeps it, or no field has such a name."""
    return header.lower() in _IGNORED_HEADERS or not _FIELD_NAME.fullmatch(header)


class _Reader:
    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document

    def follow(self, at: str) -> tuple[str, Any]:
        """The pointer and the node that the references at a pointer lead to. Raises: LookupError."""
        node = resolve(self.document, at)
        for _ in range(MOST_HOPS):
            if not (isinstance(node, dict) and isinstance(node.get("$ref"), str) and node["$ref"].startswith("#/")):
                return at, node
            at = pointer(tokens(node["$ref"]))
            node = resolve(self.document, at)
        raise LookupError(f"{at}: the references from here do not end")

    def children(self, at: str, key: str) -> Iterator[tuple[str, str, Any]]:
        node = resolve(self.document, at).get(key) or {}
        for name in node if isinstance(node, dict) else range(len(node)):
            yield str(name), *self.follow(at + pointer([key, name]))

    def content(self, at: str) -> dict[str, MediaType]:
        return {name.lower(): self.media(where, node) for name, where, node in self.children(at, "content")}

    def media(self, at: str, node: Mapping[str, Any]) -> MediaType:
        encodings = {name: _encoding(one, self.headers(where)) for name, where, one in self.children(at, "encoding")}
        return MediaType(f"{at}/schema" if "schema" in node else None, encodings)

    def parameters(self, *owners: str) -> tuple[Parameter, ...]:
        met: dict[tuple[str, str], Parameter] = {}
        for owner in owners:
            for _, at, node in self.children(owner, "parameters"):
                is_header = node["in"] == "header"
                if not (is_header and is_ignored(node["name"])):
                    met[node["in"], node["name"].lower() if is_header else node["name"]] = _parameter(at, node)
        if any(location == "cookie" for location, _ in met):
            met.pop(("header", "cookie"), None)
        return tuple(met.values())

    def body(self, at: str) -> Body | None:
        if "requestBody" not in resolve(self.document, at):
            return None
        at, node = self.follow(at + "/requestBody")
        return Body(bool(node.get("required", False)), self.content(at), at)

    def headers(self, at: str) -> dict[str, Header]:
        met: dict[str, Header] = {}
        for name, where, node in self.children(at, "headers"):
            if name.lower() == "content-type":
                continue
            schema = f"{where}/schema" if "schema" in node else None
            met[name.lower()] = Header(bool(node.get("required", False)), bool(node.get("explode", False)), schema)
        return met

    def items(self, path: str) -> Iterator[str]:
        """Pointers of the path items of a path: beside a reference, and the one that it leads to."""
        own = pointer(["paths", path])
        behind, _ = self.follow(own)
        yield from dict.fromkeys((own, behind))

    def operations(self, path: str) -> Iterator[Operation]:
        homes = {method: item for item in reversed(list(self.items(path))) for method in self.methods(item)}
        yield from (self.operation(path, homes[method], method) for method in METHODS if method in homes)

    def methods(self, item: str) -> Iterator[str]:
        node = resolve(self.document, item)
        return (method for method in METHODS if isinstance(node.get(method), dict))

    def operation(self, path: str, item: str, method: str) -> Operation:
        at = f"{item}/{method}"
        node, root = resolve(self.document, at), self.document
        servers = node.get("servers") or resolve(root, item).get("servers") or root.get("servers") or [{"url": "/"}]
        responses = {
            status: DeclaredResponse(where, self.content(where), self.headers(where))
            for status, where, _ in self.children(at, "responses")
            if not status.startswith("x-")
        }
        return Operation(
            id=node.get("operationId", f"{method} {path}"),
            method=method.upper(),
            path=path,
            pointer=at,
            parameters=self.parameters(item, at),
            body=self.body(at),
            responses=responses,
            security=tuple(frozenset(one) for one in node.get("security", root.get("security", ()))),
            servers=tuple(url for server in servers for url in _server_urls(server)),
            node=node,
        )


def _server_urls(server: Mapping[str, Any]) -> Iterator[str]:
    """The URL template of a server; one for each value of a variable at its start, which may hold host and path."""
    url = server["url"]
    lead = re.match(r"\{([^{}]+)\}(?!://)", url)
    variable = server.get("variables", {}).get(lead[1]) if lead else None
    values = dict.fromkeys((variable["default"], *variable.get("enum", ()))) if variable else [lead[0] if lead else ""]
    yield from (value + url[lead.end() :] if lead else url for value in values)


def _parameter(at: str, node: Mapping[str, Any]) -> Parameter:
    style = node.get("style", STYLES[node["in"]])
    media_type = next(iter(node.get("content", ())), None)
    return Parameter(
        name=node["name"],
        location=node["in"],
        required=node["in"] == "path" or bool(node.get("required", False)),
        style=style,
        explode=bool(node.get("explode", style == "form")),
        schema=at + (pointer(["content", media_type, "schema"]) if media_type else "/schema"),
        media_type=media_type,
        allow_reserved=bool(node.get("allowReserved", False)),
        pointer=at,
    )


def _encoding(node: Mapping[str, Any], headers: Mapping[str, Header]) -> Encoding:
    styled = bool(node.keys() & {"style", "explode", "allowReserved"})
    style = node.get("style", "form") if styled else None
    explode = node.get("explode", style in (None, "form"))
    return Encoding(node.get("contentType"), style, bool(explode), bool(node.get("allowReserved", False)), headers)


def operations(document: Mapping[str, Any]) -> tuple[Operation, ...]:
    """Return all operations under ``paths``, in the document's order. Raises: LookupError, for a dangling ``$ref``."""
    reader = _Reader(document)
    paths = document.get("paths") or {}
    return tuple(one for path in paths if not path.startswith("x-") for one in reader.operations(path))


def security_schemes(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the declared security schemes by name, ``$ref`` resolved. Raises: LookupError, for a dangling ``$ref``."""
    if "components" not in document:
        return {}
    return {name: node for name, _, node in _Reader(document).children("/components", "securitySchemes")}


def client_headers(document: Mapping[str, Any]) -> frozenset[str]:
    """Return the lower-case names of the headers that ``x-client-headers`` adds to every request of a client."""
    return frozenset(one["name"].lower() for one in document.get("x-client-headers") or ())
