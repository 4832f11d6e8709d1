"""An API as a client uses it: servers, tags, operations."""

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
    """A server variable. ``required``: the client demands a value, since the default is only a placeholder."""

    name: str
    default: str
    required: bool = False
    choices: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class Server:
    """A Server Object (OpenAPI 3.1, 4.8.5); ``url`` may hold ``{variables}``."""

    url: str
    variables: tuple[Variable, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class ClientHeader:
    """A header of every request (``x-client-headers``). Without a default it is sent only if the user sets it."""

    name: str
    description: str = ""
    pattern: str | None = None
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of operations (OpenAPI 3.1, 4.8.22)."""

    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation. ``id`` is the document's operationId, or empty; ``server`` overrides the API's servers.

    ``idempotent`` is what the document says by ``x-idempotent``, None where it says nothing.
    """

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
        """Method and path, such as ``POST /files``: the identity of the operation in the lock and in messages."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class Api:
    """An API.

    ``security`` holds where an operation declares none of its own; ``extensions`` is what each extension read of the
    document, by the name of the extension.
    """

    title: str
    version: str
    description: str
    servers: tuple[Server, ...]
    security_schemes: tuple[SecurityScheme, ...]
    tags: tuple[Tag, ...]
    operations: tuple[Operation, ...]
    client_headers: tuple[ClientHeader, ...] = ()
    security: tuple[Requirement, ...] = ()
    extensions: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def operation(self, name: str) -> Operation | None:
        """Return the operation with this operationId, if there is one."""
        return next((operation for operation in self.operations if operation.id == name), None)
