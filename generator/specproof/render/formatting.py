"""Formatting by ruff: one process for all files, in a private folder, with our settings alone."""

from __future__ import annotations

import ast
import re
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

__all__ = ["format_examples", "format_python"]

_EXAMPLE = re.compile(r"(?<=```python\n)(.*?)(?=^```)", re.DOTALL | re.MULTILINE)
_EXAMPLE_SETTINGS = ("--isolated", "--no-cache", "--quiet", "--line-length", "88", "--target-version", "py311")
_SETTINGS = ("--isolated", "--no-cache", "--quiet", "--line-length", "110", "--target-version", "py311")


def format_python(files: Mapping[str, str]) -> dict[str, str]:
    """The same files with every ``*.py`` sorted and formatted; paths and other files stay.

    Raises:
        subprocess.CalledProcessError: ruff refuses a text, so it is no Python.
    """
    sources = {path: text for path, text in files.items() if path.endswith(".py")}
    sorted_texts = _ruff(sources, "check", "--select", "I,RUF022,F401", "--fix", *_SETTINGS)
    return {**files, **_ruff(sorted_texts, "format", *_SETTINGS)}


def format_examples(text: str) -> str:
    """Markdown with the Python in its code blocks formatted, where it is Python."""
    pieces = _EXAMPLE.split(text)
    blocks = {str(index): piece for index, piece in enumerate(pieces) if index % 2 and _is_python(piece)}
    formatted = _ruff(blocks, "format", *_EXAMPLE_SETTINGS)
    return "".join(formatted.get(str(index), piece) for index, piece in enumerate(pieces))


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
