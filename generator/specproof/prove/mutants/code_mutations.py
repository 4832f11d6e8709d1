"""Mutants of generated code: one text for another in one file, which the proofs have to notice.

Rows of the runtime name what a document must have for the runtime's line to matter; rows of what is rendered match
text that is only there if it matters.
"""

from __future__ import annotations

from specproof.prove.mutants.edit import Edit

__all__ = ["EDITS"]

_ACCEPT, _REJECT, _TRIP, _BUILD = "accept", "reject", "round trip", "build"
_SENT, _UNSENT = "request", "refuse request"
_READ, _STRANGE, _WRONG = "response", "unexpected response", "invalid response"

_TYPES = (
    Edit(
        "integers in quotes",
        "_runtime/scalar_schemas.py",
        "core_schema.int_schema(strict=True)",
        "core_schema.int_schema()",
        _REJECT,
        "integer",
    ),
    Edit(
        "numbers in quotes",
        "_runtime/scalar_schemas.py",
        "core_schema.float_schema(strict=True, allow_inf_nan=False, **bounds)",
        "core_schema.float_schema(allow_inf_nan=False, **bounds)",
        _REJECT,
        "number",
    ),
    Edit(
        "half an integer", "_runtime/scalar_schemas.py", "if not value.is_integer():", "if False:", _REJECT, "integer"
    ),
    Edit(
        "1.0 is no integer",
        "_runtime/scalar_schemas.py",
        "return int(value)",
        'raise ValueError("a float")',
        _ACCEPT,
        "integer",
    ),
    Edit(
        "lost upper bounds",
        "_runtime/scalar_schemas.py",
        '"ge", "gt", "le", "lt"',
        '"ge", "gt", "gt", "gt"',
        _REJECT,
        "maximum",
    ),
    Edit("yes is true", "_runtime/scalar_schemas.py", '"bool": _strict', '"bool": _done', _REJECT, "boolean"),
    Edit("lost unknown properties", "_runtime/models.py", 'extra="allow"', 'extra="ignore"', _TRIP, "open object"),
    Edit(
        "guards that let all through",
        "_runtime/guards.py",
        "if self._validator.is_valid(wire):",
        "if True:",
        _REJECT,
        "guard",
    ),
    Edit(
        "guards that see Python's names",
        "_runtime/guards.py",
        "to_jsonable_python(value, by_alias=True)",
        "to_jsonable_python(value, by_alias=False)",
        _REJECT,
        "guard",
    ),
    Edit(
        "classes without their guard",
        "_runtime/models.py",
        "if cls.__guard__ is None or _is_inside_guard.get() else",
        "if True else",
        _REJECT,
        "guard",
    ),
    Edit(
        "aliases lost when read",
        "_runtime/model_fields.py",
        'field["validation_alias"] = info.validation_alias',
        "pass",
        _ACCEPT,
        "alias",
    ),
    Edit(
        "aliases lost when written",
        "_runtime/model_fields.py",
        'field["serialization_alias"] = info.serialization_alias',
        "pass",
        _TRIP,
        "alias",
    ),
    Edit(
        "MISSING is flipped",
        "_runtime/model_fields.py",
        "if info.default is not PydanticUndefined:",
        "if info.default is PydanticUndefined:",
        _ACCEPT,
        "optional property",
    ),
    Edit("null is refused", "_runtime/model_fields.py", "if types.NoneType in kinds:", "if False:", _ACCEPT, "null"),
    Edit(
        "a wrong alias",
        "models*",
        r'validation_alias="(\w+)", serialization_alias="\w+"',
        r'validation_alias="\1x", serialization_alias="\1x"',
        _ACCEPT,
    ),
    Edit("a lost guard", "models*", r"^    __guard__ = .*\n", "", _REJECT),
    Edit("another schema's guard", "models*", r'(__guard__ = GUARDS)\["\w+"\]', r'\1["ItIsNotThere"]', _ACCEPT),
    Edit("a maximum off by one", "models*", r"\ble=(\d+)", r"le=\1 + 1", _REJECT),
    Edit("a minimum off by one", "models*", r"\bge=(\d+)", r"ge=\1 + 1", _ACCEPT),
    Edit("a length off by one", "models*", r"\bmax_length=(\d+)", r"max_length=\1 + 1", _REJECT),
    Edit("a lost pattern", "models*", r', pattern="(?:[^"\\]|\\.)*"', "", _REJECT),
    Edit("a lost word of an enumeration", "models*", r'Literal\["[^"]*", ', "Literal[", _ACCEPT),
    Edit(
        "a property that may be left out",
        "models*",
        r"^(class \w+\(Model\):\n(?:(?!    __guard__|class ).*\n)*?    \w+: [^=|\n(]+)$",
        r"\1 = MISSING",
        _REJECT,
    ),
    Edit("a property that has to be there", "models*", r"^(    \w+: [^=\n(]+) \| MISSING = MISSING$", r"\1", _ACCEPT),
)
_REQUESTS = (
    Edit(
        "slashes that nobody escapes",
        "_runtime/text.py",
        'return quote(text, safe="~")',
        'return quote(text, safe="~/")',
        _SENT,
        "path string",
    ),
    Edit(
        "nothing is escaped", "_runtime/text.py", 'return quote(text, safe="~")', "return text", _SENT, "query string"
    ),
    Edit(
        "Python's spelling of true",
        "_runtime/text.py",
        'return "true" if value else "false"',
        "return str(value)",
        _SENT,
        "query boolean",
    ),
    Edit("lists joined by a bar", "_runtime/styles.py", 'text = ",".join(', 'text = "|".join(', _SENT, "joined list"),
    Edit(
        "list items under one name",
        "_runtime/styles.py",
        '"form": _Rule("", "&",',
        '"form": _Rule("", ",",',
        _SENT,
        "exploded list",
    ),
    Edit(
        "deep objects without brackets",
        "_runtime/styles.py",
        'f"{path}%5B{percent(key)}%5D"',
        'f"{path}.{percent(key)}"',
        _SENT,
        "deepObject",
    ),
    Edit(
        "cookies under one another's name",
        "_runtime/request.py",
        '"cookie": cookies} if cookies',
        '"cooky": cookies} if cookies',
        _SENT,
        "cookie parameter",
    ),
    Edit(
        "required arguments that nobody misses",
        "_runtime/request.py",
        "if parameter.required and value is NOT_GIVEN",
        "if False",
        _UNSENT,
        "required parameter",
    ),
    Edit(
        "arguments that nobody judges",
        "_runtime/request.py",
        "return codec.dump(value)",
        "return value",
        _UNSENT,
        "constrained parameter",
    ),
    Edit("a lost Content-Type", "_runtime/request.py", '{"content-type": content_type}', "{}", _SENT, "json body"),
    Edit("a lost query", "_runtime/request.py", '(f"?{query}" if query else "")', '""', _SENT, "query parameter"),
    Edit("lost headers", "_runtime/request.py", "**_header_fields(values),", "", _SENT, "header parameter"),
    Edit(
        "bodies that nobody misses",
        "_runtime/body.py",
        "if declared is not None and declared.required:",
        "if False:",
        _UNSENT,
        "required body",
    ),
    Edit(
        "bodies under Python's names",
        "_runtime/codec.py",
        "self._adapter.dump_json(kept, by_alias=True,",
        "self._adapter.dump_json(kept, by_alias=False,",
        _SENT,
        "alias",
    ),
    Edit(
        "credentials that stay at home",
        "_runtime/request.py",
        "headers.setdefault(name.lower(), value)",
        "pass",
        _SENT,
        "header credentials",
    ),
    Edit(
        "no word is sent but await",
        "_runtime/session.py",
        "return await self.transport.send(",
        "return self.transport.send(",
        _SENT,
    ),
    Edit(
        "a parameter in another place",
        "_operations.py",
        r'Parameter\("(\w+)", "query"',
        r'Parameter("\1", "header"',
        _SENT,
    ),
    Edit(
        "a parameter under another name",
        "_operations.py",
        r'Parameter\("(\w+)", "(query|header)"',
        r'Parameter("\1x", "\2"',
        _SENT,
    ),
    Edit("another method", "_operations.py", r'method="POST"', 'method="PUT"', _SENT),
    Edit("another path", "_operations.py", r'path="/', 'path="/x/', _SENT),
    Edit("another media type", "_operations.py", r'Body\(\{"application/json"', 'Body({"text/json"', _SENT),
    Edit("a body that is optional", "_operations.py", r"(Body\(\{.*?\}), required=True\)", r"\1)", _UNSENT),
    Edit("a parameter that is optional", "_operations.py", r"(Parameter\(.*?), required=True", r"\1", _UNSENT),
    Edit(
        "an argument that is lost", "resources/*.py", r'\{("(?:query|header|path)\.\w+"): \w+', r"{\1: NOT_GIVEN", _SENT
    ),
    Edit("a body that is lost", "resources/*.py", r"^            body,$", "            NOT_GIVEN,", _SENT),
    Edit("blocking where asyncio is meant", "resources/*.py", r"\(AsyncResource\):", "(Resource):", _SENT),
)
_REPLIES = (
    Edit("errors that are swallowed", "_runtime/response.py", "    if failed:\n", "    if False:\n", _READ, "error"),
    Edit(
        "any status will do",
        "_runtime/response.py",
        "    if declared is None:\n        raise UnexpectedResponseError",
        "    if declared is None:\n        declared = DeclaredResponse({})\n    if False:\n"
        "        raise UnexpectedResponseError",
        _STRANGE,
    ),
    Edit(
        "responses that nobody judges",
        "_runtime/response.py",
        "            return codec.load_json(content)\n        value",
        "            return codec.construct(_plain_json(content))\n        value",
        _WRONG,
        "json reply",
    ),
    Edit(
        "exact statuses that nobody looks for",
        "_runtime/response.py",
        "if (exact := responses.get(str(status))) is not None:",
        "if (exact := responses.get(str(status))) is not None and False:",
        _READ,
        "exact status",
    ),
    Edit(
        "any media type will do",
        "_runtime/response.py",
        "key = best(declared.content, given) if given else next(iter(declared.content))",
        "key = next(iter(declared.content))",
        _STRANGE,
        "json reply",
    ),
    Edit("an error without its class", "_operations.py", r',\n *error="\w+"', "", _READ),
    Edit(
        "a success under another status",
        "_operations.py",
        r'"20(\d)": DeclaredResponse\(',
        '"299": DeclaredResponse(',
        _READ,
    ),
    Edit(
        "a response without its type",
        "_operations.py",
        r'(responses=\{\s*"2\d\d": DeclaredResponse\(\s*content=\{"[^"]+": Media\()"\w+"',
        r"\1None",
        _READ,
    ),
)
EDITS: tuple[Edit, ...] = (*_TYPES, *_REQUESTS, *_REPLIES)
"""The table; each row is a mistake that a generator makes sooner or later."""
