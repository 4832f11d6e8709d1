"""Methods that go through all pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Concatenate, ParamSpec, TypeVar, Unpack, cast

from specproof.runtime.not_given import NOT_GIVEN
from specproof.runtime.operation import Operation
from specproof.runtime.resources import AsyncResource, Options, Resource, view

from .iterators import AsyncPages, Pages
from .paging import Paging

__all__ = ["AsyncEachResource", "EachResource", "awaited_each", "each"]

P = ParamSpec("P")
Page = TypeVar("Page")
T = TypeVar("T")


class EachResource(Resource):
    """A group of operations whose methods return ``Pages``, an iterator over all items, instead of one page."""

    _paging: Paging

    def _call(
        self, operation: Operation, args: Mapping[str, Any], body: Any = NOT_GIVEN, **options: Unpack[Options]
    ) -> Any:
        return Pages(self._client, self._paging, operation, args, body, **options)


class AsyncEachResource(AsyncResource):
    """A group of operations whose methods return ``AsyncPages`` instead of one page."""

    _paging: Paging

    def _call(
        self, operation: Operation, args: Mapping[str, Any], body: Any = NOT_GIVEN, **options: Unpack[Options]
    ) -> Any:
        return AsyncPages(self._client, self._paging, operation, args, body, **options)


def each(
    method: Callable[Concatenate[Any, P], Page], items: type[list[T]], paging: Paging
) -> Callable[Concatenate[Any, P], Pages[Page, T]]:
    """Return a resource's method as one of ``EachResource``. ``items`` is used by type checkers alone."""

    def make(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(self: Any, *args: Any, **keywords: Any) -> Any:
            resource = type(self)(self._client)
            resource._paging = paging
            return function(resource, *args, **keywords)

        return call

    return cast("Callable[Concatenate[Any, P], Pages[Page, T]]", view(method, make))


def awaited_each(
    method: Callable[Concatenate[Any, P], Pages[Page, T]],
) -> Callable[Concatenate[Any, P], AsyncPages[Page, T]]:
    """Return a method of an ``EachResource`` with the type that it has in an ``AsyncEachResource``."""
    return cast("Callable[Concatenate[Any, P], AsyncPages[Page, T]]", method)
