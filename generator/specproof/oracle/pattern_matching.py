"""Patterns of schemas as the validator reads them: ECMA-262 expressions, compiled by jsonschema-rs."""

from __future__ import annotations

from functools import lru_cache

import jsonschema_rs

__all__ = ["compiles", "matches"]


def compiles(pattern: str) -> bool:
    """Return whether jsonschema-rs can compile a pattern."""
    return _validator(pattern) is not None


def matches(pattern: str, text: str) -> bool:
    """Return whether a pattern matches anywhere in a text; False if the pattern does not compile."""
    validator = _validator(pattern)
    return validator is not None and validator.is_valid(text)


@lru_cache(maxsize=4096)
def _validator(pattern: str) -> jsonschema_rs.Validator | None:
    try:
        return jsonschema_rs.Draft202012Validator({"pattern": pattern}, offline=True)
    except ValueError:
        return None
