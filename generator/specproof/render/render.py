"""Files from views: rendered, parsed as Python, formatted."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from specproof.render.environment import environment, gate
from specproof.render.formatting import format_files
from specproof.render.layout import LAYOUT, File

__all__ = ["render", "render_file"]


def render(views: Any, *, below: str = "", formatted: bool = True) -> dict[str, str]:
    """Return the text of every file of a package by path: those of ``LAYOUT``, then those of extensions.

    Args:
        views: the dataclass ``spelling.views.Views``; templates see its fields.
        below: start of the paths to render; empty for all.
        formatted: whether to check and format the files.

    Raises:
        SyntaxError: a template made no Python; never because of the document.
        TypeError: something other than code reached a template.
    """
    if not is_dataclass(views):
        raise TypeError("views are a dataclass")
    context = {field.name: getattr(views, field.name) for field in fields(views)}
    module = context["module"]
    wanted = [file for file in LAYOUT if file.output.format(module=module, name="").startswith(below)]
    files = {path: text for file in wanted for path, text in _outputs(file, context)}
    added = {f"src/{module}/{path}": fragment for path, fragment in context["files"].items()}
    files |= {path: str(gate(fragment)) for path, fragment in added.items() if path.startswith(below)}
    if not formatted:
        return files
    for path, text in files.items():
        if path.endswith(".py"):
            ast.parse(text, filename=path)
    return format_files(files)


def render_file(template: str, **context: Any) -> str:
    """Return the text of one file, unformatted.

    Args:
        context: all names that the template sees.
    """
    return environment().get_template(template).render(context)


def _outputs(file: File, context: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if file.only_if is not None and not context[file.only_if]:
        return
    template = environment().get_template(file.template)
    if file.each is None:
        yield file.output.format(module=context["module"]), template.render(context)
        return
    for item in context[file.each]:
        yield (
            file.output.format(module=context["module"], name=item.module),
            template.render(context | {file.item: item}),
        )
