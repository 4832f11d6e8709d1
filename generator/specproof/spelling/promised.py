"""The exported types beside the schemas that they stand for, as data for the tests of a package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from specproof.core.location import Pointer
from specproof.normal import Normal
from specproof.schema.split import Component
from specproof.spelling.code import Code, compose, identifier, join, literal

__all__ = ["Promised", "promised"]

_MARKS = {"type=object": "kind", "direction=request": "direction", "direction=response": "direction"}
_VALUES = {"type=object": "object", "direction=request": "request", "direction=response": "response"}
_CLOSED = literal(False)


@dataclass(frozen=True, slots=True)
class Promised:
    """One expression a type, and whether responses may hold other strings than their enumerations."""

    types: tuple[Code, ...] = ()
    open_enums: Code = _CLOSED


def promised(parts: Mapping[str, Component], form: Normal, *, open_enums: bool) -> Promised:
    """What is to be proved of the types of a package."""
    keys = {name: key for key, name in form.lock.schemas.items()}
    types = (_type(name, form.pointers.get(name, form.pointers[one.schema]), keys[name]) for name, one in parts.items())
    return Promised(tuple(types), literal(open_enums))


def _type(name: str, pointer: Pointer, key: str) -> Code:
    """``Type("Pet", "/components/schemas/Pet", direction="request")``; the lock's key says which of several it is."""
    marks = dict(_marks(Pointer.parse(key), pointer))
    named = (compose("{}={}", *_argument(word, value)) for word, value in sorted(marks.items()))
    return compose("Type({})", join(", ", [literal(name), literal(str(pointer)), *named]))


def _argument(word: str, value: str) -> tuple[Code, Code]:
    return identifier(word), literal(value)


def _marks(key: Pointer, pointer: Pointer) -> Iterable[tuple[str, str]]:
    while key[-1] in _MARKS and key[-1] != pointer[-1]:
        yield _MARKS[key[-1]], _VALUES[key[-1]]
        key = key.parent
