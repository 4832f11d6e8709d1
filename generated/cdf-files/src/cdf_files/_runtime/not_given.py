"""The mark of an argument that was not given, so that ``None`` stays free to mean JSON's null."""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal, TypeVar

__all__ = ["NOT_GIVEN", "NotGiven", "given"]

T = TypeVar("T")


class NotGiven(Enum):
    """The type of ``NOT_GIVEN``, which stands for an absent argument and is false."""

    NOT_GIVEN = "not given"

    def __repr__(self) -> str:
        return "NOT_GIVEN"

    def __bool__(self) -> Literal[False]:
        return False


NOT_GIVEN: Final = NotGiven.NOT_GIVEN


def given(**values: T | NotGiven | None) -> dict[str, T]:
    """Return the values that are neither ``NOT_GIVEN`` nor None."""
    return {name: value for name, value in values.items() if not isinstance(value, NotGiven) and value is not None}
