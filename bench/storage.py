"""A real storage to send to: nginx on loopback, its files on tmpfs, and an API in front that hands out its URLs."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

TMPFS = Path("/dev/shm")
PATIENCE = 10  # seconds
CONFIGURATION = """
daemon off; worker_processes auto; user root; pid {place}/nginx.pid; error_log {place}/error.log;
events {{ }}
http {{
  access_log off; client_max_body_size 0; client_body_temp_path {place}/coming; client_body_buffer_size 1m;
  proxy_temp_path {place}/proxy; fastcgi_temp_path {place}/fastcgi; uwsgi_temp_path {place}/uwsgi;
  scgi_temp_path {place}/scgi; keepalive_requests 1000000; default_type application/json;
  server {{
    listen 127.0.0.1:{plain}; listen 127.0.0.1:{secure} ssl;
    ssl_certificate {place}/certificate.pem; ssl_certificate_key {place}/key.pem;
    location / {{ root {place}/stored; dav_methods PUT; create_full_put_path on; }}
    location /whole/ {{ alias {place}/; }}
    location /call/ {{ alias {place}/call/; error_page 405 =200 $uri; }}
  }}
}}
"""
RECORD = {"id": 1, "name": "sent.bin", "uploaded": True, "createdTime": 0, "lastUpdatedTime": 0, "uploadedTime": 0}


class Storage(NamedTuple):
    """Where nginx listens. ``certificate`` is its own, to be trusted; ``place`` the folder that goes with it."""

    plain: str
    secure: str
    certificate: Path
    place: Path

    def clear(self) -> None:
        shutil.rmtree(self.place / "stored")
        (self.place / "stored").mkdir()

    def stored(self) -> int:
        """Bytes that have arrived."""
        return sum(path.stat().st_size for path in (self.place / "stored").rglob("*") if path.is_file())


@contextmanager
def storage() -> Iterator[Storage]:
    """nginx on two free ports, one with TLS, for as long as the ``with`` statement runs."""
    place = Path(tempfile.mkdtemp(prefix="bench-", dir=TMPFS))
    plain, secure = free_port(), free_port()
    (place / "stored").mkdir()
    (place / "call").mkdir()
    certify(place)
    (place / "nginx.conf").write_text(CONFIGURATION.format(place=place, plain=plain, secure=secure))
    server = subprocess.Popen(["nginx", "-c", place / "nginx.conf", "-e", place / "error.log"])
    try:
        wait_for(plain)
        yield Storage(f"http://127.0.0.1:{plain}", f"https://127.0.0.1:{secure}", place / "certificate.pem", place)
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(place)


def certify(place: Path) -> None:
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    made = ["-keyout", place / "key.pem", "-out", place / "certificate.pem"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *made]
    subprocess.run(command, check=True, capture_output=True)


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def wait_for(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)


class Links(BaseHTTPRequestHandler):
    """The operations of an upload: start, complete, look; and a download that leads to the source itself."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one segment a reply: two of them meet Nagle's algorithm and delayed acknowledgements, 40 ms a call
    storage = ""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        operation = self.path.partition("?")[0].rpartition("/")[2]
        if operation == "byids":
            return self.reply({"items": [RECORD]})
        if operation == "downloadlink":
            return self.reply({"items": [{"id": RECORD["id"], "downloadUrl": f"{self.storage}/whole/source.bin"}]})
        parts = re.search(r"parts=(\d+)", self.path)
        self.reply(RECORD if parts is None else RECORD | self.opened(int(parts[1])))

    def do_GET(self) -> None:
        self.reply(RECORD)

    def opened(self, parts: int) -> dict[str, object]:
        urls = [f"{self.storage}/sent/{number}?signature={number:032}" for number in range(parts)]
        return {"uploaded": False, "uploadId": "1", "uploadUrls": urls}

    def reply(self, value: object) -> None:
        content = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def links(storage_url: str) -> Iterator[str]:
    """An API whose part URLs lead to the storage; gives its own URL."""
    handler = type("Links", (Links,), {"storage": storage_url})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
