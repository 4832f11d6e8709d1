"""Pages of both clients: iterating gives items, and requests a page when the last one is used up."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, Generic, TypeVar, Unpack

from specproof.runtime.api import Call
from specproof.runtime.not_given import NOT_GIVEN
from specproof.runtime.operation import Operation
from specproof.runtime.resources import Options, build_call
from specproof.runtime.session import AsyncSession, SyncSession

from .paging import Paging, items, next_call

__all__ = ["AsyncPages", "Pages"]

P = TypeVar("P")
T = TypeVar("T")


class Pages(Generic[P, T]):
    """Iterator over the items of a long list, which requests page after page; each iteration begins anew.

    Raises:
        ClientError: as ``SyncSession.send``, while iterating.
    """

    def __init__(
        self,
        session: SyncSession,
        paging: Paging,
        operation: Operation,
        arguments: Mapping[str, Any],
        body: Any = NOT_GIVEN,
        **options: Unpack[Options],
    ) -> None:
        self._session, self._paging = session, paging
        self._call, self._timeout = build_call(operation, arguments, body, options), options.get("timeout")

    def __repr__(self) -> str:
        return f"Pages({self._call.operation.id})"

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from items(self._paging, page)

    def pages(self) -> Iterator[P]:
        """Yield the pages, each as the operation returns it."""
        call: Call | None = self._call
        while call is not None:
            response = self._session.send(call, self._timeout)
            yield response.parsed
            call = next_call(self._paging, self._session.api, call, response)


class AsyncPages(Generic[P, T]):
    """Asynchronous iterator over the items of a long list, as ``Pages``."""

    def __init__(
        self,
        session: AsyncSession,
        paging: Paging,
        operation: Operation,
        arguments: Mapping[str, Any],
        body: Any = NOT_GIVEN,
        **options: Unpack[Options],
    ) -> None:
        self._session, self._paging = session, paging
        self._call, self._timeout = build_call(operation, arguments, body, options), options.get("timeout")

    def __repr__(self) -> str:
        return f"AsyncPages({self._call.operation.id})"

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in items(self._paging, page):
                yield item

    async def pages(self) -> AsyncIterator[P]:
        """Yield the pages, each as the operation returns it."""
        call: Call | None = self._call
        while call is not None:
            response = await self._session.send(call, self._timeout)
            yield response.parsed
            call = next_call(self._paging, self._session.api, call, response)
