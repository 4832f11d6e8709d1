"""Where what stands in the effective document was written: files and lines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from specproof.oracle.json_pointer import tokens

__all__ = ["Places"]


class Places:
    """Lines by pointer, as a tree: a node is `[line, {token: node}]`, or the line alone where nothing is below.

    A line counts from 1; in a file other than the first it is `[number of the file, line]`.
    """

    def __init__(self, files: Sequence[str] = (), root: Any = None) -> None:
        self._files, self._root = files, root

    @classmethod
    def read(cls, path: Path) -> Places:
        """Those in a file; none at all if there is no such file."""
        if not path.exists():
            return cls()
        found: Mapping[str, Any] = json.loads(path.read_bytes())
        return cls(found["files"], found["places"])

    def at(self, pointer: str) -> str:
        """`file:line` of a node, or of the nearest one around it of which it is known; empty if nothing is known."""
        node, line = self._root, None
        for token in (None, *tokens(pointer)):
            node = node if token is None else _child(node, token)
            if node is None:
                break
            line = node[0] if isinstance(node, list) else node
        if line is None or not self._files:
            return ""
        file, number = line if isinstance(line, list) else (0, line)
        return f"{self._files[file]}:{number}"


def _child(node: Any, token: str) -> Any:
    return node[1].get(token) if isinstance(node, list) and isinstance(node[1], dict) else None
