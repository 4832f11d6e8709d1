"""All that the runtime uses of pydantic beyond its public API; checked with 2.14.2 to 2.14.4 (``make test-versions``).

Beyond this module: ``BaseModel``, ``TypeAdapter``, ``core_schema``, and the hooks that pydantic documents for types.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any, cast

from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import SchemaValidator

JSON_SCHEMA_HOOKS = "pydantic_js_functions"  # metadata of a core schema: what changes its JSON Schema
NAMES_OF_CALLERS = "_types_namespace"  # of model_rebuild; without it, the caller's names are looked through
_DECORATORS = tuple(field.name for field in dataclasses.fields(BaseModel.__pydantic_decorators__))


def is_complete(cls: type[BaseModel]) -> bool:
    """Whether pydantic has built the validator of a class."""
    return cls.__pydantic_complete__


def reset(cls: type[BaseModel]) -> None:
    """Discard the validator of a class, so that it is built anew."""
    cls.__pydantic_complete__ = False
    del cls.__pydantic_core_schema__


def validator_of(cls: type[BaseModel]) -> SchemaValidator:
    """Return the validator of a built class, without the wrappers of plugins and guards."""
    validator: Any = cls.__pydantic_validator__
    while not isinstance(validator, SchemaValidator):
        validator = validator.__pydantic_schema_validator__
    return validator


def to_python(cls: type[BaseModel], model: BaseModel, mode: str, by_alias: bool | None) -> Any:
    """Return a model as its class's serializer dumps it."""
    return cls.__pydantic_serializer__.to_python(model, mode=mode, by_alias=by_alias)


def model_state(model: BaseModel) -> tuple[Any, Any, Any]:
    """Return (fields, unknown properties, names of given fields) of a model, as validators of fields return them."""
    return model.__dict__, model.__pydantic_extra__, model.__pydantic_fields_set__


def filled(cls: type[BaseModel], fields: dict[str, Any], extra: Any, given: set[str]) -> BaseModel:
    """Return a model with these fields, unvalidated. Unlike ``model_construct`` it keeps unknown properties apart."""
    model = cls.__new__(cls)
    object.__setattr__(model, "__dict__", fields)
    object.__setattr__(model, "__pydantic_extra__", extra)
    object.__setattr__(model, "__pydantic_fields_set__", given)
    object.__setattr__(model, "__pydantic_private__", None)
    return model


def name_in_schemas(cls: type) -> str:
    """Return the reference name of a class in core schemas."""
    return f"{cls.__module__}.{cls.__qualname__}:{id(cls)}"


def json_schema_inside(handler: GetJsonSchemaHandler, cls: type[BaseModel]) -> JsonSchemaValue:
    """Return the JSON Schema of a class itself, not a reference to it."""
    made = cast(Any, handler).generate_json_schema.generate_inner(cls.__pydantic_core_schema__)
    return cast(JsonSchemaValue, made)


def treat_init_as_pydantics(init: Any) -> None:
    """Let pydantic validate JSON without calling this ``__init__``, as if it were pydantic's own."""
    init.__pydantic_base_init__ = True


def has_only_fields(cls: type[BaseModel], attributes: Iterable[str]) -> bool:
    """Whether a class has only fields with these attributes: no validators, no computed fields, no type parameters."""
    known = frozenset(attributes)
    return (
        cls.__pydantic_extra_info__ is None
        and cls.__pydantic_post_init__ is None
        and not cls.__pydantic_custom_init__
        and not any(getattr(cls.__pydantic_decorators__, name) for name in _DECORATORS)
        and not any(cls.__pydantic_generic_metadata__.values())
        and all(known.issuperset(info._attributes_set) for info in cls.model_fields.values())
    )
