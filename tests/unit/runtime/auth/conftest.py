"""Clients, blocking and on asyncio, and the server that gives them tokens."""

from __future__ import annotations

from typing import Any

import pytest

from specproof.runtime.operation import Operation
from tests.unit.runtime.auth.tokens import (
    NO_WAIT,
    PACKAGE,
    TokenServer,
)
from tests.unit.runtime.clients import Ask, ask_async, ask_sync
from tests.unit.runtime.wire import Server


@pytest.fixture
def tokens(storage: Server) -> TokenServer:
    return TokenServer(storage)


@pytest.fixture(params=[ask_sync, ask_async], ids=["sync", "async"])
def ask(request: pytest.FixtureRequest, nothing_left: None) -> Ask:
    def call(server: Server, op: Operation, *rest: Any, **client: Any) -> Any:
        settings = {"base_url": server.url, "variables": {"region": "eu"}, "retries": NO_WAIT, **client}
        return request.param(PACKAGE, settings, op, *(rest or ({},)))

    return call
