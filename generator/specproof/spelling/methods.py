"""An operation as a method: its signature, its documentation and the call that it makes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from specproof.core.name_proposals import NameProposal
from specproof.ir.api import Operation
from specproof.ir.content import Body
from specproof.ir.parameters import Parameter
from specproof.spelling.annotations import Annotations
from specproof.spelling.code import Code, Section, compose, docstring, identifier, join, literal
from specproof.spelling.content import body_type, errors_of, result_type, results_of, streamed_type
from specproof.spelling.names import OperationName
from specproof.spelling.prose import one_line, summary_of
from specproof.spelling.statuses import error_name, meaning

__all__ = ["Argument", "Method", "method"]


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a method.

    Attributes:
        declaration: ``name: type``, with a default if it is optional.
        annotation: the type alone, without that default's type.
    """

    name: Code
    declaration: Code
    is_required: bool
    annotation: Code
    description: str = ""
    is_single: bool = False


@dataclass(frozen=True, slots=True)
class Method:
    """Data for the method of one operation.

    Attributes:
        constant: name of the operation's constant in ``_operations.py``.
        values: dict display from ``Parameter.key`` (`query.limit`) to the argument.
        media_types: declaration of the argument ``media_type``; None unless the body may have several types.
        returns: return annotation.
        streamed: type of one item of a streamed response, in quotes; None if no response is streamed.
        deprecated: literal of the warning; None unless the operation is deprecated.
    """

    name: Code
    constant: Code
    arguments: tuple[Argument, ...]
    values: Code
    has_body: bool
    media_types: Code | None
    returns: Code
    docstring: Code
    streamed: Code | None
    deprecated: Code | None


def method(
    operation: Operation, name: OperationName, constant: Code, proposal: NameProposal, models: Annotations
) -> Method:
    """Return the data for the method of an operation.

    Args:
        constant: name of its constant in ``_operations.py``.
    """
    arguments = [_argument(each, name, models) for each in operation.parameters]
    arguments += [_body(operation.body, models)] if operation.body else []
    arguments.sort(key=lambda argument: not argument.is_required)
    returns = result_type(operation, models)
    streamed = streamed_type(operation, models)
    return Method(
        name=identifier(name.method),
        constant=constant,
        arguments=tuple(arguments),
        values=_values(operation, name),
        has_body=operation.body is not None,
        media_types=_media_types(operation.body) if operation.body else None,
        returns=returns,
        docstring=_documentation(operation, name, proposal),
        streamed=literal(str(streamed)) if streamed is not None else None,
        deprecated=literal(f"{operation.key} is deprecated") if operation.deprecated else None,
    )


def _argument(parameter: Parameter, name: OperationName, models: Annotations) -> Argument:
    called = identifier(name.arguments[parameter.key])
    schema = parameter.carrier.schema
    kind = models.annotation(schema) if schema is not None else identifier("Any")
    return _declared(called, kind, is_required=parameter.required)


def _declared(name: Code, kind: Code, *, is_required: bool) -> Argument:
    if is_required:
        return Argument(name, compose("{}: {}", name, kind), True, kind)
    return Argument(name, compose("{}: {} | NotGiven = NOT_GIVEN", name, kind), False, kind)


def _body(body: Body, models: Annotations) -> Argument:
    return _declared(identifier("body"), body_type(body, models), is_required=body.required)


def _values(operation: Operation, name: OperationName) -> Code:
    parts = [
        compose("{}: {}", literal(each.key), identifier(name.arguments[each.key])) for each in operation.parameters
    ]
    return compose("{{{}}}", join(", ", parts))


def _media_types(body: Body) -> Code | None:
    """Return the declaration of ``media_type``, where the body has several media types or a range of them."""
    first, ranges = body.content[0].type if body.content else "", any("*" in media.type for media in body.content)
    if ranges:
        return compose("media_type: str{}", compose("") if "*" in first else compose(" = {}", literal(first)))
    if len(body.content) < 2:
        return None
    kinds = join(", ", [literal(media.type) for media in body.content])
    return compose("media_type: Literal[{}] = {}", kinds, literal(first))


def _documentation(operation: Operation, name: OperationName, proposal: NameProposal) -> Code:
    text = summary_of(operation.summary, operation.description) or f"`{operation.key}`"
    return docstring(
        text,
        8,
        [
            Section("Args", _described(operation, name, proposal)),
            Section(
                "Returns",
                tuple(
                    (one_line(response.description), "")
                    for response in results_of(operation)
                    if response.description.strip()
                ),
            ),
            Section(
                "Raises",
                tuple(
                    (error_name(r.status), one_line(r.description) or meaning(r.status)) for r in errors_of(operation)
                ),
            ),
        ],
    )


def _described(operation: Operation, name: OperationName, proposal: NameProposal) -> tuple[tuple[str, str], ...]:
    entries = [(name.arguments[each.key], _remarks(each, proposal.defaults)) for each in operation.parameters]
    if operation.body and operation.body.description:
        entries.append(("body", one_line(operation.body.description)))
    return tuple((argument, words) for argument, words in entries if words)


def _remarks(parameter: Parameter, defaults: Mapping[str, str]) -> str:
    words = one_line(parameter.description)
    default = defaults.get(parameter.key)
    if default is None and parameter.default is not None:
        default = repr(json.loads(parameter.default))
    parts = [words] if words else []
    parts += (
        [f"The server takes {one_line(default)} where it is absent."]
        if default is not None and not parameter.required
        else []
    )
    parts += ["Deprecated."] if parameter.deprecated else []
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts)
