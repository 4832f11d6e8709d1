"""One type's way between Python and JSON, judged in both directions."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from types import ModuleType
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

__all__ = ["Codec", "Types"]

T = TypeVar("T")


class Codec(Generic[T]):
    """Reads and writes values of one type; the type is looked up and built when first used."""

    def __init__(self, find: Callable[[], Any]) -> None:
        self._find = find

    @cached_property
    def _adapter(self) -> TypeAdapter[T]:
        return TypeAdapter(self._find())

    def load(self, value: Any) -> T:
        """A value from parsed JSON. Raises: pydantic.ValidationError."""
        return self._adapter.validate_python(value)

    def load_json(self, data: bytes | str) -> T:
        """A value from JSON text. Raises: pydantic.ValidationError."""
        return self._adapter.validate_json(data)

    def dump(self, value: Any) -> Any:
        """The JSON form of `value`, judged again: models are mutable. Raises: pydantic.ValidationError."""
        wire = self._adapter.dump_python(self._adapter.validate_python(value), mode="json", by_alias=True)
        self._adapter.validate_python(wire)
        return wire

    def dump_json(self, value: Any) -> bytes:
        """The JSON text of `value`, judged as it will be sent. Raises: pydantic.ValidationError."""
        text = self._adapter.dump_json(self._adapter.validate_python(value), by_alias=True)
        self._adapter.validate_json(text)
        return text


class Types:
    """The codecs of one package's models, by exported name."""

    def __init__(self, models: ModuleType) -> None:
        self._models = models
        self._codecs: dict[str, Codec[Any]] = {}

    def codec(self, name: str) -> Codec[Any]:
        if name not in self._codecs:
            self._codecs[name] = Codec(lambda: getattr(self._models, name))
        return self._codecs[name]
