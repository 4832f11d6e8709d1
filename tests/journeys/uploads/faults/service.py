"""The service in a process of its own, as ``specproof serve`` starts it, and its admin origin."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

__all__ = ["Entry", "Service", "digest", "put", "served"]

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Service:
    """``settings`` are those that ``begin`` goes back to."""

    urls: Mapping[str, str]
    settings: Mapping[str, Any]

    def admin(self, method: str, name: str, value: Any = None) -> Any:
        data = None if value is None else json.dumps(value).encode()
        request = urllib.request.Request(f"{self.urls['admin']}/_emulator/{name}", data, method=method)
        with urllib.request.urlopen(request, timeout=20) as reply:
            return json.loads(reply.read())

    def begin(self, *faults: Mapping[str, Any], **settings: Any) -> None:
        """Forget what was, and fail like this from now on."""
        self.admin("DELETE", "journal")
        self.admin("PUT", "faults", {"settings": {**self.settings, **settings}, "faults": faults})

    def base_url(self, project: str) -> str:
        return self.urls["base_url"].replace("{project}", project)

    def journal(self) -> list[Entry]:
        entries: list[Entry] = self.admin("GET", "journal")["entries"]
        return entries

    def state(self, project: str) -> Any:
        return self.admin("POST", "state", {"project": project})

    def call(self, project: str, path: str, value: Any) -> Any:
        """What a stranger is answered, who has a token of his own. Raises: HTTPError."""
        headers = {"Authorization": "Bearer other", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.base_url(project)}{path}", json.dumps(value).encode(), headers)
        with urllib.request.urlopen(request, timeout=20) as reply:
            return json.loads(reply.read())

    def placed(self, url: str) -> str:
        """The whole of a URL that may be a path alone."""
        return url if url.startswith("http") else self.urls["api"] + url

    def content(self, project: str, record_id: int) -> bytes | None:
        """What a stranger downloads, through a link of his own; None if there is nothing. Faults are off by then."""
        try:
            reply = self.call(project, "/files/downloadlink", {"items": [{"id": record_id}]})
        except urllib.error.HTTPError:
            return None
        with urllib.request.urlopen(self.placed(reply["items"][0]["downloadUrl"]), timeout=20) as content:
            found: bytes = content.read()
        return found

    def digests(self, project: str, record_id: int) -> list[str]:
        """SHA-256 of the pieces that the content of a record is made of."""
        (record,) = [one for one in self.state(project)["files"] if one["id"] == record_id]
        return [piece["digest"] for piece in record["content"] or ()]


@contextlib.contextmanager
def served(project: Path, **settings: Any) -> Iterator[Service]:
    """``specproof serve`` on free ports while the block runs."""
    chosen = [word for name, value in settings.items() for word in ("--set", f"{name}={json.dumps(value)}")]
    options = ["--port", "0", "--storage-port", "0", "--format", "json", *chosen]
    command = [sys.executable, "-m", "specproof", "serve", str(project), *options]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            urls = json.loads(process.stdout.readline())
            service = Service(urls, {})
            yield Service(urls, service.admin("GET", "settings"))
        finally:
            process.terminate()


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def put(url: str, data: bytes) -> int:
    """The status of a PUT that carries Host and Content-Length alone, to the URL byte for byte."""
    place = url.split("/")[2]
    connection = http.client.HTTPConnection(place, timeout=20)
    with contextlib.closing(connection):
        connection.putrequest("PUT", url.split(place, 1)[1], skip_accept_encoding=True)
        connection.putheader("Content-Length", str(len(data)))
        connection.endheaders(data)
        return connection.getresponse().status
