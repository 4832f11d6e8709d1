"""Calls for the README: operations of the document with example values of the document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from specproof.ir.api import Api, Operation
from specproof.ir.content import Media
from specproof.ir.parameters import Parameter
from specproof.spelling.annotations import Annotations
from specproof.spelling.clients import Client
from specproof.spelling.code import Code, compose, identifier, join, literal, spread
from specproof.spelling.content import errors_of, modelled
from specproof.spelling.contribution import Opening, Spelling
from specproof.spelling.names import Names
from specproof.spelling.statuses import error_name

__all__ = ["ExampleView", "example", "settings_of"]

_INVENTED: Mapping[str, object] = {"int": 1, "float": 1.5, "str": "example", "bool": True}


@dataclass(frozen=True, slots=True)
class ExampleView:
    """``call`` is the call after ``client.``; ``raw_call`` the same for the whole response."""

    settings: tuple[Code, ...]
    call: Code
    raw_call: Code
    error: Code
    opening: Code | None
    async_opening: Code | None


def example(spelling: Spelling, opening: Opening | None) -> ExampleView | None:
    """Return the call that shows best: one that goes with the opening, one that only reads, any with examples."""
    api, names, models = spelling.api, spelling.names, spelling.models
    spelled = [(operation, list(values)) for operation, values in (opening.calls if opening else ())]
    spelled = spelled or _spelled(api, names, models, {}) or _spelled(api, names, models, _INVENTED)
    if not spelled:
        return None
    operation, values = min(spelled, key=_rank)
    name = names.operations[operation.key]
    method = compose("{}({})", identifier(name.method), join(", ", values))
    return ExampleView(
        settings=spelling.settings,
        call=compose("{}.{}", identifier(name.resource), method),
        raw_call=compose("{}.raw.{}", identifier(name.resource), method),
        error=_error(operation),
        opening=opening.line if opening else None,
        async_opening=opening.async_line if opening else None,
    )


def _error(operation: Operation) -> Code:
    """Return the error that the example catches: 404 where it is declared, else the first."""
    statuses = [reply.status for reply in errors_of(operation)]
    shown = next((status for status in statuses if status.pattern == "404"), statuses[0] if statuses else None)
    return identifier(error_name(shown) if shown is not None else "ApiError")


def _rank(pair: tuple[Operation, list[Code]]) -> tuple[bool, ...]:
    """Return the rank of an operation: not deprecated, then ``GET``, then without a body, then with arguments."""
    operation, values = pair
    return operation.deprecated, operation.method != "GET", operation.body is not None, not values


def _spelled(
    api: Api, names: Names, models: Annotations, invented: Mapping[str, object]
) -> list[tuple[Operation, list[Code]]]:
    """Return the operations whose required arguments all have an example, with these as keyword arguments."""
    found = []
    for operation in api.operations:
        arguments = names.operations[operation.key].arguments
        values = [_value(each, arguments, models, invented) for each in operation.parameters if each.required]
        if operation.body is not None and operation.body.required:
            values.append(_body(operation.body.content, models))
        if None not in values:
            found.append((operation, [value for value in values if value is not None]))
    return found


def _value(
    parameter: Parameter, arguments: Mapping[str, str], models: Annotations, invented: Mapping[str, object]
) -> Code | None:
    value = json.loads(parameter.example) if parameter.example is not None else None
    if value is None and parameter.carrier.schema is not None:
        value = invented.get(models.annotation(parameter.carrier.schema))
    if value is None or isinstance(value, dict | list):
        return None
    return compose("{}={}", identifier(arguments[parameter.key]), literal(value))


def _body(content: tuple[Media, ...], models: Annotations) -> Code | None:
    media = next(iter(content), None)
    if media is None or media.schema is None or media.example is None or not modelled(media):
        return None
    kind = models.annotation(media.schema)
    value = spread(json.loads(media.example))
    return (
        compose("body={}.model_validate({})", kind, value)
        if models.is_class(media.schema)
        else compose("body=TypeAdapter({}).validate_python({})", kind, value)
    )


def settings_of(client: Client, prefix: str) -> Iterator[Code]:
    """Yield the arguments of the client in examples; secrets come from variables whose names start with ``prefix``."""
    for keyword in client.keywords:
        if keyword.example is not None:
            yield compose("{}={}", keyword.name, keyword.example)
        elif keyword.is_secret:
            yield compose("{}=os.environ[{}]", keyword.name, literal(f"{prefix}_{keyword.name.upper()}"))
    variable = literal(f"{prefix}_BASE_URL")
    yield (
        compose("base_url=os.environ[{}]", variable)
        if client.needs_base_url
        else compose("base_url=os.environ.get({})", variable)
    )
