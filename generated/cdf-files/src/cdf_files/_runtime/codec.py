"""One type's way between Python and JSON, judged in both directions."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError, PydanticSerializationError

__all__ = ["Codec"]

T = TypeVar("T")

_PLAIN = (str, int, bool)  # what JSON has as it is, and nobody can change after it was judged


class Codec(Generic[T]):
    """Converts values of one type from and to JSON with validation; the type is built when first used."""

    def __init__(self, find: Callable[[], Any]) -> None:
        self._find = find

    @cached_property
    def _adapter(self) -> TypeAdapter[T]:
        return TypeAdapter(self._find())

    def load(self, value: Any) -> T:
        """Return the value of the type for parsed JSON. Raises: pydantic.ValidationError."""
        return self._adapter.validate_python(value)

    def load_json(self, data: bytes | str) -> T:
        """Return the value of the type for JSON text. Raises: pydantic.ValidationError."""
        return self._adapter.validate_json(data)

    def construct(self, value: Any) -> Any:
        """Return the value of the type for parsed JSON, without validation: see ``construct``."""
        from .construct import constructed  # only for responses that are not validated

        return constructed(self._find(), value)

    def dump(self, value: Any) -> Any:
        """Return the JSON data of a value, validated again: models are mutable. Raises: pydantic.ValidationError."""
        kept = self._adapter.validate_python(value)
        if kept is value and type(value) in _PLAIN:
            return value
        wire = _dumped(value, lambda: self._adapter.dump_python(kept, mode="json", by_alias=True, warnings="none"))
        self._adapter.validate_python(wire)
        return wire

    def dump_json(self, value: Any) -> bytes:
        """Return JSON text for a value, validated as it will be sent. Raises: pydantic.ValidationError."""
        kept = self._adapter.validate_python(value)
        text: bytes = _dumped(value, lambda: self._adapter.dump_json(kept, by_alias=True, warnings="none"))
        self._adapter.validate_json(text)
        return text


def _dumped(value: Any, dump: Callable[[], Any]) -> Any:
    """What `dump` gives; a model that holds what JSON cannot say is as invalid as any other."""
    try:
        return dump()
    except PydanticSerializationError as error:
        reason = PydanticCustomError("json_value", "{reason}", {"reason": str(error)})
        raise ValidationError.from_exception_data("JSON", [InitErrorDetails(type=reason, input=value)]) from error
