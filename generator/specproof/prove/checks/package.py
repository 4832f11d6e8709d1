"""A generated package: its types by name."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import Any

from pydantic import TypeAdapter

__all__ = ["Package"]

_KEPT = 1024


class Package:
    """A generated package, by its import name."""

    def __init__(self, module: str) -> None:
        self.module = module
        self.adapter = lru_cache(_KEPT)(self._adapter)

    def __repr__(self) -> str:
        return f"Package({self.module!r})"

    def type(self, name: str) -> Any:
        """Return an exported type. Raises: AttributeError, if there is none of that name."""
        return getattr(import_module(f"{self.module}.models"), name)

    def _adapter(self, name: str) -> TypeAdapter[Any]:
        """What reads and writes values of an exported type. Raises: AttributeError."""
        return TypeAdapter(self.type(name))
