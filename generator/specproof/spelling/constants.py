"""Operations, security schemes and encodings as the expressions of a package's ``_operations.py``."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from specproof.core.name_proposals import distinct
from specproof.ir.api import Api, Operation
from specproof.ir.content import Body, Encoding, Header, Media, Response
from specproof.ir.parameters import Embedded, Parameter, Styled
from specproof.ir.security import ApiKey, Basic, Bearer, MutualTls, OAuth2, OpenIdConnect, OtherHttp, SecurityScheme
from specproof.spelling.annotations import Annotations
from specproof.spelling.code import Code, compose, identifier, join, literal
from specproof.spelling.content import is_error, is_judged_text, is_sequence, modelled
from specproof.spelling.identifiers import upper
from specproof.spelling.names import Names
from specproof.spelling.servers import server_code
from specproof.spelling.shared_constants import (
    Constant,
    Part,
    constant_of,
    parameter_part,
    response_part,
    security_part,
    shared_constants,
)
from specproof.spelling.statuses import error_name

__all__ = ["constant_names", "constants", "scheme", "uri_path"]

_EXPRESSION = re.compile(r"(\{[^{}]*\})")
_OF_PATHS = "%/?!$&'()*+,;=:@~"


@dataclass(frozen=True, slots=True)
class _Parts:
    """What an operation may share with others."""

    parameters: tuple[Part, ...]
    responses: tuple[Part, ...]
    security: tuple[Part, ...]

    @property
    def all(self) -> tuple[Part, ...]:
        return (*self.parameters, *self.responses, *self.security)


def constants(api: Api, called: Mapping[str, Code], models: Annotations) -> tuple[Constant, ...]:
    """Return the constants of a package's ``_operations.py``: first what several operations share, then the operations.

    Args:
        called: name of each operation's constant, by operation key.

    Raises:
        ValueError: a name is no identifier.
    """
    parts = {each.key: _parts(each, api, models) for each in api.operations}
    shared = shared_constants((part for each in parts.values() for part in each.all), set(called.values()))
    operations = (
        Constant(called[each.key], _operation(each, parts[each.key], shared, models, api)) for each in api.operations
    )
    return (*shared.values(), *operations)


def _parts(operation: Operation, api: Api, models: Annotations) -> _Parts:
    return _Parts(
        tuple(parameter_part(_parameter(one, models), one) for one in operation.parameters),
        tuple(
            response_part(_response(one, operation, models), one, is_error=is_error(one, operation))
            for one in operation.responses
        ),
        (security_part(_security(operation), operation.security, api.security),) if operation.security else (),
    )


def _security(operation: Operation) -> Code:
    alternatives = (
        _mapping((name, literal(scopes)) for name, scopes in each.schemes) or literal({}) for each in operation.security
    )
    return compose("({},)", join(", ", alternatives))


def constant_names(api: Api, names: Names, unusable: Collection[str]) -> dict[str, Code]:
    """Return the constant's name by operation key (`GET /files/{id}`).

    The name is the method's in upper case, ``GET_FILE``, or ``FILES__GET_FILE`` where several resources have such a
    method.

    Args:
        unusable: names that no constant may have.
    """
    options = [
        (upper(name.method), upper(f"{name.resource}__{name.method}"), f"{name.resource}__{name.method}_")
        for name in (names.operations[operation.key] for operation in api.operations)
    ]
    chosen = distinct(options, unusable.__contains__)
    return {operation.key: identifier(name or "_") for operation, name in zip(api.operations, chosen, strict=True)}


def _operation(
    operation: Operation,
    parts: _Parts,
    shared: Mapping[Part, Constant],
    models: Annotations,
    api: Api,
) -> Code:
    statuses = (each.status.pattern for each in operation.responses)
    return _call(
        "Operation",
        id=literal(operation.id or operation.key),
        method=literal(operation.method),
        path=literal(uri_path(operation.path)),
        parameters=_tuple(constant_of(each, shared) for each in parts.parameters),
        body=_body(operation.body, models) if operation.body else None,
        responses=_mapping(
            (status, constant_of(each, shared)) for status, each in zip(statuses, parts.responses, strict=True)
        ),
        security=next((constant_of(each, shared) for each in parts.security), None),
        server=server_code(api, operation),
        idempotent=None if operation.idempotent is None else literal(operation.idempotent),
    )


def uri_path(written: str) -> str:
    """A path template as it goes into a URI: what cannot stand there is percent-encoded (RFC 3986, 2.1), once.

    What follows the first ``?`` is the query (3.4).
    """
    return "".join(
        piece
        if piece.startswith("{")
        else re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(piece, safe=_OF_PATHS, errors="surrogatepass"))
        for piece in _EXPRESSION.split(written)
    )


def _parameter(parameter: Parameter, models: Annotations) -> Code:
    carrier = parameter.carrier
    name, place = literal(parameter.name), literal(parameter.location.value)
    kind = literal(models.exported(carrier.schema) if carrier.schema is not None else "")
    required = literal(True) if parameter.required else None
    match carrier:
        case Styled():
            return _call(
                "Parameter",
                name,
                place,
                kind,
                required=required,
                style=literal(carrier.style) if carrier.style != "simple" else None,
                explode=literal(True) if carrier.explode else None,
                allow_reserved=literal(True) if carrier.allow_reserved else None,
            )
        case Embedded():
            return _call("Parameter", name, place, kind, required=required, media_type=literal(carrier.media_type))


def _body(body: Body, models: Annotations) -> Code:
    content = _mapping((media.type, _media(media, models)) for media in body.content) or literal({})
    return _call("Body", content, required=literal(True) if body.required else None)


def _response(response: Response, operation: Operation, models: Annotations) -> Code:
    return _call(
        "DeclaredResponse",
        content=_mapping((media.type, _media(media, models)) for media in response.content),
        headers=_headers(response.headers, models),
        error=literal(error_name(response.status)) if is_error(response, operation) else None,
    )


def _headers(headers: tuple[Header, ...], models: Annotations) -> Code | None:
    return _mapping(
        (header.name, literal(models.exported(header.schema))) for header in headers if header.schema is not None
    )


def _media(media: Media, models: Annotations) -> Code:
    return _call(
        "Media",
        *([literal(models.exported(media.schema))] if media.schema is not None and _is_typed(media) else []),
        encoding=_mapping((encoding.property, _encoding(encoding, models)) for encoding in media.encodings),
        judge=identifier("judged_text") if is_judged_text(media) else None,
    )


def _is_typed(media: Media) -> bool:
    return modelled(media) or is_sequence(media) or is_judged_text(media)


def _encoding(encoding: Encoding, models: Annotations) -> Code:
    is_styled = encoding.style is not None or encoding.explode is not None or encoding.allow_reserved
    style = encoding.style or "form"
    explode = encoding.explode if encoding.explode is not None else style == "form"
    return _call(
        "Encoding",
        content_type=literal(encoding.content_type) if encoding.content_type else None,
        style=literal(style) if is_styled else None,
        explode=literal(False) if is_styled and not explode else None,
        allow_reserved=literal(True) if encoding.allow_reserved else None,
        headers=_mapping((header.name, _part_header(header, models)) for header in encoding.headers),
    )


def _part_header(header: Header, models: Annotations) -> Code:
    return _call(
        "PartHeader",
        *([literal(models.exported(header.schema))] if header.schema is not None else []),
        required=literal(True) if header.required else None,
        value=literal(json.loads(header.value)) if header.value is not None else None,
        explode=literal(True) if header.explode else None,
        media_type=literal(header.media_type) if header.media_type else None,
    )


def scheme(each: SecurityScheme) -> Code:
    """Return the `Scheme(…)` expression of a security scheme."""
    match each:
        case OAuth2(token_url=str()):
            return _call("Scheme", literal("bearer"), token_url=literal(each.token_url))
        case Bearer() | OAuth2() | OpenIdConnect():
            return _call("Scheme", literal("bearer"))
        case Basic():
            return _call("Scheme", literal("basic"))
        case OtherHttp():
            return _call("Scheme", literal("http"), name=literal(each.scheme))
        case ApiKey():
            return _call(
                "Scheme",
                literal("apiKey"),
                name=literal(each.key),
                location=literal(each.location) if each.location != "header" else None,
            )
        case MutualTls():
            return _call("Scheme", literal("mutualTLS"))


def _call(function: str, *positional: Code, **named: Code | None) -> Code:
    parts = [
        *positional,
        *(compose("{}={}", identifier(name), value) for name, value in named.items() if value is not None),
    ]
    return compose("{}({})", identifier(function), join(", ", parts))


def _tuple(parts: Iterable[Code]) -> Code | None:
    each = list(parts)
    return compose("({},)", join(", ", each)) if each else None


def _mapping(parts: Iterable[tuple[str, Code]]) -> Code | None:
    each = [compose("{}: {}", literal(key), value) for key, value in parts]
    return compose("{{{}}}", join(", ", each)) if each else None
