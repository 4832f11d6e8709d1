"""The normal form of a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from specproof.core.location import Location, Pointer
from specproof.core.lock import Lock
from specproof.core.openapi import SCHEMAS
from specproof.document.document import Document

__all__ = ["Normal"]


@dataclass(frozen=True, slots=True)
class Normal:
    """The normal form of a document, with the way back from it to the document.

    Attributes:
        tree: an OpenAPI 3.1 document; operations have only ``$ref`` to ``components.schemas``, whose keys are Python
            names.
        source: the upgraded document that it was made from.
        pointers: component -> JSON pointer of its schema in `source`.
        document_names: component -> its name in the document, for components that the document itself names.
        written_at: JSON pointer of an operation, parameter, body or response in `tree` -> its pointer in `source`.
        opaque: components with a dynamic reference, or with a schema of another dialect.
        lock: the class names given so far, those of this document included.
    """

    tree: Mapping[str, Any]
    source: Document
    pointers: Mapping[str, Pointer]
    document_names: Mapping[str, str]
    written_at: Mapping[Pointer, Pointer]
    opaque: frozenset[str]
    lock: Lock

    @property
    def origins(self) -> Normal:
        """Return the normal form itself, which has the method `at`."""
        return self

    @property
    def schemas(self) -> Mapping[str, Any]:
        """Return ``components.schemas``: schema by component."""
        schemas: Mapping[str, Any] = self.tree["components"]["schemas"]
        return schemas

    def at(self, pointer: Pointer) -> Location:
        """Return the location in the input files of a node of the normal form."""
        if pointer[:2] == SCHEMAS and len(pointer) > 2 and pointer[2] in self.pointers:
            return self.source.origins.at(self.pointers[pointer[2]] + pointer[3:])
        for length in range(len(pointer), -1, -1):
            origin = self.written_at.get(Pointer(pointer[:length]))
            if origin is not None:
                return self.source.origins.at(origin + pointer[length:])
        return self.source.origins.at(pointer)
