"""The Jinja environment, whose templates output nothing but code."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from specproof.core.fragment import Fragment

__all__ = ["environment", "gate", "source"]


def gate(value: Any) -> Any:
    """Return the text of a value that a template outputs: code unchanged, a fragment rendered.

    Raises:
        TypeError: the value is neither code nor a fragment, such as text of the document.
        jinja2.UndefinedError: the template names no value.
    """
    if isinstance(value, Fragment):
        return environment().get_template(value.template).render(value.views)
    if isinstance(value, StrictUndefined):
        return str(value)
    if getattr(type(value), "is_code", False) is True:
        return value
    raise TypeError(f"{type(value).__name__} reached a template: {value!r}")


class _Templates(Environment):
    """Templates by name: a path below ``templates/``, or ``package:path`` for a package that brings its own."""

    def join_path(self, template: str, parent: str) -> str:
        """Return the name of a template that another one includes: one of the same package."""
        package, separator, _ = parent.rpartition(":")
        return f"{package}{separator}{template}"


@cache
def environment() -> Environment:
    """Return the Jinja environment of all templates; it needs no autoescape, since ``gate`` lets only code pass."""
    return _Templates(
        loader=FunctionLoader(source),
        autoescape=False,
        finalize=gate,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def source(name: str) -> str | None:
    """Return the text of a template, or None if there is none of that name.

    Args:
        name: path below ``templates/``, or ``package:path`` for a template of another package.
    """
    package, _, path = name.rpartition(":")
    file = resources.files(package) / "templates" if package else resources.files("specproof.templates")
    for part in path.split("/"):
        file = file / part
    return file.read_text(encoding="utf-8") if file.is_file() else None
