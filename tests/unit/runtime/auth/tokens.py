"""A token server, and operations that need its tokens."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from specproof.runtime.bodies import Body
from specproof.runtime.credentials import Scheme
from specproof.runtime.oauth import ClientCredentials
from specproof.runtime.operation import DeclaredResponse, Media, Operation
from specproof.runtime.package import Package
from specproof.runtime.retries import Retries
from specproof.runtime.servers import Server as DeclaredServer
from tests.unit.runtime.clients import JSON
from tests.unit.runtime.sample.operations import FOLDERS
from tests.unit.runtime.wire import Answer, Exchange, Server

NO_WAIT = Retries(3, 0.001, 0.001)
SCHEMES = {
    "app": Scheme("bearer", token_url="https://login.test/{account}/token"),
    "person": Scheme("bearer"),
    "user": Scheme("basic"),
    "key": Scheme("apiKey", "X-Key"),
    "inquery": Scheme("apiKey", "key", "query"),
    "incookie": Scheme("apiKey", "sid", "cookie"),
}
PACKAGE = Package(
    "tests.unit.runtime.sample", server=(DeclaredServer("https://{region}.test"),), schemes=SCHEMES, **FOLDERS
)
OK = {"200": DeclaredResponse(), "401": DeclaredResponse()}


def operation(*alternatives: dict[str, tuple[str, ...]], **rest: Any) -> Operation:
    return Operation("op", "GET", "/op", responses=OK, security=alternatives, **rest)


APP = operation({"app": ("https://{region}.test/.default", "read")})
POST = operation({"app": ()}, body=Body({"text/csv": Media()}))


class TokenServer:
    """Gives numbered tokens, and counts who asks."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.reply: dict[str, Any] = {"token_type": "Bearer", "expires_in": 3600}
        self.before: Callable[[], None] = lambda: None
        server.answer = self.answer

    def answer(self, exchange: Exchange) -> Answer:
        self.before()
        token = {"access_token": f"t{len(self.server.seen)}", **self.reply}
        return Answer(200, json.dumps(token).encode(), JSON)

    @property
    def identity(self) -> ClientCredentials:
        return ClientCredentials("me", "hidden-secret", token_url=f"{self.server.url}/token")


def authorizations(server: Server) -> list[str | None]:
    return [exchange.header("authorization") for exchange in server.seen]
