"""The two client classes: server variables and credentials as keyword arguments, resources as attributes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from specproof.core.name_proposals import distinct
from specproof.core.words import spelled_out
from specproof.ir.api import Api, ClientHeader, Variable
from specproof.ir.security import ApiKey, Basic, Bearer, MutualTls, OAuth2, OpenIdConnect, OtherHttp, SecurityScheme
from specproof.spelling import servers
from specproof.spelling.code import Code, Section, compose, docstring, identifier, join, literal, markdown
from specproof.spelling.constants import scheme
from specproof.spelling.identifiers import snake
from specproof.spelling.prose import one_line

__all__ = ["Client", "Keyword", "client", "keywords"]

_OWN = {
    "base_url",
    "timeout",
    "headers",
    "http_client",
    "retries",
    "validation",
    "on_drift",
    "largest_response",
    "self",
    "given",
}
_SHARED = {"token", "basic_auth", "client_credentials"}
_CHOICE = [["server", "server_url", "server_choice"]]
_VALIDATION = (
    "`strict` raises an error for a response that is not what the document declares; `warn` reports it and returns it, "
    "as near to its type as possible; `off` checks nothing."
)


Kind = Literal["server", "variable", "header", "token", "client_credentials", "basic_auth", "secret"]
"""The choice of servers, a server variable, a header of every request, a credential: of three kinds that schemes
share, or of one scheme."""


@dataclass(frozen=True, slots=True)
class Keyword:
    """A keyword argument of the client's constructor that comes from the document: a credential, header or variable.

    Attributes:
        source: name of the header, server variable or security scheme in the document.
        pattern: regular expression that the value must match, as a literal; None for any value.
        example: value to show in the README, as a literal; None if the document has none.
        choices: the values, if they are limited.
    """

    name: Code
    source: str
    kind: Kind
    annotation: Code
    async_annotation: Code
    default: Code | None
    description: str
    pattern: Code | None = None
    example: Code | None = None
    choices: tuple[str, ...] = ()

    @property
    def is_secret(self) -> bool:
        """Whether the argument is a text that authenticates by itself: a token or an API key."""
        return self.kind in ("token", "secret")

    @property
    def is_setting(self) -> bool:
        """Whether the argument is about servers or a header, not a credential."""
        return self.kind in ("server", "variable", "header")

    @property
    def declaration(self) -> Code:
        """Return the parameter declaration for the synchronous client: `name: type = default`."""
        return _declaration(self.name, self.annotation, self.default)

    @property
    def async_declaration(self) -> Code:
        """Return the parameter declaration for the asynchronous client: `name: type = default`."""
        return _declaration(self.name, self.async_annotation, self.default)


@dataclass(frozen=True, slots=True)
class ServersView:
    """Data for the README's section about servers.

    Attributes:
        rows: URL and description of each server there is to choose from.
        choice: `server="…"` as an example; None if there is nothing to choose.
        relative: URL of a server that is relative; None if there is none.
    """

    rows: tuple[tuple[Code, Code], ...]
    choice: Code | None
    relative: Code | None


@dataclass(frozen=True, slots=True)
class Client:
    """Data for the templates of the two client classes.

    Attributes:
        base_url: declaration of the argument `base_url`, which is required if the document has no absolute server URL.
        package: the expression of the package, with the servers that were chosen.
        arguments: what the constructor passes to its base class, as `name=value`.
        has_patterns: whether the value of some keyword must match a pattern.
        server: the document's server as the runtime needs it.
        servers: for the README; None if there is one server with an absolute URL.
        schemes: the security schemes by name, as a dict display.
    """

    docstring: Code
    async_docstring: Code
    keywords: tuple[Keyword, ...]
    base_url: Code
    needs_base_url: bool
    arguments: tuple[Code, ...]
    has_patterns: bool
    has_client_credentials: bool
    package: Code
    server: Code
    servers: ServersView | None
    schemes: Code


def client(api: Api) -> Client:
    """Return the data for both client classes of an API."""
    is_needed = servers.needs_base_url(api)
    is_known = not is_needed or any("{" in one.url or not servers.is_relative(one) for one in servers.servers_of(api))
    each = keywords(api)
    schemes = [compose("{}: {}", literal(one.name), scheme(one)) for one in api.security_schemes]
    return Client(
        docstring=_documentation(api, each, "Close it with `close`, or use it in a `with` statement."),
        async_docstring=_documentation(api, each, "Close it with `aclose`, or use it in an `async with` statement."),
        keywords=each,
        base_url=compose("base_url: str | None = None") if is_known else compose("base_url: str"),
        needs_base_url=is_needed,
        arguments=_arguments(each),
        has_patterns=any(one.pattern is not None for one in each),
        has_client_credentials=any(one.kind == "client_credentials" for one in each),
        package=_package(each),
        server=servers.server_code(api) or literal(None),
        servers=_servers_view(api, each),
        schemes=compose("{{{}}}", join(", ", schemes)),
    )


def _arguments(each: Sequence[Keyword]) -> tuple[Code, ...]:
    """Return ``variables=given(…), token=token, …``: what the document asks for, and always ``headers``."""
    variables, headers, secrets = (
        [one for one in each if one.kind == kind] for kind in ("variable", "header", "secret")
    )
    found = [compose("variables={}", _given(variables))] if variables else []
    found += [compose("{0}={0}", one.name) for one in each if one.kind in _SHARED]
    if [one.name for one in secrets] == ["api_key"]:
        found.append(compose("api_key=api_key"))
    elif secrets:
        found.append(compose("credentials={}", _given(secrets)))
    found.append(
        compose("headers={{**{}, **(headers or {{}})}}", _given(headers)) if headers else compose("headers=headers")
    )
    return tuple(found)


def keywords(api: Api) -> tuple[Keyword, ...]:
    """Return the constructor arguments that the document gives rise to: server variables, credentials, then headers."""
    variables, urls = servers.variables(api), servers.choices(api)
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
    used = {str(one.name) for one in found}
    return (*(_choice(api, urls, name or "_") for name in distinct(_CHOICE if urls else [], used.__contains__)), *found)


def _choice(api: Api, urls: Sequence[str], name: str) -> Keyword:
    one = compose("Literal[{}]", join(", ", [literal(url) for url in urls]))
    several = any(operation.servers for operation in api.operations)
    kind = compose("{0} | tuple[{0}, ...] | None", one) if several else compose("{} | None", one)
    words = "URL of the server to use, as the document has it; its first one if not given."
    if several:
        words += " Of several, each operation uses the first of its own servers that is among them, else its first."
    return Keyword(identifier(name), "server", "server", kind, kind, literal(None), words, choices=tuple(urls))


def _package(each: Sequence[Keyword]) -> Code:
    """Return the expression of the package, with the servers that the client is to use where there are several."""
    chosen = next((one for one in each if one.kind == "server"), None)
    if chosen is None:
        return compose("PACKAGE")
    return compose("choose(PACKAGE, {}, {})", chosen.name, literal(chosen.choices))


def _servers_view(api: Api, each: Sequence[Keyword]) -> ServersView | None:
    chosen = next((one for one in each if one.kind == "server"), None)
    relative = next((one.url for one in servers.servers_of(api) if servers.is_relative(one) and one.url != "/"), None)
    if chosen is None and relative is None:
        return None
    words = servers.descriptions(api)
    return ServersView(
        rows=tuple((markdown(url), markdown(one_line(words[url]))) for url in chosen.choices) if chosen else (),
        choice=compose("{}={}", chosen.name, literal(servers.example_choice(api))) if chosen else None,
        relative=markdown(relative) if relative is not None else None,
    )


def _variable_names(name: str, kind: str) -> list[str]:
    """Return names to choose from: its own, with what it is, with every odd character named, which no other shares."""
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
    if variable.required or variable.default is None:
        kind, default = compose("{} | None", kind), literal(None)
        words = f"{words.rstrip('.')}. " + (
            "Needed unless `base_url` is given." if variable.required else "Each server has a default of its own."
        )
    return Keyword(
        identifier(name),
        variable.name,
        "variable",
        kind,
        kind,
        default,
        words,
        example=example if variable.required else None,
        choices=variable.choices,
    )


def _header(header: ClientHeader, name: str) -> Keyword:
    kind = compose("str | None")
    words = one_line(header.description) or f"Value of the header `{header.name}`."
    pattern = literal(header.pattern) if header.pattern is not None else None
    return Keyword(identifier(name), header.name, "header", kind, kind, literal(header.default), words, pattern)


def _given(each: Iterable[Keyword]) -> Code:
    """Return ``given(**{"cluster": cluster})``, which leaves out what is None."""
    pairs = [compose("{}: {}", literal(one.source), _checked(one)) for one in each]
    return compose("given(**{{{}}})", join(", ", pairs))


def _checked(one: Keyword) -> Code:
    if one.pattern is None:
        return one.name
    return compose("_matching({}, {}, {})", literal(str(one.name)), one.name, one.pattern)


def _shared(schemes: Sequence[SecurityScheme]) -> list[Keyword]:
    """Return ``token`` for bearer tokens, ``client_credentials`` for fetching them, ``basic_auth``."""
    found = []
    if any(isinstance(one, Bearer | OAuth2 | OpenIdConnect) for one in schemes):
        words = "Bearer token: text, or a function that gives a fresh one for each request."
        found.append(_credential("token", "token", "token", words))
    if any(isinstance(one, OAuth2) and one.token_url is not None for one in schemes):
        name, kind = "client_credentials", compose("ClientCredentials | None")
        words = "The application's own identity: tokens are fetched with it, kept, and renewed."
        found.append(Keyword(identifier(name), name, "client_credentials", kind, kind, literal(None), words))
    if any(isinstance(one, Basic) for one in schemes):
        pair = compose("tuple[str, str] | None")
        words = "User and password."
        found.append(Keyword(identifier("basic_auth"), "basic_auth", "basic_auth", pair, pair, literal(None), words))
    return found


def _secret(one: ApiKey | OtherHttp, name: str) -> Keyword:
    where = (
        f"Key for the {one.location} field `{one.key}`."
        if isinstance(one, ApiKey)
        else f"What follows `{one.scheme}` in the header."
    )
    return _credential(name, one.name, "secret", " ".join(filter(None, (one_line(one.description), where))))


def _credential(name: str, source: str, kind: Kind, words: str) -> Keyword:
    return Keyword(
        identifier(name),
        source,
        kind,
        compose("Secret | None"),
        compose("AsyncSecret | None"),
        literal(None),
        words,
    )


def _declaration(name: Code, annotation: Code, default: Code | None) -> Code:
    return compose("{}: {}", name, annotation) if default is None else compose("{}: {} = {}", name, annotation, default)


def _about_servers(api: Api) -> str:
    relative = next((one.url for one in servers.servers_of(api) if servers.is_relative(one) and one.url != "/"), None)
    text = "URL to use in place of the document's server, such as that of a proxy or a test server."
    if relative is None:
        return text
    return f"{text} Without a path it is that of the host: the document's `{one_line(relative)}` is put behind it."


def _documentation(api: Api, each: Sequence[Keyword], closing: str) -> Code:
    entries = [(str(one.name), one.description) for one in each]
    entries += [
        ("base_url", _about_servers(api)),
        ("timeout", "Seconds for each of connecting, writing, reading and waiting for a connection."),
        ("headers", "Sent with every request."),
        ("retries", "What is repeated when it fails, and how patiently; `None` for nothing."),
        ("validation", _VALIDATION),
        ("on_drift", "With `warn`: called with each `Drift` of a response, which is logged as well."),
        ("largest_response", "How many bytes of content a response may have, decompressed; `None` for no limit."),
        ("http_client", "An httpx2 client to use, for proxies, certificates, event hooks; `close` leaves it open."),
    ]
    certificate = "\n\nThe server asks for a client certificate: set it up on `http_client`."
    text = f"Client of {one_line(api.title)} {one_line(api.version)}. {closing}"
    text += certificate if any(isinstance(one, MutualTls) for one in api.security_schemes) else ""
    return docstring(text, 4, [Section("Args", tuple(entries))])
