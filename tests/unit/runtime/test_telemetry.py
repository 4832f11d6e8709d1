"""One span a call, as OpenTelemetry's own exporter gets it, over real sockets."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from specproof.runtime import retries
from specproof.runtime.errors import ConnectionFailedError, StatusError, UnexpectedResponseError
from tests.unit.runtime.clients import JSON, PET, Ask, ask_async, ask_sync, in_turn
from tests.unit.runtime.sample.operations import GET_PET, PACKAGE
from tests.unit.runtime.wire import Answer, Server

EXPORTED = InMemorySpanExporter()
CALL = (GET_PET, {"path.id": "secret-id", "query.limit": 3})


@pytest.fixture(scope="module", autouse=True)
def provider() -> None:
    """OpenTelemetry takes one provider a process."""
    made = TracerProvider()
    made.add_span_processor(SimpleSpanProcessor(EXPORTED))
    trace.set_tracer_provider(made)


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(retries.random, "uniform", lambda low, high: low)
    EXPORTED.clear()
    yield
    EXPORTED.clear()


@pytest.fixture(params=[ask_sync, ask_async], ids=["sync", "async"])
def ask(request: pytest.FixtureRequest, nothing_left: None) -> Ask:
    found: Ask = request.param
    return found


def settings(server: Server) -> dict[str, str]:
    return {"base_url": server.url + "/v1", "token": "hidden-token"}


def one_span() -> ReadableSpan:
    (span,) = EXPORTED.get_finished_spans()
    return span


def test_a_call_is_a_span(server: Server, ask: Ask) -> None:
    server.answer = lambda exchange: PET
    ask(PACKAGE, settings(server), *CALL)
    span = one_span()
    assert (span.name, span.kind) == ("GET /pets/{id}", trace.SpanKind.CLIENT)
    assert dict(span.attributes or {}) == {
        "http.request.method": "GET",
        "url.template": "/pets/{id}",
        "url.full": f"{server.url}/v1/pets/secret-id",
        "server.address": "127.0.0.1",
        "server.port": server.port,
        "http.response.status_code": 200,
    }
    assert span.status.status_code is trace.StatusCode.UNSET
    assert "hidden-token" not in span.to_json() and "limit" not in span.to_json()


def test_a_repeated_request_is_counted_in_the_same_span(server: Server, ask: Ask) -> None:
    server.answer = in_turn(Answer(503), Answer(503), PET)
    ask(PACKAGE, settings(server), *CALL)
    attributes = dict(one_span().attributes or {})
    assert attributes["http.request.resend_count"] == 2
    assert attributes["http.response.status_code"] == 200


@pytest.mark.parametrize(("status", "error"), [(404, StatusError), (418, UnexpectedResponseError)])
def test_an_error_status(server: Server, ask: Ask, status: int, error: type[Exception]) -> None:
    server.answer = lambda exchange: Answer(status, b'{"error": "hidden words"}', JSON)
    with pytest.raises(error):
        ask(PACKAGE, settings(server), *CALL)
    span = one_span()
    attributes = dict(span.attributes or {})
    assert (attributes["http.response.status_code"], attributes["error.type"]) == (status, str(status))
    assert span.status.status_code is trace.StatusCode.ERROR
    assert (span.status.description, span.events) == (None, ())
    assert "hidden" not in span.to_json()


def test_no_reply(server: Server, ask: Ask) -> None:
    server.answer = lambda exchange: Answer(drop_after=0)
    with pytest.raises(ConnectionFailedError):
        ask(PACKAGE, {**settings(server), "retries": None}, *CALL)
    attributes = dict(one_span().attributes or {})
    assert attributes["error.type"] == "ConnectionFailedError"
    assert "http.response.status_code" not in attributes


def test_without_the_package_nothing_is_missing(server: Server) -> None:
    server.answer = lambda exchange: PET
    code = f"""
import sys
sys.modules["opentelemetry"] = None
from specproof.runtime.session import SyncSession
from specproof.runtime.resources import Resource
from tests.unit.runtime.sample.operations import GET_PET, PACKAGE
with SyncSession(PACKAGE, base_url={server.url!r}, token="t") as session:
    print(Resource(session)._call(GET_PET, {{"path.id": "x"}}))
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Rex" in ended.stdout
