"""Parameters of an operation: location, schema, serialization (OpenAPI 3.1, 4.8.12)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from specproof.ir.content import Example, SchemaName

__all__ = ["Carrier", "Embedded", "Parameter", "ParameterLocation", "Styled"]


class ParameterLocation(StrEnum):
    """The value of ``in``."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"


@dataclass(frozen=True, slots=True)
class Styled:
    """Serialized by style and explode (OpenAPI 3.1, 4.8.12.3)."""

    schema: SchemaName | None
    style: str
    explode: bool
    allow_reserved: bool = False


@dataclass(frozen=True, slots=True)
class Embedded:
    """Serialized as one document of a media type (``content`` of a parameter)."""

    schema: SchemaName | None
    media_type: str


Carrier = Styled | Embedded


@dataclass(frozen=True, slots=True)
class Parameter:
    """A Parameter Object; ``default`` is that of its schema.

    ``component`` is its name below ``components.parameters``, or empty.
    """

    name: str
    location: ParameterLocation
    carrier: Carrier
    required: bool
    description: str = ""
    deprecated: bool = False
    default: Example | None = None
    example: Example | None = None
    component: str = ""

    @property
    def key(self) -> str:
        """Location and name, such as ``path.id``: the key of its argument in calls of the runtime."""
        return f"{self.location}.{self.name}"
