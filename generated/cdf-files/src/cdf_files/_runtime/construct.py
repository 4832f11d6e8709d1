"""Typed values of what no type accepts: every class as near as it comes, and nothing dropped.

Nothing is judged. An object becomes its class whatever it holds: a property that is missing is ``pydantic.MISSING``,
one of another type is kept as it came, and one that the class does not allow is in ``model_extra`` (of a subclass
that allows it). Of a union, the class whose properties fit best. Everything else is plain JSON.
``model_dump(by_alias=True, serialize_as_any=True)`` gives back what came.
"""

from __future__ import annotations

from enum import Enum
from functools import cache
from types import UnionType, new_class
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import MISSING, BaseModel

from .pydantic_internals import filled, is_complete

__all__ = ["constructed"]


def constructed(kind: Any, value: Any) -> Any:
    """Return parsed JSON as a value of the type ``kind``, or as near to one as possible; nothing is validated."""
    kind = _bare(kind)
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return constructed(_nearest(_members(kind), value), value)
    if isinstance(value, dict):
        if _is(kind, BaseModel):
            return _object(kind, value)
        return {key: constructed(parts[1], item) for key, item in value.items()} if origin is dict else value
    if isinstance(value, list):
        return [constructed(parts[0], item) for item in value] if origin is list else value
    if _is(kind, Enum):
        return next((member for member in kind if member.value == value and type(member.value) is type(value)), value)
    return value


def _is(kind: Any, base: type) -> bool:
    return isinstance(kind, type) and issubclass(kind, base)


def _bare(kind: Any) -> Any:
    while get_origin(kind) is Annotated or hasattr(kind, "__value__"):
        kind = get_args(kind)[0] if get_origin(kind) is Annotated else kind.__value__
    return kind


def _members(kind: Any) -> list[Any]:
    """The branches of a union, and of the unions among them."""
    kind = _bare(kind)
    if get_origin(kind) not in (Union, UnionType):
        return [kind]
    return [member for part in get_args(kind) for member in _members(part)]


def _nearest(members: list[Any], value: Any) -> Any:
    if isinstance(value, dict):
        classes = [member for member in members if _is(member, BaseModel)]
        return min(classes, key=lambda kind: _distance(kind, value)) if classes else _of(members, dict)
    if isinstance(value, list):
        return _of(members, list)
    return next((member for member in members if _is(member, Enum)), Any)


def _of(members: list[Any], origin: type) -> Any:
    return next((member for member in members if get_origin(member) is origin), Any)


def _distance(kind: type[BaseModel], value: dict[str, Any]) -> tuple[int, int, int]:
    """What speaks against a class: other constants, then missing properties, then ones that it does not name."""
    names = {_alias(name, field): field for name, field in _fields(kind).items()}
    constants = {
        name: get_args(field.annotation)
        for name, field in names.items()
        if name in value and get_origin(field.annotation) is Literal
    }
    others = sum(value[name] not in allowed for name, allowed in constants.items())
    missing = sum(field.is_required() and name not in value for name, field in names.items())
    return others, missing, len(value.keys() - names.keys())


def _fields(kind: type[BaseModel]) -> dict[str, Any]:
    if not is_complete(kind):
        kind.model_rebuild(raise_errors=False)
    return kind.model_fields


def _alias(name: str, field: Any) -> str:
    return str(field.validation_alias or field.alias or name)


def _object(kind: type[BaseModel], value: dict[str, Any]) -> BaseModel:
    names = {_alias(name, field): (name, field) for name, field in _fields(kind).items()}
    extra = {key: item for key, item in value.items() if key not in names}
    given = {names[key][0]: constructed(names[key][1].annotation, value[key]) for key in value if key in names}
    if extra and kind.model_config.get("extra") != "allow":
        kind = _open(kind)
    fields = {**dict.fromkeys((name for name, _ in names.values()), MISSING), **given}
    return filled(kind, fields, extra, {*given, *extra})


@cache
def _open(kind: type[BaseModel]) -> type[BaseModel]:
    """The class with room for properties that it does not allow."""
    space = {"__module__": kind.__module__, "__doc__": kind.__doc__, "__guard__": None}
    return new_class(kind.__name__, (kind,), {"extra": "allow", "defer_build": True}, lambda own: own.update(space))
