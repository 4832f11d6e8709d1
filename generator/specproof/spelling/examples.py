"""Calls for the README: operations of the document with example values of the document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from specproof.ir.api import Api, Operation
from specproof.ir.content import Media
from specproof.ir.parameters import Parameter
from specproof.ir.security import Basic
from specproof.spelling.annotations import Annotations
from specproof.spelling.clients import Client
from specproof.spelling.code import Code, compose, identifier, join, literal, spread
from specproof.spelling.content import errors_of, modelled
from specproof.spelling.contribution import Opening, Spelling
from specproof.spelling.names import Names
from specproof.spelling.statuses import error_name

__all__ = ["ExampleView", "example", "settings_of"]


@dataclass(frozen=True, slots=True)
class ExampleView:
    """Data for the README's example.

    Attributes:
        settings: `name=value` arguments of the client.
        call: the call after ``client.``.
        raw_call: the call that returns the whole response instead of its content.
        error: exception class that the example catches.
        error_has_body: whether that is the class of a declared status, which parses the content.
        opening, async_opening: statement of an extension that opens the client; None for the plain one.
    """

    settings: tuple[Code, ...]
    call: Code
    raw_call: Code
    error: Code
    error_has_body: bool
    opening: Code | None
    async_opening: Code | None


def example(spelling: Spelling, opening: Opening | None) -> ExampleView | None:
    """Return the call to show in the README, or None if no operation has example values for all required arguments.

    One of the extension's opening comes first, then a plain ``GET``. Scalars without an example get an invented value.
    """
    api, names, models = spelling.api, spelling.names, spelling.models
    spelled = [(operation, list(values)) for operation, values in (opening.calls if opening else ())]
    spelled = spelled or _spelled(api, names, models, invents=False) or _spelled(api, names, models, invents=True)
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
        error_has_body=bool(errors_of(operation)),
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


def _spelled(api: Api, names: Names, models: Annotations, *, invents: bool) -> list[tuple[Operation, list[Code]]]:
    """Return the operations whose required arguments all have an example, with these as keyword arguments."""
    found = []
    for operation in api.operations:
        arguments = names.operations[operation.key].arguments
        required = [each for each in operation.parameters if each.required]
        values = [_value(each, arguments, models, invents=invents) for each in required]
        if operation.body is not None and operation.body.required:
            values.append(_body(operation.body.content, models, invents=invents))
        if None not in values:
            found.append((operation, [value for value in values if value is not None]))
    return found


def _value(parameter: Parameter, arguments: Mapping[str, str], models: Annotations, *, invents: bool) -> Code | None:
    value = json.loads(parameter.example) if parameter.example is not None else None
    if value is None and invents and parameter.carrier.schema is not None:
        (value,) = models.invented(parameter.carrier.schema) or (None,)
    if value is None or isinstance(value, dict | list):
        return None
    return compose("{}={}", identifier(arguments[parameter.key]), literal(value))


def _body(content: tuple[Media, ...], models: Annotations, *, invents: bool) -> Code | None:
    media = next(iter(content), None)
    if media is None:
        return None
    found = (json.loads(media.example),) if media.example is not None else None
    if found is None and invents and media.schema is not None:
        found = models.invented(media.schema)
    if media.schema is None or not modelled(media):
        text = found[0] if found is not None and isinstance(found[0], str) else "example" if invents else None
        return compose("body={}", literal(text)) if text is not None else None
    if found is None:
        return None
    kind, value = models.annotation(media.schema), spread(found[0])
    if models.is_class(media.schema):
        return compose("body={}.model_validate({})", kind, value)
    return compose("body=TypeAdapter({}).validate_python({})", kind, value)


def settings_of(api: Api, client: Client, prefix: str) -> Iterator[Code]:
    """Yield the client's arguments in examples, as `name=value`.

    Args:
        prefix: start of the environment variables that secrets are read from: `PETS` -> `PETS_TOKEN`.
    """
    for keyword in client.keywords:
        if keyword.kind == "basic_auth" and _needs_basic(api):
            names = [literal(f"{prefix}_{word}") for word in ("USER", "PASSWORD")]
            yield compose("{}=(os.environ[{}], os.environ[{}])", keyword.name, *names)
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


def _needs_basic(api: Api) -> bool:
    """Whether an operation cannot be called without a user and a password."""
    basic = {one.name for one in api.security_schemes if isinstance(one, Basic)}
    alternatives = [[basic & dict(one.schemes).keys() for one in operation.security] for operation in api.operations]
    return any(each and all(each) for each in alternatives)
