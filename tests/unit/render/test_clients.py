"""What a client can be told: which settings a document brings along, and that each of them reaches the runtime."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import httpx2
import pytest

from tests.unit.render.forms import form, rendered

FLOW = {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://login.test/token", "scopes": {}}}}
CODE = {"type": "oauth2", "flows": {"authorizationCode": {"tokenUrl": "https://login.test/token", "scopes": {}}}}


@pytest.mark.parametrize(("scheme", "is_there"), [(FLOW, True), (CODE, False)])
def test_an_application_s_identity_where_the_document_has_the_flow(scheme: dict[str, Any], is_there: bool) -> None:
    files = rendered(form({}, schemes={"app": scheme}))
    assert ("client_credentials: ClientCredentials | None = None" in files["src/pets/client.py"]) is is_there
    assert (
        '"app": Scheme("bearer", token_url="https://login.test/token")' in files["src/pets/_operations.py"]
    ) is is_there
    assert ("## Tokens" in files["README.md"]) is is_there


def test_settings_keep_their_names() -> None:
    variables = {name: {"default": "a"} for name in ("retries", "validation", "on_drift", "client_credentials")}
    files = rendered(form({}, servers=[{"url": "https://h", "variables": variables}], schemes={"app": FLOW}))
    for name in variables:
        assert f'server_{name}: str = "a"' in files["src/pets/client.py"]


def answering(*answers: tuple[int, Any]) -> tuple[list[httpx2.Request], httpx2.Client]:
    seen: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        status, reply = answers[min(len(seen), len(answers)) - 1]
        return httpx2.Response(status, json=reply)

    return seen, httpx2.Client(transport=httpx2.MockTransport(answer))


@pytest.fixture
def opened(pets: ModuleType) -> Callable[..., Any]:
    return lambda http_client, **settings: pets.Client(
        **{"region": "eu", "token": "t", "http_client": http_client} | settings
    )


def test_retries(opened: Callable[..., Any], pets: ModuleType) -> None:
    seen, http_client = answering((503, {"message": "busy"}), (200, {"name": "Rex"}))
    rules = pets.Retries(first_delay=0.001)
    assert opened(http_client, retries=rules).pets.get_pet(id_path=1).name == "Rex"
    assert len(seen) == 2
    seen, http_client = answering((503, {"message": "busy"}))
    with pytest.raises(pets.errors.OtherStatusError):
        opened(http_client, retries=None).pets.get_pet(id_path=1)
    assert len(seen) == 1


def test_validation(opened: Callable[..., Any], pets: ModuleType) -> None:
    _, http_client = answering((200, {"name": 7, "new": True}))
    found: list[Any] = []
    with pytest.raises(pets.errors.InvalidResponseError):
        opened(http_client).pets.get_pet(id_path=1)
    pet = opened(http_client, validation="warn", on_drift=found.append).pets.get_pet(id_path=1)
    assert (type(pet).__name__, pet.name, pet.new) == ("Pet", 7, True)
    assert json.loads(pet.model_dump_json(serialize_as_any=True)) == {"name": 7, "new": True}
    assert [type(drift) for drift in found] == [pets.Drift]


def test_other_settings_for_one_call(opened: Callable[..., Any]) -> None:
    seen, http_client = answering((200, {"name": "Rex"}))
    client = opened(http_client, x_version="7")
    assert client.pets is client.pets
    client.with_options(token="other").pets.get_pet(id_path=1)
    client.pets.get_pet(id_path=1)
    assert [request.headers["authorization"] for request in seen] == ["Bearer other", "Bearer t"]
    assert [request.headers["x-version"] for request in seen] == ["7", "7"]
