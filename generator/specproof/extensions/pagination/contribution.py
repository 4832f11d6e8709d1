"""All that paged lists add to a generated package: views of methods that go through all pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from specproof.core.fragment import Fragment
from specproof.extensions.pagination.declared import Pagination
from specproof.spelling.code import Code, compose, identifier, literal
from specproof.spelling.content import property_annotation
from specproof.spelling.contribution import Contribution, Members, Spelling
from specproof.spelling.instances import instance

__all__ = ["spell"]

_PACKAGE = "specproof.extensions.pagination"


@dataclass(frozen=True, slots=True)
class _PagedMethod:
    """A method whose response is one page. ``item`` is the type of the list's items, in quotes."""

    name: Code
    item: Code
    paging: Code


def spell(declared: Mapping[str, Pagination], spelling: Spelling) -> Contribution:
    """Return everything that paged operations add to a package: methods that go through all pages, a README section.

    Args:
        declared: by operation key.
    """
    return Contribution(members=tuple(_members(declared, spelling)), readme=(_fragment("readme.md.j2", {}),))


def _members(declared: Mapping[str, Pagination], spelling: Spelling) -> Iterator[Members]:
    for resource, keys in _by_resource(declared, spelling).items():
        name = spelling.classes[resource]
        shown = {
            "class_name": name,
            "each_name": compose("Each{}", name),
            "async_each_name": compose("AsyncEach{}", name),
            "methods": tuple(_method(key, declared[key], spelling) for key in keys),
        }
        yield Members(
            resource,
            imports=(_fragment("imports.j2", {}),),
            methods=(_fragment("accessor.j2", {"name": shown["each_name"]}),),
            async_methods=(_fragment("accessor.j2", {"name": shown["async_each_name"]}),),
            classes=(_fragment("classes.j2", shown),),
            class_names=(compose("Each{}", name), compose("AsyncEach{}", name)),
        )


def _by_resource(declared: Mapping[str, Pagination], spelling: Spelling) -> dict[str, list[str]]:
    """Return the keys of paged operations by resource."""
    found: dict[str, list[str]] = {}
    for key in declared:
        found.setdefault(spelling.names.operations[key].resource, []).append(key)
    return found


def _method(key: str, declared: Pagination, spelling: Spelling) -> _PagedMethod:
    item = property_annotation(declared.item, spelling.models)
    return _PagedMethod(
        identifier(spelling.names.operations[key].method), literal(str(item)), instance(declared.paging)
    )


def _fragment(template: str, views: Mapping[str, object]) -> Fragment:
    return Fragment(f"{_PACKAGE}:{template}", views)
