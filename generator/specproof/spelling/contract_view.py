"""The exported types beside the schemas that they stand for, as data for the tests of a package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from specproof.core.location import Pointer
from specproof.core.openapi import SCHEMAS
from specproof.normal import Normal
from specproof.schema.split import Component
from specproof.spelling.code import Code, compose, identifier, join, literal

__all__ = ["ContractView", "contract_view"]

_MARKS = {"type=object": "kind", "direction=request": "direction", "direction=response": "direction"}
_VALUES = {"type=object": "object", "direction=request": "request", "direction=response": "response"}
_CLOSED = literal(False)


@dataclass(frozen=True, slots=True)
class ContractView:
    """Data for the contract in a package's own tests, besides its methods.

    Attributes:
        types: `ExportedType(…)` expressions of the types that are no component under its own name in the document.
        open_enums: literal, whether responses may hold other strings than their enumerations.
    """

    types: tuple[Code, ...] = ()
    open_enums: Code = _CLOSED


def contract_view(parts: Mapping[str, Component], form: Normal, *, open_enums: bool) -> ContractView:
    """Return the types of a package that do not follow from the document's components, and the flag for enumerations.

    Args:
        parts: component by exported name.
    """
    keys = {name: Pointer.parse(key) for key, name in form.lock.schemas.items()}
    placed = ((name, form.pointers.get(name, form.pointers[one.schema])) for name, one in parts.items())
    marked = ((name, pointer, dict(_marks(keys[name], pointer))) for name, pointer in placed)
    listed = (_type(*one) for one in marked if one[2] or one[1] != SCHEMAS / one[0])
    return ContractView(tuple(listed), literal(open_enums))


def _type(name: str, pointer: Pointer, marks: Mapping[str, str]) -> Code:
    """``ExportedType("PetRequest", "/components/schemas/Pet", direction="request")``."""
    named = (compose("{}={}", *_argument(word, value)) for word, value in sorted(marks.items()))
    return compose("ExportedType({})", join(", ", [literal(name), literal(str(pointer)), *named]))


def _argument(word: str, value: str) -> tuple[Code, Code]:
    return identifier(word), literal(value)


def _marks(key: Pointer, pointer: Pointer) -> Iterable[tuple[str, str]]:
    while key[-1] in _MARKS and key[-1] != pointer[-1]:
        yield _MARKS[key[-1]], _VALUES[key[-1]]
        key = key.parent
