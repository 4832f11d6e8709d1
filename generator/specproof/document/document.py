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
    """A document: ``tree`` is JSON data that is never changed, ``version`` its ``openapi`` (or ``overlay``) field.

    ``texts`` holds the bytes of every file that went into it, by the name that locations use.
    """

    tree: dict[str, Any]
    origins: Origins
    version: str
    texts: Mapping[str, bytes]

    @property
    def file(self) -> str:
        """The name of the first file."""
        return self.origins.at(Pointer()).file

    @property
    def is_30(self) -> bool:
        return self.version.startswith("3.0")

    def at(self, *tokens: str | int) -> Location:
        """Return the location of the node at a pointer, given by its tokens."""
        return self.origins.at(Pointer(str(token) for token in tokens))
