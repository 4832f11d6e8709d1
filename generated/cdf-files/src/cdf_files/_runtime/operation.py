"""What an operation is, as data: written once by the generator, read by ``request`` and ``response``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

from .media import accept

__all__ = [
    "NOTHING",
    "Body",
    "DeclaredResponse",
    "Encoding",
    "Media",
    "Operation",
    "Parameter",
    "Place",
    "Scheme",
    "Style",
]

Place = Literal["path", "query", "header", "cookie"]
Style = Literal["simple", "label", "matrix", "form", "spaceDelimited", "pipeDelimited", "deepObject"]

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter (OpenAPI 3.1, Parameter Object); ``type`` is the exported name of its model.

    With ``media_type`` the value is one document of that type (``content``), and style and explode say nothing.
    """

    name: str
    place: Place
    type: str
    required: bool = False
    style: Style = "simple"
    explode: bool = False
    allow_reserved: bool = False
    media_type: str | None = None

    @property
    def key(self) -> str:
        """Under which the arguments of a call hold its value: ``query.limit``."""
        return f"{self.place}.{self.name}"


@dataclass(frozen=True, slots=True)
class Encoding:
    """How one property of a form or multipart body travels (OpenAPI 3.1, Encoding Object).

    ``style`` None means that none of style, explode and allowReserved was declared.
    """

    content_type: str | None = None
    style: Style | None = None
    explode: bool = True
    allow_reserved: bool = False


@dataclass(frozen=True, slots=True)
class Media:
    """The content of one media type; ``type`` None: whatever comes (JSON of any shape, text or bytes)."""

    type: str | None = None
    encoding: Mapping[str, Encoding] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Body:
    """A request body by media type, in order of preference."""

    content: Mapping[str, Media]
    required: bool = False


@dataclass(frozen=True, slots=True)
class DeclaredResponse:
    """One declared response; ``error`` names the class in ``errors.py`` that it raises."""

    content: Mapping[str, Media] = field(default_factory=lambda: NOTHING)
    headers: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    """One security scheme. ``http`` needs ``name`` (the authentication scheme) unless it is bearer or basic.

    ``apiKey`` needs ``name`` and ``place``. OAuth 2 and OpenID Connect are ``bearer`` by the time they reach the wire;
    ``token_url`` is that of the client credentials flow, None where there is no such flow.
    """

    kind: Literal["bearer", "basic", "http", "apiKey", "mutualTLS"]
    name: str = ""
    place: Place = "header"
    token_url: str | None = None


@dataclass(frozen=True)
class Operation:
    """One operation. ``responses`` is keyed by "201", "4XX" or "default"; ``security`` holds alternatives.

    ``server`` is set where the operation has a server of its own; ``idempotent`` where the document says so.
    """

    id: str
    method: str
    path: str
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    responses: Mapping[str, DeclaredResponse] = field(default_factory=lambda: NOTHING)
    security: tuple[Mapping[str, tuple[str, ...]], ...] = ()
    server: str | None = None
    idempotent: bool | None = None

    @cached_property
    def accept(self) -> str:
        """The Accept header that asks for every declared media type."""
        return accept(key for response in self.responses.values() for key in response.content)
