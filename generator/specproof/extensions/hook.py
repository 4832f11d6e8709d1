"""The hook: all that specproof knows of an extension."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from specproof.core.codes import Code
from specproof.ir.api import Operation
from specproof.lower.source import Source
from specproof.spelling.contribution import Contribution, Spelling

__all__ = ["Extension", "reserve_nothing"]

T = TypeVar("T")


def reserve_nothing(declared: object) -> Mapping[str, Collection[str]]:
    """Return no method names: the default of `Extension.reserve`."""
    return {}


@dataclass(frozen=True)
class Extension(Generic[T]):
    """An extension of specproof: ``x-…`` keywords of documents, and what generated packages have because of them.

    Attributes:
        package: import package of the extension. Its ``runtime/`` is copied into generated packages, as
            ``_runtime/<name>/``, and its ``templates/`` holds the templates that its fragments name.
        keywords: each ``x-…`` keyword with what the generated client does about it, for audits.
        read: returns what a document declares, or None if nothing; reports mistakes in it.
        spell: returns what the extension adds to a package.
        reserve: returns names of the methods that it adds, by resource, so that no operation gets one of them.
        codes: findings of its own, besides those of ``core.codes``.
        names: names that no method and no class of a resource may have, even if a document does not use the extension:
            those that it imports into modules of resources, and attributes that it gives them.
    """

    package: str
    keywords: Mapping[str, str]
    read: Callable[[Source, Sequence[Operation]], T | None]
    spell: Callable[[T, Spelling], Contribution]
    reserve: Callable[[T], Mapping[str, Collection[str]]] = reserve_nothing
    codes: Mapping[str, Code] = field(default_factory=dict)
    names: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """Return the last part of the import package's name."""
        return self.package.rpartition(".")[2]
