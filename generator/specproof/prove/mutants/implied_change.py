"""Changes without effect that the algebra does not see, by rules that are easy to check."""

from __future__ import annotations

from typing import Any

from specproof.oracle.directions import Direction
from specproof.oracle.document import Document
from specproof.prove.mutants.equivalence import is_empty
from specproof.prove.mutants.mutant import Mutant
from specproof.strategies.pattern_strings import length_bounds
from specproof.strategies.schema_nodes import SCHEMA_ERRORS
from specproof.strategies.standalone_schema import canonical_of

__all__ = ["is_implied"]

_COVERS = {"anyOf": 1, "oneOf": 2}
"""How many other branches must accept what a branch accepts, so that its loss changes nothing: `oneOf` takes one."""


def is_implied(document: Document, mutant: Mutant, direction: Direction) -> bool:
    """Return whether a mutant provably means the same as the original, because other keywords imply what it has lost.

    That is an anchor of a pattern if `maxLength` allows no longer string, or a branch whose values others accept.

    Args:
        document: the original.
    """
    if (mutant.keyword, mutant.change) == ("pattern", "loosen"):
        longest = mutant.node.get("maxLength")
        return longest is not None and length_bounds(mutant.node["pattern"])[0] >= longest
    if mutant.change == "lose branch" and mutant.keyword in _COVERS:
        return _is_covered(document, mutant, direction)
    return False


def _is_covered(document: Document, mutant: Mutant, direction: Direction) -> bool:
    bundler: Any = document.bundler(direction)
    keyword, lost = mutant.keyword, int(mutant.detail)
    try:
        schema = bundler.schema(str(mutant.at))
        beside = {name: value for name, value in schema.items() if name not in (keyword, "$defs")}
        definitions = {"$defs": schema["$defs"]} if "$defs" in schema else {}
        branches = schema[keyword]
        own = canonical_of({"allOf": [beside, branches[lost]], **definitions})
        others = (canonical_of({"allOf": [one], **definitions}) for at, one in enumerate(branches) if at != lost)
        covers = (other for other in others if is_empty(own.subtract(other)))
        return sum(1 for _ in zip(range(_COVERS[keyword]), covers, strict=False)) == _COVERS[keyword]
    except (*SCHEMA_ERRORS, LookupError):
        return False
