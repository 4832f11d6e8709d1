"""Unions whose discriminator has another name in Python than in the document."""

from __future__ import annotations

from typing import Any, cast

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

__all__ = ["Tagged"]


class Tagged:
    """Metadata that chooses among the classes of a union by a property; `values` are those of each class in turn."""

    def __init__(self, name: str, attribute: str, *values: tuple[str, ...]) -> None:
        self._paths: list[list[str | int]] = [[name], [attribute]]
        self._values = values

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        members = cast(Any, handler(source))["choices"]
        choices = {value: member for member, values in zip(members, self._values, strict=True) for value in values}
        return core_schema.tagged_union_schema(choices, self._paths)
