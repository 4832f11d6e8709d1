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
    """What the views need to know of the models."""

    def exported(self, schema: SchemaName) -> Code:
        """Return the name that the models module exports."""
        ...

    def annotation(self, schema: SchemaName) -> Code:
        """Return the type as a signature has it: ``models.Pet``, or a scalar such as ``int``."""
        ...

    def is_class(self, schema: SchemaName) -> bool:
        """Whether the exported name is a class rather than an alias."""
        ...

    def invented(self, schema: SchemaName) -> tuple[Any] | None:
        """Return an example value, in a tuple since it may be null; None where none is certain to be valid."""
        ...


@dataclass(frozen=True, slots=True)
class ModelNames:
    """Annotations by name alone. ``classes`` are those components that are classes."""

    class_names: Mapping[str, str]
    classes: frozenset[str] = frozenset()

    def exported(self, schema: SchemaName) -> Code:
        return identifier(self.class_names[schema])

    def annotation(self, schema: SchemaName) -> Code:
        return compose("models.{}", self.exported(schema))

    def is_class(self, schema: SchemaName) -> bool:
        return schema in self.classes

    def invented(self, schema: SchemaName) -> tuple[Any] | None:
        return None


def union(parts: Iterable[Code]) -> Code:
    """Return ``A | B``, each once and ``None`` last; ``Any`` if it is one of them."""
    each = sorted(dict.fromkeys(parts), key=lambda part: part == "None")
    return next((part for part in each if part == "Any"), None) or join(" | ", each)


def content_type_of(media: Media) -> str:
    """Return the media type in lower case, without parameters (RFC 9110, 8.3.1)."""
    return media_types.essence(media.type)


def is_json(media: Media) -> bool:
    """Whether the media type is ``application/json`` or has the suffix ``+json`` (RFC 6839, 3.1)."""
    return media_types.is_json(media.type)
