"""The transport of the checks refuses what a real connection refuses: a check must not hold for what nobody gets."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx2
import pytest

from specproof.prove.checks.recording_clients import RecordingTransport, StubResponse

Headers = list[tuple[bytes, bytes]]


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(204)
        self.end_headers()

    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def is_sent(transport: httpx2.BaseTransport | None, url: str, headers: Headers, content: bytes | None = None) -> bool:
    method = "POST" if content is not None else "GET"
    with httpx2.Client(transport=transport, trust_env=False) as client:
        request = client.build_request(method, url, headers=httpx2.Headers(headers), content=content)
        try:
            return client.send(request).status_code == 204
        except httpx2.LocalProtocolError:
            return False


@pytest.mark.parametrize(
    ("headers", "sent"),
    [
        ([(b"x-shelf", b"a b\tc")], True),
        ([(b"x-shelf", b"")], True),
        ([(b"x-shelf", b"\xc3\xa9")], True),
        ([(b"!#$%&'*+.^_`|~-", b"1")], True),
        ([(b"x shelf", b"1")], False),
        ([(b"x-shelf[1]", b"1")], False),
        ([(b"", b"1")], False),
        ([(b"x-shelf", b"a\r\nx-other: b")], False),
        ([(b"x-shelf", b"a\x00b")], False),
        ([(b"x-shelf", b" a")], False),
        ([(b"x-shelf", b"a\t")], False),
    ],
)
def test_headers_are_refused_as_a_connection_refuses_them(url: str, headers: Headers, sent: bool) -> None:
    transport = RecordingTransport(StubResponse())
    assert is_sent(transport, url + "/shelves", headers) is sent
    assert is_sent(None, url + "/shelves", headers) is sent
    assert len(transport.sent) == sent


@pytest.mark.parametrize(
    ("headers", "content"),
    [
        ([(b"content-length", b"5")], b"a"),
        ([(b"content-length", b"0")], b"a"),
        ([(b"content-length", b"1"), (b"transfer-encoding", b"chunked")], b"a"),
        ([(b"content-length", b"1"), (b"content-length", b"1")], b"a"),
        ([(b"host", b"one"), (b"host", b"two")], b"a"),
    ],
)
def test_a_request_has_one_host_and_one_framing(headers: Headers, content: bytes) -> None:
    assert is_sent(RecordingTransport(StubResponse()), "http://shelves.example/a", [], content)
    assert not is_sent(RecordingTransport(StubResponse()), "http://shelves.example/a", headers, content)


@pytest.mark.parametrize(
    ("path", "raw", "sent"),
    [
        ("/a%23b?c=%C3%A9%20d", None, True),
        ("/a#b", None, False),
        ("/a", b"/a b", False),
        ("/a", b"/\xc3\xa9", False),
        ("/a", b"/a#b", False),
        ("/a", b"a", False),
        ("/a", b"", False),
        ("/a", b"/a\r\nx: y", False),
    ],
)
def test_a_target_is_a_path_and_a_query(
    path: str, raw: bytes | None, sent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    transport, request = RecordingTransport(StubResponse()), httpx2.Request("GET", "http://shelves.example" + path)
    if raw is not None:
        monkeypatch.setattr(httpx2.URL, "raw_path", raw)
    if sent:
        assert transport.handle_request(request).status_code == 204
    else:
        with pytest.raises(httpx2.LocalProtocolError, match="no request target"):
            transport.handle_request(request)
