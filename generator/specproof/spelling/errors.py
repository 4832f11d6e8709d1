"""One exception class for each status that the document declares as an error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from specproof.ir.api import Api
from specproof.ir.content import Reply, Status
from specproof.spelling.annotations import Annotations, union
from specproof.spelling.code import Code, compose, docstring, docstring_line, identifier, literal
from specproof.spelling.content import errors_of, result_parts
from specproof.spelling.statuses import error_name, meaning

__all__ = ["ErrorView", "errors"]


@dataclass(frozen=True, slots=True)
class ErrorView:
    """``body`` is the annotation of what the reply said, ``status`` the key that the document has for it."""

    name: Code
    status: Code
    docstring: Code
    body: Code
    line: Code


def errors(api: Api, models: Annotations) -> tuple[ErrorView, ...]:
    """The classes, by precedence of their status."""
    found: dict[Status, list[Reply]] = {}
    for operation in api.operations:
        for reply in errors_of(operation):
            found.setdefault(reply.status, []).append(reply)
    return tuple(_view(status, found[status], models) for status in sorted(found))


def _view(status: Status, replies: Sequence[Reply], models: Annotations) -> ErrorView:
    name = identifier(error_name(status))
    return ErrorView(
        name=name,
        status=literal(status.pattern),
        docstring=docstring(f"The server answered {meaning(status)}.", indent=4),
        body=union([*result_parts(replies, models), compose("None")]),
        line=docstring_line(f"{name:<30} {meaning(status)}"),
    )
