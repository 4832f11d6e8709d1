"""Reading and writing values with the types of a package."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from specproof.prove.checks.check import Case

__all__ = ["Refused", "attempt", "read", "taken", "written"]

_SHOWN = 3


class Refused(Exception):
    """A type refused a value.

    Attributes:
        errors: what pydantic says; empty where another exception came, which is said alone.
    """

    def __init__(self, error: Exception) -> None:
        refused = isinstance(error, ValidationError)
        self.errors: list[Mapping[str, Any]] = []
        if isinstance(error, ValidationError):
            self.errors = [*error.errors(include_url=False, include_input=False)]
        self.crashed = not refused
        super().__init__(f"{type(error).__name__}: {error}" if self.crashed else _told(self.errors))


def _told(errors: list[Mapping[str, Any]]) -> str:
    told = [f"{'.'.join(map(str, error['loc'])) or 'the value'}: {error['msg']}" for error in errors]
    more = f", and {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
    return "; ".join(told[:_SHOWN]) + more


def attempt(make: Callable[[], Any]) -> Any:
    """What a package gives. Raises: Refused, whatever went wrong there."""
    try:
        return make()
    except Exception as error:
        raise Refused(error) from error


def read(adapter: TypeAdapter[Any], case: Case) -> Any:
    """A value out of JSON text. Raises: Refused."""
    return attempt(lambda: adapter.validate_json(json.dumps(case)))


def taken(adapter: TypeAdapter[Any], case: Case) -> Any:
    """A value out of plain Python data. Raises: Refused."""
    return attempt(lambda: adapter.validate_python(case))


def written(adapter: TypeAdapter[Any], value: Any) -> bytes:
    """The JSON text of a value. Raises: Refused."""
    text: bytes = attempt(lambda: adapter.dump_json(value, by_alias=True))
    return text
