"""How a schema is named in annotations of the generated package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from specproof.core import media_types
from specproof.ir.content import Media, SchemaName
from specproof.spelling.code import Code, compose, identifier, join

__all__ = ["Annotations", "ModelNames", "content_type_of", "is_json", "union"]


class Annotations(Protocol):
    """Interface that gives the Python name and the type annotation of each schema, for the code emitters."""

    def exported(self, schema: SchemaName) -> Code:
        """Return the name under which the models module exports a schema, such as `Pet`."""
        ...

    def annotation(self, schema: SchemaName) -> Code:
        """Return the annotation of a schema in a method's signature: `models.Pet`, or a scalar such as `int`."""
        ...

    def is_class(self, schema: SchemaName) -> bool:
        """Whether the exported name of a schema is a class; False if it is a type alias."""
        ...

    def invented(self, schema: SchemaName) -> tuple[Any] | None:
        """Return an example value, in a tuple since it may be null; None where none is certain to be valid."""
        ...


@dataclass(frozen=True, slots=True)
class ModelNames:
    """`Annotations` made from the class names alone, before the models are known.

    Attributes:
        class_names: exported name by schema name.
        classes: schema names of those that are classes; the others count as aliases.
    """

    class_names: Mapping[str, str]
    classes: frozenset[str] = frozenset()

    def exported(self, schema: SchemaName) -> Code:
        """Return the exported name of a schema. Raises KeyError for an unknown one."""
        return identifier(self.class_names[schema])

    def annotation(self, schema: SchemaName) -> Code:
        """Return `models.` and the exported name, for scalars too."""
        return compose("models.{}", self.exported(schema))

    def is_class(self, schema: SchemaName) -> bool:
        """Whether the schema is listed in `classes`."""
        return schema in self.classes

    def invented(self, schema: SchemaName) -> tuple[Any] | None:
        return None


def union(parts: Iterable[Code]) -> Code:
    """Return the annotation `A | B` of several types, each once and `None` last; `Any` alone if it is one of them."""
    each = sorted(dict.fromkeys(parts), key=lambda part: part == "None")
    return next((part for part in each if part == "Any"), None) or join(" | ", each)


def content_type_of(media: Media) -> str:
    """Return a media type in lower case and without parameters, such as `text/html` (RFC 9110, 8.3.1)."""
    return media_types.essence(media.type)


def is_json(media: Media) -> bool:
    """Whether the media type is ``application/json`` or has the suffix ``+json`` (RFC 6839, 3.1)."""
    return media_types.is_json(media.type)
