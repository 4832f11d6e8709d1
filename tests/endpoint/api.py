"""The emulated file operations as a client meets them, over real sockets."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from specproof.emulate import Emulator

FILE = Path(__file__).parents[2] / "spec" / "cdf-files" / "emulator.py"
BASE = "/api/v1/projects/test"
JSON = "application/json"
TOKEN = {"Authorization": "Bearer t"}
SMALL = {"minimum_part": 4, "uploaded_delay": 0.0}

Document = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> Any:
        return self.json["error"]


def send(url: str, method: str, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
    """Exactly these headers, and the URL byte for byte."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    connection.putrequest(method, url.split(parts.netloc, 1)[1], skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders(body)
    reply = connection.getresponse()
    answer = Answer(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())
    connection.close()
    return answer


@dataclass(frozen=True)
class Api:
    """The emulator as a client meets it."""

    emulator: Emulator

    def call(self, path: str, body: Any = None, headers: Mapping[str, str] = TOKEN) -> Answer:
        url = self.emulator.base_url + BASE + path
        if body is None:
            return send(url, "GET", headers)
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return send(url, "POST", {"Content-Type": JSON, "Content-Length": str(len(data)), **headers}, data)

    def put(self, url: str, data: bytes, **headers: str) -> Answer:
        url = url if url.startswith("http") else self.emulator.base_url + url
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return send(url, "PUT", {"Content-Length": str(len(data)), **named}, data)

    def init(self, parts: int, overwrite: bool = False, **fields: Any) -> dict[str, Any]:
        query = f"?parts={parts}&overwrite={str(overwrite).lower()}"
        found = record(self.call("/files/initmultipartupload" + query, {"name": "n", **fields}))
        assert len(found["uploadUrls"]) == parts
        return found

    def complete(self, upload: Mapping[str, Any], **identifier: Any) -> Answer:
        named = identifier or {"id": upload["id"]}
        return self.call("/files/completemultipartupload", {**named, "uploadId": upload["uploadId"]})

    def file(self, identity: int) -> Any:
        return self.call(f"/files/{identity}").json

    def download(self, identity: int, extended: bool = False) -> Answer:
        return send(self.download_url(identity, extended), "GET", {})

    def download_url(self, identity: int, extended: bool = False) -> str:
        query = "?extendedExpiration=true" if extended else ""
        url: str = self.call("/files/downloadlink" + query, {"items": [{"id": identity}]}).json["items"][0][
            "downloadUrl"
        ]
        return url if url.startswith("http") else self.emulator.base_url + url

    def upload(self, parts: list[bytes], overwrite: bool = False, **fields: Any) -> dict[str, Any]:
        """A file with content, its parts sent backwards."""
        begun = self.init(len(parts), overwrite, **fields)
        for url, part in reversed(list(zip(begun["uploadUrls"], parts, strict=True))):
            assert self.put(url, part).status in (200, 201)
        assert self.complete(begun).json == {}
        return begun


def record(answer: Answer) -> dict[str, Any]:
    """The record of a link reply, bare or in an envelope of one."""
    assert answer.status == 201, answer.body
    body = answer.json
    if "items" in body:
        (body,) = body["items"]
    found: dict[str, Any] = body
    return found


NAME = {"name": "n"}
Start = Callable[..., Api]
