"""What must not stand in any file of the project."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.architecture.source import ROOT, tracked

MACHINE = re.compile(r"(?<![\w:./}])/(?:home|root|Users|mnt|w[o]rk)/\w")
REGISTRY = re.compile(r"://[^/\s]*(?:p[y]pi|pythonhosted|n[p]mjs|registry)[^/\s]*\.(?:org|com)")
UNDONE = re.compile(r"\b(?:T[O]DO|F[I]XME|X[X]X|Not[I]mplementedError)\b")
IGNORED = re.compile(
    r"#\s*(?:type:\s*ignore|pyright:\s*ignore|noqa|pragma:)(?:\[[^\]]*\]|:\s*[A-Z0-9, ]+)?(?P<reason>.*)$"
)
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}


def matches(pattern: re.Pattern[str], *globs: str) -> Iterator[tuple[str, re.Match[str]]]:
    for path in tracked(*globs):
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if found := pattern.search(line):
                yield f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}", found


def test_no_path_of_one_machine() -> None:
    assert [where for where, _ in matches(MACHINE)] == []


def test_no_registry_host() -> None:
    assert [where for where, _ in matches(REGISTRY)] == []


def test_nothing_is_left_to_do() -> None:
    assert [where for where, _ in matches(UNDONE, "*.py", "*.j2")] == []


def test_whatever_is_ignored_says_why() -> None:
    assert [where for where, found in matches(IGNORED, "*.py", "*.j2") if len(found["reason"].strip(" #-")) < 8] == []


def test_no_vague_name() -> None:
    assert [path for path in tracked("generator/*.py", "templates/*") if path.stem.strip("_") in VAGUE] == []
