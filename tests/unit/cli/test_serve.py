"""The emulator of a document without a project."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

DOCUMENT = """
openapi: 3.1.0
info: {title: Tides, version: "1"}
servers: [{url: "%s"}]
paths:
  /tide:
    get:
      operationId: getTide
      responses:
        "200": {description: d, content: {application/json: {schema: {type: string}, example: high}}}
"""


@pytest.mark.parametrize(("server", "path"), [("https://tides.example/v1/", "/v1"), ("/", "")])
def test_a_document_is_served_below_the_path_of_its_server(tmp_path: Path, server: str, path: str) -> None:
    file = tmp_path / "tides.yaml"
    file.write_text(DOCUMENT % server)
    options = ["--spec", str(file), "--port", "0", "--storage-port", "0", "--format", "json"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "specproof", "serve", *options], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            assert process.stdout is not None
            base = urlsplit(json.loads(process.stdout.readline())["base_url"])
            assert base.path == path
            connection = http.client.HTTPConnection(str(base.hostname), base.port, timeout=20)
            connection.request("GET", base.path + "/tide")
            response = connection.getresponse()
            assert (response.status, response.read()) == (200, b'"high"')
            connection.close()
        finally:
            process.terminate()
