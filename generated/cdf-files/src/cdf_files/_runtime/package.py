"""The generated package as the runtime sees it: where names in operations lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from .errors import StatusError
from .operation import NOTHING, Scheme

if TYPE_CHECKING:
    from .codec import Types

__all__ = ["Names", "Package", "Reader"]


class Reader(Protocol):
    """Reads and writes values of one model: the part of ``codec.Codec`` that requests and responses need."""

    def dump(self, value: Any) -> Any: ...

    def dump_json(self, value: Any) -> bytes: ...

    def load(self, value: Any) -> Any: ...

    def load_json(self, data: bytes | str) -> Any: ...

    def construct(self, value: Any) -> Any: ...


class Names(Protocol):
    """Where the names in operations lead: models and error classes."""

    def codec(self, name: str) -> Reader: ...

    def error(self, name: str) -> type[StatusError]: ...


@dataclass(frozen=True)
class Package:
    """The generated package. Models and error classes are imported when a call first needs them.

    Args:
        module: import name of the package.
        server: URL template of the document's first server, or None if it has none.
        schemes: the document's security schemes by name.
        user_agent: sent with every request.
    """

    module: str
    server: str | None = None
    schemes: Mapping[str, Scheme] = field(default_factory=lambda: NOTHING)
    user_agent: str = "python-httpx2"

    @cached_property
    def _types(self) -> Types:
        from .codec import Types

        return Types(import_module(f"{self.module}.models"))

    def codec(self, name: str) -> Reader:
        return self._types.codec(name)

    def error(self, name: str) -> type[StatusError]:
        found: type[StatusError] = getattr(import_module(f"{self.module}.errors"), name)
        return found
