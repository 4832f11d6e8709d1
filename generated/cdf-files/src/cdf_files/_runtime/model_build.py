"""How classes are built: what a class names before the class itself, and each one once.

pydantic writes the schema of every model that a class names into the class's own, so that building all models of one
cycle takes time and memory with the square of their number, and the interpreter's stack besides. Here a class refers
to others: pydantic-core then takes the validator and the serializer which the other class has already. Classes of a
short cycle are written into each other, as pydantic does; a longer cycle is cut where it closes, by a reference that
is resolved while a value is read.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, SchemaValidator, core_schema

from . import pydantic_internals as internals
from .pydantic_internals import is_complete, validator_of

__all__ = [
    "ModelBuild",
    "build_order",
    "by_name_context",
    "class_reference",
    "current_build",
    "during",
    "json_schema_of",
    "unguarded_validator",
]

T = TypeVar("T")

_SHORT = 8  # classes
_REFERENCE = "specproof.reference"


class _ByName(dict[str, Any]):
    """A validation context that says nothing, except to the references of a cut cycle: attributes go by their names."""


_BY_NAME: Mapping[str, Any] = _ByName()
_cut: list[type] = []  # the first class that ended a cycle


@dataclass(frozen=True, slots=True)
class ModelBuild:
    """The class that is being built, and those of its cycle that are written into it; none if it stands alone."""

    cls: type[BaseModel]
    parts: frozenset[type[BaseModel]]

    def holds(self, cls: type[BaseModel]) -> bool:
        return cls is self.cls or (cls in self.parts and not is_complete(cls))


current_build: ContextVar[ModelBuild | None] = ContextVar("current_build", default=None)
_documented: ContextVar[frozenset[type]] = ContextVar("documented", default=frozenset())


@contextmanager
def during(variable: ContextVar[T], value: T) -> Iterator[None]:
    """Give a context variable a value for a while."""
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


def build_order(root: type[BaseModel], base: type[BaseModel]) -> list[ModelBuild]:
    """Return the classes to build so that `root` can be built, in this order.

    Args:
        base: the class that all of them are derived from.
    """
    named: dict[type[BaseModel], list[type[BaseModel]]] = {}

    def uses(cls: type[BaseModel]) -> list[type[BaseModel]]:
        if cls not in named:
            named[cls] = _named(cls, base)
        return named[cls]

    out: list[ModelBuild] = []
    for group in _groups(root, uses):
        together = frozenset(group if len(group) <= _SHORT else ())
        alone = len(group) == 1 and group[0] not in uses(group[0])
        out += [ModelBuild(cls, frozenset() if alone else together | {cls}) for cls in group]
    return out


def _groups(
    root: type[BaseModel], uses: Callable[[type[BaseModel]], list[type[BaseModel]]]
) -> Iterator[list[type[BaseModel]]]:
    """Strongly connected classes, each after all that it names (Tarjan, SIAM J. Comput. 1972), without recursion."""
    found: dict[type, int] = {root: 0}
    lowest: dict[type, int] = {root: 0}
    finished: list[type[BaseModel]] = []
    open_: dict[type, int] = {root: 0}
    path = [(root, iter(uses(root)))]
    while path:
        cls, names = path[-1]
        other = next(names, None)
        if other is None:
            path.pop()
            finished.append(cls)
            if path:
                lowest[path[-1][0]] = min(lowest[path[-1][0]], lowest[cls])
            if lowest[cls] == found[cls]:
                group = finished[open_[cls] :]
                del finished[open_[cls] :]
                for one in group:
                    del open_[one]
                yield group
        elif other not in found and not is_complete(other):
            found[other] = lowest[other] = len(found)
            open_[other] = len(finished)
            path.append((other, iter(uses(other))))
        elif other in open_:
            lowest[cls] = min(lowest[cls], found[other])


def _named(cls: type[BaseModel], base: type[BaseModel]) -> list[type[BaseModel]]:
    """The classes that the annotations of a class name, through aliases too."""
    found: dict[type[BaseModel], None] = {}
    for owner in cls.__mro__:
        if owner is base or not issubclass(owner, base):
            break
        for annotation in inspect.get_annotations(owner).values():
            texts = _names(annotation) if isinstance(annotation, str) else ()
            named = [_classes(base, owner.__module__, name) for name in texts] or [tuple(_within(annotation, base))]
            found.update((one, None) for some in named for one in some)
    return list(found)


@lru_cache(maxsize=4096)
def _names(text: str) -> tuple[str, ...]:
    """The names in an annotation."""
    if "'" in text or '"' in text:
        return tuple(node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name))
    return tuple(re.findall(r"[^\W\d]\w*", text))


@cache
def _classes(base: type[BaseModel], module: str, name: str) -> tuple[type[BaseModel], ...]:
    """The classes that a name of a module stands for; the module is given the name if only type checkers had it."""
    space = vars(sys.modules[module])
    if name not in space:
        package = sys.modules.get(space.get("__package__") or "")
        if name not in getattr(package, "_HOMES", ()):
            return ()
        space[name] = getattr(package, name)
    return tuple(_within(space[name], base))


def _within(kind: Any, base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, base):
        yield kind
    elif isinstance(text := getattr(kind, "__value__", None), str):  # a recursive alias
        for name in set(_names(text)) - {kind.__name__}:
            yield from _classes(base, kind.__module__, name)
    else:
        for part in get_args(kind):
            yield from _within(part, base)


def by_name_context() -> Mapping[str, Any] | None:
    """Return the validation context for keyword arguments: None, unless a cycle was cut."""
    return _BY_NAME if _cut else None


def unguarded_validator(cls: type[BaseModel]) -> SchemaValidator:
    """Return the validator of a class without its guard; the class is built first if need be."""
    if not is_complete(cls):
        cls.model_rebuild()
    return validator_of(cls)


def class_reference(cls: type[BaseModel]) -> CoreSchema:
    """Return the core schema that refers to a class in the schema of another type."""

    def validate(value: Any, info: core_schema.ValidationInfo) -> Any:
        named = True if info.context is _BY_NAME else None
        return unguarded_validator(cls).validate_python(value, context=info.context, by_name=named)

    metadata: dict[str, Any] = {_REFERENCE: True, internals.JSON_SCHEMA_HOOKS: [cls.__get_pydantic_json_schema__]}
    if not is_complete(cls):
        _cut[:] = [cls]
        inner, same = core_schema.model_fields_schema(_tags(cls)), core_schema.simple_ser_schema("any")
        return core_schema.with_info_wrap_validator_function(
            lambda value, _, info: validate(value, info), inner, serialization=same, metadata=metadata
        )
    return _finished(cls, validate, metadata)


def json_schema_of(cls: type[BaseModel], schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
    """Return the JSON Schema of a class; where pydantic has a reference to it, that of the class itself.

    A `$ref` never stands alone, since pydantic would put what it leads to in its place.
    """
    open_ = _documented.get()
    if _REFERENCE not in schema.get("metadata", ()):
        found = handler(schema)
        return {"allOf": [found]} if "$ref" in found and schema.get("cls") is not cls else found
    if cls in open_:
        return {"allOf": [handler(core_schema.definition_reference_schema(internals.name_in_schemas(cls)))]}
    with during(_documented, open_ | {cls}):
        return {"allOf": [internals.json_schema_inside(handler, cls)]}


def _finished(cls: type[BaseModel], validate: Any, metadata: dict[str, Any]) -> CoreSchema:
    """A model schema by whose class pydantic-core finds the validator and the serializer.

    What is inside serves where they are not taken: pydantic looks for a discriminator in its fields, and a type of
    somebody else's that is built anew by force runs its functions.
    """

    def parts(value: Any, _: Any, info: core_schema.ValidationInfo) -> tuple[Any, Any, Any]:
        return internals.model_state(validate(value, info))

    def dump(parts: tuple[dict[str, Any], dict[str, Any] | None], info: core_schema.SerializationInfo) -> Any:
        return internals.to_python(cls, internals.filled(cls, parts[0], parts[1], set()), info.mode, info.by_alias)

    inner = core_schema.with_info_wrap_validator_function(
        parts,
        core_schema.model_fields_schema(_tags(cls)),
        serialization=core_schema.plain_serializer_function_ser_schema(dump, info_arg=True),
    )
    return core_schema.model_schema(cls, inner, config={"extra_fields_behavior": "allow"}, metadata=metadata)


def _tags(cls: type[BaseModel]) -> dict[str, Any]:
    """The fields among which pydantic looks for a discriminator."""
    found: dict[str, Any] = {}
    for name, info in cls.model_fields.items():
        if get_origin(info.annotation) is Literal:
            alias = info.validation_alias
            spelled = alias if alias is None or isinstance(alias, str) else alias.convert_to_aliases()
            literal = core_schema.literal_schema(list(get_args(info.annotation)))
            found[name] = core_schema.model_field(literal, validation_alias=spelled)
    return found
