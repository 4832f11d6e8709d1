"""Request bodies and responses: media types with their schemas, encodings of forms, headers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

__all__ = ["Body", "Encoding", "Example", "Header", "Media", "Response", "SchemaName", "Status"]

SchemaName = NewType("SchemaName", str)
"""Key of a schema below ``components.schemas`` of the normal form."""

Example = NewType("Example", str)
"""An example value as JSON text, so that data stays hashable and nobody can change it."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header of a response, or of a part of a multipart body."""

    name: str
    schema: SchemaName | None
    required: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How one property becomes a part of a form (OpenAPI 3.1, Encoding Object). ``None``: not declared."""

    property: str
    content_type: str | None = None
    style: str | None = None
    explode: bool | None = None
    allow_reserved: bool = False
    headers: tuple[Header, ...] = ()


@dataclass(frozen=True, slots=True)
class Media:
    """One media type of a body or response; no schema means any content."""

    type: str
    schema: SchemaName | None
    encodings: tuple[Encoding, ...] = ()
    example: Example | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """A request body (OpenAPI 3.1, 4.8.13)."""

    content: tuple[Media, ...]
    required: bool
    description: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Status:
    """A key of a Responses Object: ``200``, ``4XX`` or ``default``. Sorted by precedence."""

    rank: int
    first: int
    last: int
    pattern: str

    @classmethod
    def parse(cls, pattern: str) -> Status:
        """Read a key of a Responses Object (OpenAPI 3.1, 4.8.16).

        Raises:
            ValueError: neither three digits, nor ``1XX`` … ``5XX``, nor ``default``.
        """
        if pattern == "default":
            return cls(2, 100, 599, pattern)
        if len(pattern) == 3 and pattern[0] in "12345" and pattern[1:].upper() == "XX":
            return cls(1, int(pattern[0]) * 100, int(pattern[0]) * 100 + 99, pattern.upper())
        if len(pattern) == 3 and pattern.isascii() and pattern.isdigit():
            return cls(0, int(pattern), int(pattern), pattern)
        raise ValueError(f"not a status pattern: {pattern!r}")

    @property
    def is_success(self) -> bool:
        """Whether it stands for 2XX alone."""
        return self.rank < 2 and 200 <= self.first < 300

    @property
    def is_error(self) -> bool:
        """Whether it stands for 4XX or 5XX alone."""
        return self.rank < 2 and self.first >= 400


@dataclass(frozen=True, slots=True)
class Response:
    """A Response Object (OpenAPI 3.1, 4.8.17) with its status pattern.

    ``component`` is its name below ``components.responses``, or empty.
    """

    status: Status
    description: str
    content: tuple[Media, ...] = ()
    headers: tuple[Header, ...] = ()
    component: str = ""
