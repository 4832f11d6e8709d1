"""Reading and writing values with the types of a package."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from specproof.prove.checks.check import Case

__all__ = ["RejectedValueError", "call_package", "from_json", "from_python", "to_json"]

_SHOWN = 3


class RejectedValueError(Exception):
    """A type rejected a value, or could not write it.

    Attributes:
        errors: of pydantic's ValidationError; empty if another exception was raised.
        crashed: whether another exception was raised.
    """

    def __init__(self, error: Exception) -> None:
        self.errors: list[Mapping[str, Any]] = []
        if isinstance(error, ValidationError):
            self.errors = [*error.errors(include_url=False, include_input=False)]
        self.crashed = not isinstance(error, ValidationError)
        super().__init__(f"{type(error).__name__}: {error}" if self.crashed else _summary(self.errors))


def _summary(errors: list[Mapping[str, Any]]) -> str:
    lines = [f"{'.'.join(map(str, error['loc'])) or 'the value'}: {error['msg']}" for error in errors]
    more = f", and {len(lines) - _SHOWN} more" if len(lines) > _SHOWN else ""
    return "; ".join(lines[:_SHOWN]) + more


def call_package(make: Callable[[], Any]) -> Any:
    """Call a function of a package, and return its result. Raises: RejectedValueError, for any exception."""
    try:
        return make()
    except Exception as error:
        raise RejectedValueError(error) from error


def from_json(adapter: TypeAdapter[Any], case: Case) -> Any:
    """Return a value that a type reads from JSON text. Raises: RejectedValueError."""
    return call_package(lambda: adapter.validate_json(json.dumps(case)))


def from_python(adapter: TypeAdapter[Any], case: Case) -> Any:
    """Return a value that a type makes of plain Python data. Raises: RejectedValueError."""
    return call_package(lambda: adapter.validate_python(case))


def to_json(adapter: TypeAdapter[Any], value: Any) -> bytes:
    """Return a value of a type as JSON text. Raises: RejectedValueError."""
    text: bytes = call_package(lambda: adapter.dump_json(value, by_alias=True))
    return text
