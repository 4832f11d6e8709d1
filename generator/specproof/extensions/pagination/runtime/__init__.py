"""Long lists, page by page (``x-pagination``). Copied where a document declares such ones."""

from __future__ import annotations

from .iterators import AsyncPages, Pages
from .paging import Paging

__all__ = ["AsyncPages", "Pages", "Paging"]
