"""The whole of an API as a client sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from specproof.ir.content import Body, Response
from specproof.ir.parameters import Parameter
from specproof.ir.security import Requirement, SecurityScheme

__all__ = ["Api", "ClientHeader", "Operation", "Server", "Tag", "Variable"]


@dataclass(frozen=True, slots=True)
class Variable:
    """A server variable; ``required`` when the document marks its default as one nobody should rely upon."""

    name: str
    default: str
    required: bool = False
    choices: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class Server:
    url: str
    variables: tuple[Variable, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class ClientHeader:
    """A header that goes along with every call (``x-client-headers``). No default: nothing is sent."""

    name: str
    description: str = ""
    pattern: str | None = None
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """``id`` is the document's operationId, or empty. ``server`` overrides the API's servers."""

    method: str
    path: str
    id: str
    tag: str | None
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    body: Body | None
    responses: tuple[Response, ...]
    security: tuple[Requirement, ...]
    server: Server | None = None
    deprecated: bool = False
    idempotent: bool | None = None

    @property
    def key(self) -> str:
        """``POST /files``: identity in the lock and in messages."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class Api:
    """``extensions`` holds what each extension read of the document, by the name of the extension."""

    title: str
    version: str
    description: str
    servers: tuple[Server, ...]
    security_schemes: tuple[SecurityScheme, ...]
    tags: tuple[Tag, ...]
    operations: tuple[Operation, ...]
    client_headers: tuple[ClientHeader, ...] = ()
    extensions: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def operation(self, name: str) -> Operation | None:
        """Return the operation with this operationId, if there is one."""
        return next((operation for operation in self.operations if operation.id == name), None)
