"""Methods whose responses are read as they come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Any, Concatenate, ParamSpec, TypeVar, Unpack, cast

from ..not_given import NOT_GIVEN
from ..operation import Operation
from ..resources import AsyncResource, Options, Resource
from .async_ import AsyncStreamedResponse, streaming_async
from .sync import StreamedResponse, streaming

__all__ = ["AsyncStreamResource", "StreamResource", "awaited_stream", "stream"]

P = ParamSpec("P")
T = TypeVar("T")


class StreamResource(Resource):
    """A group of operations; each method returns a context manager of a ``StreamedResponse``."""

    def _call(
        self, operation: Operation, args: Mapping[str, Any], body: Any = NOT_GIVEN, **options: Unpack[Options]
    ) -> Any:
        return streaming(self._client, operation, args, body, **options)


class AsyncStreamResource(AsyncResource):
    """A group of operations; each method returns an async context manager of an ``AsyncStreamedResponse``."""

    def _call(
        self, operation: Operation, args: Mapping[str, Any], body: Any = NOT_GIVEN, **options: Unpack[Options]
    ) -> Any:
        return streaming_async(self._client, operation, args, body, **options)


def stream(
    method: Callable[Concatenate[Any, P], Any], items: type[list[T]]
) -> Callable[Concatenate[Any, P], AbstractContextManager[StreamedResponse[T]]]:
    """Return a resource's method as one of ``StreamResource``. ``items`` is used by type checkers alone."""
    return cast("Callable[Concatenate[Any, P], AbstractContextManager[StreamedResponse[T]]]", method)


def awaited_stream(
    method: Callable[Concatenate[Any, P], AbstractContextManager[StreamedResponse[T]]],
) -> Callable[Concatenate[Any, P], AbstractAsyncContextManager[AsyncStreamedResponse[T]]]:
    """Return a method of a ``StreamResource`` with the type that it has in an ``AsyncStreamResource``."""
    return cast("Callable[Concatenate[Any, P], AbstractAsyncContextManager[AsyncStreamedResponse[T]]]", method)
