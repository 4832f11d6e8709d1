"""What the effective document declares: operations, their schemas as pointers into that document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from specproof.core.location import Pointer

__all__ = ["Body", "DeclaredReply", "Header", "Operation", "Parameter", "operations", "security_schemes"]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
IGNORED_HEADERS = {"accept", "content-type", "authorization"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter (OpenAPI 3.1, 4.8.12): ``schema`` is a pointer; ``media_type`` is set when it has ``content``."""

    name: str
    place: str
    required: bool
    style: str
    explode: bool
    schema: Pointer
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class Header:
    required: bool
    explode: bool
    schema: Pointer | None


@dataclass(frozen=True, slots=True)
class Body:
    required: bool
    content: Mapping[str, Pointer | None]


@dataclass(frozen=True, slots=True)
class DeclaredReply:
    pointer: Pointer
    content: Mapping[str, Pointer | None]
    headers: Mapping[str, Header]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation; ``security`` lists its alternatives, each a set of scheme names; ``servers`` are URL templates."""

    id: str
    method: str
    path: str
    pointer: Pointer
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    replies: Mapping[str, DeclaredReply] = field(default_factory=dict)
    security: tuple[frozenset[str], ...] = ()
    servers: tuple[str, ...] = ("/",)
    node: Mapping[str, Any] = field(default_factory=dict)

    def reply(self, status: int) -> DeclaredReply | None:
        """The declaration for a status: exact, then ``2XX``, then ``default`` (OpenAPI 3.1, 4.8.16)."""
        for key in (str(status), f"{status // 100}XX", f"{status // 100}xx", "default"):
            if key in self.replies:
                return self.replies[key]
        return None


class _Reader:
    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document

    def follow(self, pointer: Pointer) -> tuple[Pointer, Any]:
        """The node at ``pointer`` behind its local references."""
        node = pointer.find(self.document)
        while isinstance(node, dict) and isinstance(node.get("$ref"), str) and node["$ref"].startswith("#/"):
            pointer = Pointer.parse(node["$ref"])
            node = pointer.find(self.document)
        return pointer, node

    def children(self, pointer: Pointer, key: str) -> Iterator[tuple[str, Pointer, Any]]:
        node = pointer.find(self.document).get(key) or {}
        for name in node if isinstance(node, dict) else range(len(node)):
            yield str(name), *self.follow(pointer / key / name)

    def content(self, pointer: Pointer) -> dict[str, Pointer | None]:
        found: dict[str, Pointer | None] = {}
        for media_type, at, node in self.children(pointer, "content"):
            found[media_type.lower()] = at / "schema" if "schema" in node else None
        return found

    def parameters(self, *owners: Pointer) -> tuple[Parameter, ...]:
        found: dict[tuple[str, str], Parameter] = {}
        for owner in owners:
            for _, at, node in self.children(owner, "parameters"):
                if node["in"] == "header" and node["name"].lower() in IGNORED_HEADERS:
                    continue
                found[node["in"], node["name"]] = self.parameter(at, node)
        return tuple(found.values())

    def parameter(self, at: Pointer, node: Mapping[str, Any]) -> Parameter:
        style = node.get("style", STYLES[node["in"]])
        media_type = next(iter(node.get("content", ())), None)
        schema = at / "content" / media_type / "schema" if media_type else at / "schema"
        required = bool(node.get("required", False))
        return Parameter(
            node["name"], node["in"], required, style, node.get("explode", style == "form"), schema, media_type
        )

    def body(self, pointer: Pointer) -> Body | None:
        if "requestBody" not in pointer.find(self.document):
            return None
        at, node = self.follow(pointer / "requestBody")
        return Body(bool(node.get("required", False)), self.content(at))

    def headers(self, pointer: Pointer) -> dict[str, Header]:
        found: dict[str, Header] = {}
        for name, at, node in self.children(pointer, "headers"):
            if name.lower() == "content-type":
                continue
            schema = at / "schema" if "schema" in node else None
            found[name.lower()] = Header(bool(node.get("required", False)), bool(node.get("explode", False)), schema)
        return found

    def operation(self, path: str, item: Pointer, method: str) -> Operation:
        at = item / method
        node, root = at.find(self.document), self.document
        servers = node.get("servers") or item.find(root).get("servers") or root.get("servers") or [{"url": "/"}]
        replies = {
            status: DeclaredReply(place, self.content(place), self.headers(place))
            for status, place, _ in self.children(at, "responses")
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


def operations(document: Mapping[str, Any]) -> tuple[Operation, ...]:
    """Every operation under ``paths``, in the document's order."""
    reader = _Reader(document)
    found: list[Operation] = []
    for path in document.get("paths", {}):
        if path.startswith("x-"):
            continue
        item, node = reader.follow(Pointer(("paths", path)))
        found += [reader.operation(path, item, method) for method in METHODS if method in node]
    return tuple(found)


def security_schemes(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """``components.securitySchemes`` behind their references."""
    if "components" not in document:
        return {}
    return {name: node for name, _, node in _Reader(document).children(Pointer(("components",)), "securitySchemes")}
