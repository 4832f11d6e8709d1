"""Long lists, page by page (``x-pagination``). Copied where a document declares such ones."""

from __future__ import annotations

from .iterators import AsyncPages, Pages
from .paging import Paging
from .views import AsyncEachResource, EachResource, awaited_each, each

__all__ = ["AsyncEachResource", "AsyncPages", "EachResource", "Pages", "Paging", "awaited_each", "each"]
