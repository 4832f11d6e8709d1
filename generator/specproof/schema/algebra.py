"""The canonical algebra of jsonschema-rs: schemas as sets of values.

The algebra is experimental, and can leave a question undecided: here ``None``. Formats count as annotations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jsonschema_rs import (
    CanonicalSchema,
    Draft202012,
    Draft202012Validator,
    Registry,
    ValidationError,
    canonical,
    canonicalize,
)

from specproof.core.location import Pointer
from specproof.core.openapi import SCHEMA_PREFIX
from specproof.core.reachable import reachable
from specproof.schema.keywords import Schema, judging
from specproof.schema.walk import mapped, targets

__all__ = ["Algebra", "Conflict", "DocumentValidator", "Violation", "compiles", "is_empty"]

_HERE = "urn:specproof:normal"
_UNKNOWN = (canonical.CanonicalizationError, ValueError)
Conflict = tuple[Pointer, tuple[str, ...]]
"""A schema object, below its component, and those of its keywords that no value satisfies together."""


@lru_cache(maxsize=4096)
def compiles(pattern: str) -> bool:
    """Whether jsonschema-rs compiles a `pattern` (a regular expression of ECMA-262)."""
    try:
        Draft202012Validator({"pattern": pattern}, offline=True)
    except ValueError:
        return False
    return True


class Algebra:
    """Set operations on the schemas of a normal form, by jsonschema-rs.

    Args:
        schemas: ``components.schemas``; references lead to ``#/components/schemas/``.
        opaque: components that only the document itself can judge; questions about what refers to them are undecided.
    """

    def __init__(self, schemas: Mapping[str, Schema], opaque: frozenset[str] = frozenset()) -> None:
        self._unknown = _reaching(schemas, opaque)
        self._schemas = {name: True if name in opaque else mapped(schema, _plain) for name, schema in schemas.items()}
        self._registry = Registry([(_HERE, {"components": {"schemas": self._schemas}})], draft=Draft202012)

    def is_decidable(self, schema: Schema) -> bool:
        """Whether a schema refers to no opaque component, directly or through other components."""
        return not self._unknown or self._unknown.isdisjoint(targets(schema))

    def values(self, schema: Schema) -> CanonicalSchema | None:
        """Return the set of values that a schema of the normal form accepts, or None if that is undecided."""
        if not self.is_decidable(schema):
            return None
        try:
            return canonicalize(self._absolute(schema), registry=self._registry, offline=True)
        except _UNKNOWN:
            return None

    def accepts(self, schema: Schema) -> Callable[[Any], bool] | None:
        """Return a function that tells whether a value is valid; None if the schema is opaque or does not compile."""
        if not self.is_decidable(schema):
            return None
        try:
            return Draft202012Validator(self._absolute(schema), registry=self._registry, offline=True).is_valid
        except ValueError:
            return None

    def difference(self, wide: Schema, narrow: Schema) -> CanonicalSchema | None:
        """Return the set of values that ``wide`` accepts and ``narrow`` rejects, or None if that is undecided."""
        one, other = self.values(wide), self.values(narrow)
        if one is None or other is None:
            return None
        try:
            return one.subtract(other)
        except _UNKNOWN:
            return None

    def unsatisfiable(self) -> dict[Pointer, list[Conflict]]:
        """Return the schemas that accept no value, by (component, pointer below it), with their conflicting keywords.

        Schemas written as ``false`` are left out. The list is empty for one that only refers to another such schema.
        """
        root = {
            "properties": {name: {"$ref": f"#/$defs/{name}"} for name in self._schemas},
            "$defs": {name: mapped(schema, _inner) for name, schema in self._schemas.items()},
        }
        try:
            reasons = canonical.find_unsatisfiable(root, draft=Draft202012, offline=True)
        except (*_UNKNOWN, RecursionError):
            return {}
        named = {Pointer.parse(at)[1:]: reason for at, reason in reasons.items() if at.startswith("/$defs/")}
        literal = canonical.UnsatisfiableReason.Literal
        return {Pointer(at): _blame(reason) for at, reason in named.items() if not isinstance(reason, literal)}

    def _absolute(self, schema: Schema) -> Any:
        return mapped(mapped(schema, _plain), lambda inner: _prefixed(inner, _HERE + SCHEMA_PREFIX))


def is_empty(values: CanonicalSchema) -> bool | None:
    """Whether a set of values is empty; None if that is undecided."""
    answer = values.satisfiability()
    if answer == canonical.Satisfiability.UNKNOWN:
        return None
    return answer == canonical.Satisfiability.NO


def _plain(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Without annotations, and without patterns that no engine compiles."""
    kept = judging(schema)
    if "pattern" in kept and not compiles(kept["pattern"]):
        del kept["pattern"]
    if "patternProperties" in kept:
        kept["patternProperties"] = {key: value for key, value in kept["patternProperties"].items() if compiles(key)}
    return kept


def _inner(schema: Mapping[str, Any]) -> dict[str, Any]:
    return _prefixed(schema, "#/$defs/")


def _prefixed(schema: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    out = dict(schema)
    ref = out.get("$ref")
    if isinstance(ref, str) and ref.startswith(SCHEMA_PREFIX):
        out["$ref"] = prefix + ref.removeprefix(SCHEMA_PREFIX)
    return out


def _reaching(schemas: Mapping[str, Schema], opaque: Iterable[str]) -> frozenset[str]:
    users: dict[str, set[str]] = {}
    if opaque:
        for name, schema in schemas.items():
            for other in targets(schema):
                users.setdefault(other, set()).add(name)
    return frozenset(reachable(opaque, lambda name: users.get(name, ())))


def _blame(reason: canonical.UnsatisfiableReason) -> list[Conflict]:
    if isinstance(reason, canonical.UnsatisfiableReason.Empty):
        causes = [reason.cause]
    elif isinstance(reason, canonical.UnsatisfiableReason.Conflict):
        causes = reason.causes
    else:
        return []
    blamed = [(Pointer(Pointer.parse(cause.pointer)[1:]), tuple(cause.keywords)) for cause in causes]
    if len(blamed) == 1 and blamed[0][1] in ((), ("$ref",)):
        return []
    return blamed


@dataclass(frozen=True, slots=True)
class Violation:
    """One reason why a value is invalid.

    Attributes:
        location: JSON pointer in the value.
        schema: JSON pointer of the keyword in its document.
        missing: name of the required property that is absent; None for other keywords.
        branches: for `anyOf` and `oneOf` without a match, the violations of each branch.
    """

    keyword: str
    message: str
    location: Pointer
    schema: Pointer
    missing: str | None = None
    branches: tuple[tuple[Violation, ...], ...] = ()


class DocumentValidator:
    """Validates values by the schemas of one document, and compiles each schema once."""

    def __init__(self, uri: str, document: dict[str, Any]) -> None:
        self._registry = Registry([(uri, document)], draft=Draft202012)
        self._validators: dict[str, Draft202012Validator | None] = {}

    def violations(self, schema: str, value: Any) -> list[Violation] | None:
        """Return why a value is invalid by the schema at a URI; empty if it is valid, None without a usable schema."""
        if schema not in self._validators:
            self._validators[schema] = self._compiled(schema)
        validator = self._validators[schema]
        try:
            return None if validator is None else [_violation(error) for error in validator.iter_errors(value)]
        except ValueError:
            return None

    def _compiled(self, schema: str) -> Draft202012Validator | None:
        try:
            return Draft202012Validator({"$ref": schema}, registry=self._registry, offline=True)
        except ValueError:
            return None


def _violation(error: ValidationError) -> Violation:
    kind: Any = error.kind
    context = getattr(kind, "context", None) or ()
    return Violation(
        keyword=kind.name,
        message=error.message,
        location=Pointer(str(token) for token in error.instance_path),
        schema=Pointer(str(token) for token in error.schema_path),
        missing=kind.property if kind.name == "required" else None,
        branches=tuple(tuple(_violation(inner) for inner in branch) for branch in context),
    )
