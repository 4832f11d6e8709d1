"""Generators and clients that are broken in one place each, and the promise of the document that they break.

A bug is an edit of one file of ours; its text must be found there exactly once, so that a row cannot go stale unseen.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["BUGS", "JUDGED", "Bug"]


class Bug(NamedTuple):
    """``file`` is below ``generator/specproof``; ``old`` becomes ``new``; the checks of ``property`` go red."""

    name: str
    property: str
    file: str
    old: str
    new: str
    document: str = "shop"


JUDGED = (
    Bug(
        "upgrade loses nullable",
        "accept",
        "document/upgrade_schema.py",
        'self.schema["type"] = [kind, "null"]',
        'self.schema["type"] = kind',
        "shelf",
    ),
    Bug(
        "normalize swaps two names",
        "reject",
        "core/openapi.py",
        'return {"$ref": SCHEMA_PREFIX + name}',
        'return {"$ref": SCHEMA_PREFIX + {"Tag": "OrderId", "OrderId": "Tag"}.get(name, name)}',
    ),
    Bug(
        "split forgets not",
        "reject",
        "schema/split.py",
        "left = sorted(asserted.keys() & GUARD_ONLY)",
        'left = sorted((asserted.keys() & GUARD_ONLY) - {"not"})',
    ),
    Bug(
        "the serializer joins with the wrong separator",
        "request",
        "runtime/styles/__init__.py",
        '"pipeDelimited": "|"',
        '"pipeDelimited": ";"',
    ),
)
"""One bug in each of those whose work the judges must not share."""

_GENERATOR = (
    Bug(
        "an operation is lost",
        "request",
        "lower/operations.py",
        "for method in METHODS if method in item)",
        'for method in METHODS if method in item and path != "/search")',
    ),
    Bug(
        "a strict bound is lost",
        "reject",
        "document/upgrade_schema.py",
        "self.schema[exclusive] = self.schema.pop(inclusive)",
        "del self.schema[exclusive]",
        "shelf",
    ),
    Bug(
        "oneOf is read as anyOf",
        "reject",
        "schema/split.py",
        'if keyword == "oneOf" and not disjoint(self.components, branches):',
        'if keyword == "none" and not disjoint(self.components, branches):',
    ),
    Bug("uniqueItems is lost", "reject", "schema/split.py", 'self.left(at, "uniqueItems")', "pass"),
    Bug(
        "additionalProperties: false is lost",
        "reject",
        "schema/split.py",
        "extra = None if members.extra is False else",
        "extra = Anything() if members.extra is False else",
    ),
    Bug(
        "required is lost",
        "reject",
        "schema/split.py",
        "Field(native, name in members.required, facts(schemas[0]))",
        "Field(native, False, facts(schemas[0]))",
    ),
    Bug(
        "everything is required",
        "accept",
        "schema/split.py",
        "Field(native, name in members.required, facts(schemas[0]))",
        "Field(native, True, facts(schemas[0]))",
    ),
    Bug(
        "null is lost",
        "accept",
        "schema/split.py",
        "kinds = declared if declared is not None else ALL_TYPES",
        'kinds = [kind for kind in declared or ALL_TYPES if kind != "null"]',
    ),
    Bug(
        "integers are read as numbers",
        "reject",
        "schema/split.py",
        'number(schema, kind == "integer")',
        "number(schema, False)",
    ),
    Bug(
        "a length is lost",
        "reject",
        "schema/scalars.py",
        'String(count(schema, "minLength"), count(schema, "maxLength"), native',
        'String(count(schema, "minLength"), None, native',
    ),
    Bug(
        "an upper limit is off by one",
        "reject",
        "schema/scalars.py",
        "return min(int(value), _LONGEST)",
        'return min(int(value) + keyword.startswith("max"), _LONGEST)',
    ),
    Bug(
        "a lower bound is off by one",
        "accept",
        "schema/scalars.py",
        'return math.ceil(bound) if keyword in ("minimum", "exclusiveMaximum")',
        'return math.ceil(bound) + 1 if keyword in ("minimum", "exclusiveMaximum")',
    ),
    Bug(
        "a multiple is lost",
        "reject",
        "schema/scalars.py",
        'return Number(whole, low, high, above, below), [*left, "multipleOf"]',
        "return Number(whole, low, high, above, below), left",
    ),
    Bug(
        "a pattern is anchored that is not",
        "accept",
        "schema/scalars.py",
        "native = linear(pattern)",
        'native = f"^(?:{pattern})$"',
    ),
    Bug(
        "an enumeration lets all texts through",
        "reject",
        "schema/scalars.py",
        "members: list[Native] = [Literals(texts)] if texts else []",
        "members: list[Native] = [String()] if texts else []",
    ),
    Bug(
        "a readOnly property is demanded in requests",
        "accept",
        "normal/directions.py",
        'out["required"] = [name for name in out["required"] if name not in silent]',
        'out["required"] = list(out["required"])',
    ),
    Bug(
        "an argument goes by another one's name",
        "request",
        "spelling/methods.py",
        'compose("{}: {}", literal(each.key), identifier(name.arguments[each.key])) for each in operation.parameters',
        'compose("{}: {}", literal(each.key), identifier(name.arguments[operation.parameters[-1].key]))'
        " for each in operation.parameters",
    ),
    Bug(
        "an operation names the type that a stale lock would",
        "request",
        "spelling/constants.py",
        'kind = literal(models.exported(carrier.schema) if carrier.schema is not None else "")',
        'kind = literal("Tag")',
    ),
    Bug(
        "async methods do not wait",
        "request",
        "spelling/resources.py",
        'base=identifier(f"{prefix}Resource")',
        'base=identifier("Resource")',
    ),
)

_CLIENT = (
    Bug(
        "texts pass for booleans",
        "reject",
        "runtime/scalar_schemas.py",
        'return _done({**schema, "strict": True})',
        "return _done(schema)",
    ),
    Bug(
        "1.0 is no integer",
        "accept",
        "runtime/scalar_schemas.py",
        "if not value.is_integer():",
        "if value.is_integer():",
    ),
    Bug(
        "an alias is lost in reading",
        "accept",
        "runtime/model_fields.py",
        'field["validation_alias"] = info.validation_alias',
        "pass",
    ),
    Bug(
        "an alias is lost in writing",
        "round trip",
        "runtime/model_fields.py",
        'field["serialization_alias"] = info.serialization_alias',
        "pass",
    ),
    Bug(
        "what is absent is written as null",
        "round trip",
        "runtime/model_fields.py",
        'schema = {"type": "default", "schema": schema, "default": info.default}',
        'schema = {"type": "default", "schema": schema, "default": None}',
    ),
    Bug("unknown properties are dropped", "round trip", "runtime/models.py", 'extra="allow",', 'extra="ignore",'),
    Bug(
        "the guard of another model runs",
        "reject",
        "runtime/guards/__init__.py",
        'reference = {"$ref": f"{_BASE}#/$defs/{self.name}"}',
        'reference = {"$ref": f"{_BASE}#/$defs/" + sorted(self.guards._load()["$defs"])[0]}',
    ),
    Bug("no guard runs", "reject", "runtime/guards/__init__.py", "if self._validator.is_valid(wire):", "if True:"),
    Bug(
        "an array is joined wrongly",
        "request",
        "runtime/styles/__init__.py",
        'text = ",".join(encode(item) for item in _listed(flat))',
        'text = ";".join(encode(item) for item in _listed(flat))',
    ),
    Bug(
        "a path is not escaped",
        "request",
        "runtime/styles/__init__.py",
        "text = _expand(_RULES[parameter.style], percent(parameter.name), flat, parameter.explode, percent)\n",
        "text = _expand(_RULES[parameter.style], percent(parameter.name), flat, parameter.explode, str)\n",
    ),
    Bug(
        "a query is not escaped",
        "request",
        "runtime/styles/__init__.py",
        "    if not spelling.allow_reserved:\n        return percent\n",
        "    if not spelling.allow_reserved:\n        return str\n",
    ),
    Bug(
        "a form is not escaped",
        "request",
        "runtime/forms/urlencoded.py",
        'f"{percent(spelling.name)}={percent(text)}" for text in texts',
        'f"{percent(spelling.name)}={text}" for text in texts',
    ),
    Bug(
        "what is false is not sent",
        "request",
        "runtime/parameters/__init__.py",
        "if parameter.required or value is not NOT_GIVEN]",
        "if parameter.required or value]",
    ),
    Bug("the query is left out", "request", "runtime/request.py", '(f"?{query}" if query else "")', '""'),
    Bug("another method is used", "request", "runtime/request.py", "operation.method, base.", '"PUT", base.'),
    Bug(
        "the wrong content type is told",
        "request",
        "runtime/request.py",
        '{"content-type": content_type}',
        '{"content-type": "text/plain"}',
    ),
    Bug(
        "arguments go unjudged",
        "invalid request",
        "runtime/parameters/__init__.py",
        "return codec.dump(value)",
        "return value",
    ),
    Bug(
        "201 is a failure",
        "response",
        "runtime/response.py",
        "failed = declared.error is not None or response.status_code >= _FIRST_ERROR",
        "failed = declared.error is not None or response.status_code > 200",
    ),
    Bug(
        "an error is swallowed",
        "response",
        "runtime/response.py",
        "    if failed:\n        raise",
        "    if 0:\n        raise",
    ),
    Bug(
        "default is not looked at",
        "response",
        "runtime/response.py",
        'for key in (f"{status // 100}XX", "DEFAULT")',
        'for key in (f"{status // 100}XX",)',
    ),
    Bug(
        "a status that nobody declared passes",
        "unexpected response",
        "runtime/response.py",
        "    if declared is None:\n        raise UnexpectedResponseError",
        "    if declared is None:\n        return DeclaredResponse(content={})\n"
        "    if not declared:\n        raise UnexpectedResponseError",
    ),
    Bug(
        "responses go unjudged",
        "invalid response",
        "runtime/response.py",
        '        if self.policy.validation == "strict":\n            return codec.load_json(content)\n',
        "",
    ),
)

BUGS = (*JUDGED, *_GENERATOR, *_CLIENT)
