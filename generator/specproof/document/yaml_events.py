"""YAML text to libyaml's events (PyYAML), imported only when there is YAML to read."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from functools import cache
from typing import Any

from specproof.document.failure import Unreadable

__all__ = ["Event", "events", "kind_names"]

Event = Any
"""A PyYAML event: ``start_mark.index`` counts characters, ``value``, ``tag``, ``implicit``, ``anchor`` by kind."""


@cache
def _parser() -> Any:
    """PyYAML's parser class: libyaml's where it was built in, else the one in Python."""
    yaml = importlib.import_module("yaml")
    return yaml.CLoader if yaml.__with_libyaml__ else yaml.Loader


@cache
def kind_names() -> tuple[type, ...]:
    """The event classes: scalar, mapping start, sequence start, mapping end, sequence end, alias, document start."""
    yaml = importlib.import_module("yaml.events")
    names = ("Scalar", "MappingStart", "SequenceStart", "MappingEnd", "SequenceEnd", "Alias", "DocumentStart")
    return tuple(getattr(yaml, f"{name}Event") for name in names)


def events(text: str) -> Iterator[Event]:
    """The events of a stream, in order.

    Raises:
        Unreadable: the text is not well-formed YAML.
    """
    error = importlib.import_module("yaml.error")
    reader_error = importlib.import_module("yaml.reader").ReaderError
    loader = None
    try:
        loader = _parser()(text)
        read = loader.get_event
        while (event := read()) is not None:
            yield event
    except reader_error as refused:
        raise _unprintable(refused, text) from None
    except error.MarkedYAMLError as refused:
        raise _malformed(refused) from None
    finally:
        if loader is not None:
            loader.dispose()


def _malformed(error: Any) -> Unreadable:
    mark = error.problem_mark or error.context_mark
    message = ", ".join(part for part in (error.context, error.problem) if part)
    hint = "YAML is indented with spaces" if "'\\t'" in message or "tab" in message else None
    return Unreadable("LOAD_SYNTAX", message, mark.index if mark else None, hint=hint)


def _unprintable(error: Any, text: str) -> Unreadable:
    character = error.character if isinstance(error.character, str) else chr(error.character)
    offset = text.find(character)
    message = f"the character U+{ord(character):04X} may not stand in YAML as it is"
    hint = "write it as an escape in double quotes"
    return Unreadable("LOAD_SYNTAX", message, offset if offset >= 0 else None, hint=hint)
