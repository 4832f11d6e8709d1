"""Where a response departs from the document: reported without the values, which may be secret."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from .errors import InvalidArgumentError
from .raw_response import RawResponse

__all__ = ["STRICT", "Drift", "ResponsePolicy", "Validation", "drifts"]

Validation = Literal["strict", "warn", "off"]

_WORDS = {
    "missing": "required",
    "extra_forbidden": "additionalProperties",
    "string_pattern_mismatch": "pattern",
    "string_too_short": "minLength",
    "string_too_long": "maxLength",
    "too_short": "minItems",
    "too_long": "maxItems",
    "greater_than_equal": "minimum",
    "greater_than": "exclusiveMinimum",
    "less_than_equal": "maximum",
    "less_than": "exclusiveMaximum",
    "multiple_of": "multipleOf",
    "literal_error": "enum",
    "enum": "enum",
    "union_tag_invalid": "discriminator",
    "union_tag_not_found": "discriminator",
}
_TYPES = {"int": "integer", "float": "number", "bool": "boolean", "model": "object", "dict": "object", "list": "array"}
_BOUNDS = ("ge", "gt", "le", "lt", "multiple_of", "min_length", "max_length", "pattern", "expected")


@dataclass(frozen=True, slots=True)
class Drift:
    """One location where a response is not what the document declares.

    Attributes:
        operation: the operationId.
        status: the HTTP status of the response.
        pointer: JSON pointer in the response (RFC 6901); empty for the whole.
        keyword: what is violated: a keyword of JSON Schema, or ``status``, ``content-type``.
        message: the same in words, without any value of the response.
        request_id: the server's id of the request, to quote in a report; None if it sent none.
    """

    operation: str
    status: int
    pointer: str
    keyword: str
    message: str
    request_id: str | None = None


class ResponsePolicy:
    """How strictly responses are validated, and how those that violate the document are reported.

    Args:
        validation: "strict" raises an error for them; "warn" reports them and lets them pass; "off" does not validate.
        on_drift: called with each ``Drift``; what it raises ends the call.
        logger: name of the logger that each drift is written to.
    """

    def __init__(
        self, validation: Validation = "strict", on_drift: Callable[[Drift], None] | None = None, logger: str = ""
    ) -> None:
        if validation not in get_args(Validation):
            raise InvalidArgumentError("validation", f"one of {', '.join(get_args(Validation))} is needed")
        self.validation = validation
        self._on_drift, self._logger = on_drift, logger

    def report(self, operation: str, response: RawResponse, pointer: str, keyword: str, message: str) -> None:
        """Log a violation and call ``on_drift``, if ``validation`` is "warn"."""
        if self.validation != "warn":
            return
        import logging  # slow, and few clients have anything to report

        drift = Drift(operation, response.status_code, pointer, keyword, message, response.headers.request_id)
        text = "%s: %s at %r of the response is not as declared: %s"
        logging.getLogger(self._logger).warning(text, operation, keyword, pointer, message, extra={"drift": drift})
        if self._on_drift is not None:
            self._on_drift(drift)


STRICT = ResponsePolicy()


def drifts(errors: list[Mapping[str, Any]], value: Any) -> Iterator[tuple[str, str, str]]:
    """Yield (JSON pointer, keyword, message) for each of pydantic's errors about a parsed JSON value."""
    for error in errors:
        kind, context = error["type"], error.get("ctx", {})
        keyword = context.get("keyword") or _WORDS.get(kind, "type" if kind.endswith("_type") else kind)
        bounds = [f" {context[name]}" for name in _BOUNDS if name in context]
        if keyword == "type" and kind.endswith("_type"):
            bounds = [f" {_TYPES.get(wanted := kind.removesuffix('_type'), wanted)}"]
        yield _pointer(error["loc"], value, kind == "missing"), keyword, "".join([keyword, *bounds])


def _pointer(steps: tuple[str | int, ...], value: Any, is_missing: bool) -> str:
    """The place: pydantic's steps without those that name a branch of a union."""
    found: list[str | int] = []
    for at, step in enumerate(steps, 1):
        if _leads_on(value, step):
            value = value[step]
        elif at < len(steps) or not is_missing:
            continue
        found.append(step)
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in found)


def _leads_on(value: Any, step: str | int) -> bool:
    if isinstance(value, list):
        return isinstance(step, int) and step < len(value)
    return isinstance(value, dict) and step in value
