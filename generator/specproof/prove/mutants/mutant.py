"""One change of an effective document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from specproof.core.location import Pointer
from specproof.document.patch import patched

__all__ = ["Mutant"]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed object, or the same one under another name.

    Attributes:
        kind: what the object is: ``schema``, ``parameter``, ``operation`` …
        at: pointer of the object: a schema, or a part of an operation.
        keyword: the keyword or field that is changed.
        change: how, in a word or two: ``drop``, ``loosen``, ``tighten``, ``require``, ``widen``, ``swap type`` …
        detail: what of the keyword: a property's name, the new value.
        node: the object after the change.
        name: the last token of its pointer after the change, where that is what changes.
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
        return self.kind == "schema"

    @property
    def stratum(self) -> str:
        """Mutants of one kind: a sample takes some of each."""
        return f"{self.keyword} {self.change}" if self.is_schema else f"{self.kind} {self.keyword} {self.change}"

    def of(self, tree: dict[str, Any]) -> dict[str, Any]:
        """The tree with this change; the given one stays as it is."""
        if not self.name:
            changed: dict[str, Any] = patched(tree, {self.at: self.node})
            return changed
        around = self.at.parent.find(tree)
        renamed = {self.name if key == self.at[-1] else key: value for key, value in around.items()}
        moved: dict[str, Any] = patched(tree, {self.at.parent: renamed})
        return moved
