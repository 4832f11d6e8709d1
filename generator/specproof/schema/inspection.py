"""Warnings of ``generate`` about schemas, in one fast pass without algebra."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from specproof.core.diagnostics import Findings
from specproof.core.json_types import json_type
from specproof.core.location import Location, Pointer
from specproof.core.openapi import SCHEMAS
from specproof.schema.algebra import Algebra, compiles
from specproof.schema.expressions import takes_exponential_time
from specproof.schema.findings import shown
from specproof.schema.keywords import Schema, assertions, types_of
from specproof.schema.walk import walk

__all__ = ["Form", "inspect"]

_QUICK = frozenset(("type", "enum", "const", "minimum", "maximum", "minLength", "maxLength"))


class Form(Protocol):
    """Interface of ``normal.Normal``, as far as it is needed here."""

    @property
    def schemas(self) -> Mapping[str, Any]:
        """Return the schema of each component."""
        ...

    @property
    def opaque(self) -> frozenset[str]:
        """Return the components that only the whole document can validate."""
        ...

    def at(self, pointer: Pointer) -> Location:
        """Return the location in the document of a node of the normal form."""
        ...


def inspect(form: Form, findings: Findings) -> None:
    """Report unusable patterns, wrong defaults and enum values, and discriminator mappings without a schema.

    The codes are PATTERN_EXPLODES, PATTERN_UNUSABLE, DEFAULT_INVALID, ENUM_TYPE and DISCRIMINATOR_TARGET.
    """
    defaults: list[tuple[Pointer, Mapping[str, Any]]] = []
    for name, component in form.schemas.items():
        if name in form.opaque:
            continue
        for at, schema in walk(component, Pointer((name,))):
            if isinstance(schema, dict):
                _look(schema, at, form, findings)
                if "default" in schema:
                    defaults.append((at, schema))
    for at, message in _wrong_defaults(form, defaults):
        findings.add("DEFAULT_INVALID", message, form.at(SCHEMAS + at))


def _look(schema: Mapping[str, Any], at: Pointer, form: Form, findings: Findings) -> None:
    pattern = schema.get("pattern")
    if isinstance(pattern, str):
        _pattern(pattern, "strings", form.at(SCHEMAS + at / "pattern"), findings)
    for name in schema.get("patternProperties", ()):
        _pattern(name, "property names", form.at(SCHEMAS + at / "patternProperties" / name), findings)
    for where, message, hint in _enum(schema):
        findings.add("ENUM_TYPE", message, form.at(SCHEMAS + at + where), hint=hint)
    if isinstance(schema.get("discriminator"), dict):
        _discriminator(schema["discriminator"], at / "discriminator", form, findings)


def _pattern(pattern: str, judged: str, at: Location, findings: Findings) -> None:
    if not compiles(pattern):
        message = f"the pattern {pattern!r} does not compile, so {judged} are not checked against it"
        findings.add("PATTERN_UNUSABLE", message, at)
    if takes_exponential_time(pattern):
        message = f"the pattern {pattern!r} nests repetitions: a backtracking engine can take exponential time"
        findings.add("PATTERN_EXPLODES", message, at)


def _enum(schema: Mapping[str, Any]) -> Iterator[tuple[Pointer, str, str | None]]:
    """Values of `enum` that `type` refuses, such as `false` and `7` without quotes; null that `enum` leaves out."""
    kinds, values = types_of(schema), schema.get("enum")
    if kinds is None or not isinstance(values, list):
        return
    for i, value in enumerate(values):
        if not any(_is_of(value, kind) for kind in kinds):
            message = f"enum lists {shown(value)}, which type refuses: no value can be {shown(value)}"
            yield Pointer(("enum", str(i))), message, None
    if "null" in kinds and len(kinds) > 1 and None not in values:
        yield Pointer(("enum",)), "type allows null, and enum does not list it: null is refused", "list null in enum"


def _is_of(value: Any, kind: str) -> bool:
    known = json_type(value)
    return known == kind or (kind == "integer" and known == "number" and value == int(value))


def _discriminator(discriminator: Mapping[str, Any], at: Pointer, form: Form, findings: Findings) -> None:
    mapping = discriminator.get("mapping")
    for tag, target in mapping.items() if isinstance(mapping, dict) else ():
        name = Pointer.parse(target)[-1:] if isinstance(target, str) and target.startswith("#/") else (str(target),)
        if name[0] not in form.schemas:
            message = f"the discriminator maps {tag!r} to {target}, but there is no such schema"
            findings.add("DISCRIMINATOR_TARGET", message, form.at(SCHEMAS + at / "mapping" / tag))


def _wrong_defaults(form: Form, defaults: list[tuple[Pointer, Mapping[str, Any]]]) -> Iterator[tuple[Pointer, str]]:
    """Defaults that the schema they stand in refuses. Other schemas are read only where one has a reference."""
    algebra: Algebra | None = None
    own = Algebra({})
    for at, schema in defaults:
        asserted: Schema = assertions(schema)
        if not asserted:
            continue
        alone = isinstance(asserted, dict) and set(asserted) <= _QUICK
        if not alone and algebra is None:
            algebra = Algebra(form.schemas, form.opaque)
        accepts = (own if alone or algebra is None else algebra).accepts(asserted)
        if accepts is not None and not accepts(schema["default"]):
            yield at / "default", f"the default {shown(schema['default'])} does not satisfy its schema"
