"""A client without a network: what it sends is kept, and what it is told comes from here."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import import_module
from types import ModuleType
from typing import Any, TypeVar

import httpx2

__all__ = ["BASE", "Answer", "Sent", "Wire"]

T = TypeVar("T")

BASE = "/root"
_ORIGIN = "https://api.example"


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it leaves: ``target`` is path and query as they stand on the wire, header names in lower case."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name]

    def header(self, name: str) -> str | None:
        """The value of a field; of several, joined by a comma (RFC 9110, 5.2)."""
        values = self.all(name)
        return ", ".join(values) if values else None


@dataclass(frozen=True, slots=True)
class Answer:
    status: int = 204
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


@dataclass(slots=True)
class _Line(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    answer: Answer
    sent: list[Sent] = field(default_factory=list)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        return self._answered(request, request.read())

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        return self._answered(request, await request.aread())

    def _answered(self, request: httpx2.Request, body: bytes) -> httpx2.Response:
        headers = tuple((name.decode().lower(), value.decode("latin-1")) for name, value in request.headers.raw)
        self.sent.append(Sent(request.method, request.url.raw_path.decode("ascii"), headers, body))
        answer = self.answer
        return httpx2.Response(answer.status, headers=list(answer.headers), content=answer.body)


class Wire:
    """The clients of one package, on a line that leads nowhere.

    Args:
        module: import name of the package.
        secrets: credentials by security scheme.
    """

    def __init__(self, module: str, secrets: Mapping[str, str] | None = None) -> None:
        self._module, self._secrets = module, dict(secrets or {})
        self._line = _Line(Answer())
        logging.getLogger(module).addHandler(logging.NullHandler())

    @cached_property
    def package(self) -> ModuleType:
        return import_module(self._module)

    @cached_property
    def errors(self) -> ModuleType:
        return import_module(f"{self._module}.errors")

    @cached_property
    def absent(self) -> Any:
        return self.package.NOT_GIVEN

    @cached_property
    def blocking(self) -> Any:
        """The blocking client."""
        return self._client(self.package.Client, httpx2.Client(transport=self._line, trust_env=False))

    @cached_property
    def looping(self) -> Any:
        """The client for asyncio."""
        return self._client(self.package.AsyncClient, httpx2.AsyncClient(transport=self._line, trust_env=False))

    def _client(self, make: Callable[..., Any], http_client: Any) -> Any:
        made = make(base_url=_ORIGIN + BASE, http_client=http_client, retries=None)
        return made.with_options(credentials=self._secrets)

    @contextmanager
    def answering(self, answer: Answer) -> Iterator[list[Sent]]:
        """What is sent inside is answered so, and found in the list that is given."""
        self._line.answer, self._line.sent = answer, []
        yield self._line.sent

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """What a coroutine gives. All run on one event loop, those of other packages too: a loop holds files open."""
        return _runner().run(coroutine)


@cache
def _runner() -> asyncio.Runner:
    return asyncio.Runner()
