"""What a document declares of an operation that returns a long list in pages."""

from __future__ import annotations

from dataclasses import dataclass

from specproof.extensions.pagination.runtime import Paging
from specproof.ir.property_types import PropertyType

__all__ = ["Pagination"]


@dataclass(frozen=True, slots=True)
class Pagination:
    """What ``x-pagination`` declares of an operation.

    Attributes:
        paging: how the generated client gets the next page.
        item: type of the list's items.
    """

    paging: Paging
    item: PropertyType
