"""Packages generated from the documents of the applications, and a live server for each in a process of its own."""

from __future__ import annotations

import importlib
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from specproof import pipeline
from specproof.core.diagnostics import Findings
from specproof.document import DiskReader
from specproof.project import from_options

APPLICATIONS = ("accounts", "forms", "shapes")
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Served:
    """An application that runs, and the package of its document."""

    document: dict[str, Any]
    module: ModuleType
    folder: Path
    url: str


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Served]]:
    """Every application by its name."""
    folder = tmp_path_factory.mktemp("applications")
    with _servers() as urls:
        yield {name: _package(name, url, folder) for name, url in urls.items()}


@contextmanager
def _servers() -> Iterator[dict[str, str]]:
    """Start uvicorn on a socket that listens already, so that no request comes too early."""
    processes, urls = [], {}
    try:
        for name in APPLICATIONS:
            with socket.create_server(("127.0.0.1", 0)) as listening:
                command = [sys.executable, "-m", "uvicorn", f"tests.applications.{name}:app", "--log-level", "warning"]
                handle = listening.fileno()
                processes.append(subprocess.Popen([*command, "--fd", str(handle)], cwd=ROOT, pass_fds=[handle]))
                urls[name] = f"http://127.0.0.1:{listening.getsockname()[1]}"
        yield urls
    finally:
        for process in processes:
            process.terminate()
            process.wait(30)


def _package(name: str, url: str, folder: Path) -> Served:
    document = importlib.import_module(f"tests.applications.{name}").app.openapi()
    written, output = folder / f"{name}.json", folder / name
    written.write_text(json.dumps(document))
    findings = Findings()
    asked = from_options(written, output, f"application-{name}", {})
    built = pipeline.build(asked, DiskReader(), findings)
    assert not findings.errors, findings.errors
    for path, text in built.files.items():
        file = output / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    sys.path.insert(0, str(output / "src"))
    return Served(document, importlib.import_module(asked.module), output, url)
