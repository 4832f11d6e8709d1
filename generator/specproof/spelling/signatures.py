"""Annotations of components in the signatures of methods: scalars by their type, others by their name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from specproof.schema.native import Boolean, Native, Number, Object, Reference, String
from specproof.schema.split import Component
from specproof.spelling.code import Code, compose, identifier
from specproof.spelling.invented import invented

__all__ = ["Signatures"]

_SCALARS = {String: identifier("str"), Boolean: identifier("bool")}


@dataclass(frozen=True, slots=True)
class Signatures:
    """Python names and annotations of the components, by schema; implements `Annotations`."""

    components: Mapping[str, Component]

    def exported(self, schema: str) -> Code:
        """Return the name of a schema in the models module, such as `Pet`."""
        return identifier(self.components[schema].name)

    def annotation(self, schema: str) -> Code:
        """Return `models.Pet`; for an alias of a scalar that scalar (`int`), without its limits."""
        return self._scalar(self._target(schema)) or compose("models.{}", self.exported(schema))

    def is_class(self, schema: str) -> bool:
        """Whether the schema is a model class, not an alias."""
        return isinstance(self.components[schema].native, Object)

    def invented(self, schema: str) -> tuple[Any] | None:
        return invented(Reference(schema), self.components)

    def _target(self, name: str) -> Native:
        native: Native = Reference(name)
        seen: set[str] = set()
        while isinstance(native, Reference) and native.name not in seen:
            seen.add(native.name)
            native = self.components[native.name].native
        return native

    def _scalar(self, native: Native) -> Code | None:
        if isinstance(native, Number):
            return identifier("int" if native.whole else "float")
        return _SCALARS.get(type(native))
