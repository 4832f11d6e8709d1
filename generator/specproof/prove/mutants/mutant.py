"""One change of an effective document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from specproof.core.location import Pointer
from specproof.document.patch import patched

__all__ = ["Mutant"]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change of one object in an effective document.

    Attributes:
        kind: what the object is: ``schema``, ``parameter``, ``operation``, …
        at: its JSON pointer.
        keyword: the keyword or field that is changed.
        change: how, such as ``drop``, ``loosen``, ``tighten``, ``require``, ``widen``, ``swap type``.
        detail: which part of the keyword (such as a property), or its new value.
        node: the object after the change.
        name: its new key in the document, if the change is that; else empty.
    """

    kind: str
    at: Pointer
    keyword: str
    change: str
    detail: str = ""
    node: Any = None
    name: str = ""

    @property
    def is_schema(self) -> bool:
        """Whether the object is a schema."""
        return self.kind == "schema"

    @property
    def stratum(self) -> str:
        """Return the kind of change: a sample has some mutants of each."""
        return f"{self.keyword} {self.change}" if self.is_schema else f"{self.kind} {self.keyword} {self.change}"

    def of(self, tree: dict[str, Any]) -> dict[str, Any]:
        """Return a copy of the document with this change."""
        if not self.name:
            changed: dict[str, Any] = patched(tree, {self.at: self.node})
            return changed
        around = self.at.parent.find(tree)
        renamed = {self.name if key == self.at[-1] else key: value for key, value in around.items()}
        moved: dict[str, Any] = patched(tree, {self.at.parent: renamed})
        return moved
