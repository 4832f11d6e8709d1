"""How operations are called, one expression each, for the contract in the tests of a package."""

from __future__ import annotations

from specproof.ir.api import Api, Operation
from specproof.spelling.annotations import Annotations
from specproof.spelling.code import Code, compose, join, literal
from specproof.spelling.content import streamed_type
from specproof.spelling.names import Names, OperationName

__all__ = ["calls"]


def calls(api: Api, names: Names, models: Annotations) -> tuple[Code, ...]:
    """Return each operation as an expression `ClientMethod("POST /files", "files.create", …)` for a package's tests."""
    return tuple(_method(operation, names.operations[operation.key], models) for operation in api.operations)


def _method(operation: Operation, name: OperationName, models: Annotations) -> Code:
    keywords = {one.key: name.arguments[one.key] for one in operation.parameters}
    renamed = {key: keyword for key, keyword in keywords.items() if keyword != key.partition(".")[2]}
    parts = [literal(operation.key), literal(f"{name.resource}.{name.method}")]
    parts += [compose("arguments={}", literal(renamed))] if renamed else []
    parts += [compose("is_streamed=True")] if streamed_type(operation, models) is not None else []
    return compose("ClientMethod({})", join(", ", parts))
