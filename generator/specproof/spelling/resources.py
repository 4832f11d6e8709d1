"""Resources: the operations of one tag as the methods of a class, in four flavors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from specproof.core.name_proposals import Reading, distinct
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
    """The fragments in which the four classes of a resource differ."""

    name: Code
    base: Code
    raw_name: Code
    stream_name: Code
    each_name: Code
    define: Code
    call: Code
    open: Code
    close: Code
    is_raw: bool
    is_async: bool
    upload_many: Code
    awaited: Code
    docstring: Code


@dataclass(frozen=True, slots=True)
class Resource:
    """``client.{attribute}``, an instance of ``{name}`` from the module of the attribute's name."""

    attribute: Code
    module: Code
    name: Code
    async_name: Code
    summary: Code
    docstring: Code
    flavors: tuple[Flavor, ...]
    streamed: tuple[Method, ...]
    stream_flavors: tuple[Flavor, ...]
    paged: tuple[Method, ...]
    page_flavors: tuple[Flavor, ...]
    methods: tuple[Method, ...]
    uploads: tuple[UploadMethod, ...]
    resumes: tuple[ResumeMethod, ...]
    has_events: bool
    has_deprecated: bool
    has_choice: bool
    has_any: bool
    has_raw_body: bool
    has_optional: bool
    has_sequence: bool
    has_models: bool


def resources(
    api: Api, names: Names, readings: Mapping[str, Reading], models: Annotations, uploads: Sequence[UploadView] = ()
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
    flavors = _flavors(name, description or f"The operations of `client.{module}`.")
    streamed = tuple(one for one in each if one.streamed is not None)
    paged = tuple(one for one in each if one.paging is not None)
    upload_text = "".join(argument.declaration for one in transfers for argument in one.arguments)
    return Resource(
        attribute=identifier(module),
        module=identifier(module),
        name=identifier(name),
        async_name=identifier(f"Async{name}"),
        summary=docstring(description or f"The operations of `{module}`.", 8),
        docstring=docstring(f"The operations of `client.{module}`.", 0),
        flavors=flavors,
        streamed=streamed,
        stream_flavors=tuple(one for one in flavors if not one.is_raw) if streamed else (),
        paged=paged,
        page_flavors=tuple(one for one in flavors if not one.is_raw) if paged else (),
        has_events=any("Event[" in (one.streamed or "") for one in streamed),
        methods=each,
        uploads=transfers,
        resumes=tuple(upload.resume for upload in uploads),
        has_deprecated=any(one.deprecated is not None for one in each),
        has_choice=any(one.media_types is not None for one in each),
        has_any=any(one.mentions_any for one in each) or "Any" in upload_text or bool(transfers),
        has_raw_body=any(one.mentions_raw_body for one in each),
        has_optional=any(one.has_optional for one in each) or "NOT_GIVEN" in upload_text,
        has_sequence="Sequence[" in upload_text or any("Sequence[" in one.item for one in paged),
        has_models=any(one.mentions_models for one in each) or "models." in upload_text or bool(transfers),
    )


def _flavors(name: str, description: str) -> tuple[Flavor, ...]:
    return tuple(
        _flavor(name, description, is_async=is_async, is_raw=is_raw)
        for is_async in (False, True)
        for is_raw in (False, True)
    )


def _flavor(name: str, description: str, *, is_async: bool, is_raw: bool) -> Flavor:
    twin = f"Async{name}" if is_async else name
    raw_name = f"AsyncRaw{name}" if is_async else f"Raw{name}"
    call = compose("self._call_raw") if is_raw else compose("self._call")
    return Flavor(
        name=identifier(raw_name if is_raw else twin),
        base=identifier("AsyncResource" if is_async else "Resource"),
        raw_name=identifier(raw_name),
        stream_name=identifier(f"AsyncStream{name}" if is_async else f"Stream{name}"),
        each_name=identifier(f"AsyncEach{name}" if is_async else f"Each{name}"),
        define=compose("async def") if is_async else compose("def"),
        call=compose("await {}", call) if is_async else call,
        open=compose("Response[") if is_raw else compose(""),
        close=compose("]") if is_raw else compose(""),
        is_raw=is_raw,
        is_async=is_async,
        upload_many=identifier("upload_many_async" if is_async else "upload_many_sync"),
        awaited=compose("await ") if is_async else compose(""),
        docstring=docstring(f"`{twin}`, with whole responses." if is_raw else description, 4),
    )
