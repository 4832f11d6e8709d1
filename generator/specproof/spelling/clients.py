"""The two client classes: server variables and credentials as keyword arguments, resources as attributes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from specproof.core.name_proposals import distinct
from specproof.core.words import spelled_out
from specproof.ir.api import Api, ClientHeader, Server, Variable
from specproof.ir.security import ApiKey, Basic, Bearer, MutualTls, OAuth2, OpenIdConnect, OtherHttp, SecurityScheme
from specproof.spelling.code import Code, Section, compose, docstring, identifier, join, literal
from specproof.spelling.constants import scheme
from specproof.spelling.identifiers import snake
from specproof.spelling.prose import one_line

__all__ = ["Client", "Keyword", "client", "keywords"]

_OWN = {"base_url", "timeout", "headers", "http_client", "retries", "validation", "on_drift", "self"}
_SHARED = {"token", "basic_auth", "client_credentials"}
_VALIDATION = (
    "`strict` refuses a reply that is not what the document declares; `warn` tells of it and lets it through, as near "
    "to its type as it comes; `off` does not look."
)
_ABSOLUTE = re.compile(r"(?i)https?://|\{[^}]+\}")


@dataclass(frozen=True, slots=True)
class Keyword:
    """An argument of the client's constructor. ``source`` is the wire name, or the name of the scheme."""

    name: Code
    source: str
    annotation: Code
    async_annotation: Code
    default: Code | None
    description: str
    is_variable: bool = False
    is_named_secret: bool = False
    is_header: bool = False
    pattern: Code | None = None
    example: Code | None = None

    @property
    def is_secret(self) -> bool:
        """Whether it is text that opens the door alone."""
        return "Secret" in self.annotation

    @property
    def declaration(self) -> Code:
        return _declaration(self.name, self.annotation, self.default)

    @property
    def async_declaration(self) -> Code:
        return _declaration(self.name, self.async_annotation, self.default)


@dataclass(frozen=True, slots=True)
class Client:
    docstring: Code
    async_docstring: Code
    keywords: tuple[Keyword, ...]
    has_token: bool
    has_basic_auth: bool
    has_client_credentials: bool
    has_secrets: bool
    has_choices: bool
    has_patterns: bool
    has_given: bool
    has_api_key: bool
    variables: Code | None
    credentials: Code | None
    headers: Code
    needs_base_url: bool
    server: Code
    schemes: Code


def client(api: Api) -> Client:
    """The view of both classes. The first server of the document counts; a relative one makes ``base_url`` required."""
    server = api.servers[0] if api.servers else None
    is_absolute = server is not None and _ABSOLUTE.match(server.url) is not None
    each = keywords(api)
    secrets = [compose("{}: {}", literal(one.source), one.name) for one in each if one.is_named_secret]
    schemes = [compose("{}: {}", literal(one.name), scheme(one)) for one in api.security_schemes]
    return Client(
        docstring=_documentation(api, each, server, "Close it with `close`, or use it in a `with` statement."),
        async_docstring=_documentation(
            api, each, server, "Close it with `aclose`, or use it in an `async with` statement."
        ),
        keywords=each,
        has_token=any(one.name == "token" for one in each),
        has_basic_auth=any(one.name == "basic_auth" for one in each),
        has_client_credentials=any(one.name == "client_credentials" for one in each),
        has_secrets=any("Secret" in one.annotation for one in each),
        has_choices=any("Literal" in one.annotation for one in each),
        has_patterns=any(one.pattern is not None for one in each),
        has_given=any(one.is_variable or one.is_header or one.is_named_secret for one in each),
        variables=_given(one for one in each if one.is_variable),
        has_api_key=[one.name for one in each if one.is_named_secret] == ["api_key"],
        credentials=compose("given(**{{{}}})", join(", ", secrets)) if secrets else None,
        headers=_headers([one for one in each if one.is_header]),
        needs_base_url=not is_absolute,
        server=literal(server.url if server is not None and is_absolute else None),
        schemes=compose("{{{}}}", join(", ", schemes)),
    )


def keywords(api: Api) -> tuple[Keyword, ...]:
    """Arguments that this document asks for, those without a default first."""
    variables = [variable for variable in api.servers[0].variables] if api.servers else []
    secrets = [one for one in api.security_schemes if isinstance(one, ApiKey | OtherHttp)]
    options = [
        *(_variable_names(one.name, "server") for one in variables),
        *(_secret_names(one, secrets) for one in secrets),
        *(_variable_names(one.name, "header") for one in api.client_headers),
    ]
    names = iter([name or "_" for name in distinct(options, (_OWN | _SHARED).__contains__)])
    found = [_variable(one, next(names)) for one in variables]
    found += _shared(api.security_schemes)
    found += [_secret(one, next(names)) for one in secrets]
    found += [_header(one, next(names)) for one in api.client_headers]
    return tuple(found)


def _variable_names(name: str, kind: str) -> list[str]:
    """Its own, with what it is, with every odd character named: two that differ at all differ in the last."""
    return [snake(name, kind), snake(f"{kind} {name}", kind), snake(f"{kind} {spelled_out(name)}", kind)]


def _secret_names(one: ApiKey | OtherHttp, others: Sequence[SecurityScheme]) -> list[str]:
    name = snake(one.name, "key")
    return [*(["api_key"] if len(others) == 1 and isinstance(one, ApiKey) else []), name, f"{name}_credential"]


def _variable(variable: Variable, name: str) -> Keyword:
    kind = (
        compose("Literal[{}]", join(", ", [literal(one) for one in variable.choices]))
        if variable.choices
        else identifier("str")
    )
    words = one_line(variable.description) or f"Server variable `{variable.name}`."
    default, example = literal(variable.default), literal(variable.default)
    if variable.required:
        kind, default = compose("{} | None", kind), literal(None)
        words = f"{words.rstrip('.')}. Needed unless `base_url` is given."
    return Keyword(
        identifier(name),
        variable.name,
        kind,
        kind,
        default,
        words,
        is_variable=True,
        example=example if variable.required else None,
    )


def _header(header: ClientHeader, name: str) -> Keyword:
    kind = compose("str | None")
    words = one_line(header.description) or f"Value of the header `{header.name}`."
    pattern = literal(header.pattern) if header.pattern is not None else None
    return Keyword(
        identifier(name), header.name, kind, kind, literal(header.default), words, is_header=True, pattern=pattern
    )


def _given(each: Iterable[Keyword]) -> Code | None:
    """``given(cluster=cluster)``: without those left out."""
    pairs = [compose("{}: {}", literal(one.source), _checked(one)) for one in each]
    return compose("given(**{{{}}})", join(", ", pairs)) if pairs else None


def _headers(each: Sequence[Keyword]) -> Code:
    given = _given(each)
    return compose("headers") if given is None else compose("{{**{}, **(headers or {{}})}}", given)


def _checked(one: Keyword) -> Code:
    if one.pattern is None:
        return one.name
    return compose("_matching({}, {}, {})", literal(str(one.name)), one.name, one.pattern)


def _shared(schemes: Sequence[SecurityScheme]) -> list[Keyword]:
    """``token`` for whatever becomes a bearer token, ``client_credentials`` for fetching it, ``basic_auth``."""
    found = []
    if any(isinstance(one, Bearer | OAuth2 | OpenIdConnect) for one in schemes):
        words = "Bearer token: text, or a function that gives a fresh one for each request."
        found.append(_credential("token", "token", words))
    if any(isinstance(one, OAuth2) and one.token_url is not None for one in schemes):
        name, kind = "client_credentials", compose("ClientCredentials | None")
        words = "The application's own identity: tokens are fetched with it, kept, and renewed."
        found.append(Keyword(identifier(name), name, kind, kind, literal(None), words))
    if any(isinstance(one, Basic) for one in schemes):
        pair = compose("tuple[str, str] | None")
        found.append(Keyword(identifier("basic_auth"), "basic_auth", pair, pair, literal(None), "User and password."))
    return found


def _secret(one: ApiKey | OtherHttp, name: str) -> Keyword:
    where = (
        f"Key for the {one.location} field `{one.key}`."
        if isinstance(one, ApiKey)
        else f"What follows `{one.scheme}` in the header."
    )
    return _credential(name, one.name, " ".join(filter(None, (one_line(one.description), where))), is_named_secret=True)


def _credential(name: str, source: str, words: str, *, is_named_secret: bool = False) -> Keyword:
    return Keyword(
        identifier(name),
        source,
        compose("Secret | None"),
        compose("AsyncSecret | None"),
        literal(None),
        words,
        is_named_secret=is_named_secret,
    )


def _declaration(name: Code, annotation: Code, default: Code | None) -> Code:
    return compose("{}: {}", name, annotation) if default is None else compose("{}: {} = {}", name, annotation, default)


def _about_servers(api: Api) -> str:
    others = ", ".join(f"`{one_line(server.url)}`" for server in api.servers[1:])
    text = "URL to use in place of the document's server, such as that of a proxy or a test server."
    return f"{text} The document also names {others}." if others else text


def _documentation(api: Api, each: Sequence[Keyword], server: Server | None, closing: str) -> Code:
    entries = [(str(one.name), one.description) for one in each]
    entries += [
        ("base_url", _about_servers(api)),
        ("timeout", "Seconds for each of connecting, writing, reading and waiting for a connection."),
        ("headers", "Sent with every request."),
        ("retries", "What is repeated when it fails, and how patiently; `None` for nothing."),
        ("validation", _VALIDATION),
        ("on_drift", "With `warn`: called with each `Drift` of a reply, which the package's logger is told of, too."),
        ("http_client", "An httpx2 client to use, for proxies, certificates, event hooks; `close` leaves it open."),
    ]
    certificate = "\n\nThe server asks for a client certificate: set it up on `http_client`."
    text = f"Client of {one_line(api.title)} {one_line(api.version)}. {closing}"
    text += certificate if any(isinstance(one, MutualTls) for one in api.security_schemes) else ""
    return docstring(text, 4, [Section("Args", tuple(entries))])
