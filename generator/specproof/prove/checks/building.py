"""Building a value in Python: with the attributes of its class, with the document's names, from plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel, TypeAdapter

from specproof.prove.checks.check import Case
from specproof.prove.checks.reading import attempt, taken

__all__ = ["ways"]

Way = tuple[str, Callable[[], Any]]
"""How it is built, and what builds it; that raises Refused."""


def ways(adapter: TypeAdapter[Any], kind: Any, case: Case, parsed: Any) -> Iterator[Way]:
    """The ways to build what a JSON value means.

    Args:
        kind: the type.
        parsed: what reading the JSON text gave; None where it was refused.
    """
    yield "plain data", lambda: taken(adapter, case)
    cls = type(parsed) if isinstance(parsed, BaseModel) else kind if _is_class(kind) else None
    if cls is None or not isinstance(case, dict):
        return
    if not _mistakable(cls, case):
        yield f"{cls.__name__}(…) with the document's names", lambda: attempt(lambda: cls(**case))
    if isinstance(parsed, BaseModel):
        given = _attributes(parsed)
        yield f"{cls.__name__}(…) with its attributes", lambda: attempt(lambda: cls(**given))


def _is_class(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _mistakable(cls: type[BaseModel], case: Mapping[str, Any]) -> bool:
    """Whether an unknown property is spelled like an attribute of another name: as a keyword it means that one."""
    names = {field.validation_alias or name: name for name, field in cls.model_fields.items()}
    return any(name not in names and name in cls.model_fields for name in case)


def _attributes(model: BaseModel) -> dict[str, Any]:
    """What was given of a model, under attribute names, and what it holds beside its attributes."""
    named = {name: getattr(model, name) for name in model.model_fields_set if name in type(model).model_fields}
    return {**(model.__pydantic_extra__ or {}), **named}
