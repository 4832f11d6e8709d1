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
    """A Header Object of a response or of a part of a multipart body, with its name.

    Attributes:
        value: of a part's header, what is sent where the caller gives nothing: its ``const``, or its ``default``.
        media_type: of a part's header that is declared by ``content``.
    """

    name: str
    schema: SchemaName | None
    required: bool = False
    description: str = ""
    value: Example | None = None
    explode: bool = False
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class Encoding:
    """How one property is written into a form body (OpenAPI 3.1, Encoding Object). ``None``: not declared."""

    property: str
    content_type: str | None = None
    style: str | None = None
    explode: bool | None = None
    allow_reserved: bool = False
    headers: tuple[Header, ...] = ()


@dataclass(frozen=True, slots=True)
class Media:
    """A Media Type Object with its media type.

    Attributes:
        schema: None if any content is allowed.
        is_scalar: whether the schema rules out arrays and objects.
    """

    type: str
    schema: SchemaName | None
    encodings: tuple[Encoding, ...] = ()
    example: Example | None = None
    is_scalar: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """A Request Body Object (OpenAPI 3.1, 4.8.13)."""

    content: tuple[Media, ...]
    required: bool
    description: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Status:
    """A key of a Responses Object: ``200``, ``4XX`` or ``default``; exact ones sort before ranges and ``default``.

    Attributes:
        first, last: the codes that it stands for.
    """

    rank: int
    first: int
    last: int
    pattern: str

    @classmethod
    def parse(cls, pattern: str) -> Status:
        """Return the status for a key of a Responses Object (OpenAPI 3.1, 4.8.16).

        Raises:
            ValueError: the key is neither three digits, nor ``1XX`` … ``5XX``, nor ``default``.
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
        """Whether all codes that the key stands for are 2XX; False for ``default``."""
        return self.rank < 2 and 200 <= self.first < 300

    @property
    def is_error(self) -> bool:
        """Whether all codes that the key stands for are 4XX or 5XX; False for ``default``."""
        return self.rank < 2 and self.first >= 400


@dataclass(frozen=True, slots=True)
class Response:
    """A Response Object (OpenAPI 3.1, 4.8.17) with its key in the Responses Object.

    Attributes:
        component: its name below ``components.responses``, or empty.
    """

    status: Status
    description: str
    content: tuple[Media, ...] = ()
    headers: tuple[Header, ...] = ()
    component: str = ""
