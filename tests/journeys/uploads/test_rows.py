"""Every rule for parts (H) and every known failure of uploaders (U) has tests, which name it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[2]
PLACES = [
    *Path(__file__).parent.glob("test_*.py"),
    *(TESTS / "unit" / "extensions" / "multipart_upload").glob("test_*.py"),
]

RULES = {
    "H1": "never a Content-Type",
    "H2": "always the exact Content-Length, also 0",
    "H3": "never chunks",
    "H4": "no credentials to a foreign origin",
    "H5": "none to the own origin either, unless asked for",
    "H6": "relative URLs are behind the server's origin",
    "H7": "a choice to send absolute URLs to the server's own origin",
    "H8": "URLs byte for byte",
    "H9": "any 2xx is a success, a redirect is an error",
    "H10": "no header that only one cloud knows",
    "H11": "no Content-Encoding, no Expect",
    "H12": "URLs and upload ids are secrets",
    "H13": "the single request differs",
    "U1": "a retried part is whole",
    "U2": "broken connections and 5xx are retried, also of complete",
    "U3": "Retry-After is obeyed",
    "U4": "a start that nothing identifies is not repeated",
    "U5": "no token to the storage",
    "U6": "no signed query in logs",
    "U7": "siblings of a part that failed are ended",
    "U8": "the URLs are counted before a byte is sent",
    "U9": "relative URLs work",
    "U10": "bounds are kept before anything is sent",
    "U11": "pipes have a length",
    "U12": "a handle is sent from where it stands",
    "U13": "a file that changes is not completed",
    "U14": "resume, and a way to clean up",
    "U15": "the content is awaited",
    "U16": "progress, bandwidth, part size, verification, command line",
    "U17": "memory and handles are bounded",
    "U18": "part i goes to URL i",
    "U19": "files are split, parts go out at once, refusals are raised",
    "U20": "one part is retried, not the file",
    "U21": "existing files take operation 1, and parts no media type",
}


def named() -> dict[str, list[str]]:
    """Tests by the rows that their docstrings begin with, or name."""
    found: dict[str, list[str]] = {}
    for path in PLACES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for row in re.findall(r"\b[HU]\d+\b", ast.get_docstring(node) or ""):
                    found.setdefault(row, []).append(f"{path.name}::{node.name}")
    return found


@pytest.mark.parametrize("row", RULES)
def test_a_row_has_a_test(row: str) -> None:
    assert named().get(row), f"no test names {row}: {RULES[row]}"


def test_no_test_names_a_row_that_is_not_there() -> None:
    assert set(named()) <= set(RULES)
