"""One OpenTelemetry span a call, by the semantic conventions for HTTP clients; nothing without opentelemetry-api.

A span holds no header, no query, no content, and of an error its kind alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from ..request_flow import Send, Step, drive, drive_async

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer

    from ..api import Api, Call
    from ..operation import Operation
    from ..response import Response

__all__ = ["traced", "traced_async"]

_STATUS = "http.response.status_code"
Perform = Callable[[Step], Any]


@cache
def _tracer(module: str) -> Tracer | None:
    try:
        from opentelemetry.trace import get_tracer  # optional
    except ImportError:
        return None
    return get_tracer(module)


def traced(api: Api, call: Call, perform: Perform) -> Response[Any]:
    """Make a call and return its response, in a tracing span if OpenTelemetry is installed. Raises: ClientError."""
    with _span(api, call.operation) as span:
        return _noted(span, api.result(call, drive(api.steps(call), _watched(span, perform))))


async def traced_async(api: Api, call: Call, perform: Perform) -> Response[Any]:
    """Make a call with ``await`` and return its response, in a span as ``traced``."""
    with _span(api, call.operation) as span:
        return _noted(span, api.result(call, await drive_async(api.steps(call), _watched(span, perform))))


@contextmanager
def _span(api: Api, operation: Operation) -> Iterator[Span | None]:
    if (tracer := _tracer(api.package.module)) is None:
        yield None
        return
    from opentelemetry.trace import SpanKind, StatusCode  # optional

    known = {"http.request.method": operation.method, "url.template": operation.path}
    with tracer.start_as_current_span(
        f"{operation.method} {operation.path}",
        kind=SpanKind.CLIENT,
        attributes=known,
        record_exception=False,
        set_status_on_exception=False,
    ) as span:
        try:
            yield span
        except Exception as error:
            status = getattr(error, "status_code", None)
            if status is not None:
                span.set_attribute(_STATUS, status)
            span.set_attribute("error.type", type(error).__qualname__ if status is None else str(status))
            span.set_status(StatusCode.ERROR)
            raise


def _noted(span: Span | None, response: Response[Any]) -> Response[Any]:
    if span is not None:
        span.set_attribute(_STATUS, response.status_code)
    return response


def _watched(span: Span | None, perform: Perform) -> Perform:
    """Tells the span of every request that goes out; a repeated one counts."""
    if span is None:
        return perform
    sent = 0

    def watch(step: Step) -> Any:
        nonlocal sent
        if isinstance(step, Send):
            url = step.request.url
            where: dict[str, str | int] = {
                "server.address": url.origin.host,
                "server.port": url.origin.port,
                "url.full": url.root + url.path,
            }
            span.set_attributes(where | {"http.request.resend_count": sent} if sent else where)
            sent += 1
        return perform(step)

    return watch
