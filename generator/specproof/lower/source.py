"""The normal form that is being lowered, and where its parts come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from specproof.core.diagnostics import Findings
from specproof.core.location import Location, Pointer

__all__ = ["NormalForm", "Origins", "Source"]


class Origins(Protocol):
    """Locations in the document by pointers into the normal form."""

    def at(self, pointer: Pointer, /) -> Location | None: ...


class NormalForm(Protocol):
    """What lowering needs of ``normal.Normal``."""

    @property
    def tree(self) -> Mapping[str, Any]: ...

    @property
    def origins(self) -> Origins: ...

    @property
    def written_at(self) -> Mapping[Pointer, Pointer]: ...


@dataclass(frozen=True, slots=True)
class Source:
    """The normal form, and the findings about it."""

    normal: NormalForm
    findings: Findings

    @property
    def tree(self) -> Mapping[str, Any]:
        return self.normal.tree

    @property
    def schemas(self) -> Mapping[str, Any]:
        """Components by name."""
        schemas: Mapping[str, Any] = self.tree.get("components", {}).get("schemas", {})
        return schemas

    def component(self, pointer: Pointer) -> str:
        """Return the name of the component that the document has for a node of an operation; empty if there is none."""
        place = self.normal.written_at.get(pointer, pointer)
        return place[2] if place[:1] == ("components",) and len(place) == 3 else ""

    def say(self, code: str, message: str, pointer: Pointer) -> None:
        """Add a finding at a pointer into the normal form.

        Raises:
            KeyError: nobody added the code.
        """
        self.findings.add(code, message, self.normal.origins.at(pointer))
