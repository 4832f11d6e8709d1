"""JSON pointers and document locations (RFC 6901)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = ["Locate", "Location", "Pointer"]


class Pointer(tuple[str, ...]):
    """A JSON pointer as its decoded tokens; ``str()`` returns its text (RFC 6901), ``pointer / token`` a longer one."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Pointer:
        """Return the pointer for a text such as ``""``, ``"/a/b~1c"`` or ``"#/a/b~1c"``.

        Raises:
            ValueError: the text is neither empty nor starts with ``/`` after an optional ``#``.
        """
        text = text[1:] if text.startswith("#") else text
        if not text:
            return cls()
        if not text.startswith("/"):
            raise ValueError(f"not a JSON pointer: {text!r}")
        return cls(token.replace("~1", "/").replace("~0", "~") for token in text[1:].split("/"))

    def __truediv__(self, token: str | int) -> Pointer:
        return Pointer((*self, str(token)))

    def __add__(self, other: object) -> Pointer:
        return Pointer((*self, *other)) if isinstance(other, tuple) else NotImplemented

    def __str__(self) -> str:
        return "".join("/" + token.replace("~", "~0").replace("/", "~1") for token in self)

    @property
    def fragment(self) -> str:
        """Return the pointer as a URI fragment, such as ``#/a/b``; it is not percent-encoded."""
        return "#" + str(self)

    @property
    def parent(self) -> Pointer:
        """Return the pointer without its last token."""
        return Pointer(self[:-1])

    def find(self, tree: Any) -> Any:
        """Return the node of a JSON value that this pointer refers to.

        Raises:
            LookupError: a token is no member or element of its node.
        """
        node = tree
        for token in self:
            if isinstance(node, dict):
                node = node[token]
            elif isinstance(node, list) and token.isascii() and token.isdigit() and (token == "0" or token[0] != "0"):
                node = node[int(token)]
            else:
                raise KeyError(token)
        return node


@dataclass(frozen=True, slots=True)
class Location:
    """A node of an input file: the file's path as the user wrote it, and the JSON pointer of the node."""

    file: str
    pointer: Pointer = Pointer()

    def __truediv__(self, token: str | int) -> Location:
        return Location(self.file, self.pointer / token)


Locate = Callable[[Location], tuple[int, int] | None]
"""Location to line and column, both from 1; None where its text is unknown."""
