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
    """A Server Variable Object (OpenAPI 3.1, 4.8.6).

    Attributes:
        default: None where servers differ in it.
        required: whether the client demands a value, because the default is only a placeholder (``x-required``).
        choices: its ``enum``; empty if any value is allowed.
    """

    name: str
    default: str | None
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
    """A header of every request (``x-client-headers``).

    Attributes:
        pattern: regular expression for its value; None for any value.
        default: None if the header is sent only when the user sets it.
    """

    name: str
    description: str = ""
    pattern: str | None = None
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A Tag Object, which groups operations (OpenAPI 3.1, 4.8.22)."""

    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """An Operation Object (OpenAPI 3.1, 4.8.10) with its method and path.

    Attributes:
        id: the ``operationId``, or empty.
        tag: the first tag; None if it has none.
        security: the alternatives that the server accepts; empty if no credentials are needed.
        servers: those that override the API's; empty if there are none.
        idempotent: ``x-idempotent``; None if the document does not say.
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
    servers: tuple[Server, ...] = ()
    deprecated: bool = False
    idempotent: bool | None = None

    @property
    def key(self) -> str:
        """Return method and path, such as ``POST /files``, by which the lock file and messages name the operation."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class Api:
    """Everything of a document that a client is generated from, except its schemas.

    Attributes:
        security: alternatives for operations that declare none of their own.
        extensions: what each extension has read of the document, by the extension's name.
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
        """Return the operation with this ``operationId``, or None."""
        return next((operation for operation in self.operations if operation.id == name), None)
