"""How operations are called in Python: one row of `tests/contract.py` each."""

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
        arguments: parameter such as `query.limit` -> its Python name and its exported type.
        body: media type -> exported type; empty for what is passed as text or bytes.
        responses: status and media type such as `200 application/json` -> exported type.
        is_streamed: whether there is also a method that reads the response while it arrives.
    """

    operation: str
    name: str
    arguments: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    body: Mapping[str, str] = field(default_factory=dict)
    responses: Mapping[str, str] = field(default_factory=dict)
    is_streamed: bool = False
