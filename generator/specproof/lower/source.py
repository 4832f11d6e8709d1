"""The normal form that is being lowered, and where its parts come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from specproof.core.diagnostics import Findings
from specproof.core.location import Location, Pointer

__all__ = ["NormalForm", "Origins", "Source"]


class Origins(Protocol):
    """Interface that traces JSON pointers of the normal form back to the document."""

    def at(self, pointer: Pointer, /) -> Location | None:
        """Return the location in the document of a node of the normal form, or None if it has none."""
        ...


class NormalForm(Protocol):
    """Interface of ``normal.Normal``, as far as lowering needs it."""

    @property
    def tree(self) -> Mapping[str, Any]:
        """Return the normal form, an OpenAPI 3.1 document."""
        ...

    @property
    def origins(self) -> Origins:
        """Return the object that says where in the document each node of the normal form comes from."""
        ...

    @property
    def written_at(self) -> Mapping[Pointer, Pointer]: ...


@dataclass(frozen=True, slots=True)
class Source:
    """The normal form that is read, with the findings that problems in it are reported to."""

    normal: NormalForm
    findings: Findings

    @property
    def tree(self) -> Mapping[str, Any]:
        """Return the normal form, an OpenAPI 3.1 document."""
        return self.normal.tree

    @property
    def schemas(self) -> Mapping[str, Any]:
        """Return the schemas of the components, by name."""
        schemas: Mapping[str, Any] = self.tree.get("components", {}).get("schemas", {})
        return schemas

    def component(self, pointer: Pointer) -> str:
        """Return the name of the component that the document has for a node of an operation; empty if there is none."""
        place = self.normal.written_at.get(pointer, pointer)
        return place[2] if place[:1] == ("components",) and len(place) == 3 else ""

    def say(self, code: str, message: str, pointer: Pointer) -> None:
        """Report a finding about a node of the normal form, with its location in the document.

        Args:
            pointer: JSON pointer of the node in the normal form.

        Raises:
            KeyError: no finding has this code.
        """
        self.findings.add(code, message, self.normal.origins.at(pointer))
