"""Jinja with one door: only code reaches a template."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

__all__ = ["environment", "gate"]


def gate(value: Any) -> Any:
    """Let code through.

    Raises:
        TypeError: the value is text of unknown origin, or no text at all.
        jinja2.UndefinedError: there is no such value.
    """
    if isinstance(value, StrictUndefined):
        return str(value)
    if getattr(type(value), "is_code", False) is True:
        return value
    raise TypeError(f"{type(value).__name__} reached a template: {value!r}")


@cache
def environment() -> Environment:
    """The environment of all templates: no autoescape, since ``gate`` refuses what would need it."""
    return Environment(
        loader=FunctionLoader(_source),
        autoescape=False,
        finalize=gate,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _source(name: str) -> str | None:
    file = resources.files("specproof.templates")
    for part in name.split("/"):
        file = file / part
    return file.read_text(encoding="utf-8") if file.is_file() else None
