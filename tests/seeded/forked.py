"""Commands in interpreters that have imported other people's modules already, and none of ours.

An interpreter of the standard library's fork server starts in milliseconds, where importing the engines takes most of
a second. It holds no module of specproof, so the first of them comes from whichever folder is first on its path.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import sys
from pathlib import Path
from typing import NamedTuple

__all__ = ["Ended", "run_module"]

_ROOT = Path(__file__).parents[2]

_PRELOADED = [
    "datamodel_code_generator.parser.openapi",
    "httpx2",
    "hypothesis.strategies",
    "jinja2",
    "jsonschema",
    "jsonschema_rs",
    "openapi_python_client.parser.openapi",
    "pydantic",
    "pytest",
    "rich.console",
    "typer",
    "yaml",
]
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(_PRELOADED)


class Ended(NamedTuple):
    """``output`` is all that was printed."""

    status: int
    output: str


def run_module(arguments: list[str], folder: Path, path: Path, output: Path) -> Ended:
    """``python -m`` with these arguments in a folder, with another one first on the path; ``output`` is a file."""
    process = _CONTEXT.Process(target=_run, args=(arguments, folder, path, output))
    process.start()
    process.join()
    return Ended(process.exitcode or 0, output.read_text())


def _run(arguments: list[str], folder: Path, path: Path, output: Path) -> None:
    with output.open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    os.chdir(folder)
    os.environ["PYTHONPATH"] = str(path)
    sys.dont_write_bytecode = True  # a file is broken and whole again within the second that bytecode is dated by
    sys.path[:] = [str(folder), str(path), *(entry for entry in sys.path if Path(entry) != _ROOT)]
    for name in [name for name in sys.modules if name.partition(".")[0] == "tests"]:
        del sys.modules[name]  # packages have tests of this name, too
    sys.argv = arguments
    runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
