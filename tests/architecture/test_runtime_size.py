"""The runtime stays small. Lines of code are counted: no blank lines, no comments, no docstrings."""

from __future__ import annotations

import ast
import io
import re
import tokenize

import pytest

from tests.architecture.source import PACKAGE, ROOT

RUNTIME = PACKAGE / "runtime"
TABLE = ROOT / "docs" / "decisions" / "runtime.md"
TYPES = {"codec", "construct", "drift", "model_build", "model_fields", "models", "pydantic_internals", "scalar_schemas"}
"""What generated types are made of, and how responses are read by them: no part of the client's core."""
_NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def code_lines(text: str) -> int:
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, documented) and ast.get_docstring(node)]
    words = {at for node in nodes for at in range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1)}
    tokens = [token for token in tokenize.generate_tokens(io.StringIO(text).readline) if token.type not in _NO_CODE]
    return len({at for token in tokens for at in range(token.start[0], token.end[0] + 1)} - words)


def test_counting() -> None:
    assert code_lines('"""a\nb"""\n\n# c\nx = (\n    1\n)\n\n\ndef f():\n    """d"""\n    return """e\nf"""\n') == 6


def budgets() -> dict[str, int]:
    """The most lines of each part, as ``docs/decisions/runtime.md`` has them."""
    rows = re.findall(r"^\| `(\w+)/?`[^|]*\|[^|]*\| ([\d,]+) \|$", TABLE.read_text(), re.MULTILINE)
    return {part: int(most.replace(",", "")) for part, most in rows}


def size(folder: str) -> int:
    if folder in ("core", "types"):
        files = [path for path in RUNTIME.glob("*.py") if (path.stem in TYPES) == (folder == "types")]
    else:
        files = [*(RUNTIME / folder).rglob("*.py"), *(PACKAGE / "extensions" / folder / "runtime").rglob("*.py")]
    return sum(code_lines(path.read_text()) for path in files)


def test_the_table_names_every_part() -> None:
    own = {path.name for path in RUNTIME.iterdir() if path.is_dir() and path.name != "__pycache__"}
    shipped = {path.parent.name for path in PACKAGE.glob("extensions/*/runtime")}
    assert budgets().keys() == own | shipped | {"core", "types"}


@pytest.mark.parametrize("part", budgets())
def test_no_part_has_more_lines_than_the_table_says(part: str) -> None:
    assert 0 < size(part) <= budgets()[part]


@pytest.mark.parametrize(
    ("folder", "most"),
    [
        (".", 865),
        ("drivers", 395),
        ("sendfile_transport", 200),
        ("resume", 405),
        ("upload_protocol", 470),
        ("batch", 361),
        ("command", 605),
    ],
)
def test_uploads_have_a_limit_for_each_of_their_folders(folder: str, most: int) -> None:
    """See the order in the docstring of the runtime's ``__init__``."""
    uploads = PACKAGE / "extensions" / "multipart_upload" / "runtime"
    assert sum(code_lines(path.read_text()) for path in (uploads / folder).glob("*.py")) <= most
