"""The core schema of a class of ours, read straight off its fields: what pydantic would make of it, in less time."""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin

from pydantic import MISSING, BaseModel, GetCoreSchemaHandler
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, PydanticUndefined

from .model_build import class_reference
from .pydantic_internals import has_only_fields, name_in_schemas
from .scalar_schemas import exact_schema

__all__ = ["class_schema"]

_USUAL = frozenset(("annotation", "default", "validation_alias", "serialization_alias"))
_CONFIG = {
    "extra": "extra_fields_behavior",
    "serialize_by_alias": "serialize_by_alias",
    "regex_engine": "regex_engine",
    "ser_json_inf_nan": "ser_json_inf_nan",
}
_SCALARS: dict[Any, Any] = {kind: exact_schema({"type": kind.__name__}) for kind in (str, int, float, bool)}
_SCALARS |= {types.NoneType: {"type": "none"}, Any: exact_schema({"type": "any"})}


def class_schema(cls: type[BaseModel], base: type[BaseModel], handler: GetCoreSchemaHandler) -> CoreSchema | None:
    """Return the core schema of a class without cycles, or None if only pydantic itself can read the class.

    Args:
        base: the class whose settings all our classes share, except `extra`.
    """
    if not _is_usual(cls, base):
        return None
    read = _Reader(base, handler)
    fields = {name: read.field(info) for name, info in cls.model_fields.items()}
    body: Any = {"type": "model-fields", "fields": fields, "model_name": cls.__name__, "computed_fields": []}
    if cls.model_config.get("extra") == "allow":
        body["extras_schema"] = _SCALARS[Any]
    schema: Any = {
        "type": "model",
        "cls": cls,
        "schema": body,
        "custom_init": False,
        "root_model": False,
        "config": {"title": cls.__name__, **{_CONFIG[k]: v for k, v in cls.model_config.items() if k in _CONFIG}},
        "ref": name_in_schemas(cls),
    }
    return cast(CoreSchema, schema)


def _is_usual(cls: type[BaseModel], base: type[BaseModel]) -> bool:
    own, others = cls.model_config, base.model_config
    return (own is others or own | {"extra": None} == others | {"extra": None}) and has_only_fields(cls, _USUAL)


class _Reader:
    """Reads the annotations of one class."""

    def __init__(self, base: type[BaseModel], handler: GetCoreSchemaHandler) -> None:
        self._base = base
        self._handler = handler

    def field(self, info: FieldInfo) -> Any:
        schema = self._kind(Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation)
        if info.default is not PydanticUndefined:
            schema = {"type": "default", "schema": schema, "default": info.default}
        field = {"type": "model-field", "schema": schema, "metadata": {}}
        if info.validation_alias is not None:
            field["validation_alias"] = info.validation_alias
        if info.serialization_alias is not None:
            field["serialization_alias"] = info.serialization_alias
        return field

    def _kind(self, kind: Any) -> Any:
        if isinstance(kind, type) and issubclass(kind, self._base):
            return class_reference(kind)
        arguments = get_args(kind)
        if not arguments:
            return _SCALARS[kind] if kind in _SCALARS else self._other(kind)
        read = _READERS.get(get_origin(kind))
        return read(self, arguments) if read is not None else self._other(kind)

    def _list(self, arguments: tuple[Any, ...]) -> Any:
        return {"type": "list", "items_schema": self._kind(arguments[0])}

    def _dict(self, arguments: tuple[Any, ...]) -> Any:
        return {"type": "dict", "keys_schema": self._kind(arguments[0]), "values_schema": self._kind(arguments[1])}

    def _literal(self, arguments: tuple[Any, ...]) -> Any:
        return {"type": "literal", "expected": list(arguments)}

    def _union(self, kinds: tuple[Any, ...]) -> Any:
        choices = [self._kind(kind) for kind in kinds if kind is not types.NoneType and kind is not MISSING]
        if not choices:
            return {"type": "missing-sentinel", "schema": {"type": "none"}}
        schema = choices[0] if len(choices) == 1 else {"type": "union", "choices": choices}
        if types.NoneType in kinds:
            schema = {"type": "nullable", "schema": schema}
        return {"type": "missing-sentinel", "schema": schema} if MISSING in kinds else schema

    def _other(self, kind: Any) -> Any:
        """What pydantic makes of it; in the schema of a class no guard judges, so that `Exact` says nothing there."""
        return exact_schema(self._handler.generate_schema(kind))


_READERS: dict[Any, Callable[[_Reader, tuple[Any, ...]], Any]] = {
    Union: _Reader._union,
    types.UnionType: _Reader._union,
    Literal: _Reader._literal,
    list: _Reader._list,
    dict: _Reader._dict,
}
