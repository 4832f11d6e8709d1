"""Text that may become source. Strings of a document turn into it only through the functions of this module."""

from __future__ import annotations

import json
import keyword
import textwrap
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, LiteralString

from specproof.spelling.prose import hanging, layout, one_line, printable

_WIDTH = 108

__all__ = [
    "Code",
    "Section",
    "compose",
    "docstring",
    "docstring_line",
    "identifier",
    "join",
    "literal",
    "markdown",
    "markdown_text",
    "spread",
    "toml_string",
    "trusted",
]


class Code(str):
    """Source text. There is no public constructor: joining or slicing gives a plain ``str``, which templates refuse."""

    __slots__ = ()
    is_code = True

    def __new__(cls, *_: object) -> Code:
        raise TypeError("Code comes from the renderers of specproof.spelling.code")


def _code(text: str) -> Code:
    return str.__new__(Code, text)


def trusted(text: str) -> Code:
    """Return text that has been parsed and checked as code; for ``class_text`` alone."""
    return _code(text)


def identifier(name: str) -> Code:
    """Return a Python name, unchanged.

    Raises:
        ValueError: Python would read it as something else: no identifier, a keyword, or changed by NFKC (PEP 3131).
    """
    if not name.isidentifier() or keyword.iskeyword(name) or unicodedata.normalize("NFKC", name) != name:
        raise ValueError(f"not a Python identifier: {name!r}")
    return _code(name)


def literal(value: Any) -> Code:
    """Return a literal of a JSON value or tuple, which evaluates to an equal value of the same type.

    Raises:
        TypeError: no literal has this value.
    """
    if value is None or isinstance(value, bool | int):
        return _code(repr(value))
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, tuple):
        return _code(f"({', '.join(literal(item) for item in value)}{',' if len(value) == 1 else ''})")
    if isinstance(value, list):
        return _code(f"[{', '.join(literal(item) for item in value)}]")
    if isinstance(value, dict):
        return _code("{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in value.items()) + "}")
    raise TypeError(f"no literal for {type(value).__name__}")


def _number(value: float) -> Code:
    if value != value:
        raise TypeError("no literal for NaN")
    return _code(repr(value).replace("inf", "1e999"))


def spread(value: Any) -> Code:
    """Return a literal over several lines, as a formatter lays it out at the margin."""
    if isinstance(value, dict) and value:
        inner = "".join(f"{literal(key)}: {spread(item)},\n" for key, item in value.items())
    elif isinstance(value, list) and value:
        inner = "".join(f"{spread(item)},\n" for item in value)
    else:
        return literal(value)
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return _code(f"{opening}\n{textwrap.indent(inner, '    ')}{closing}")


def _string(value: str) -> Code:
    """Return ``repr`` in double quotes where that needs no escape."""
    text = repr(str(value))
    return _code(text if '"' in text or "\\" in text else f'"{text[1:-1]}"')


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a docstring with a heading, such as ``Args:``; each entry is a name and its description."""

    title: LiteralString
    entries: tuple[tuple[str, str], ...]


def docstring(text: str, indent: int, sections: Iterable[Section] = ()) -> Code:
    """Return a docstring, wrapped, without control characters, never closed by its text.

    Args:
        indent: how many columns it stands in.
    """
    lines = layout(text, _WIDTH - indent)
    for section in sections:
        lines += ["", f"{section.title}:"] if section.entries else []
        for name, words in section.entries:
            lines += hanging(f"{name}: {words}" if words else name, _WIDTH - indent)
    return _quoted(lines, " " * indent)


def docstring_line(text: str) -> Code:
    """Return one line for a docstring that stands in a template."""
    return _code(_escaped(" ".join(printable(text).split("\n")).rstrip('"')))


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')


def _quoted(lines: list[str], margin: str) -> Code:
    if len(lines) > 1:
        body = "\n".join(margin + _escaped(line) if line and at else _escaped(line) for at, line in enumerate(lines))
        return _code(f'"""{body}\n{margin}"""')
    only = lines[0] if lines else ""
    end = '\\"' if only.endswith('"') else ""
    return _code(f'"""{_escaped(only.removesuffix(end[1:]))}{end}"""')


def compose(pattern: LiteralString, *parts: Code | int) -> Code:
    """Return a pattern of our own source with code in its fields, as ``str.format``."""
    return _code(pattern.format(*parts))


def join(separator: LiteralString, parts: Iterable[Code]) -> Code:
    return _code(separator.join(parts))


def toml_string(text: str) -> Code:
    """Return a TOML basic string (TOML 1.0, String)."""
    return _code(json.dumps(printable(text), ensure_ascii=False).replace("\x7f", "\\u007f"))


_MARKDOWN_SPECIAL = str.maketrans(
    {char: f"\\{char}" for char in "\\`*_[]#|~"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
)


def markdown(text: str) -> Code:
    """Return one line of Markdown that shows the text literally."""
    return _code(one_line(text).translate(_MARKDOWN_SPECIAL))


def markdown_text(text: str) -> Code:
    """Return the document's own Markdown (CommonMark; OpenAPI 3.1, section 4.1) with its raw HTML escaped."""
    return _code("\n".join(layout(text, 100)).replace("<", "&lt;"))
