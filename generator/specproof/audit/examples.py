"""Examples that do not satisfy the schema beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from specproof.core.location import Pointer
from specproof.core.media_types import is_json
from specproof.document.document import Document
from specproof.document.kinds import kinds_of
from specproof.document.walk import Tokens, walk
from specproof.schema.algebra import DocumentValidator, Violation
from specproof.schema.findings import Analysis, Problem, shown

__all__ = ["add_example_problems"]

_HERE = "urn:specproof:document"
_REQUEST, _RESPONSE = "request", "response"


@dataclass(frozen=True, slots=True)
class _Example:
    """A value, where it stands, and the pointer of the schema that it is to satisfy."""

    value: Any
    at: Pointer
    schema: Pointer


def add_example_problems(document: Document, analysis: Analysis) -> None:
    """Add a problem for each example of an upgraded document that its schema rejects, located by JSON pointers of it.

    A request may leave out read-only properties, and a response write-only ones, required or not (OpenAPI 3.1, 4.8.24).
    """
    validator = DocumentValidator(_HERE, document.tree)
    for example in _examples(document.tree):
        violations = validator.violations(f"{_HERE}#{quote(str(example.schema), safe='/~')}", example.value)
        if violations is None:
            analysis.note("example", example.at, None)
            continue
        left = [violation for violation in violations if not _is_excused(violation, document.tree, example.at)]
        if analysis.note("example", example.at, bool(left)):
            message = f"the example {shown(example.value)} does not satisfy {_sentence(left[0])}"
            analysis.problems.append(Problem("AUDIT_EXAMPLE", message, example.at, (example.value,)))


def _examples(tree: Mapping[str, Any]) -> Iterator[_Example]:
    for kind, node, tokens in walk(tree, kinds_of("3.1.0")):
        if kind == "schema":
            at = Pointer(tokens)
            listed = node.get("examples")
            if isinstance(listed, list):
                yield from (_Example(value, at / "examples" / i, at) for i, value in enumerate(listed))
            if "example" in node:
                yield _Example(node["example"], at / "example", at)
        elif kind in ("parameter", "header") or (kind == "mediaType" and is_json(tokens[-1])):
            yield from _beside(tree, node, tokens)


def _beside(tree: Mapping[str, Any], node: Mapping[str, Any], tokens: Tokens) -> Iterator[_Example]:
    at = Pointer(tokens)
    if "schema" not in node:
        return
    if "example" in node:
        yield _Example(node["example"], at / "example", at / "schema")
    named = node.get("examples")
    for name, written in named.items() if isinstance(named, dict) else ():
        ref = written.get("$ref") if isinstance(written, dict) else None
        pointer = Pointer.parse(ref) if isinstance(ref, str) and ref.startswith("#/") else at / "examples" / name
        example = pointer.find(tree)
        if isinstance(example, dict) and "value" in example:
            yield _Example(example["value"], pointer / "value", at / "schema")


def _sentence(violation: Violation) -> str:
    location = f" at {violation.location.fragment}" if violation.location else ""
    return f"{violation.keyword}{location}: {violation.message}"


def _is_excused(violation: Violation, tree: Mapping[str, Any], at: Pointer) -> bool:
    if violation.branches:
        return any(all(_is_excused(inner, tree, at) for inner in branch) for branch in violation.branches)
    if violation.missing is None:
        return False
    direction = {"requestBody": _REQUEST, "requestBodies": _REQUEST, "responses": _RESPONSE}
    where = next((direction[token] for token in at if token in direction), None)
    marks = {_REQUEST: ("readOnly",), _RESPONSE: ("writeOnly",), None: ("readOnly", "writeOnly")}[where]
    return any(_is_marked(tree, violation.schema.parent / "properties" / violation.missing, mark) for mark in marks)


def _is_marked(tree: Mapping[str, Any], at: Pointer, mark: str) -> bool:
    for _ in range(20):
        try:
            schema = at.find(tree)
        except LookupError:
            return False
        if not isinstance(schema, dict) or mark in schema:
            return isinstance(schema, dict) and schema[mark] is True
        ref = schema.get("$ref")
        if not isinstance(ref, str) or not ref.startswith("#/"):
            return False
        at = Pointer.parse(ref)
    return False
