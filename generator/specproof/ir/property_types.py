"""Types of the properties of a body, as far as an argument of a method can say them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from specproof.ir.content import SchemaName

__all__ = ["Anything", "ListOf", "Named", "PropertyType", "Scalar"]


@dataclass(frozen=True, slots=True)
class Named:
    """Type of a property that refers to a component."""

    schema: SchemaName


@dataclass(frozen=True, slots=True)
class Scalar:
    """Type of a property that is a plain JSON Schema type, without ``enum`` or ``const``."""

    kind: Literal["string", "integer", "number", "boolean"]


@dataclass(frozen=True, slots=True)
class ListOf:
    """Type of a property that is an array with these items."""

    item: PropertyType


@dataclass(frozen=True, slots=True)
class Anything:
    """Type of a property with any other schema; the model of the whole body still validates its value."""


PropertyType = Named | Scalar | ListOf | Anything
