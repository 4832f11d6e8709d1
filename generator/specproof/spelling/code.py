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
    """Python source text that is safe to put into a file; made only by the functions of this module.

    Joining or slicing gives a plain ``str``, which the templates refuse.
    """

    __slots__ = ()
    is_code = True

    def __new__(cls, *_: object) -> Code:
        raise TypeError("Code comes from the renderers of specproof.spelling.code")


def _code(text: str) -> Code:
    return str.__new__(Code, text)


def trusted(text: str) -> Code:
    """Mark text as code without a check; only for ``class_text``, which has parsed it."""
    return _code(text)


def identifier(name: str) -> Code:
    """Return a Python identifier as code, unchanged.

    Raises:
        ValueError: the name is no identifier, is a keyword, or is changed by NFKC normalization (PEP 3131).
    """
    if not name.isidentifier() or keyword.iskeyword(name) or unicodedata.normalize("NFKC", name) != name:
        raise ValueError(f"not a Python identifier: {name!r}")
    return _code(name)


def literal(value: Any) -> Code:
    """Return the Python literal of a JSON value or tuple; evaluating it gives an equal value of the same type.

    Raises:
        TypeError: the value has no literal, such as NaN or an object of a class.
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
    """Return the Python literal of a JSON value with each list item and each dict entry on a line of its own."""
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
    """One headed section of a generated docstring, such as ``Args:``; each entry is a name and its description."""

    title: LiteralString
    entries: tuple[tuple[str, str], ...]


def docstring(text: str, indent: int, sections: Iterable[Section] = ()) -> Code:
    """Return a triple-quoted docstring of a document's text, wrapped, escaped and without control characters.

    Args:
        indent: column in which the docstring is written.
    """
    lines = layout(text, _WIDTH - indent)
    for section in sections:
        lines += ["", f"{section.title}:"] if section.entries else []
        for name, words in section.entries:
            lines += hanging(f"{name}: {words}" if words else name, _WIDTH - indent)
    return _quoted(lines, " " * indent)


def docstring_line(text: str) -> Code:
    """Return a text as one escaped line, for the inside of a docstring that a template writes."""
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
    """Return a constant pattern with pieces of code put into its `{}` fields, as ``str.format`` does."""
    return _code(pattern.format(*parts))


def join(separator: LiteralString, parts: Iterable[Code]) -> Code:
    """Return pieces of code joined by a constant separator."""
    return _code(separator.join(parts))


def toml_string(text: str) -> Code:
    """Return a text as a TOML basic string, with its quotes (TOML 1.0, String)."""
    return _code(json.dumps(printable(text), ensure_ascii=False).replace("\x7f", "\\u007f"))


_MARKDOWN_SPECIAL = str.maketrans(
    {char: f"\\{char}" for char in "\\`*_[]#|~"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
)


def markdown(text: str) -> Code:
    """Return one line of Markdown that shows the text literally: all special characters are escaped."""
    return _code(one_line(text).translate(_MARKDOWN_SPECIAL))


def markdown_text(text: str) -> Code:
    """Return a description of the document, which is Markdown (CommonMark; OpenAPI 3.1, 4.1), with raw HTML escaped."""
    return _code("\n".join(layout(text, 100)).replace("<", "&lt;"))
