"""Resources: the operations of one tag as the methods of a class, and the views of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from specproof.core.name_proposals import NameProposal, distinct
from specproof.ir.api import Api, Operation
from specproof.spelling.annotations import Annotations
from specproof.spelling.code import Code, compose, docstring, identifier
from specproof.spelling.constants import constant_names
from specproof.spelling.identifiers import pascal, snake
from specproof.spelling.methods import Method, method
from specproof.spelling.names import Names
from specproof.spelling.uploads import ResumeMethod, UploadMethod, UploadView

__all__ = ["Flavor", "Resource", "resources"]

_TAKEN_CLASSES = frozenset(
    [
        "AbstractAsyncContextManager",
        "AbstractContextManager",
        "Any",
        "Callable",
        "Client",
        "ClientCredentials",
        "Drift",
        "Event",
        "Executor",
        "Iterable",
        "Literal",
        "Mapping",
        "NotGiven",
        "Outcome",
        "Pages",
        "Paging",
        "PathLike",
        "Progress",
        "UploadProgress",
        "RawBody",
        "Report",
        "Resource",
        "Response",
        "Retries",
        "Secret",
        "Sequence",
        "Session",
        "SyncSession",
        "Timeout",
        "UploadSource",
        "Validation",
    ]
)
"""Classes that the modules import, and those whose ``Async`` twin they import."""


@dataclass(frozen=True, slots=True)
class Flavor:
    """The fragments in which the blocking class of a resource and the one for asyncio differ."""

    name: Code
    base: Code
    raw_name: Code
    stream_name: Code
    each_name: Code
    define: Code
    is_async: bool
    upload_many: Code
    awaited: Code


@dataclass(frozen=True, slots=True)
class Resource:
    """``client.{attribute}``, an instance of ``{name}`` from the module of the attribute's name."""

    attribute: Code
    module: Code
    name: Code
    async_name: Code
    raw_name: Code
    stream_name: Code
    each_name: Code
    summary: Code
    docstring: Code
    class_docstring: Code
    flavors: tuple[Flavor, ...]
    streamed: tuple[Method, ...]
    paged: tuple[Method, ...]
    methods: tuple[Method, ...]
    uploads: tuple[UploadMethod, ...]
    resumes: tuple[ResumeMethod, ...]


def resources(
    api: Api,
    names: Names,
    readings: Mapping[str, NameProposal],
    models: Annotations,
    uploads: Sequence[UploadView] = (),
) -> tuple[Resource, ...]:
    """All resources: the document's tags first and in its order, then the others as they come."""
    groups: dict[str, list[Operation]] = {snake(tag.name, "tag"): [] for tag in api.tags}
    added: dict[str, list[UploadView]] = {}
    for upload in uploads:
        groups.setdefault(upload.resource, [])
        added.setdefault(upload.resource, []).append(upload)
    for operation in api.operations:
        groups.setdefault(names.operations[operation.key].resource, []).append(operation)
    modules = [module for module, members in groups.items() if members or module in added]
    constants = constant_names(api, names)
    views = []
    for module, name in zip(modules, _class_names(modules), strict=True):
        methods = [
            method(
                operation, names.operations[operation.key], constants[operation.key], readings[operation.key], models
            )
            for operation in groups[module]
        ]
        views.append(_resource(module, name, _description(api, module), methods, added.get(module, ())))
    return tuple(views)


def _class_names(modules: Sequence[str]) -> list[str]:
    """One class name a module, clear of names that the module imports and of the twins of other classes."""
    plain = [pascal(module) for module in modules]
    options = [
        (name, f"{name}Operations", f"{module.title()}Operations") for name, module in zip(plain, modules, strict=True)
    ]
    chosen = distinct(
        options,
        _is_taken_class,
    )
    return [name or module for name, module in zip(chosen, modules, strict=True)]


def _is_taken_class(name: str) -> bool:
    return name in _TAKEN_CLASSES or (
        name.startswith(("Async", "Each", "Raw", "Stream")) and not name.endswith("Operations")
    )


def _description(api: Api, module: str) -> str:
    return next((tag.description for tag in api.tags if snake(tag.name, "tag") == module and tag.description), "")


def _resource(
    module: str, name: str, description: str, methods: Iterable[Method], uploads: Sequence[UploadView]
) -> Resource:
    each, transfers = tuple(methods), tuple(one for upload in uploads for one in upload.methods)
    return Resource(
        attribute=identifier(module),
        module=identifier(module),
        name=identifier(name),
        async_name=identifier(f"Async{name}"),
        raw_name=identifier(f"Raw{name}"),
        stream_name=identifier(f"Stream{name}"),
        each_name=identifier(f"Each{name}"),
        summary=docstring(description or f"The operations of `{module}`.", 8),
        docstring=docstring(f"The operations of `client.{module}`.", 0),
        class_docstring=docstring(description or f"The operations of `client.{module}`.", 4),
        flavors=tuple(_flavor(name, is_async=is_async) for is_async in (False, True)),
        streamed=tuple(one for one in each if one.streamed is not None),
        paged=tuple(one for one in each if one.paging is not None),
        methods=each,
        uploads=transfers,
        resumes=tuple(upload.resume for upload in uploads),
    )


def _flavor(name: str, *, is_async: bool) -> Flavor:
    prefix = "Async" if is_async else ""
    return Flavor(
        name=identifier(f"{prefix}{name}"),
        base=identifier(f"{prefix}Resource"),
        raw_name=identifier(f"{prefix}Raw{name}"),
        stream_name=identifier(f"{prefix}Stream{name}"),
        each_name=identifier(f"{prefix}Each{name}"),
        define=compose("async def") if is_async else compose("def"),
        is_async=is_async,
        upload_many=identifier("upload_many_async" if is_async else "upload_many_sync"),
        awaited=compose("await ") if is_async else compose(""),
    )
