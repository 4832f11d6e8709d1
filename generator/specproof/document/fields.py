"""The fields of OpenAPI objects with plain values, and what these must be; fields with objects are in ``kinds``.

Source: OpenAPI 3.0.3 section 4.7 and 3.1.0 section 4.8; JSON Schema 2020-12, validation, section 6.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from specproof.core.json_types import described, json_type

__all__ = ["SCHEME_FIELDS", "Test", "plain_fields", "required_fields"]


class Test(NamedTuple):
    """What the value of a field must be: in words for messages, and as a function.

    Attributes:
        is_choice: whether it must be one of several strings.
    """

    wants: str
    fits: Callable[[Any], bool]
    is_choice: bool = False

    def shown(self, value: Any) -> str:
        """Return a value that does not fit as a message shows it: the string itself or its JSON type."""
        return repr(value) if self.is_choice and isinstance(value, str) else described(value)

    def hint(self, value: Any) -> str | None:
        """Return advice for a value that would fit without its quotes, as `"3"` for a number, or with them, or None."""
        if self is TEXT and json_type(value) in ("number", "boolean"):
            return f"write it in quotes: '{json.dumps(value)}'"
        try:
            plain = json.loads(value) if isinstance(value, str) else value
        except (ValueError, RecursionError):
            return None
        return "remove the quotes" if plain is not value and self.fits(plain) else None


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_count(value: Any) -> bool:
    return _is_number(value) and value >= 0 and value == int(value)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_requirements(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, dict) and all(_is_texts(scopes) for scopes in item.values()) for item in value
    )


def _one_of(*values: str) -> Test:
    return Test("one of " + ", ".join(values), lambda value: isinstance(value, str) and value in values, True)


def _map_of(test: Test) -> Test:
    return Test(
        f"an object of {test.wants}", lambda value: isinstance(value, dict) and all(map(test.fits, value.values()))
    )


TEXT = Test("a string", _is_text)
BOOLEAN = Test("true or false", lambda value: isinstance(value, bool))
NUMBER = Test("a number", _is_number)
POSITIVE = Test("a number above 0", lambda value: _is_number(value) and value > 0)
COUNT = Test("an integer from 0", _is_count)
LIST = Test("an array", lambda value: isinstance(value, list))
TEXTS = Test("an array of strings", _is_texts)
REQUIREMENTS = Test("an array of objects that list scopes", _is_requirements)

_TYPES_30 = ("array", "boolean", "integer", "number", "object", "string")
_TYPES_31 = (*_TYPES_30, "null")


def _is_types(value: Any) -> bool:
    names = [value] if isinstance(value, str) else value
    return _is_texts(names) and bool(names) and set(names) <= set(_TYPES_31) and len(set(names)) == len(names)


_DESCRIBED = {"summary": TEXT, "description": TEXT}
_CARRIER = _DESCRIBED | {
    "required": BOOLEAN,
    "deprecated": BOOLEAN,
    "style": TEXT,
    "explode": BOOLEAN,
    "allowReserved": BOOLEAN,
    "allowEmptyValue": BOOLEAN,
}
_SCHEMA = dict.fromkeys(("title", "description", "format", "pattern"), TEXT)
_SCHEMA |= dict.fromkeys(("readOnly", "writeOnly", "deprecated", "uniqueItems"), BOOLEAN)
_SCHEMA |= {"maximum": NUMBER, "minimum": NUMBER, "multipleOf": POSITIVE, "enum": LIST, "required": TEXTS}
_SCHEMA |= {f"{bound}{what}": COUNT for bound in ("min", "max") for what in ("Length", "Items", "Properties")}
_SCHEMA_30 = _SCHEMA | {
    "type": _one_of(*_TYPES_30),
    "nullable": BOOLEAN,
    "exclusiveMaximum": BOOLEAN,
    "exclusiveMinimum": BOOLEAN,
}
_SCHEMA_31 = _SCHEMA | {
    "type": Test("one of " + ", ".join(_TYPES_31) + ", or an array of them", _is_types, True),
    "exclusiveMaximum": NUMBER,
    "exclusiveMinimum": NUMBER,
    "minContains": COUNT,
    "maxContains": COUNT,
    "dependentRequired": _map_of(TEXTS),
    "contentEncoding": TEXT,
    "contentMediaType": TEXT,
    "$id": TEXT,
    "$anchor": TEXT,
    "$dynamicRef": TEXT,
    "$dynamicAnchor": TEXT,
    "examples": LIST,
}

_PLAIN: Mapping[str, Mapping[str, Test]] = {
    "openapi": {"security": REQUIREMENTS},
    "info": _DESCRIBED | {"title": TEXT, "version": TEXT},
    "tag": {"name": TEXT, "description": TEXT},
    "pathItem": _DESCRIBED,
    "operation": _DESCRIBED | {"operationId": TEXT, "tags": TEXTS, "deprecated": BOOLEAN, "security": REQUIREMENTS},
    "parameter": _CARRIER | {"name": TEXT, "in": _one_of("path", "query", "header", "cookie")},
    "header": _CARRIER,
    "requestBody": {"description": TEXT, "required": BOOLEAN},
    "encoding": {"contentType": TEXT, "style": TEXT, "explode": BOOLEAN, "allowReserved": BOOLEAN},
    "response": {"description": TEXT},
    "server": {"url": TEXT, "description": TEXT},
    "serverVariable": {"default": TEXT, "enum": TEXTS, "description": TEXT},
    "securityScheme": {
        "type": _one_of("apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"),
        "name": TEXT,
        "in": _one_of("query", "header", "cookie"),
        "scheme": TEXT,
        "openIdConnectUrl": TEXT,
        "flows": Test("an object", lambda value: isinstance(value, dict)),
    },
    "discriminator": {"propertyName": TEXT, "mapping": _map_of(TEXT)},
}

_REQUIRED: Mapping[str, tuple[str, ...]] = {
    "openapi": ("info",),
    "info": ("title", "version"),
    "tag": ("name",),
    "parameter": ("name", "in"),
    "requestBody": ("content",),
    "response": ("description",),
    "server": ("url",),
    "serverVariable": ("default",),
    "securityScheme": ("type",),
    "discriminator": ("propertyName",),
}
_REQUIRED_30 = {"openapi": ("info", "paths"), "operation": ("responses",)}

SCHEME_FIELDS: Mapping[str, tuple[str, ...]] = {
    "apiKey": ("name", "in"),
    "http": ("scheme",),
    "oauth2": ("flows",),
    "openIdConnect": ("openIdConnectUrl",),
}


def plain_fields(is_30: bool) -> Mapping[str, Mapping[str, Test]]:
    """Return the tests of all fields without objects: kind of object -> field -> test."""
    return {**_PLAIN, "schema": _SCHEMA_30 if is_30 else _SCHEMA_31}


def required_fields(is_30: bool) -> Mapping[str, tuple[str, ...]]:
    """Return the required fields of each kind of object."""
    return {**_REQUIRED, **_REQUIRED_30} if is_30 else _REQUIRED
