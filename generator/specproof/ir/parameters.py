"""Parameters of an operation: location, schema, serialization (OpenAPI 3.1, 4.8.12)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from specproof.ir.content import Example, SchemaName

__all__ = ["Carrier", "Embedded", "Parameter", "ParameterLocation", "Styled"]


class ParameterLocation(StrEnum):
    """The value of ``in`` of a Parameter Object."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"


@dataclass(frozen=True, slots=True)
class Styled:
    """Serialization of a parameter by ``style`` and ``explode`` (OpenAPI 3.1, 4.8.12.3).

    Attributes:
        is_scalar: whether the schema's ``type`` rules out arrays and objects.
    """

    schema: SchemaName | None
    style: str
    explode: bool
    allow_reserved: bool = False
    is_scalar: bool = False


@dataclass(frozen=True, slots=True)
class Embedded:
    """Serialization of a parameter as one document of a media type (``content`` of the Parameter Object)."""

    schema: SchemaName | None
    media_type: str


Carrier = Styled | Embedded


@dataclass(frozen=True, slots=True)
class Parameter:
    """A Parameter Object (OpenAPI 3.1, 4.8.12).

    Attributes:
        carrier: how the value is serialized.
        default, example: those of the parameter or of its schema; None if there is none.
        component: its name below ``components.parameters``, or empty.
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
        """Return location and name, such as ``path.id``: the key of its argument in calls of the runtime."""
        return f"{self.location}.{self.name}"
