"""The native form: classes as a schema document for the models engine, holding only what the engine spells as we would.

A type that the engine would change, name or lose (bounds, patterns, literals, tuples) stands in it as a reference to a
stub; what the stub means is in `stubs`. Component keys are neutral, since engines fold names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

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


@dataclass(slots=True)
class NativeForm:
    """`tree` is an OpenAPI 3.1 document with schemas only.

    Attributes:
        classes: component -> its key in the tree.
        stubs: key -> what stands there: the name of a component that is no class, or a type without a name.
    """

    tree: dict[str, Any]
    classes: dict[str, str] = field(default_factory=dict)
    stubs: dict[str, str | Native] = field(default_factory=dict)


def native_form(classes: Mapping[str, Object], attributes: Mapping[str, Mapping[str, str]]) -> NativeForm:
    """Write classes down for the engine, under attribute names."""
    form = NativeForm({"openapi": "3.1.0", "info": {"title": "native form", "version": "1"}, "paths": {}})
    builder = _Builder(form, {name: f"Class{i}" for i, name in enumerate(classes)})
    schemas = {builder.keys[name]: builder.object(native, attributes[name]) for name, native in classes.items()}
    form.classes = builder.keys
    stubs = {key: {"type": "object", "properties": {key: {"type": "string"}}} for key in form.stubs}
    form.tree["components"] = {"schemas": {**schemas, **stubs}}
    return form


class _Builder:
    def __init__(self, form: NativeForm, keys: dict[str, str]) -> None:
        self.keys = keys
        self._form = form
        self._aliases: dict[str, str] = {}

    def object(self, native: Object, attributes: Mapping[str, str]) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {attributes[name]: self._type(member.type) for name, member in native.fields.items()},
            "required": [attributes[name] for name, member in native.fields.items() if member.required],
            "additionalProperties": native.extra is not None,
        }

    def _type(self, native: Native) -> dict[str, Any]:
        if isinstance(native, Reference):
            return self._reference(native.name)
        if isinstance(native, Union) and sum(not isinstance(member, Null) for member in native.members) == 1:
            return {"anyOf": [self._type(member) for member in native.members]}
        if isinstance(native, ListOf) and native.min_items is None and native.max_items is None:
            return {"type": "array", "items": self._type(native.item)}
        if isinstance(native, MapOf) and native.min_properties is None and native.max_properties is None:
            return {"type": "object", "additionalProperties": self._type(native.value)}
        return _PLAIN.get(native) or self._stub(native)

    def _reference(self, name: str) -> dict[str, Any]:
        if name in self.keys:
            return _ref(self.keys[name])
        if name not in self._aliases:
            self._aliases[name] = self._new(name)
        return _ref(self._aliases[name])

    def _stub(self, native: Native) -> dict[str, Any]:
        if isinstance(native, Anything):
            return {}
        if isinstance(native, String) and String(format=native.format) == native:
            return {"type": "string"}
        return _ref(self._new(native))

    def _new(self, meaning: str | Native) -> str:
        key = f"Stub{len(self._form.stubs)}"
        self._form.stubs[key] = meaning
        return key


def _ref(key: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{key}"}


_PLAIN: Mapping[Native, dict[str, Any]] = {
    Boolean(): {"type": "boolean"},
    Null(): {"type": "null"},
    Number(True): {"type": "integer"},
    Number(False): {"type": "number"},
}
