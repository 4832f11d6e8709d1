"""Upload protocols as methods of resources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from specproof.core.name_proposals import distinct
from specproof.extensions.multipart_upload.batch import ManyMethod, many
from specproof.extensions.multipart_upload.declared import Upload, UploadField
from specproof.ir import api
from specproof.runtime.operation import Operation
from specproof.spelling.annotations import Annotations
from specproof.spelling.code import Code, Section, compose, docstring, identifier, join, literal
from specproof.spelling.content import property_annotation, result_type
from specproof.spelling.contribution import Spelling
from specproof.spelling.identifiers import safe, snake, upper
from specproof.spelling.instances import instance
from specproof.spelling.methods import Argument
from specproof.spelling.prose import one_line

__all__ = ["ResumeMethod", "UploadMethod", "UploadView", "method_names", "resource_of", "views_of"]

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
    """Data for a method that uploads one file.

    Attributes:
        protocol: name of the protocol's constant in ``_uploads.py``.
        values: dict display from body property to argument.
        parameters: dict display from ``Parameter.key`` to argument.
        keyword: `fields` for a new record, `identifiers` for an existing one.
        many: the method that uploads many files by this one; None without one.
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
    """Data for the method that resumes an upload.

    Attributes:
        discard: name of the method that deletes an unfinished upload; None if the protocol cannot delete a record.
    """

    name: Code
    discard: Code | None
    protocol: Code
    returns: Code
    docstring: Code


@dataclass(frozen=True, slots=True)
class UploadView:
    """Data for one upload protocol: a constant of ``_uploads.py`` and the methods of a resource."""

    name: Code
    value: Code
    resource: str
    methods: tuple[UploadMethod, ...]
    resume: ResumeMethod


def resource_of(upload: Upload) -> str:
    """Return the name of the resource that gets the methods of an upload."""
    return snake(upload.resource, "tag")


def method_names(upload: Upload) -> set[str]:
    """Return the names of all methods that an upload may add to its resource."""
    method = snake(upload.method, "method")
    names = {method, snake(f"{upload.method}_many", "method"), f"resume_{method}", f"discard_{method}"}
    return names | ({snake(upload.existing_method, "method")} if upload.existing_method else set())


def views_of(uploads: Iterable[Upload], spelling: Spelling) -> tuple[UploadView, ...]:
    """Return the data for the methods of all uploads."""
    return tuple(_view(upload, spelling) for upload in uploads)


def _view(upload: Upload, spelling: Spelling) -> UploadView:
    operations = {operation.key: operation for operation in spelling.api.operations}
    protocol, models = upload.protocol, spelling.models
    name = identifier(upper(f"{resource_of(upload)}_{snake(upload.method, 'method')}"))
    start = operations[_key(protocol.start_new.operation)]
    last = operations[_key(protocol.poll.operation)] if protocol.poll else start
    returns = result_type(last, models)
    methods = [_new(upload, name, start, spelling.names.operations[start.key].arguments, models, returns)]
    if upload.existing_method is not None:
        methods.append(_existing(upload, name, models, returns))
    known: dict[type, Callable[[Any], Code]] = {
        Operation: lambda operation: compose("_operations.{}", spelling.constants[_key(operation)])
    }
    value = instance(protocol, known)
    return UploadView(name, value, resource_of(upload), tuple(methods), _resume(upload, name, returns))


def _key(operation: Operation) -> str:
    """Return the key of an operation in the IR."""
    return f"{operation.method} {operation.path}"


def _new(
    upload: Upload,
    name: Code,
    start: api.Operation,
    arguments: Mapping[str, str],
    models: Annotations,
    returns: Code,
) -> UploadMethod:
    start_new = upload.protocol.start_new
    parameters = [each for each in start.parameters if each.key != start_new.part_count]
    taken = [[arguments[each.key], f"{arguments[each.key]}_{each.location}"] for each in parameters]
    names = distinct([*taken, *_spelled(upload.fields)], _OPTIONS.__contains__)
    of_parameters, of_fields = names[: len(parameters)], names[len(parameters) :]
    taken_from_file = (start_new.fields.name or "").removeprefix("/")
    single = {pointer.removeprefix("/") for pointer in start_new.fields.identity} | {taken_from_file}
    declared = [
        _argument(
            called,
            property_annotation(field.type, models),
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


def _existing(upload: Upload, name: Code, models: Annotations, returns: Code) -> UploadMethod:
    names = distinct(list(_spelled(upload.identifier_fields)), _OPTIONS.__contains__)
    declared = [
        _argument(called, property_annotation(field.type, models), False, field.description)
        for called, field in zip(names, upload.identifier_fields, strict=True)
    ]
    return UploadMethod(
        name=identifier(snake(upload.existing_method or "", "method")),
        protocol=name,
        arguments=tuple(declared),
        values=_pairs(zip((field.name for field in upload.identifier_fields), names, strict=True)),
        parameters=compose("{{}}"),
        keyword=identifier("identifiers"),
        returns=returns,
        docstring=_documentation(
            upload.existing_description or "Uploads new content for a record that exists.", declared
        ),
    )


def _resume(upload: Upload, protocol: Code, returns: Code) -> ResumeMethod:
    method = snake(upload.method, "method")
    discard = identifier(f"discard_{method}") if upload.protocol.discard is not None else None
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
