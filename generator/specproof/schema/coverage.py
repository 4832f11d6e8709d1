"""Which constraints of a component its guard enforces: residuals of the split, mapped back to the schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from specproof.core.location import Pointer
from specproof.schema.keywords import assertions
from specproof.schema.split import Residual
from specproof.schema.walk import BRANCHES, MEMBERS, ONE

__all__ = ["Coverage"]

_WITH = {"if": ("then", "else"), "contains": ("minContains", "maxContains")}
_IN_PLACE = frozenset(("allOf", "anyOf", "oneOf"))
_IN_PLACE_ONE = frozenset(("if", "then", "else", "not"))
_WHOLE = frozenset(("allOf", "$ref", "$schema", "$dynamicRef"))


class Coverage:
    """Tells which constraints of one component its type does not enforce, so that its guard must.

    A residual of merged schemas points to where the merged one would be; it counts for every constraint of that keyword
    on the same location in a value.
    """

    def __init__(self, schema: Any, residuals: Iterable[Residual]) -> None:
        self._schema = schema
        self._exact: set[tuple[Pointer, str]] = set()
        self._under: set[Pointer] = set()
        self._merged: set[tuple[tuple[str, ...], str]] = set()
        self._merged_under: set[tuple[str, ...]] = set()
        for residual in residuals:
            self._note(residual)

    def _note(self, residual: Residual) -> None:
        at, keyword = residual.at, residual.keyword
        node = _found(self._schema, at)
        if (keyword == "false" and node is False) or (isinstance(node, dict) and keyword in node):
            self._exact |= {(at, word) for word in (keyword, *_WITH.get(keyword, ()))}
            if keyword in _WHOLE:
                self._under.add(at)
            elif keyword not in _IN_PLACE or not isinstance(node, dict) or not _is_split(node):
                self._under |= {at / word for word in (keyword, *_WITH.get(keyword, ()))}
        else:
            place = _place(at)
            self._merged |= {(place, word) for word in (keyword, *_WITH.get(keyword, ()))}
            self._merged_under.add((*place, keyword))

    def dialect(self, at: Pointer) -> str | None:
        """Return the URI in the `$schema` of an enclosing schema whose dialect only the guard validates, or None.

        Args:
            at: JSON pointer of the constraint's schema below the component.
        """
        for length in range(len(at) + 1) if self._exact else ():
            above = Pointer(at[:length])
            if (above, "$schema") in self._exact:
                return str(_found(self._schema, above)["$schema"])
        return None

    def why(self, at: Pointer, keyword: str, schema: Any) -> str | None:
        """Return why a type does not enforce a constraint, in words, or None if it does.

        Args:
            at: JSON pointer of the constraint's schema below the component.
            schema: that schema.
        """
        if not self._exact and not self._merged:
            return None
        word = "false" if schema is False else keyword
        if (at, word) in self._exact:
            return "no type expresses it"
        above = next((Pointer(at[:n]) for n in range(len(at) + 1) if Pointer(at[:n]) in self._under), None)
        if above is not None:
            return f"{above.fragment} is validated as a whole"
        place = _place(at)
        if (place, word) in self._merged or any(place[:n] in self._merged_under for n in range(1, len(place) + 1)):
            return "it applies together with other schemas"
        return None


def _is_split(schema: Mapping[str, Any]) -> bool:
    """Whether the types of a union's branches stand in the union's own type."""
    asserted = assertions(schema)
    beside = asserted.keys() & {"$ref", "allOf", "enum", "const", "properties"}
    return not beside and not {"anyOf", "oneOf"} <= asserted.keys()


def _found(schema: Any, at: Pointer) -> Any:
    try:
        return at.find(schema)
    except LookupError:
        return None


def _place(at: Pointer) -> tuple[str, ...]:
    """The place of a value that a schema speaks about: its pointer without the keywords that apply in place."""
    out: list[str] = []
    tokens = iter(at)
    for token in tokens:
        if token in _IN_PLACE:
            next(tokens, None)
        elif token in MEMBERS or token in BRANCHES:
            out += [token, next(tokens, "")]
        elif token in ONE and token not in _IN_PLACE_ONE:
            out.append(token)
    return tuple(out)
