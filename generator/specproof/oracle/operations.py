"""What a document declares: its operations, and where their schemas stand. Read from the document as it was written.

Pointers are JSON pointers (RFC 6901), unencoded, into the same document; references to other parts of it are followed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from specproof.oracle.json_pointer import pointer, resolve, tokens

__all__ = [
    "METHODS",
    "Body",
    "DeclaredReply",
    "Encoding",
    "Header",
    "Media",
    "Operation",
    "Parameter",
    "client_headers",
    "operations",
    "security_schemes",
]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
SPREAD = ("form", "spaceDelimited", "pipeDelimited")
IGNORED_HEADERS = {"accept", "content-type", "authorization"}
_MOST_HOPS = 100


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter (OpenAPI 3.1, 4.8.12); ``media_type`` is set when it has ``content``."""

    name: str
    place: str
    required: bool
    style: str
    explode: bool
    schema: str
    media_type: str | None = None
    allow_reserved: bool = False
    pointer: str = ""

    @property
    def key(self) -> str:
        """``query.limit``: a name alone may stand in several places."""
        return f"{self.place}.{self.name}"

    @property
    def is_spread(self) -> bool:
        """Whether the properties of an object stand among the other parameters, as if each were one."""
        return self.media_type is None and self.explode and self.style in SPREAD


@dataclass(frozen=True, slots=True)
class Header:
    required: bool
    explode: bool
    schema: str | None


@dataclass(frozen=True, slots=True)
class Encoding:
    """How one property of a form travels (OpenAPI 3.1, 4.8.15); ``style`` is None where no style was declared."""

    media_type: str | None = None
    style: str | None = None
    explode: bool = True
    allow_reserved: bool = False


@dataclass(frozen=True, slots=True)
class Media:
    schema: str | None
    encodings: Mapping[str, Encoding] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Body:
    """``content`` by media type in lower case."""

    required: bool
    content: Mapping[str, Media]
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class DeclaredReply:
    """``content`` by media type in lower case, ``headers`` by name in lower case."""

    pointer: str
    content: Mapping[str, Media]
    headers: Mapping[str, Header]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation; ``security`` lists its alternatives, each a set of scheme names; ``servers`` are URL templates."""

    id: str
    method: str
    path: str
    pointer: str
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    replies: Mapping[str, DeclaredReply] = field(default_factory=dict)
    security: tuple[frozenset[str], ...] = ()
    servers: tuple[str, ...] = ("/",)
    node: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """``POST /pets``."""
        return f"{self.method} {self.path}"

    def reply(self, status: int) -> DeclaredReply | None:
        """The declaration for a status: exact, then ``2XX``, then ``default`` (OpenAPI 3.1, 4.8.16)."""
        for key in (str(status), f"{status // 100}XX", f"{status // 100}xx", "default"):
            if key in self.replies:
                return self.replies[key]
        return None


class _Reader:
    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document

    def follow(self, at: str) -> tuple[str, Any]:
        """The node at a pointer, behind its references. Raises: LookupError."""
        node = resolve(self.document, at)
        for _ in range(_MOST_HOPS):
            if not (isinstance(node, dict) and isinstance(node.get("$ref"), str) and node["$ref"].startswith("#/")):
                return at, node
            at = pointer(tokens(node["$ref"]))
            node = resolve(self.document, at)
        raise LookupError(at)

    def children(self, at: str, key: str) -> Iterator[tuple[str, str, Any]]:
        node = resolve(self.document, at).get(key) or {}
        for name in node if isinstance(node, dict) else range(len(node)):
            yield str(name), *self.follow(at + pointer([key, name]))

    def content(self, at: str) -> dict[str, Media]:
        return {name.lower(): _media(place, node) for name, place, node in self.children(at, "content")}

    def parameters(self, *owners: str) -> tuple[Parameter, ...]:
        met: dict[tuple[str, str], Parameter] = {}
        for owner in owners:
            for _, at, node in self.children(owner, "parameters"):
                if node["in"] == "header" and node["name"].lower() in IGNORED_HEADERS:
                    continue
                met[node["in"], node["name"]] = _parameter(at, node)
        return tuple(met.values())

    def body(self, at: str) -> Body | None:
        if "requestBody" not in resolve(self.document, at):
            return None
        at, node = self.follow(at + "/requestBody")
        return Body(bool(node.get("required", False)), self.content(at), at)

    def headers(self, at: str) -> dict[str, Header]:
        met: dict[str, Header] = {}
        for name, place, node in self.children(at, "headers"):
            if name.lower() == "content-type":
                continue
            schema = f"{place}/schema" if "schema" in node else None
            met[name.lower()] = Header(bool(node.get("required", False)), bool(node.get("explode", False)), schema)
        return met

    def items(self, path: str) -> Iterator[str]:
        """Where the operations of a path stand: beside a reference, and behind it."""
        own = pointer(["paths", path])
        behind, _ = self.follow(own)
        yield from dict.fromkeys((own, behind))

    def operations(self, path: str) -> Iterator[Operation]:
        places = {method: item for item in reversed(list(self.items(path))) for method in self.methods(item)}
        yield from (self.operation(path, places[method], method) for method in METHODS if method in places)

    def methods(self, item: str) -> Iterator[str]:
        node = resolve(self.document, item)
        return (method for method in METHODS if isinstance(node.get(method), dict))

    def operation(self, path: str, item: str, method: str) -> Operation:
        at = f"{item}/{method}"
        node, root = resolve(self.document, at), self.document
        servers = node.get("servers") or resolve(root, item).get("servers") or root.get("servers") or [{"url": "/"}]
        replies = {
            status: DeclaredReply(place, self.content(place), self.headers(place))
            for status, place, _ in self.children(at, "responses")
            if not status.startswith("x-")
        }
        return Operation(
            id=node.get("operationId", f"{method} {path}"),
            method=method.upper(),
            path=path,
            pointer=at,
            parameters=self.parameters(item, at),
            body=self.body(at),
            replies=replies,
            security=tuple(frozenset(one) for one in node.get("security", root.get("security", ()))),
            servers=tuple(server["url"] for server in servers),
            node=node,
        )


def _parameter(at: str, node: Mapping[str, Any]) -> Parameter:
    style = node.get("style", STYLES[node["in"]])
    media_type = next(iter(node.get("content", ())), None)
    return Parameter(
        name=node["name"],
        place=node["in"],
        required=node["in"] == "path" or bool(node.get("required", False)),
        style=style,
        explode=bool(node.get("explode", style == "form")),
        schema=at + (pointer(["content", media_type, "schema"]) if media_type else "/schema"),
        media_type=media_type,
        allow_reserved=bool(node.get("allowReserved", False)),
        pointer=at,
    )


def _media(at: str, node: Mapping[str, Any]) -> Media:
    encodings = {name: _encoding(one) for name, one in (node.get("encoding") or {}).items()}
    return Media(f"{at}/schema" if "schema" in node else None, encodings)


def _encoding(node: Mapping[str, Any]) -> Encoding:
    styled = bool(node.keys() & {"style", "explode", "allowReserved"})
    style = node.get("style", "form") if styled else None
    explode = node.get("explode", style in (None, "form"))
    return Encoding(node.get("contentType"), style, bool(explode), bool(node.get("allowReserved", False)))


def operations(document: Mapping[str, Any]) -> tuple[Operation, ...]:
    """Every operation under ``paths``, in the document's order."""
    reader = _Reader(document)
    paths = document.get("paths") or {}
    return tuple(one for path in paths if not path.startswith("x-") for one in reader.operations(path))


def security_schemes(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """``components.securitySchemes`` behind their references."""
    if "components" not in document:
        return {}
    return {name: node for name, _, node in _Reader(document).children("/components", "securitySchemes")}


def client_headers(document: Mapping[str, Any]) -> frozenset[str]:
    """Names in lower case of the headers that every request carries (extension ``x-client-headers``)."""
    return frozenset(one["name"].lower() for one in document.get("x-client-headers") or ())
