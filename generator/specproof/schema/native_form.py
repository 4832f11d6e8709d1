"""The native form: a document with the schemas of all classes, for the models engine.

A property whose type the engine would change, name or lose (limits, patterns, literals, aliases, tuples) stands in it
as the schema that allows everything: its annotation is spelled apart. Keys are neutral, since engines fold names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from specproof.core.openapi import schema_reference
from specproof.schema.native import (
    Anything,
    Boolean,
    ListOf,
    MapOf,
    Native,
    Null,
    Number,
    Object,
    Reference,
    String,
    Union,
)

__all__ = ["NativeForm", "native_form"]


@dataclass(frozen=True, slots=True)
class NativeForm:
    """The schemas of all model classes as the models engine is given them.

    Attributes:
        tree: an OpenAPI 3.1 document with schemas only.
        keys: component -> its key in the tree.
        apart: component -> properties whose annotation is not the engine's, because the engine would change it.
    """

    tree: Mapping[str, Any]
    keys: Mapping[str, str]
    apart: Mapping[str, frozenset[str]]


def native_form(classes: Mapping[str, Object], attributes: Mapping[str, Mapping[str, str]]) -> NativeForm:
    """Return the schemas of all model classes for the models engine, with attribute names as property names.

    Args:
        attributes: class -> JSON property -> attribute.
    """
    keys = {name: f"Class{i}" for i, name in enumerate(classes)}
    plain = {
        name: {
            own: schema for own, member in native.fields.items() if (schema := _plain(member.type, keys)) is not None
        }
        for name, native in classes.items()
    }
    schemas = {keys[name]: _class(native, attributes[name], plain[name]) for name, native in classes.items()}
    tree = {
        "openapi": "3.1.0",
        "info": {"title": "native form", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }
    return NativeForm(
        tree, keys, {name: frozenset(classes[name].fields.keys() - plain[name].keys()) for name in classes}
    )


def _class(native: Object, attributes: Mapping[str, str], plain: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {attributes[name]: plain.get(name, {}) for name in native.fields},
        "required": [attributes[name] for name, member in native.fields.items() if member.required],
        "additionalProperties": native.extra is not None,
    }


def _plain(native: Native, keys: Mapping[str, str]) -> dict[str, Any] | None:
    """A schema that the engine spells as we would, or None."""
    if isinstance(native, Reference):
        return schema_reference(keys[native.name]) if native.name in keys else None
    if isinstance(native, Union):
        inner = [_plain(member, keys) for member in native.members]
        both = len(inner) == 2 and isinstance(native.members[1], Null) and not isinstance(native.members[0], Anything)
        return {"anyOf": inner} if both and None not in inner else None
    if native == ListOf(_inner(native)):
        item = _plain(_inner(native), keys)
        return None if item is None else {"type": "array", "items": item}
    if native == MapOf(_inner(native)):
        value = _plain(_inner(native), keys)
        return None if value is None else {"type": "object", "additionalProperties": value}
    if isinstance(native, String):
        native = String(native.min_length, native.max_length, native.pattern)
    return _SCALARS.get(native)


def _inner(native: Native) -> Native:
    return native.item if isinstance(native, ListOf) else native.value if isinstance(native, MapOf) else Null()


_SCALARS: Mapping[Native, dict[str, Any]] = {
    Anything(): {},
    Boolean(): {"type": "boolean"},
    Null(): {"type": "null"},
    Number(True): {"type": "integer"},
    Number(False): {"type": "number"},
    String(): {"type": "string"},
}
