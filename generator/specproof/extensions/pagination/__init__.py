"""Lists that come page by page, as a document declares them with ``x-pagination``."""

from __future__ import annotations

from specproof.core.codes import Code
from specproof.extensions.hook import Extension
from specproof.extensions.pagination.contribution import spell
from specproof.extensions.pagination.lowering import KEYWORD, read

__all__ = ["EXTENSION"]

EXTENSION = Extension(
    package=__name__,
    keywords={KEYWORD: "a method that goes through all pages"},
    read=read,
    spell=spell,
    codes={"PAGINATION": Code("error", "an invalid x-pagination", "see docs/extensions/x-pagination.md")},
    names=frozenset(["Pages", "Paging", "awaited_each", "each"]),
)
