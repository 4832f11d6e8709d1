"""A parsed document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from specproof.core.location import Location, Pointer
from specproof.document.origins import Origins

__all__ = ["Document"]


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed OpenAPI or Overlay document.

    Attributes:
        tree: its JSON data, which is never changed.
        origins: where each node comes from.
        version: its ``openapi`` or ``overlay`` field.
        texts: bytes of every file that it was made from, by the name that locations use.
    """

    tree: dict[str, Any]
    origins: Origins
    version: str
    texts: Mapping[str, bytes]

    @property
    def file(self) -> str:
        """Return the path of the document's first file, as the user wrote it."""
        return self.origins.at(Pointer()).file

    @property
    def is_30(self) -> bool:
        """Whether the document is of OpenAPI 3.0."""
        return self.version.startswith("3.0")

    def at(self, *tokens: str | int) -> Location:
        """Return the location in the input of the node at a JSON pointer, given by its tokens."""
        return self.origins.at(Pointer(str(token) for token in tokens))
