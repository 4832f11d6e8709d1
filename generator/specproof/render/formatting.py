"""Formatting by ruff, for all files at once, in a temporary folder, with no settings but ours."""

from __future__ import annotations

import ast
import re
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

__all__ = ["format_files"]

_EXAMPLE = re.compile(r"(?<=```python\n)(.*?)(?=^```)", re.DOTALL | re.MULTILINE)
_SETTINGS = ("--isolated", "--no-cache", "--quiet", "--target-version", "py311")
_WIDTH = 110
_WIDTH_OF_EXAMPLES = 88


def format_files(files: Mapping[str, str]) -> dict[str, str]:
    """Return the same files with each ``*.py``, and each Python code block of a ``*.md``, formatted by ruff.

    Unused imports are removed, so that a template imports all that it may need.

    Raises:
        subprocess.CalledProcessError: ruff refuses a text, so it is no Python.
    """
    sources = {path: text for path, text in files.items() if path.endswith(".py")}
    pages = {path: _EXAMPLE.split(text) for path, text in files.items() if path.endswith(".md")}
    examples = {
        f"{path}#{at}": piece
        for path, pieces in pages.items()
        for at, piece in enumerate(pieces)
        if at % 2 and _is_python(piece)
    }
    rules = ("--select", "I,RUF022,F401", "--fix", "--line-length", str(_WIDTH))
    cleaned = _ruff(sources | examples, "check", *rules, *_SETTINGS)
    done = _format({path: cleaned[path] for path in sources}, _WIDTH)
    blocks = _format({key: cleaned[key] for key in examples}, _WIDTH_OF_EXAMPLES)
    for path, pieces in pages.items():
        done[path] = "".join(blocks.get(f"{path}#{at}", piece) for at, piece in enumerate(pieces))
    return {**files, **done}


def _format(files: Mapping[str, str], width: int) -> dict[str, str]:
    return _ruff(files, "format", "--line-length", str(width), *_SETTINGS) if files else {}


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def _ruff(files: Mapping[str, str], *command: str) -> dict[str, str]:
    from ruff.__main__ import find_ruff_bin  # type: ignore[import-untyped]  # ruff ships no type information

    with tempfile.TemporaryDirectory(prefix="specproof-") as folder:
        names = {path: Path(folder, f"{index}.py") for index, path in enumerate(files)}
        for path, file in names.items():
            file.write_text(files[path], encoding="utf-8", newline="")
        subprocess.run([find_ruff_bin(), *command, folder], check=True, capture_output=True)
        return {path: file.read_bytes().decode() for path, file in names.items()}
