"""How an operation is called in Python: a row of `tests/__init__.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["ClientMethod"]


@dataclass(frozen=True, slots=True)
class ClientMethod:
    """The method of the clients that calls an operation.

    Attributes:
        operation: such as `POST /files`.
        name: resource and method, such as `files.upload`.
        arguments: parameter such as `query.maxItems` -> its Python name, where that is another than the parameter's.
        is_streamed: whether there is also a method that reads the response while it arrives.
    """

    operation: str
    name: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    is_streamed: bool = False

    def argument(self, key: str) -> str:
        """Return the Python name of a parameter such as `query.limit`."""
        return self.arguments.get(key, key.partition(".")[2])
