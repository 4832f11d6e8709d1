"""What an operation is, as data: written once by the generator, read by ``request`` and ``response``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, Protocol

from .media import accept

if TYPE_CHECKING:
    from .codec import Codec
    from .errors import StatusError

__all__ = ["NOTHING", "DeclaredResponse", "Location", "Media", "Names", "Operation"]

Location = Literal["path", "query", "header", "cookie"]

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Media:
    """The declared content of one media type; without ``type`` any content. ``judge`` is for texts: ``judged_text``."""

    type: str | None = None
    encoding: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    judge: Callable[..., str] | None = None


@dataclass(frozen=True, slots=True)
class DeclaredResponse:
    """One declared response; ``error`` is the name of the class in ``errors.py`` that it raises, None for a result."""

    content: Mapping[str, Media] = field(default_factory=lambda: NOTHING)
    headers: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    error: str | None = None


@dataclass(frozen=True)
class Operation:
    """One operation. ``responses`` is keyed by "201", "4XX" or "default"; ``security`` holds alternatives.

    ``parameters`` are ``parameters.Parameter``, ``body`` is a ``bodies.Body`` or None. ``server`` is as in ``Package``,
    where the operation has servers of its own; ``idempotent`` where the document says so.
    """

    id: str
    method: str
    path: str
    parameters: tuple[Any, ...] = ()
    body: Any = None
    responses: Mapping[str, DeclaredResponse] = field(default_factory=lambda: NOTHING)
    security: tuple[Mapping[str, tuple[str, ...]], ...] = ()
    server: Any = None
    idempotent: bool | None = None

    @cached_property
    def accept(self) -> str:
        """Return the Accept header that asks for every declared media type."""
        return accept(key for response in self.responses.values() for key in response.content)


class Names(Protocol):
    """Interface that finds models and error classes by their names in operations."""

    def codec(self, name: str) -> Codec[Any]: ...

    def error(self, name: str) -> type[StatusError]: ...
