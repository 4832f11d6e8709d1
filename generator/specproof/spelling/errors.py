"""One exception class for each status that the document declares as an error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from specproof.ir.api import Api
from specproof.ir.content import Response, Status
from specproof.spelling.annotations import Annotations, union
from specproof.spelling.code import Code, compose, docstring, docstring_line, identifier, literal
from specproof.spelling.content import errors_of, result_parts
from specproof.spelling.statuses import error_name, meaning

__all__ = ["ErrorView", "errors"]


@dataclass(frozen=True, slots=True)
class ErrorView:
    """Data for one exception class of the package.

    Attributes:
        status: literal of the response's key, such as `404` or `4XX`.
        body: annotation of the parsed content.
        line: the line about it in the module's docstring.
    """

    name: Code
    status: Code
    docstring: Code
    body: Code
    line: Code


def errors(api: Api, models: Annotations) -> tuple[ErrorView, ...]:
    """Return one exception class for each error status in the document, exact statuses before ranges and `default`."""
    found: dict[Status, list[Response]] = {}
    for operation in api.operations:
        for response in errors_of(operation):
            found.setdefault(response.status, []).append(response)
    return tuple(_view(status, found[status], models) for status in sorted(found))


def _view(status: Status, responses: Sequence[Response], models: Annotations) -> ErrorView:
    name = identifier(error_name(status))
    return ErrorView(
        name=name,
        status=literal(status.pattern),
        docstring=docstring(f"The server responded with {meaning(status)}.", indent=4),
        body=union([*result_parts(responses, models), compose("None")]),
        line=docstring_line(f"{name:<28} {meaning(status)}"),
    )
