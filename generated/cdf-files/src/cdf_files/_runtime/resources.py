"""Groups of operations, and views of their methods: awaited, or with whole responses.

A method is written once. A view has the same function as an attribute, under another type: the class that it stands in
says by its ``_call`` what a call gives.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypedDict, TypeVar, Unpack, cast

from .api import Call
from .not_given import NOT_GIVEN
from .operation import Operation
from .response import Response

if TYPE_CHECKING:
    from .session import AsyncSession, SyncSession
    from .transport import Timeout

__all__ = [
    "AsyncRawResource",
    "AsyncResource",
    "Options",
    "RawResource",
    "Resource",
    "awaited",
    "build_call",
    "raw",
    "view",
]

P = ParamSpec("P")
T = TypeVar("T")
Values = Mapping[str, Any]


class Options(TypedDict, total=False):
    """Keyword arguments that every call takes besides its arguments and its body."""

    media_type: str | None
    timeout: Timeout | None
    extra_headers: Mapping[str, str] | None


def build_call(operation: Operation, args: Values, body: Any, options: Options) -> Call:
    """Return the call that a resource's method makes."""
    return Call(operation, args, body, options.get("media_type"), options.get("extra_headers"))


class Resource:
    """A group of operations; each method returns the parsed content of the response."""

    def __init__(self, client: SyncSession) -> None:
        self._client = client

    def _call(self, operation: Operation, args: Values, body: Any = NOT_GIVEN, **options: Unpack[Options]) -> Any:
        return self._client.send(build_call(operation, args, body, options), options.get("timeout")).parsed


class RawResource(Resource):
    """A group of operations; each method returns the whole response."""

    def _call(self, operation: Operation, args: Values, body: Any = NOT_GIVEN, **options: Unpack[Options]) -> Any:
        return self._client.send(build_call(operation, args, body, options), options.get("timeout"))


class AsyncResource:
    """A group of operations for asyncio; each method returns the parsed content of the response."""

    def __init__(self, client: AsyncSession) -> None:
        self._client = client

    async def _call(self, operation: Operation, args: Values, body: Any = NOT_GIVEN, **options: Unpack[Options]) -> Any:
        return (await self._client.send(build_call(operation, args, body, options), options.get("timeout"))).parsed


class AsyncRawResource(AsyncResource):
    """A group of operations for asyncio; each method returns the whole response."""

    async def _call(self, operation: Operation, args: Values, body: Any = NOT_GIVEN, **options: Unpack[Options]) -> Any:
        return await self._client.send(build_call(operation, args, body, options), options.get("timeout"))


def raw(method: Callable[Concatenate[Any, P], T]) -> Callable[Concatenate[Any, P], Response[T]]:
    """Return a resource's method with the type that it has in a ``RawResource``."""
    return cast("Callable[Concatenate[Any, P], Response[T]]", method)


def awaited(method: Callable[Concatenate[Any, P], T]) -> Callable[Concatenate[Any, P], Coroutine[Any, Any, T]]:
    """Return a resource's method as one of an ``AsyncResource``: a coroutine function."""

    def make(function: Callable[..., Any]) -> Callable[..., Any]:
        async def call(self: Any, *args: Any, **keywords: Any) -> Any:
            return await function(self, *args, **keywords)

        return call

    return cast("Callable[Concatenate[Any, P], Coroutine[Any, Any, T]]", view(method, make))


def view(method: Any, make: Callable[[Callable[..., Any]], Callable[..., Any]]) -> Any:
    """Return ``make(method)`` with the method's name, documentation and deprecation."""
    message = getattr(method, "__deprecated__", None)
    function = method if message is None else method.__wrapped__
    made = wraps(function)(make(function))
    if message is None:
        return made
    from typing_extensions import deprecated  # only where a method is deprecated: packages depend on it there

    return deprecated(message)(made)
