"""One request and what comes of it, without input and output: a generator of steps that a shell performs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from .authorization import Secrets
from .errors import TransportError
from .raw_response import RawResponse
from .request import Request, is_repeatable
from .retries import RetryState

__all__ = ["Login", "Pause", "Send", "Step", "Steps", "drive", "drive_async", "request_steps"]

_UNAUTHORIZED = 401

S = TypeVar("S")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, repr=False)
class Login:
    """Asks the driver for the texts of secrets by scheme; ``stale`` holds texts that the server has refused."""

    secrets: Secrets
    stale: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Send:
    """Asks the driver to send a request and return its response, within ``seconds`` if not None."""

    request: Request
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Pause:
    """Asks the driver to wait for some seconds."""

    seconds: float
    why: str


Step = Login | Send | Pause
Steps = Generator[Step, Any, RawResponse]


def request_steps(
    request: Request,
    retry_state: RetryState,
    secrets: Secrets,
    authorized: Callable[[Request, Mapping[str, str]], Request],
) -> Steps:
    """Yield the steps of a request with its retries, and return the last response; after a 401, log in anew once.

    Raises:
        TransportError: there was no response.
    """
    renewed = False
    texts = yield Login(secrets, {})
    while True:
        outcome: RawResponse | TransportError
        try:
            outcome = yield Send(authorized(request, texts), retry_state.left())
        except TransportError as error:
            outcome = error
        again = is_repeatable(request.content)
        if texts and not renewed and _status(outcome) == _UNAUTHORIZED:
            renewed, stale = True, texts
            texts = yield Login(secrets, stale)
            if again and texts != stale:
                continue
        delay = retry_state.delay(outcome) if again else None
        if delay is None:
            if isinstance(outcome, TransportError):
                raise outcome
            return outcome
        yield Pause(delay, f"{request.operation}: {_status(outcome) or outcome}")
        texts = yield Login(secrets, {})


def _status(outcome: RawResponse | TransportError) -> int | None:
    return outcome.status_code if isinstance(outcome, RawResponse) else None


def drive(steps: Generator[S, Any, R], perform: Callable[[S], Any]) -> R:
    """Perform every step of a generator, and return its result; errors of a step are raised in the generator."""
    with closing(steps):
        try:
            advance: Callable[[], S] = partial(next, steps)
            while True:
                step = advance()
                try:
                    advance = partial(steps.send, perform(step))
                except Exception as error:
                    advance = partial(steps.throw, error)
        except StopIteration as end:
            result: R = end.value
            return result


async def drive_async(steps: Generator[S, Any, R], perform: Callable[[S], Awaitable[Any]]) -> R:
    """Perform every step of a generator with ``await``, and return its result."""
    with closing(steps):
        try:
            advance: Callable[[], S] = partial(next, steps)
            while True:
                step = advance()
                try:
                    advance = partial(steps.send, await perform(step))
                except Exception as error:
                    advance = partial(steps.throw, error)
        except StopIteration as end:
            result: R = end.value
            return result
