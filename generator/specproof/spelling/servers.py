"""The servers of a document as a client has them: which there are to choose from, and what their variables may be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specproof.ir.api import Api, Operation, Server, Variable
from specproof.spelling.code import Code, compose, join, literal

__all__ = [
    "choices",
    "descriptions",
    "example_choice",
    "is_relative",
    "needs_base_url",
    "server_code",
    "servers_of",
    "uses_folder",
    "variables",
]

_ABSOLUTE = re.compile(r"[^/?#]+://")
_ROOT = (Server("/"),)


def servers_of(api: Api) -> tuple[Server, ...]:
    """Return the servers of a client: the document's, or the first operation's where each operation has its own."""
    own = all(operation.servers and not is_relative(operation.servers[0]) for operation in api.operations)
    if own and api.operations and (not api.servers or is_relative(api.servers[0])):
        return api.operations[0].servers
    return api.servers or _ROOT


def _lists(api: Api) -> Iterator[tuple[Server, ...]]:
    yield servers_of(api)
    yield from (operation.servers for operation in api.operations if operation.servers)


def _by_default(server: Server) -> str:
    url = server.url
    for variable in server.variables:
        url = url.replace(f"{{{variable.name}}}", variable.default or "")
    return url


def is_relative(server: Server) -> bool:
    """Return whether the URL of a server, with the defaults of its variables, counts from where the document is."""
    return _ABSOLUTE.match(_by_default(server)) is None


def needs_base_url(api: Api) -> bool:
    """Return whether a client without settings would not know the host of the API."""
    return is_relative(servers_of(api)[0])


def uses_folder(api: Api) -> bool:
    """Return whether the runtime has to work out the URL of a server: there are several, or one is no plain URL."""
    return any(len(each) > 1 or any(map(_is_no_plain_url, each)) for each in _lists(api))


def _is_no_plain_url(server: Server) -> bool:
    return "{" in server.url or (is_relative(server) and server.url.strip("./") != "")


def server_code(api: Api, operation: Operation | None = None) -> Code | None:
    """Return the argument `server` of a `Package` or `Operation`; None for an operation without servers of its own."""
    each = servers_of(api) if operation is None else operation.servers
    if not each:
        return None
    if uses_folder(api):
        return compose("({},)", join(", ", [_server(one) for one in each]))
    return literal(None if is_relative(each[0]) else each[0].url)


def _server(server: Server) -> Code:
    pairs = [compose("{}: {}", literal(one.name), _variable(one)) for one in server.variables]
    shown = compose(", {{{}}}", join(", ", pairs)) if pairs else compose("")
    return compose("Server({}{})", literal(server.url), shown)


def _variable(variable: Variable) -> Code:
    default = None if variable.required else variable.default
    return compose("Variable({}, {})", literal(default), literal(variable.choices))


def choices(api: Api) -> tuple[str, ...]:
    """Return the URLs of all servers, if there is a choice anywhere; else nothing."""
    lists = list(_lists(api))
    several = any(len({server.url for server in each}) > 1 for each in lists)
    return tuple(dict.fromkeys(server.url for each in lists for server in each)) if several else ()


def example_choice(api: Api) -> str:
    """Return the URL of a server that is not the first of its list, where there is a choice; absolute if possible."""
    others = [server for each in _lists(api) for server in each[1:]]
    return min(others, key=is_relative).url


def descriptions(api: Api) -> dict[str, str]:
    """Return the description of each server, by its URL."""
    found: dict[str, str] = {}
    for server in (server for each in _lists(api) for server in each):
        found[server.url] = found.get(server.url) or server.description
    return found


def variables(api: Api) -> tuple[Variable, ...]:
    """Return the variables of all servers; where two differ, any value of either, and each server has its default."""
    declared: dict[str, list[Variable]] = {}
    for server in dict.fromkeys(server for each in _lists(api) for server in each):
        for variable in server.variables:
            declared.setdefault(variable.name, []).append(variable)
    return tuple(_merged(each) for each in declared.values())


def _merged(each: list[Variable]) -> Variable:
    first = each[0]
    defaults = {one.default for one in each}
    every = dict.fromkeys(choice for one in each for choice in one.choices)
    return Variable(
        first.name,
        first.default if len(defaults) == 1 or all(one.required for one in each) else None,
        all(one.required for one in each),
        tuple(every) if all(one.choices for one in each) else (),
        next((one.description for one in each if one.description), ""),
    )
