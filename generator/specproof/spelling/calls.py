"""How operations are called, one expression each, for the contract in the tests of a package."""

from __future__ import annotations

from specproof.ir.api import Api, Operation
from specproof.ir.content import Media, SchemaName
from specproof.ir.parameters import Parameter
from specproof.spelling.annotations import Annotations
from specproof.spelling.code import Code, compose, identifier, join, literal
from specproof.spelling.content import is_sequence, modelled, streamed_type
from specproof.spelling.names import Names, OperationName

__all__ = ["calls"]


def calls(api: Api, names: Names, models: Annotations) -> tuple[Code, ...]:
    """``ClientMethod("POST /files", "files.create", …)`` for each operation."""
    return tuple(_method(operation, names.operations[operation.key], models) for operation in api.operations)


def _method(operation: Operation, name: OperationName, models: Annotations) -> Code:
    named = {
        "arguments": {one.key: (name.arguments[one.key], _of_parameter(one, models)) for one in operation.parameters},
        "body": {media.type.lower(): _of_media(media, models) for media in operation.body.content}
        if operation.body
        else {},
        "responses": {
            f"{response.status.pattern} {media.type.lower()}": _of_media(media, models)
            for response in operation.responses
            for media in response.content
        },
    }
    parts = [literal(operation.key), literal(f"{name.resource}.{name.method}")]
    parts += [compose("{}={}", identifier(key), literal(value)) for key, value in named.items() if value]
    parts += [compose("is_streamed=True")] if streamed_type(operation, models) is not None else []
    return compose("ClientMethod({})", join(", ", parts))


def _of_parameter(parameter: Parameter, models: Annotations) -> str:
    return _exported(parameter.carrier.schema, models)


def _of_media(media: Media, models: Annotations) -> str:
    return _exported(media.schema, models) if modelled(media) or is_sequence(media) else ""


def _exported(schema: SchemaName | None, models: Annotations) -> str:
    return str(models.exported(schema)) if schema is not None else ""
