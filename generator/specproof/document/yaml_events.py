"""libyaml's events of a YAML text (PyYAML); imported only when there is YAML to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from yaml import events as kinds
from yaml.error import MarkedYAMLError
from yaml.reader import ReaderError

from specproof.document.failure import UnreadableError

__all__ = ["Event", "Kind", "events"]

Event = Any
"""A PyYAML event: ``start_mark.index`` counts characters; ``value``, ``tag``, ``implicit`` and ``anchor`` by kind."""


class Kind:
    """The classes of the YAML events that the parsers handle."""

    SCALAR: type = kinds.ScalarEvent
    MAP: type = kinds.MappingStartEvent
    LIST: type = kinds.SequenceStartEvent
    MAP_END: type = kinds.MappingEndEvent
    LIST_END: type = kinds.SequenceEndEvent
    ALIAS: type = kinds.AliasEvent
    DOCUMENT: type = kinds.DocumentStartEvent


def _parser(text: str) -> Any:
    """libyaml where PyYAML was built with it, else the parser in Python: the same events, slower."""
    return yaml.CLoader(text) if yaml.__with_libyaml__ else yaml.Loader(text)


def events(text: str) -> Iterator[Event]:
    """Yield libyaml's events of a YAML stream, in order.

    Raises:
        UnreadableError: the text is not well-formed YAML.
    """
    parser = None
    try:
        parser = _parser(text)
        read = parser.get_event
        while (event := read()) is not None:
            yield event
    except ReaderError as refused:
        raise _unprintable(refused, text) from None
    except MarkedYAMLError as refused:
        raise _malformed(refused, text) from None
    finally:
        if parser is not None:
            parser.dispose()


def _malformed(error: MarkedYAMLError, text: str) -> UnreadableError:
    mark = error.problem_mark or error.context_mark
    if error.problem and "nesting depth" in error.problem:  # libyaml reads ahead, and has a limit of its own
        message = "the document nests deeper than libyaml can read"
        return UnreadableError("LOAD_BUDGET", message, mark.index if mark else None, hint="nest less deeply")
    message = ", ".join(part for part in (error.context, error.problem) if part)
    is_tab = mark is not None and text[mark.index : mark.index + 1] == "\t"
    hint = "YAML is indented with spaces, not with tabs" if is_tab else None
    return UnreadableError("LOAD_SYNTAX", message, mark.index if mark else None, hint=hint)


def _unprintable(error: ReaderError, text: str) -> UnreadableError:
    character = error.character if isinstance(error.character, str) else chr(error.character)
    offset = text.find(character)
    message = f"the character U+{ord(character):04X} is not allowed in YAML"
    hint = "write it as an escape in double quotes"
    return UnreadableError("LOAD_SYNTAX", message, offset if offset >= 0 else None, hint=hint)
