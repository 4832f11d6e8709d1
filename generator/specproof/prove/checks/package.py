"""A generated package: its types by name."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import Any

from pydantic import TypeAdapter

__all__ = ["MissingNameError", "Package"]

_KEPT = 1024


class MissingNameError(LookupError):
    """The package has no type or no method for a part of the document."""


class Package:
    """A generated package, by its import name."""

    def __init__(self, module: str) -> None:
        self.module = module
        self.adapter = lru_cache(_KEPT)(self._adapter)

    def __repr__(self) -> str:
        return f"Package({self.module!r})"

    def type(self, name: str) -> Any:
        """Return an exported type. Raises: MissingNameError, if there is none of that name."""
        models = import_module(f"{self.module}.models")
        try:
            return getattr(models, name)
        except AttributeError:
            raise MissingNameError(f"the package has no type {name}") from None

    def _adapter(self, name: str) -> TypeAdapter[Any]:
        """What reads and writes values of an exported type. Raises: MissingNameError."""
        return TypeAdapter(self.type(name))
