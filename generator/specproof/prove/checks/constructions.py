"""Ways to build a value in Python: by attribute names, by the names of the document, and from plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel, TypeAdapter

from specproof.prove.checks.check import Case
from specproof.prove.checks.type_io import call_package, from_python

__all__ = ["constructions"]

Construction = tuple[str, Callable[[], Any]]
"""From what a value is built, and the function that builds it; that raises RejectedValueError."""


def constructions(adapter: TypeAdapter[Any], annotation: Any, case: Case, parsed: Any) -> Iterator[Construction]:
    """Yield the ways to build in Python what a JSON value means, each as a description and a function that does it.

    The functions raise RejectedValueError.

    Args:
        annotation: the type.
        case: the JSON value.
        parsed: the result of reading the value as JSON text; None if it was rejected.
    """
    yield "plain data", lambda: from_python(adapter, case)
    cls = type(parsed) if isinstance(parsed, BaseModel) else annotation if _is_class(annotation) else None
    if cls is None or not isinstance(case, dict):
        return
    if not _is_ambiguous(cls, case):
        yield f"{cls.__name__}(…) with the document's names", lambda: call_package(lambda: cls(**case))
    if isinstance(parsed, BaseModel):
        given = _attributes(parsed)
        yield f"{cls.__name__}(…) with its attributes", lambda: call_package(lambda: cls(**given))


def _is_class(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _is_ambiguous(cls: type[BaseModel], case: Mapping[str, Any]) -> bool:
    """Whether an unknown property is spelled like an attribute of another name: as a keyword it means that one."""
    names = {field.validation_alias or name: name for name, field in cls.model_fields.items()}
    return any(name not in names and name in cls.model_fields for name in case)


def _attributes(model: BaseModel) -> dict[str, Any]:
    """What was given of a model, under attribute names, and what it holds beside its attributes."""
    attributes = {name: getattr(model, name) for name in model.model_fields_set if name in type(model).model_fields}
    return {**(model.__pydantic_extra__ or {}), **attributes}
