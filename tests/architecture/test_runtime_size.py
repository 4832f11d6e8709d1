"""The runtime stays small. Lines of code are counted: no blank lines, no comments, no docstrings."""

from __future__ import annotations

import ast
import io
import tokenize

import pytest

from tests.architecture.source import PACKAGE

RUNTIME = PACKAGE / "runtime"
TYPES = {
    "codec",
    "construct",
    "drift",
    "guards",
    "json_value",
    "model_build",
    "model_fields",
    "models",
    "scalar_schemas",
}
"""What generated types are made of, and how replies are judged by them: no part of the client's core."""
_NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def code_lines(text: str) -> int:
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, documented) and ast.get_docstring(node)]
    words = {at for node in nodes for at in range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1)}
    tokens = [token for token in tokenize.generate_tokens(io.StringIO(text).readline) if token.type not in _NO_CODE]
    return len({at for token in tokens for at in range(token.start[0], token.end[0] + 1)} - words)


def test_counting() -> None:
    assert code_lines('"""a\nb"""\n\n# c\nx = (\n    1\n)\n\n\ndef f():\n    """d"""\n    return """e\nf"""\n') == 6


def test_the_core_has_at_most_1500_lines() -> None:
    core = {path.stem: code_lines(path.read_text()) for path in RUNTIME.glob("*.py") if path.stem not in TYPES}
    assert sum(core.values()) <= 1500, sorted(core.items(), key=lambda item: -item[1])


@pytest.mark.parametrize(
    ("folder", "most"),
    [
        (".", 865),
        ("drivers", 395),
        ("sendfile_transport", 200),
        ("resume", 405),
        ("upload_protocol", 470),
        ("batch", 360),
        ("command", 605),
    ],
)
def test_uploads_have_a_limit_for_each_of_their_folders(folder: str, most: int) -> None:
    """See the order in the docstring of the runtime's ``__init__``."""
    uploads = PACKAGE / "extensions" / "multipart_upload" / "runtime"
    assert sum(code_lines(path.read_text()) for path in (uploads / folder).glob("*.py")) <= most


@pytest.mark.parametrize(("folder", "most"), [("streams", 300), ("telemetry", 100)])
def test_the_other_folders_stay_small_too(folder: str, most: int) -> None:
    assert sum(code_lines(path.read_text()) for path in (RUNTIME / folder).glob("*.py")) <= most
