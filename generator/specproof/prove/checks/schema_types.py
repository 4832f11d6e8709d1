"""The exported types of the schemas of parameters, bodies and responses, worked out from the document."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from specproof.oracle.directions import Direction
from specproof.oracle.json_pointer import pointer, resolve, tokens
from specproof.prove.checks.contract import Contract
from specproof.prove.checks.package import MissingNameError

__all__ = ["SchemaTypes"]


class SchemaTypes:
    """The types of a contract by the location of their schema."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract

    @cached_property
    def _names(self) -> dict[tuple[str, Direction], str]:
        whole = (one for one in self._contract.types if not one.kind)
        return {(one.pointer, one.direction): one.name for one in whole}

    def name(self, at: str, direction: Direction) -> str:
        """Return the type of the schema at a pointer, references followed; empty if the document has no schema there.

        Raises:
            MissingNameError: the package has no type for it.
        """
        for place in self._places(at):
            found = self._names.get((place, direction)) or self._names.get((place, ""))
            if found:
                return found
        if self._node(at) is None:
            return ""
        raise MissingNameError(f"the package has no type for the schema at #{at}")

    def _places(self, at: str) -> Iterator[str]:
        """Yield a pointer, and those that the references from there lead to, each once."""
        met: set[str] = set()
        while at not in met:
            met.add(at)
            yield at
            ref = self._node(at)
            if isinstance(ref, dict) and str(ref.get("$ref", "")).startswith("#"):
                at = pointer(tokens(ref["$ref"]))

    def _node(self, at: str) -> Any:
        try:
            return resolve(self._contract.document.source, at)
        except LookupError:
            return None
