"""A second validator, python-jsonschema, which others wrote in another language; its differences are named here.

Patterns are Python's, so it has no opinion on those that Python cannot read or reads otherwise; `multipleOf` is
reckoned with the decimals that were written, where python-jsonschema divides doubles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from specproof.oracle.directions import Direction
from specproof.oracle.document import DOCUMENT_URI, Document
from specproof.oracle.json_values import exact

__all__ = ["JsonschemaOracle"]


class _NoOpinionError(Exception):
    """Python-jsonschema reads a keyword otherwise than JSON Schema has it."""


class JsonschemaOracle:
    """Validates values by the schemas of a document with python-jsonschema, as a second opinion."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._registry = lru_cache(None)(self._registry_of)

    def accepts(self, schema_pointer: str, value: Any, direction: Direction = "", kind: str = "") -> bool | None:
        """Return whether the schema at a JSON pointer accepts a value; None if python-jsonschema misreads it.

        Args:
            kind: a JSON type that the value must have as well; empty for any.
        """
        schema = {"$ref": f"{DOCUMENT_URI}#{quote(schema_pointer, safe='/~')}", **({"type": kind} if kind else {})}
        try:
            return bool(_VALIDATOR(schema, registry=self._registry(direction)).is_valid(value))
        except (_NoOpinionError, RecursionError):
            return None

    def _registry_of(self, direction: Direction) -> Any:
        resources = self._document.resources(direction)
        registry: Any = Registry(retrieve=_anything)  # type: ignore[call-arg]  # attrs says it, mypy does not see it
        return registry.with_resources((uri, DRAFT202012.create_resource(tree)) for uri, tree in resources)


def _anything(uri: str) -> Any:
    return DRAFT202012.create_resource(True)


def _pattern(validator: Any, pattern: str, value: Any, schema: Any) -> Iterator[ValidationError]:
    if validator.is_type(value, "string") and not _matches(pattern, value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


def _pattern_properties(
    validator: Any, patterns: Mapping[str, Any], value: Any, schema: Any
) -> Iterator[ValidationError]:
    for pattern, below in patterns.items() if validator.is_type(value, "object") else ():
        for name, item in value.items():
            if _matches(pattern, name):
                yield from validator.descend(item, below, path=name, schema_path=pattern)


def _matches(pattern: str, text: str) -> bool:
    if ("$" in pattern and text.endswith("\n")) or ("\\" in pattern and not text.isascii()):
        raise _NoOpinionError(pattern)
    try:
        return re.search(pattern, text, re.ASCII) is not None
    except re.error as error:
        raise _NoOpinionError(pattern) from error


def _multiple_of(validator: Any, divisor: float, value: Any, schema: Any) -> Iterator[ValidationError]:
    if validator.is_type(value, "number") and (exact(value) / exact(divisor)).denominator != 1:
        yield ValidationError(f"{value!r} is not a multiple of {divisor!r}")


_VALIDATOR: Any = extend(  # type: ignore[no-untyped-call]  # jsonschema has no types of its own
    Draft202012Validator,
    {"pattern": _pattern, "patternProperties": _pattern_properties, "multipleOf": _multiple_of},
)
