"""What a document declares of an operation that returns a long list in pages."""

from __future__ import annotations

from dataclasses import dataclass

from specproof.extensions.pagination.runtime import Paging
from specproof.ir.property_types import PropertyType

__all__ = ["Pagination"]


@dataclass(frozen=True, slots=True)
class Pagination:
    """``paging`` is what the generated client uses; ``item`` is the type of the list's items."""

    paging: Paging
    item: PropertyType
