"""The constraints of a whole document: those of schemas, used or not, and those of operations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from specproof.core.location import Location, Pointer
from specproof.document.kinds import kinds_of
from specproof.document.resources import METASCHEMAS
from specproof.document.walk import walk
from specproof.normal import Normal
from specproof.schema.constraint_report import ConstraintReport, State, constraints, notes
from specproof.schema.walk import members

__all__ = ["Constraint", "constraints_of"]

_UNUSED = "not part of any request or response"
_HEADER = "response headers are given as text, and not judged"
_CONTENT = "below contentSchema, which is an annotation (JSON Schema validation, 8.5)"


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint of a document with its location and how it is enforced.

    Attributes:
        pointer: JSON pointer in the upgraded document; in the normal form for constraints of operations.
        why: reason for the state; may be empty.
    """

    pointer: Pointer
    keyword: str
    state: State
    why: str
    at: Location


def constraints_of(
    form: Normal, report: ConstraintReport, keywords: Mapping[str, str] = MappingProxyType({})
) -> list[Constraint]:
    """Return every constraint of a document once, however often it is used; those of schemas first, then of operations.

    Args:
        report: the constraints of the normal form's schemas.
        keywords: keywords of extensions, each with what the client does about it.
    """
    once: dict[Pointer, Constraint] = {}
    for row in (*_of_schemas(form, report), *_unanswered(form), *_unused(form)):
        once.setdefault(row.pointer, row)
    shared: dict[Location, Constraint] = {}
    for row in (*_of_operations(form), *_of_extensions(form, keywords)):
        shared.setdefault(row.at, row)
    return [*once.values(), *shared.values()]


def _of_schemas(form: Normal, report: ConstraintReport) -> Iterator[Constraint]:
    """Constraints of schemas, without those that only the normal form has."""
    for entry in report.entries:
        pointer = form.pointers[entry.at[0]] + entry.at[1:]
        if _is_written(form, pointer):
            state, why = (entry.state, entry.why) if not _is_of_header(pointer) else _header_state(entry.state)
            yield Constraint(pointer, entry.keyword, state, why, form.source.origins.at(pointer))


def _is_of_header(pointer: Pointer) -> bool:
    """Whether a constraint is of a schema that is written at a response header."""
    if pointer[:2] == ("components", "headers"):
        return True
    at = 2 if pointer[:2] == ("components", "responses") else 4
    return (at == 2 or pointer[3:4] == ("responses",)) and pointer[at + 1 : at + 2] == ("headers",)


def _header_state(state: State) -> tuple[State, str]:
    return (state, "") if state is State.ANNOTATION else (State.DEGRADED, _HEADER)


def _is_written(form: Normal, pointer: Pointer) -> bool:
    try:
        pointer.find(form.source.tree)
    except LookupError:
        return False
    return True


def _unanswered(form: Normal) -> Iterator[Constraint]:
    """References that do not resolve in the document: any value is accepted there."""
    for name, pointer in form.pointers.items():
        ref = pointer / "$ref"
        is_open = form.schemas.get(name) is True and _is_written(form, ref)
        if is_open and not str(ref.find(form.source.tree)).startswith(METASCHEMAS):
            place = form.source.origins.at(ref)
            yield Constraint(ref, "$ref", State.DEGRADED, "it does not resolve in the document", place)


def _unused(form: Normal) -> Iterator[Constraint]:
    """Constraints of all schemas: for those that the report of the normal form lacks."""
    for kind, node, tokens in walk(form.source.tree, kinds_of("3.1.0")):
        if kind == "schema":
            at = Pointer(tokens)
            named = [(at / keyword, keyword) for keyword in constraints(node, at)]
            named += [(entry.at, entry.keyword) for entry in notes(node, at)]
            named += [(at + below, below[0]) for below, child in members(node) if child is False and _says(node, below)]
            for pointer, keyword in named:
                inside = "contentSchema" in tokens
                state, why = (State.ANNOTATION, _CONTENT) if inside else (State.UNUSED, _UNUSED)
                yield Constraint(pointer, keyword, state, why, form.source.origins.at(pointer))


def _says(node: Mapping[str, Any], below: tuple[str, ...]) -> bool:
    """Whether a schema ``false`` has an effect: ``not: false`` and a ``then`` without ``if`` have none."""
    return below[0] != "not" and (below[0] not in ("then", "else") or "if" in node)


def _of_operations(form: Normal) -> Iterator[Constraint]:
    for path, item in form.tree["paths"].items():
        for method, operation in item.items():
            yield from _of_operation(form, operation, Pointer(("paths", path, method)))


def _of_operation(form: Normal, operation: Mapping[str, Any], at: Pointer) -> Iterator[Constraint]:
    for i, parameter in enumerate(operation["parameters"]):
        place = at / "parameters" / i
        if parameter.get("required"):
            yield _kept(form, place / "required", "required", "a required argument of the method")
        how = "style" if "style" in parameter else "content"
        yield _kept(form, place / how, how, "the serialization of the argument")
    body = operation.get("requestBody")
    if body is not None:
        if body.get("required"):
            yield _kept(form, at / "requestBody" / "required", "required", "a required argument of the method")
        yield _kept(form, at / "requestBody" / "content", "content", "the media types that the method sends")
    for status in operation["responses"]:
        place = at / "responses" / status
        yield _kept(form, place, "response", "an undeclared status code is an error")
    if operation["security"]:
        yield _kept(form, at / "security", "security", "the credentials that the client sends")


def _of_extensions(form: Normal, keywords: Mapping[str, str]) -> Iterator[Constraint]:
    """Yield what extensions declare, at the root of the document and at operations."""
    yield from (_kept(form, Pointer((key,)), key, why) for key, why in keywords.items() if key in form.tree)
    for path, item in form.tree["paths"].items():
        for method, operation in item.items():
            at = Pointer(("paths", path, method))
            yield from (_kept(form, at / key, key, why) for key, why in keywords.items() if key in operation)


def _kept(form: Normal, pointer: Pointer, keyword: str, why: str) -> Constraint:
    return Constraint(pointer, keyword, State.CLIENT, why, form.at(pointer))
