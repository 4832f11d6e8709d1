"""Documents from texts, without a disk."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from specproof.core.diagnostics import Findings, StopError
from specproof.core.limits import Limits
from specproof.core.project import References
from specproof.document import Document, effective_of

HEAD = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"
HEAD_30 = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\n"


class Files:
    """A reader of texts by path below ``api``."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = {Path("api") / name: text.encode() for name, text in texts.items()}
        self.texts: dict[str, bytes] = {}
        self.asked: list[str] = []

    def read(self, path: Path) -> bytes:
        self.asked.append(str(path))
        if path not in self._texts:
            raise FileNotFoundError(2, "No such file or directory", str(path))
        self.texts[str(path)] = self._texts[path]
        return self._texts[path]


class Run:
    """What came of a set of files: ``document`` when there was no error, ``said`` in any case."""

    def __init__(
        self,
        texts: Mapping[str, str],
        overlays: tuple[str, ...] = (),
        map: Mapping[str, str] = MappingProxyType({}),
        **options: Any,
    ) -> None:
        first = next(iter(texts))
        self.files = Files(texts)
        self.findings = Findings()
        mapped = {url: Path("api") / folder for url, folder in map.items()}
        references = References(Path("api"), mapped, options.pop("pinned", {}))
        paths = tuple(Path("api") / overlay for overlay in overlays)
        self._make: Callable[[], Document] = lambda: effective_of(
            Path("api") / first,
            paths,
            references,
            self.files,
            self.findings,
            limits=options.pop("limits", Limits()),
            **options,
        )

    @property
    def document(self) -> Document:
        return self._make()

    @property
    def tree(self) -> dict[str, Any]:
        return self.document.tree

    @property
    def said(self) -> list[tuple[str, str, str]]:
        """Code, message and ``file#pointer`` of each finding."""
        with contextlib.suppress(StopError):
            self._make()
        return [
            (one.code, one.message, f"{one.at.file}{one.at.pointer.fragment}" if one.at else "")
            for one in self.findings
        ]


@pytest.fixture
def run() -> type[Run]:
    return Run


@pytest.fixture
def head() -> str:
    return HEAD


@pytest.fixture
def head_30() -> str:
    return HEAD_30
