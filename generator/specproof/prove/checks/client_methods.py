"""How operations are called in Python: one row of `tests/contract.py` each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["ClientMethod"]


@dataclass(frozen=True, slots=True)
class ClientMethod:
    """A method of the clients.

    Attributes:
        operation: such as `POST /files`.
        name: resource and method, such as `files.upload`.
        arguments: Python name and exported type of each parameter, by place and name: `query.limit`.
        body: exported types by media type; empty for what is given as text or bytes.
        responses: exported types by status and media type: `200 application/json`.
        is_streamed: whether there is a method that reads responses as they arrive.
    """

    operation: str
    name: str
    arguments: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    body: Mapping[str, str] = field(default_factory=dict)
    responses: Mapping[str, str] = field(default_factory=dict)
    is_streamed: bool = False
