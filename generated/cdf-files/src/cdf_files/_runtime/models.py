"""The base of generated models: pydantic made to accept what JSON Schema 2020-12 accepts.

`Model` is the base of object classes; `Exact` ends the annotation of every other type. Both rewrite the scalar leaves
of the core schema that pydantic builds (JSON Schema knows no coercion, and calls `1.0` an integer) and, where a type
cannot say everything, judge a value by its schema: once, at the outermost guarded type, after it was parsed.

A class's own core schema never judges, so that models nest without judging twice; its validator does. Classes are
built one by one and refer to each other (see ``model_build``). When a type that is not ours is built (a user's model, a
`TypeAdapter`), each class hands out a reference to itself, and judges there.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ClassVar, Never, Protocol, cast

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, SchemaValidator, core_schema

from .model_build import (
    build_order,
    by_name_context,
    class_reference,
    current_build,
    during,
    json_schema_of,
    unguarded_validator,
)
from .model_fields import class_schema
from .pydantic_internals import NAMES_OF_CALLERS, is_complete, reset, treat_init_as_pydantics
from .scalar_schemas import exact_schema

__all__ = ["Exact", "Guard", "Model"]


class Guard(Protocol):
    """Interface of ``guards.Guard``, which validates the JSON form of a value by its schema."""

    def judge(self, value: Any) -> Any: ...

    def validator(self, title: str, schema: CoreSchema, unguarded: SchemaValidator) -> SchemaValidator: ...


_is_inside_guard: ContextVar[bool] = ContextVar("is_inside_guard", default=False)


def _guarded_schema(schema: CoreSchema, guard: Guard) -> CoreSchema:
    return core_schema.no_info_after_validator_function(guard.judge, schema)


class Model(BaseModel):
    """Base class of models. Absent properties are `pydantic.MISSING`, unknown ones are kept if the schema allows them.

    Keyword arguments are the Python names, or those of the document, which JSON is read and written under.
    """

    model_config = ConfigDict(
        extra="allow",
        protected_namespaces=(),
        serialize_by_alias=True,
        defer_build=True,
        regex_engine="rust-regex",
        ser_json_inf_nan="constants",
    )

    __guard__: ClassVar[Guard | None] = None

    def __init__(self, /, **data: Any) -> None:
        self.__pydantic_validator__.validate_python(
            data, self_instance=self, by_name=True, by_alias=True, context=by_name_context()
        )

    treat_init_as_pydantics(__init__)

    def __init_subclass__(cls, **options: Any) -> None:
        """Let the annotation of `__pydantic_extra__` stand alone: a value would hide the slot of the same name."""
        super().__init_subclass__(**options)
        for base in cls.__bases__:
            if issubclass(base, Model) and base is not Model:
                base.model_rebuild(raise_errors=False)  # where its annotations are known
        if "__pydantic_extra__" in vars(cls):
            del cls.__pydantic_extra__

    @classmethod
    def model_rebuild(cls, *, force: bool = False, **options: Any) -> bool | None:
        """Build the validator now, after those of the classes that this one names; pydantic does so on first use."""
        if (now := current_build.get()) is not None and now.cls is cls:
            return super().model_rebuild(**options)
        if is_complete(cls) and not force:
            return None
        if is_complete(cls):
            reset(cls)
        for each in build_order(cls, Model):
            with during(current_build, each):
                each.cls.model_rebuild(**{NAMES_OF_CALLERS: {}, **options})
        return is_complete(cls)

    @classmethod
    def __pydantic_on_complete__(cls) -> None:
        if cls.__guard__ is not None:
            schema = _guarded_schema(class_reference(cls), cls.__guard__)
            cls.__pydantic_validator__ = cls.__guard__.validator(cls.__name__, schema, unguarded_validator(cls))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        now = current_build.get()
        if now is not None:
            if not now.holds(cls):
                return class_reference(cls)
            usual = None if now.parts else class_schema(cls, Model, handler)
            return usual or cast(CoreSchema, exact_schema(handler(source)))
        if not is_complete(cls):
            cls.model_rebuild(raise_errors=False)
        if not is_complete(cls):
            return cast(CoreSchema, exact_schema(handler(source)))
        schema = class_reference(cls)
        return schema if cls.__guard__ is None or _is_inside_guard.get() else _guarded_schema(schema, cls.__guard__)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return json_schema_of(cls, schema, handler)


@dataclass(frozen=True, slots=True)
class Exact:
    """Metadata that ends the annotation of a type that is no class; `guard` validates what the type cannot express."""

    guard: Guard | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        if source is Never:
            return core_schema.no_info_plain_validator_function(_refuse)
        if self.guard is None or current_build.get() is not None or _is_inside_guard.get():
            return cast(CoreSchema, exact_schema(handler(source)))
        with during(_is_inside_guard, True):
            return _guarded_schema(cast(CoreSchema, exact_schema(handler(source))), self.guard)


def _refuse(value: Any) -> Never:
    raise PydanticCustomError("false", "no value is allowed here")
