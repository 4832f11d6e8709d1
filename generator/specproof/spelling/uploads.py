"""Upload protocols as expressions and methods."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from specproof.core.name_proposals import distinct
from specproof.ir.api import Api, Operation
from specproof.ir.uploads import StartExisting, Switch, Upload, UploadField
from specproof.spelling.annotations import Annotations
from specproof.spelling.code import Code, Section, compose, docstring, identifier, join, literal
from specproof.spelling.content import kind_of, result_type
from specproof.spelling.identifiers import safe, snake
from specproof.spelling.many import ManyMethod, many
from specproof.spelling.methods import Argument
from specproof.spelling.prose import one_line

__all__ = ["ResumeMethod", "UploadMethod", "UploadView", "uploads_of"]

_OPTIONS = {
    "file",
    "result",
    "part_size",
    "parts",
    "workers",
    "progress",
    "wait",
    "resume",
    "verify",
    "bandwidth",
    "part_credentials",
    "part_origin",
    "timeout",
    "transfer_timeout",
    "self",
}
_FROM_FILE = "Taken from the name of the file where it is left out."


@dataclass(frozen=True, slots=True)
class UploadMethod:
    """``upload`` or ``upload_content``.

    ``many`` is the method that uploads many files by this one.
    """

    name: Code
    protocol: Code
    arguments: tuple[Argument, ...]
    values: Code
    parameters: Code
    keyword: Code
    returns: Code
    docstring: Code
    many: ManyMethod | None = None


@dataclass(frozen=True, slots=True)
class ResumeMethod:
    """``resume_upload``: goes on with what either method began. ``discard`` is None where nothing can be deleted."""

    name: Code
    discard: Code | None
    protocol: Code
    returns: Code
    docstring: Code


@dataclass(frozen=True, slots=True)
class UploadView:
    """One protocol: a constant for ``_uploads.py`` and the methods of a resource."""

    name: Code
    value: Code
    resource: str
    methods: tuple[UploadMethod, ...]
    resume: ResumeMethod


def uploads_of(
    api: Api, constants: Mapping[str, Code], arguments: Mapping[str, Mapping[str, str]], models: Annotations
) -> tuple[UploadView, ...]:
    """Views of all protocols. ``arguments`` are the Python names of parameters, by operation key."""
    by_id = {operation.id: operation for operation in api.operations}
    views = []
    for upload in api.uploads:
        name = identifier(f"{snake(upload.resource, 'tag')}_{snake(upload.method, 'method')}".upper())
        value = _expression(upload, {each.id: constants[each.key] for each in api.operations if each.id})
        poll = by_id.get(upload.poll.operation) if upload.poll else by_id[upload.start_new.operation]
        returns = result_type(poll, models) if poll else identifier("Any")
        methods = [_new(upload, name, by_id[upload.start_new.operation], arguments, models, returns)]
        if upload.start_existing is not None and upload.start_existing.method is not None:
            methods.append(_existing(upload, upload.start_existing, name, models, returns))
        views.append(
            UploadView(name, value, snake(upload.resource, "tag"), tuple(methods), _resume(upload, name, returns))
        )
    return tuple(views)


def _new(
    upload: Upload,
    name: Code,
    start: Operation,
    arguments: Mapping[str, Mapping[str, str]],
    models: Annotations,
    returns: Code,
) -> UploadMethod:
    parameters = [each for each in start.parameters if each.key != upload.start_new.part_count]
    taken = [
        [arguments[start.key][each.key], f"{arguments[start.key][each.key]}_{each.location}"] for each in parameters
    ]
    names = distinct([*taken, *_spelled(upload.fields)], _OPTIONS.__contains__)
    of_parameters, of_fields = names[: len(parameters)], names[len(parameters) :]
    taken_from_file = (upload.start_new.fields.name or "").removeprefix("/")
    single = {pointer.removeprefix("/") for pointer in upload.start_new.fields.identity} | {taken_from_file}
    declared = [
        _argument(
            called,
            kind_of(field.kind, models),
            field.required and field.name != taken_from_file,
            _FROM_FILE if field.name == taken_from_file else field.description,
            field.name in single,
        )
        for called, field in zip(of_fields, upload.fields, strict=True)
    ]
    declared += [
        _argument(
            called,
            models.annotation(each.carrier.schema) if each.carrier.schema else identifier("Any"),
            each.required,
            each.description,
        )
        for called, each in zip(of_parameters, parameters, strict=True)
    ]
    return UploadMethod(
        name=identifier(snake(upload.method, "method")),
        protocol=name,
        arguments=_required_first(declared),
        values=_pairs(zip((field.name for field in upload.fields), of_fields, strict=True)),
        parameters=_pairs(zip((each.key for each in parameters), of_parameters, strict=True)),
        keyword=identifier("fields"),
        returns=returns,
        docstring=_documentation(upload.description or "Uploads a local file in parts.", declared),
        many=many(snake(upload.resource, "tag"), snake(upload.method, "method")),
    )


def _existing(upload: Upload, start: StartExisting, name: Code, models: Annotations, returns: Code) -> UploadMethod:
    names = distinct(list(_spelled(upload.identifier_fields)), _OPTIONS.__contains__)
    declared = [
        _argument(called, kind_of(field.kind, models), False, field.description)
        for called, field in zip(names, upload.identifier_fields, strict=True)
    ]
    return UploadMethod(
        name=identifier(snake(start.method or "", "method")),
        protocol=name,
        arguments=tuple(declared),
        values=_pairs(zip((field.name for field in upload.identifier_fields), names, strict=True)),
        parameters=compose("{{}}"),
        keyword=identifier("identifiers"),
        returns=returns,
        docstring=_documentation(start.description or "Uploads new content for a record that exists.", declared),
    )


def _resume(upload: Upload, protocol: Code, returns: Code) -> ResumeMethod:
    method = snake(upload.method, "method")
    discard = identifier(f"discard_{method}") if upload.discard is not None else None
    return ResumeMethod(identifier(f"resume_{method}"), discard, protocol, returns, _documentation(*_RESUME))


def _spelled(each: Iterable[UploadField]) -> Iterable[list[str]]:
    return ([snake(field.name, "field"), safe(f"{snake(field.name, 'field')}_field")] for field in each)


def _argument(name: str | None, kind: Code, is_required: bool, description: str, is_single: bool = False) -> Argument:
    called = identifier(name or "_")
    text = compose("{}: {}", called, kind) if is_required else compose("{}: {} | NotGiven = NOT_GIVEN", called, kind)
    return Argument(called, text, is_required, kind, one_line(description), is_single)


def _required_first(each: list[Argument]) -> tuple[Argument, ...]:
    return tuple(sorted(each, key=lambda argument: not argument.is_required))


def _pairs(each: Iterable[tuple[str, str | None]]) -> Code:
    return compose(
        "{{{}}}", join(", ", [compose("{}: {}", literal(wire), identifier(name or "_")) for wire, name in each])
    )


_FILE = ("file", "Path of a local file, or a binary file that can seek.")
_KEY = ("key", "Of the upload, as `uploads.list()` tells it.")
_PLANNING = (
    ("part_size", "Bytes of each part; the document's suggestion where it is left out."),
    ("parts", "Number of parts, instead of their size."),
)
_REMEMBERING = ("resume", "Whether to remember how far a file at a path was sent, and to go on from there.")
_SENDING = (
    ("workers", "Parts on the way at the same time; fewer while the storage asks for less."),
    ("progress", "Called with the bytes sent so far and the whole."),
    ("wait", "Whether to wait until the server confirms the content."),
    ("verify", "Whether to read the content back and to compare its SHA-256 with that of the file."),
    ("bandwidth", "Most bytes a second, all parts together."),
    ("part_credentials", "Whether parts on the API's own origin carry the client's credentials."),
    ("part_origin", "`server` sends parts with absolute URLs to the API's own origin instead."),
    ("timeout", "Seconds for a call of the API."),
    ("transfer_timeout", "Seconds for each read or write of a part."),
)
_RESUME = ("Goes on with an upload that was begun and not finished, with the parts that are missing.", (), (_KEY,), ())


def _documentation(
    text: str,
    described: Iterable[Argument],
    first: tuple[tuple[str, str], ...] = (_FILE,),
    planning: tuple[tuple[str, str], ...] = (*_PLANNING, _REMEMBERING),
) -> Code:
    arguments = ((each.name, each.description) for each in described if each.description)
    options = (*first, *arguments, *planning, *_SENDING)
    raised = (
        ("UploadInProgressError", "Another process or thread is at the same upload."),
        ("UploadError", "It did not finish."),
        ("ClientError", "A call of the API failed."),
    )
    return docstring(text, 8, [Section("Args", options), Section("Raises", raised)])


def _expression(value: Any, operations: Mapping[str, Code]) -> Code:
    """Mechanically: each dataclass of ``ir.uploads`` is a dataclass of the runtime with the same fields."""
    named = []
    for field in fields(value):
        if isinstance(value, Upload) and field.name in {
            "resource",
            "method",
            "description",
            "fields",
            "identifier_fields",
        }:
            continue
        if isinstance(value, StartExisting) and field.name in {"method", "description"}:
            continue
        content = getattr(value, field.name)
        if content is None or content == field.default:
            continue
        named.append(compose("{}={}", identifier(field.name), _content(field.name, content, operations)))
    return compose(
        "{}({})", identifier("UploadProtocol" if isinstance(value, Upload) else type(value).__name__), join(", ", named)
    )


def _content(name: str, content: Any, operations: Mapping[str, Code]) -> Code:
    if is_dataclass(content):
        return _structure(content, operations)
    if name == "operation":
        return compose("_operations.{}", operations[content])
    if name == "checks":
        return compose("({},)", join(", ", [_expression(each, operations) for each in content]))
    return literal(_plain(name, content))


def _structure(content: Any, operations: Mapping[str, Code]) -> Code:
    if isinstance(content, Switch):
        return compose("({}, {})", literal(content.key), literal(json.loads(content.value)))
    return _expression(content, operations)


def _plain(name: str, content: Any) -> Any:
    """The value that a field stands for: mappings are pairs in the IR, JSON values are text."""
    match name:
        case "equals":
            return json.loads(content)
        case "body" | "parameters":
            return dict(content)
        case "constants":
            return {pointer: json.loads(value) for pointer, value in content}
        case _:
            return content
