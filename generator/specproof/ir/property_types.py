"""Types of the properties of a body, as far as an argument of a method can say them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from specproof.ir.content import SchemaName

__all__ = ["Anything", "ListOf", "Named", "PropertyType", "Scalar"]


@dataclass(frozen=True, slots=True)
class Named:
    """A component of the document."""

    schema: SchemaName


@dataclass(frozen=True, slots=True)
class Scalar:
    """A plain type of JSON Schema, without ``enum`` or ``const``."""

    kind: Literal["string", "integer", "number", "boolean"]


@dataclass(frozen=True, slots=True)
class ListOf:
    """An array, by its items."""

    item: PropertyType


@dataclass(frozen=True, slots=True)
class Anything:
    """A schema that is none of these; the model of the whole body still validates the value."""


PropertyType = Named | Scalar | ListOf | Anything
