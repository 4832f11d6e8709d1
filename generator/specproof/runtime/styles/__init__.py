"""How parameter values are spelled: style x explode x shape (OpenAPI 3.1.1, 4.8.12.6; RFC 6570).

    style           scalar     list [3,4]            object {"a":1,"b":2}      exploded list        exploded object
    simple          3          3,4                   a,1,b,2                   3,4                  a=1,b=2
    label           .3         .3,4                  .a,1,b,2                  .3.4                 .a=1.b=2
    matrix          ;n=3       ;n=3,4                ;n=a,1,b,2                ;n=3;n=4             ;a=1;b=2
    form            n=3        n=3,4                 n=a,1,b,2                 n=3&n=4              a=1&b=2
    spaceDelimited  n=3        n=3%204               n=a%201%20b%202           as form              as form
    pipeDelimited   n=3        n=3%7C4               n=a%7C1%7Cb%7C2           as form              as form
    deepObject      n=3        n%5B0%5D=3&…          n%5Ba%5D=1&n%5Bb%5D=2     the same             the same

What a style cannot carry is refused, never bent and never left out: null and the empty list or object, which have no
spelling (RFC 6570, 2.3), containers inside of lists and objects (deepObject nests), a separator within an item where it
is not encoded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

from ..errors import InvalidArgumentError
from ..operation import Names, Operation
from ..parameters import parameter_values, request_parts
from ..parameters.parameter import Parameter
from ..parameters.scalars import scalar_text
from ..request import RequestParts, header_text
from ..url import percent

__all__ = [
    "Spelling",
    "cookie_text",
    "header_value",
    "path_text",
    "query_text",
    "refuse_clashes",
    "write_styled_parameters",
]


class _Rule(NamedTuple):
    """One row of RFC 6570, appendix A: what comes first, between exploded items, and whether names are shown."""

    first: str
    between: str
    named: bool
    empty: str = ""


_RULES = {
    "simple": _Rule("", ",", named=False),
    "label": _Rule(".", ".", named=False),
    "matrix": _Rule(";", ";", named=True),
    "form": _Rule("", "&", named=True, empty="="),
    "cookie": _Rule("", "; ", named=True, empty="="),
}
_DELIMITERS = {"spaceDelimited": " ", "pipeDelimited": "|"}
_PAIRS = re.compile("&|; ")

_TRIPLET = re.compile(r"(%[0-9A-Fa-f]{2})")
# Reserved characters that keep their place in a query value: not & + # [ ], which would end or change it.
_RESERVED = ":/?@!$'()*,;=~"

Flat = str | list[str] | dict[str, str]


class Spelling(NamedTuple):
    """How one parameter or form property is serialized; ``argument`` is its name in errors."""

    name: str
    style: str
    explode: bool
    allow_reserved: bool
    argument: str

    @classmethod
    def of(cls, parameter: Parameter) -> Spelling:
        return cls(parameter.name, parameter.style, parameter.explode, parameter.allow_reserved, parameter.key)


def write_styled_parameters(operation: Operation, arguments: Mapping[str, Any], names: Names) -> RequestParts:
    """Return path, query and headers of a request, with arguments of every shape in every style.

    Raises:
        InvalidArgumentError: as ``parameters.write_parameters``.
    """
    written: dict[str, str] = {}

    def write(parameter: Parameter, value: Any) -> str:
        written[parameter.key] = text = _WRITERS[parameter.location](parameter, value)
        return text

    parts = request_parts(operation, parameter_values(operation, arguments, names), write)
    for location in ("query", "cookie"):
        refuse_clashes(
            {Spelling.of(one): written.get(one.key, "") for one in operation.parameters if one.location == location}
        )
    return parts


def refuse_clashes(texts: Mapping[Spelling, str]) -> None:
    """Refuse what a server would read as something else: names of an object that stand beside the other fields.

    Args:
        texts: of all parameters of the query, of all cookies, or of all fields of a form; empty for what is not given.

    Raises:
        InvalidArgumentError: such a name; the message has both arguments.
    """
    names = {one: {unquote(pair.partition("=")[0]) for pair in _PAIRS.split(text)} for one, text in texts.items()}
    strange = [(one, name) for one, each in names.items() for name in sorted(each - {one.name, ""})]
    for one, name in strange:
        for other in names:
            is_part = other.style == "deepObject" and name.startswith(f"{other.name}[")
            if other != one and (is_part or name == other.name or name in names[other]):
                raise InvalidArgumentError(one.argument, f"the name {name!r} would be read as {other.argument}")


def _flat(argument: str, value: object) -> Flat:
    _refuse_empty(argument, value)
    if isinstance(value, list):
        return [scalar_text(f"{argument}.{at}", item) for at, item in enumerate(value)]
    if isinstance(value, dict):
        return {str(key): scalar_text(f"{argument}.{key}", item) for key, item in value.items()}
    return scalar_text(argument, value)


def _listed(flat: list[str] | dict[str, str]) -> list[str]:
    return flat if isinstance(flat, list) else [text for pair in flat.items() for text in pair]


def _named(rule: _Rule, name: str, text: str) -> str:
    return f"{name}={text}" if text else name + rule.empty


def _expand(rule: _Rule, name: str, flat: Flat, explode: bool, encode: Callable[[str], str]) -> str:
    """RFC 6570, section 3.2.1, for one variable."""
    if isinstance(flat, str):
        text = encode(flat)
    elif not explode:
        text = ",".join(encode(item) for item in _listed(flat))
    elif isinstance(flat, dict):
        pairs = ((encode(key), encode(item)) for key, item in flat.items())
        return rule.first + rule.between.join(
            _named(rule, key, item) if rule.named else f"{key}={item}" for key, item in pairs
        )
    else:
        items = [encode(item) for item in flat]
        return rule.first + rule.between.join(_named(rule, name, item) if rule.named else item for item in items)
    return rule.first + (_named(rule, name, text) if rule.named else text)


def path_text(parameter: Parameter, value: object) -> str:
    """Return a value serialized for the path.

    Raises:
        InvalidArgumentError: the text would be empty, or the style cannot express the value.
    """
    flat = _flat(parameter.key, value)
    if parameter.style == "label" and parameter.explode and not isinstance(flat, str):
        _refuse_inside(parameter.key, _listed(flat), ".")
    text = _expand(_RULES[parameter.style], percent(parameter.name), flat, parameter.explode, percent)
    if not text:
        raise InvalidArgumentError(parameter.key, "a path value must not be empty")
    return text


def query_text(spelling: Spelling, value: object) -> str:
    """Return a value serialized as ``name=value`` pairs joined by ``&``.

    Raises:
        InvalidArgumentError: the style cannot express the value.
    """
    name = percent(spelling.name)
    encode = _query_encoder(spelling, value)
    if spelling.style == "deepObject":
        return "&".join(f"{name}{path}={encode(text)}" for path, text in _deep(spelling.argument, value))
    flat = _flat(spelling.argument, value)
    delimiter = _DELIMITERS.get(spelling.style)
    if delimiter is None or spelling.explode or isinstance(flat, str):
        return _expand(_RULES["form"], name, flat, spelling.explode, encode)
    items = _listed(flat)
    _refuse_inside(spelling.argument, items, delimiter)
    return f"{name}={percent(delimiter).join(encode(item) for item in items)}"


def _query_encoder(spelling: Spelling, value: object) -> Callable[[str], str]:
    if not spelling.allow_reserved:
        return percent
    keep_out = ",=" if isinstance(value, dict) else "" if isinstance(value, str) else ","
    return lambda text: _percent_reserved(text, keep_out)


def _deep(argument: str, value: object, path: str = "") -> Iterator[tuple[str, str]]:
    _refuse_empty(argument, value)
    if isinstance(value, dict):
        _refuse_inside(argument, list(value), "[", "]")
        steps = [(str(key), item) for key, item in value.items()]
    elif isinstance(value, list):
        steps = [(str(at), item) for at, item in enumerate(value)]
    else:
        yield path, scalar_text(argument, value)
        return
    for key, item in steps:
        yield from _deep(f"{argument}.{key}", item, f"{path}%5B{percent(key)}%5D")


def header_value(parameter: Parameter, value: object) -> str:
    """Return a value serialized for a header, not percent-encoded (OpenAPI 3.1.1, appendix D).

    Raises:
        InvalidArgumentError: a header or the style cannot express the value.
    """
    flat = _flat(parameter.key, value)
    if not isinstance(flat, str):
        _refuse_inside(parameter.key, _listed(flat), ",")
        if parameter.explode and isinstance(flat, dict):
            _refuse_inside(parameter.key, list(flat), "=")
    return _expand(_RULES["simple"], parameter.name, flat, parameter.explode, partial(header_text, parameter.key))


def cookie_text(parameter: Parameter, value: object) -> str:
    """Return a value serialized as ``name=value`` pairs joined by ``; ``.

    Raises:
        InvalidArgumentError: the style cannot express the value.
    """
    flat = _flat(parameter.key, value)
    return _expand(_RULES["cookie"], percent(parameter.name), flat, parameter.explode, percent)


def _refuse_empty(argument: str, value: object) -> None:
    if value == [] or value == {}:
        raise InvalidArgumentError(argument, "an empty list or object cannot be written: leave it out")


def _refuse_inside(argument: str, items: list[str], *separators: str) -> None:
    for separator in separators:
        if any(separator in item for item in items):
            raise InvalidArgumentError(argument, f"an item holds {separator!r}, which separates the items")


def _percent_reserved(text: str, keep_out: str = "") -> str:
    """As ``percent``, but reserved characters and %XX stay (RFC 6570, section 3.2.3); ``keep_out`` are encoded."""
    safe = "".join(character for character in _RESERVED if character not in keep_out)
    pieces = _TRIPLET.split(text)
    return "".join(piece if at % 2 else quote(piece, safe=safe) for at, piece in enumerate(pieces))


_WRITERS: Mapping[str, Callable[[Parameter, Any], str]] = {
    "path": path_text,
    "query": lambda parameter, value: query_text(Spelling.of(parameter), value),
    "header": header_value,
    "cookie": cookie_text,
}
