"""How an operation gives a long list in pages (``x-pagination``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from specproof.ir.uploads import FieldKind

__all__ = ["Pagination"]


@dataclass(frozen=True, slots=True)
class Pagination:
    """``items``, ``next`` and ``total`` are JSON pointers into the reply, ``property`` is one into the request's body.

    ``parameter`` is a key such as ``query.cursor``. ``item`` says what the list holds.
    """

    kind: Literal["cursor", "page", "offset", "link"]
    items: str
    item: FieldKind
    parameter: str | None = None
    property: str | None = None
    next: str | None = None
    first: int = 1
    total: str | None = None
