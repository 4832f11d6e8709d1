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
    """Reserve no method names."""
    return {}


@dataclass(frozen=True)
class Extension(Generic[T]):
    """What documents may declare by ``x-…`` keywords, and what generated packages then have.

    Attributes:
        package: import package of the extension. Below it, ``runtime/`` is copied into generated packages, as
            ``_runtime/<name>/``, and ``templates/`` holds what its fragments name.
        keywords: each with what the generated client does about it, for audits.
        read: returns what a document declares, None for nothing; what is wrong with it is a finding.
        spell: returns what a package gets for it.
        reserve: returns the names of methods that it adds, by resource, so that no operation is called so.
        codes: findings of its own, beside those of ``core.codes``.
        names: what no method and no class of a resource is ever called, whether a document uses the extension or not:
            names that it imports into modules of resources, attributes that it gives them.
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
        """The last part of the package's name."""
        return self.package.rpartition(".")[2]
