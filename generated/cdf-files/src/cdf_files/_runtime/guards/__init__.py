"""Guards: what a type cannot say of its schema, judged once, on the JSON form of the outermost value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from pydantic import ValidationError
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, SchemaValidator, to_jsonable_python

__all__ = ["Guard", "Guards"]

_BASE = "urn:specproof:schemas"


class Guards:
    """The JSON Schema validators of a package's guarded components, by name; compiled when first used.

    Args:
        load: returns `{"$defs": {name: schema}, "resources": {uri: document}}` in JSON Schema 2020-12.
    """

    def __init__(self, load: Callable[[], Any]) -> None:
        self._load = load

    def __getitem__(self, name: str) -> Guard:
        return Guard(self, name)

    @cached_property
    def registry(self) -> Any:
        from jsonschema_rs import Registry  # slow, and few schemas have guards

        documents = self._load()
        return Registry([(_BASE, {"$defs": documents["$defs"]}), *documents["resources"].items()])


@dataclass(frozen=True)
class Guard:
    """Validates the values of one component by its JSON Schema."""

    guards: Guards
    name: str

    @cached_property
    def _validator(self) -> Any:
        from jsonschema_rs import Draft202012Validator  # as above

        reference = {"$ref": f"{_BASE}#/$defs/{self.name}"}
        try:
            return Draft202012Validator(reference, registry=self.guards.registry, offline=True, mask="the value")
        except ValueError as error:
            raise RuntimeError(f"the guard of {self.name} cannot be built: {error}") from error

    def judge(self, value: Any) -> Any:
        """Return `value` if its JSON form is valid.

        Raises:
            pydantic.ValidationError: each error has `loc` = the location in the JSON form, the keyword as its type, and
                `ctx` with `keyword`, `pointer` (RFC 6901, into the JSON form) and `reason`.
        """
        wire = to_jsonable_python(value, by_alias=True)
        if self._validator.is_valid(wire):
            return value
        raise ValidationError.from_exception_data(
            self.name, [_detail(error, wire) for error in self._validator.iter_errors(wire)]
        )

    def validator(self, title: str, schema: CoreSchema, unguarded: SchemaValidator) -> SchemaValidator:
        """Return the validator of a class that this guard judges; its ``schema`` ends in ``judge``."""
        return cast(SchemaValidator, _GuardedValidator(unguarded, SchemaValidator(schema, {"title": title})))


class _GuardedValidator:
    """A guarded class's validator; when pydantic builds another type it takes `__pydantic_schema_validator__`."""

    def __init__(self, unguarded: SchemaValidator, guarded: SchemaValidator) -> None:
        self.__pydantic_schema_validator__ = unguarded
        self._guarded = guarded
        self.validate_python = guarded.validate_python
        self.validate_json = guarded.validate_json
        self.validate_strings = guarded.validate_strings

    def __getattr__(self, name: str) -> Any:
        return getattr(self._guarded, name)


def _detail(error: Any, wire: Any) -> InitErrorDetails:
    path: list[str | int] = error.instance_path
    for token in path:
        wire = wire[token]
    named = (token for token in reversed(error.schema_path) if isinstance(token, str))
    keyword: Any = "false" if error.kind.name == "falseSchema" else next(named, error.kind.name)
    pointer = "".join("/" + str(token).replace("~", "~0").replace("/", "~1") for token in path)
    context = {"keyword": keyword, "pointer": pointer, "reason": str(error.message)}
    return InitErrorDetails(
        type=PydanticCustomError(keyword, "{keyword}: {reason}", context),
        loc=tuple(path),
        input=wire,
    )
