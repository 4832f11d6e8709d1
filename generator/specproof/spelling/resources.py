"""Resources: the operations of one tag as the methods of a class, and the classes of views of these methods."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from keyword import iskeyword

from specproof.core.fragment import Fragment
from specproof.core.name_proposals import NameProposal, distinct
from specproof.ir.api import Api, Operation
from specproof.spelling.code import Code, docstring, identifier
from specproof.spelling.contribution import Members, Spelling
from specproof.spelling.identifiers import pascal, safe
from specproof.spelling.methods import Method, method
from specproof.spelling.names import Names

__all__ = ["Flavor", "Resource", "class_names", "groups_of", "resources"]


@dataclass(frozen=True, slots=True)
class Flavor:
    """What differs between the synchronous and the asynchronous class of one resource.

    Attributes:
        raw_name, stream_name: classes of ``client.raw`` and of streamed responses.
        members: methods that extensions add.
    """

    name: Code
    base: Code
    raw_name: Code
    stream_name: Code
    is_async: bool
    members: tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class Resource:
    """Data for the module of one resource: ``client.{attribute}``, an instance of ``{name}``.

    Attributes:
        streamed: those of ``methods`` whose response may be streamed.
        imports, type_imports, classes, class_names: what extensions add; see `Members`.
    """

    attribute: Code
    module: Code
    name: Code
    async_name: Code
    raw_name: Code
    stream_name: Code
    summary: Code
    docstring: Code
    class_docstring: Code
    flavors: tuple[Flavor, ...]
    streamed: tuple[Method, ...]
    methods: tuple[Method, ...]
    imports: tuple[Fragment, ...]
    type_imports: tuple[Fragment, ...]
    classes: tuple[Fragment, ...]
    class_names: tuple[Code, ...]


def groups_of(api: Api, names: Names, added: Iterable[str] = ()) -> dict[str, list[Operation]]:
    """Return the operations by resource: tags that the document lists first, in its order.

    Args:
        added: resources that extensions add methods to, kept even without an operation.
    """
    groups: dict[str, list[Operation]] = {names.tags[tag.name]: [] for tag in api.tags}
    extended = set(added)
    for resource in added:
        groups.setdefault(resource, [])
    for operation in api.operations:
        groups.setdefault(names.operations[operation.key].resource, []).append(operation)
    return {resource: members for resource, members in groups.items() if members or resource in extended}


def class_names(resources: Iterable[str], unusable: Collection[str] = ()) -> dict[str, Code]:
    """Return the class name of each resource: `files` -> `Files`, or `FilesOperations` if that name is not free.

    Args:
        unusable: names that the modules of clients and resources import.
    """
    modules = list(resources)
    plain = [pascal(module) for module in modules]
    options = [
        (name, f"{name}Operations", f"{safe(module.title())}Operations")
        for name, module in zip(plain, modules, strict=True)
    ]
    taken = {"Client", *unusable, *(name.removeprefix("Async") for name in unusable)}
    chosen = distinct(options, lambda name: name in taken or iskeyword(name) or _is_view(name))
    return {module: identifier(name or module) for module, name in zip(modules, chosen, strict=True)}


def resources(
    spelling: Spelling, proposals: Mapping[str, NameProposal], added: Sequence[Members] = ()
) -> tuple[Resource, ...]:
    """Return the data for the modules of all resources, those of the document's tags first.

    Args:
        proposals: proposed names and default texts by operation key.
        added: what extensions add.
    """
    api, names, models = spelling.api, spelling.names, spelling.models
    views = []
    for module, operations in groups_of(api, names, spelling.classes).items():
        methods = [
            method(each, names.operations[each.key], spelling.constants[each.key], proposals[each.key], models)
            for each in operations
        ]
        mine = [members for members in added if members.resource == module]
        views.append(_resource(module, spelling.classes[module], _description(spelling, module), methods, mine))
    return tuple(views)


def _is_view(name: str) -> bool:
    """Whether a view of another class may have the name."""
    return name.startswith(("Async", "Each", "Raw", "Stream")) and not name.endswith("Operations")


def _description(spelling: Spelling, module: str) -> str:
    tags = (tag for tag in spelling.api.tags if spelling.names.tags[tag.name] == module)
    return next((tag.description for tag in tags if tag.description), "")


def _resource(
    module: str, name: str, description: str, methods: Iterable[Method], added: Sequence[Members]
) -> Resource:
    each = tuple(methods)
    return Resource(
        attribute=identifier(module),
        module=identifier(module),
        name=identifier(name),
        async_name=identifier(f"Async{name}"),
        raw_name=identifier(f"Raw{name}"),
        stream_name=identifier(f"Stream{name}"),
        summary=docstring(description or f"The operations of `{module}`.", 8),
        docstring=docstring(f"The operations of `client.{module}`.", 0),
        class_docstring=docstring(description or f"The operations of `client.{module}`.", 4),
        flavors=tuple(_flavor(name, added, is_async=is_async) for is_async in (False, True)),
        streamed=tuple(one for one in each if one.streamed is not None),
        methods=each,
        imports=tuple(fragment for members in added for fragment in members.imports),
        type_imports=tuple(fragment for members in added for fragment in members.type_imports),
        classes=tuple(fragment for members in added for fragment in members.classes),
        class_names=tuple(one for members in added for one in members.class_names),
    )


def _flavor(name: str, added: Sequence[Members], *, is_async: bool) -> Flavor:
    prefix = "Async" if is_async else ""
    return Flavor(
        name=identifier(f"{prefix}{name}"),
        base=identifier(f"{prefix}Resource"),
        raw_name=identifier(f"{prefix}Raw{name}"),
        stream_name=identifier(f"{prefix}Stream{name}"),
        is_async=is_async,
        members=tuple(one for each in added for one in (each.async_methods if is_async else each.methods)),
    )
