"""Whether pydantic's errors have the locations and keywords of those of a JSON Schema validator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from specproof.oracle.json_pointer import tokens

__all__ = ["ExpectedError", "expected_errors", "is_reported"]

Path = tuple[str, ...]
ExpectedError = tuple[Path, str]
"""The path of a value that must be rejected, and the keyword that rejects it."""

_COMBINING = ("anyOf", "oneOf", "allOf", "not", "contains", "propertyNames", "if", "then", "else", "dependentSchemas")
_KIND = frozenset(
    "int_type float_type string_type bool_type list_type dict_type model_type model_attributes_type none_required "
    "literal_error enum finite_number missing_sentinel_error tuple_type int_from_float union_tag_not_found "
    "union_tag_invalid type is_instance_of".split()
)
_VALUES = _KIND | {"const"}
_OVER, _UNDER = frozenset({"too_long"}), frozenset({"too_short"})
_TYPES: Mapping[str, frozenset[str]] = {
    "type": _KIND | {"anyOf", "oneOf"},
    "enum": _VALUES,
    "const": _VALUES,
    "minimum": frozenset({"greater_than_equal"}),
    "exclusiveMinimum": frozenset({"greater_than"}),
    "maximum": frozenset({"less_than_equal"}),
    "exclusiveMaximum": frozenset({"less_than"}),
    "multipleOf": frozenset({"multiple_of"}),
    "minLength": frozenset({"string_too_short"}),
    "maxLength": frozenset({"string_too_long"}),
    "pattern": frozenset({"string_pattern_mismatch"}),
    "minItems": _UNDER | {"missing"},  # of a tuple, the item that is not there
    "maxItems": _OVER,
    "items": _OVER | {"false"},
    "minProperties": _UNDER,
    "maxProperties": _OVER | {"extra_forbidden"},
    "required": frozenset({"missing", "union_tag_not_found"}),
    "additionalProperties": frozenset({"extra_forbidden"}),
    "unevaluatedProperties": frozenset({"extra_forbidden"}),
    "false": frozenset({"extra_forbidden", "missing_sentinel_error", "too_long"}),
    "falseSchema": frozenset({"false", "extra_forbidden", "missing_sentinel_error", "too_long"}),
}
"""Keyword -> the types of pydantic errors that say so; a guard's errors have the keyword as their type."""

_OF_MEMBERS = ("required", "additionalProperties", "unevaluatedProperties", "maxProperties", "items", "maxItems")
"""Reported of an object or array by the validator, of its member by pydantic."""

_TAGS = ("union_tag_invalid", "union_tag_not_found")


def expected_errors(found: Iterable[Mapping[str, Any]], path: str, keyword: str) -> list[ExpectedError]:
    """Return the errors that jsonschema-rs reports for one constraint, each as path in the value and keyword.

    Args:
        found: the details of jsonschema-rs' evaluation (output format `list`).
        path: evaluation path of the schema object.
        keyword: the constraint; `false` for a schema that is just that.
    """
    failed = [one for one in found if not one["valid"]]
    own = path if keyword == "false" else f"{path}/{keyword}"
    out = [(_path(one), keyword) for one in failed if one["evaluationPath"] == own]
    below = [one for one in failed if one["evaluationPath"].startswith(own + "/") or one["evaluationPath"] == own]
    out += [(_path(one), reported) for one in below for reported in one.get("errors", (_last(one),))]
    around = set(_around(path))
    out += [(_path(one), _last(one)) for one in failed if one["evaluationPath"] in around]
    return out or [(_path(one), reported) for one in failed for reported in one.get("errors", ())]


def is_reported(errors: Sequence[Mapping[str, Any]], value: Any, expected: Iterable[ExpectedError]) -> bool:
    """Return whether one of pydantic's errors has the location and the keyword of an expected error.

    Args:
        errors: of a pydantic ValidationError.
        value: the value that it is about.
    """
    wanted = set(expected)
    return any(_says(error["type"], path, wanted) for error in errors for path in _paths(value, error["loc"]))


def _says(kind: str, path: Path, wanted: set[ExpectedError]) -> bool:
    for place, keyword in wanted:
        if kind != keyword and kind not in _TYPES.get(keyword, ()):
            continue
        member = keyword in _OF_MEMBERS and path[:-1] == place
        if path == place or member or (kind in _TAGS and path == place[:-1]):
            return True
    return False


def _around(place: str) -> Iterator[str]:
    """Evaluation paths of the keywords around a place that a validator may name instead of what is below."""
    at = ""
    for token in place.split("/")[1:]:
        at += "/" + token
        if token in _COMBINING:
            yield at


def _last(one: Mapping[str, Any]) -> str:
    """The keyword at the end of an evaluation path, if it is one."""
    return str(one["evaluationPath"].rpartition("/")[2])


def _path(one: Mapping[str, Any]) -> Path:
    return tokens(one["instanceLocation"])


def _paths(value: Any, loc: Sequence[Any]) -> set[Path]:
    """The places that a location may mean: some of its parts name branches and types, not members of the value."""
    if not loc:
        return {()}
    first, rest = loc[0], loc[1:]
    found = _paths(value, rest)
    if isinstance(value, dict) and isinstance(first, str) and (first in value or not rest):
        found |= {(first, *path) for path in _paths(value.get(first), rest)}
    elif isinstance(value, list) and isinstance(first, int) and first < len(value):
        found |= {(str(first), *path) for path in _paths(value[first], rest)}
    return found
