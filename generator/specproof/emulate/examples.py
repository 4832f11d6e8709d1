"""Responses of operations without a handler: the example in the document, or a 501."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from specproof.emulate.behaviour import NO_BODY, Problem, Response
from specproof.oracle.json_pointer import resolve
from specproof.oracle.media_types import essence
from specproof.oracle.operations import Operation

__all__ = ["example_response", "no_handler"]

MISSING: Final = object()
CONCRETE: Mapping[str, str] = {"*/*": "application/json", "application/*": "application/json"} | {
    "text/*": "text/plain",
    "image/*": "image/png",
}


def no_handler(operation: Operation) -> Problem:
    """Return the 501 for an operation that has neither a handler nor an example."""
    text = f"{operation.id} has no handler, and its success response has no example; add either"
    return Problem(501, text)


def example_response(document: Mapping[str, Any], operation: Operation) -> Response | None:
    """Return the first declared 2XX response that has an example or no content; None if there is none."""
    for status in sorted(operation.responses):
        if not status.startswith("2"):
            continue
        number = int(status) if status.isdigit() else 200
        declared = operation.responses[status]
        if not declared.content:
            return Response(number, NO_BODY)
        for media_type, media in declared.content.items():
            node = resolve(document, f"{declared.pointer}/content")
            value = _example(next(node[key] for key in node if key.lower() == media_type), document)
            if value is MISSING and media.schema is not None:
                value = _of_schema(resolve(document, media.schema))
            if value is not MISSING:
                return Response(number, value, media_type=_concrete(media_type))
    return None


def _concrete(media_type: str) -> str:
    """A media type that travels for one that may be a range: ``text/plain`` for ``text/*``."""
    kind = essence(media_type)
    return CONCRETE.get(kind, kind.replace("*", "example")) if "*" in kind else media_type


def _example(node: Mapping[str, Any], document: Mapping[str, Any]) -> Any:
    if "example" in node:
        return node["example"]
    for example in node.get("examples", {}).values():
        if "value" in example:
            return example["value"]
        name = str(example.get("$ref", "")).rpartition("/")[2]
        shared = document.get("components", {}).get("examples", {}).get(name, {})
        if "value" in shared:
            return shared["value"]
    return MISSING


def _of_schema(schema: Any) -> Any:
    if not isinstance(schema, dict):
        return MISSING
    if "example" in schema:
        return schema["example"]
    examples = schema.get("examples")
    return examples[0] if isinstance(examples, list) and examples else MISSING
