"""mypy and pyright over what was generated, as a user of it runs them."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path

__all__ = ["mypy", "pyright"]

_CACHE = Path(__file__).parents[1] / ".mypy_cache" / "tests"
"""One for all tests, which take turns: pydantic and httpx2 are read once, and not by each of them."""


def mypy(folder: Path, *paths: str) -> None:
    """mypy --strict over paths in a folder; modules are found below its ``src``.

    Raises:
        AssertionError: mypy has found something; its output is the message.
    """
    _CACHE.mkdir(parents=True, exist_ok=True)
    options = ["--strict", "--python-version", "3.11", "--config-file", "", "--cache-dir", str(_CACHE)]
    with (_CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _run(folder, ["mypy", *options, *paths])


def pyright(folder: Path, *paths: str) -> None:
    """pyright over paths in a folder; modules are found below its ``src``.

    Raises:
        AssertionError: pyright has found something; its output is the message.
    """
    settings = {"pythonVersion": "3.11", "typeCheckingMode": "standard", "extraPaths": ["src"], "include": paths}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    _run(folder, ["pyright", "--pythonpath", sys.executable, "-p", str(folder)])


def _run(folder: Path, command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env={**os.environ, "MYPYPATH": "src"},
        capture_output=True,
        text=True,
        timeout=1200,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]
