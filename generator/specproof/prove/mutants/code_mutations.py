"""Mutants of generated code: one text for another in one file, which the proofs have to notice.

Rows of the runtime name what a document must have for the runtime's line to matter; rows of what is rendered match
text that is only there if it matters.
"""

from __future__ import annotations

from specproof.prove.mutants.code_mutation import CodeMutation

__all__ = ["CODE_MUTATIONS"]

_ACCEPT, _REJECT, _TRIP, _BUILD = "accept", "reject", "round trip", "build"
_SENT, _UNSENT = "request", "invalid request"
_READ, _STRANGE, _WRONG = "response", "unexpected response", "invalid response"

_TYPES = (
    CodeMutation(
        "integers in quotes",
        "_runtime/scalar_schemas.py",
        "core_schema.int_schema(strict=True)",
        "core_schema.int_schema()",
        _REJECT,
        "integer",
    ),
    CodeMutation(
        "numbers in quotes",
        "_runtime/scalar_schemas.py",
        "core_schema.float_schema(strict=True, allow_inf_nan=False, **bounds)",
        "core_schema.float_schema(allow_inf_nan=False, **bounds)",
        _REJECT,
        "number",
    ),
    CodeMutation(
        "half an integer", "_runtime/scalar_schemas.py", "if not value.is_integer():", "if False:", _REJECT, "integer"
    ),
    CodeMutation(
        "1.0 is no integer",
        "_runtime/scalar_schemas.py",
        "return int(value)",
        'raise ValueError("a float")',
        _ACCEPT,
        "integer",
    ),
    CodeMutation(
        "lost upper bounds",
        "_runtime/scalar_schemas.py",
        '"ge", "gt", "le", "lt"',
        '"ge", "gt", "gt", "gt"',
        _REJECT,
        "maximum",
    ),
    CodeMutation("yes is true", "_runtime/scalar_schemas.py", '"bool": _strict', '"bool": _done', _REJECT, "boolean"),
    CodeMutation(
        "lost unknown properties", "_runtime/models.py", 'extra="allow"', 'extra="ignore"', _TRIP, "open object"
    ),
    CodeMutation(
        "guards that let all through",
        "_runtime/guards/__init__.py",
        "if self._validator.is_valid(wire):",
        "if True:",
        _REJECT,
        "guard",
    ),
    CodeMutation(
        "guards that see Python's names",
        "_runtime/guards/__init__.py",
        "to_jsonable_python(value, by_alias=True)",
        "to_jsonable_python(value, by_alias=False)",
        _REJECT,
        "guard",
    ),
    CodeMutation(
        "classes without their guard",
        "_runtime/models.py",
        "if cls.__guard__ is None or _is_inside_guard.get() else",
        "if True else",
        _REJECT,
        "guard",
    ),
    CodeMutation(
        "aliases lost when read",
        "_runtime/model_fields.py",
        'field["validation_alias"] = info.validation_alias',
        "pass",
        _ACCEPT,
        "alias",
    ),
    CodeMutation(
        "aliases lost when written",
        "_runtime/model_fields.py",
        'field["serialization_alias"] = info.serialization_alias',
        "pass",
        _TRIP,
        "alias",
    ),
    CodeMutation(
        "MISSING is flipped",
        "_runtime/model_fields.py",
        "if info.default is not PydanticUndefined:",
        "if info.default is PydanticUndefined:",
        _ACCEPT,
        "optional property",
    ),
    CodeMutation(
        "null is refused", "_runtime/model_fields.py", "if types.NoneType in kinds:", "if False:", _ACCEPT, "null"
    ),
    CodeMutation(
        "a wrong alias",
        "models*",
        r'validation_alias="(\w+)", serialization_alias="\w+"',
        r'validation_alias="\1x", serialization_alias="\1x"',
        _ACCEPT,
    ),
    CodeMutation("a lost guard", "models*", r"^    __guard__ = .*\n", "", _REJECT),
    CodeMutation("another schema's guard", "models*", r'(__guard__ = GUARDS)\["\w+"\]', r'\1["ItIsNotThere"]', _ACCEPT),
    CodeMutation("a maximum off by one", "models*", r"\ble=(\d+)", r"le=\1 + 1", _REJECT),
    CodeMutation("a minimum off by one", "models*", r"\bge=(\d+)", r"ge=\1 + 1", _ACCEPT),
    CodeMutation("a length off by one", "models*", r"\bmax_length=(\d+)", r"max_length=\1 + 1", _REJECT),
    CodeMutation("a lost pattern", "models*", r', pattern="(?:[^"\\]|\\.)*"', "", _REJECT),
    CodeMutation("a lost word of an enumeration", "models*", r'Literal\["[^"]*", ', "Literal[", _ACCEPT),
    CodeMutation(
        "a property that may be left out",
        "models*",
        r"^(class \w+\(Model\):\n(?:(?!    __guard__|class ).*\n)*?    \w+: [^=|\n(]+)$",
        r"\1 = MISSING",
        _REJECT,
    ),
    CodeMutation(
        "a property that has to be there", "models*", r"^(    \w+: [^=\n(]+) \| MISSING = MISSING$", r"\1", _ACCEPT
    ),
)
_REQUESTS = (
    CodeMutation(
        "slashes that nobody escapes",
        "_runtime/url.py",
        'return quote(text, safe="~")',
        'return quote(text, safe="~/")',
        _SENT,
        "path string",
    ),
    CodeMutation(
        "nothing is escaped", "_runtime/url.py", 'return quote(text, safe="~")', "return text", _SENT, "query string"
    ),
    CodeMutation(
        "Python's spelling of true",
        "_runtime/parameters/scalars.py",
        'return "true" if value else "false"',
        "return str(value)",
        _SENT,
        "query boolean",
    ),
    CodeMutation(
        "lists joined by a bar",
        "_runtime/styles/__init__.py",
        'text = ",".join(',
        'text = "|".join(',
        _SENT,
        "joined list",
    ),
    CodeMutation(
        "list items under one name",
        "_runtime/styles/__init__.py",
        '"form": _Rule("", "&",',
        '"form": _Rule("", ",",',
        _SENT,
        "exploded list",
    ),
    CodeMutation(
        "deep objects without brackets",
        "_runtime/styles/__init__.py",
        'f"{path}%5B{percent(key)}%5D"',
        'f"{path}.{percent(key)}"',
        _SENT,
        "deepObject",
    ),
    CodeMutation(
        "cookies under one another's name",
        "_runtime/parameters/__init__.py",
        '"cookie": cookies} if cookies',
        '"cooky": cookies} if cookies',
        _SENT,
        "cookie parameter",
    ),
    CodeMutation(
        "required arguments that nobody misses",
        "_runtime/parameters/__init__.py",
        "if parameter.required or value is not NOT_GIVEN",
        "if value is not NOT_GIVEN",
        _UNSENT,
        "required parameter",
    ),
    CodeMutation(
        "arguments that nobody judges",
        "_runtime/parameters/__init__.py",
        "return codec.dump(value)",
        "return value",
        _UNSENT,
        "constrained parameter",
    ),
    CodeMutation(
        "a lost Content-Type", "_runtime/request.py", '{"content-type": content_type}', "{}", _SENT, "json body"
    ),
    CodeMutation(
        "a lost query", "_runtime/request.py", '(f"?{query}" if query else "")', '""', _SENT, "query parameter"
    ),
    CodeMutation("lost headers", "_runtime/request.py", "**parts.headers,", "", _SENT, "header parameter"),
    CodeMutation(
        "bodies that nobody misses",
        "_runtime/bodies/__init__.py",
        "if declared is not None and declared.required:",
        "if False:",
        _UNSENT,
        "required body",
    ),
    CodeMutation(
        "bodies under Python's names",
        "_runtime/codec.py",
        "self._adapter.dump_json(kept, by_alias=True,",
        "self._adapter.dump_json(kept, by_alias=False,",
        _SENT,
        "alias",
    ),
    CodeMutation(
        "credentials that stay at home",
        "_runtime/credentials/__init__.py",
        "headers.setdefault(name.lower(), value)",
        "pass",
        _SENT,
        "header credentials",
    ),
    CodeMutation(
        "no word is sent but await",
        "_runtime/session.py",
        "return await self.transport.send(",
        "return self.transport.send(",
        _SENT,
    ),
    CodeMutation(
        "a parameter in another place",
        "_operations.py",
        r'Parameter\("(\w+)", "query"',
        r'Parameter("\1", "header"',
        _SENT,
    ),
    CodeMutation(
        "a parameter under another name",
        "_operations.py",
        r'Parameter\("(\w+)", "(query|header)"',
        r'Parameter("\1x", "\2"',
        _SENT,
    ),
    CodeMutation("another method", "_operations.py", r'method="POST"', 'method="PUT"', _SENT),
    CodeMutation("another path", "_operations.py", r'path="/', 'path="/x/', _SENT),
    CodeMutation("another media type", "_operations.py", r'Body\(\{"application/json"', 'Body({"text/json"', _SENT),
    CodeMutation("a body that is optional", "_operations.py", r"(Body\(\{.*?\}), required=True\)", r"\1)", _UNSENT),
    CodeMutation("a parameter that is optional", "_operations.py", r"(Parameter\(.*?), required=True", r"\1", _UNSENT),
    CodeMutation(
        "an argument that is lost", "resources/*.py", r'\{("(?:query|header|path)\.\w+"): \w+', r"{\1: NOT_GIVEN", _SENT
    ),
    CodeMutation("a body that is lost", "resources/*.py", r"^            body,$", "            NOT_GIVEN,", _SENT),
    CodeMutation("blocking where asyncio is meant", "resources/*.py", r"\(AsyncResource\):", "(Resource):", _SENT),
)
_RESPONSES = (
    CodeMutation(
        "errors that are swallowed", "_runtime/response.py", "    if failed:\n", "    if False:\n", _READ, "error"
    ),
    CodeMutation(
        "any status will do",
        "_runtime/response.py",
        "    if declared is None:\n        raise UnexpectedResponseError",
        "    if declared is None:\n        declared = DeclaredResponse({})\n    if False:\n"
        "        raise UnexpectedResponseError",
        _STRANGE,
    ),
    CodeMutation(
        "responses that nobody judges",
        "_runtime/response.py",
        "            return codec.load_json(content)\n        value",
        "            return codec.construct(_plain_json(content))\n        value",
        _WRONG,
        "json response",
    ),
    CodeMutation(
        "exact statuses that nobody looks for",
        "_runtime/response.py",
        "if (exact := responses.get(str(status))) is not None:",
        "if (exact := responses.get(str(status))) is not None and False:",
        _READ,
        "exact status",
    ),
    CodeMutation(
        "any media type will do",
        "_runtime/response.py",
        "key = best(declared.content, given) if given else next(iter(declared.content))",
        "key = next(iter(declared.content))",
        _STRANGE,
        "json response",
    ),
    CodeMutation("an error without its class", "_operations.py", r',\n *error="\w+"', "", _READ),
    CodeMutation(
        "a success under another status",
        "_operations.py",
        r'"20(\d)": DeclaredResponse\(',
        '"299": DeclaredResponse(',
        _READ,
    ),
    CodeMutation(
        "a response without its type",
        "_operations.py",
        r'(responses=\{\s*"2\d\d": DeclaredResponse\(\s*content=\{"[^"]+": Media\()"\w+"',
        r"\1None",
        _READ,
    ),
)
CODE_MUTATIONS: tuple[CodeMutation, ...] = (*_TYPES, *_REQUESTS, *_RESPONSES)
"""The table; each row is a mistake that a generator makes sooner or later."""
