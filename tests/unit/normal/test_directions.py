"""Request and response variants: two names only where what travels differs."""

from __future__ import annotations

from typing import Any

import pytest

from specproof.normal import Normal
from tests.unit.normal.documents import document, json_body, normal_of, operation, ref, reply

PET: dict[str, Any] = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "integer", "readOnly": True}, "name": {"type": "string"}},
}


def sent_and_answered(**schemas: Any) -> Normal:
    """A document whose only operation sends `Pet` and answers with it."""
    paths = {"/pets": {"post": operation(requestBody=json_body(ref("Pet")), responses={"200": reply(ref("Pet"))})}}
    return normal_of(document(paths, schemas=schemas))


def both(normal: Normal) -> tuple[Any, Any]:
    """The schemas of the body and of the reply."""
    written = normal.tree["paths"]["/pets"]["post"]
    contents = (written["requestBody"]["content"], written["responses"]["200"]["content"])
    names = [content["application/json"]["schema"]["$ref"].rpartition("/")[2] for content in contents]
    return normal.schemas[names[0]], normal.schemas[names[1]]


def test_what_only_the_server_sends_is_not_asked_of_a_request() -> None:
    request, response = both(sent_and_answered(Pet=PET))
    assert request["required"] == ["name"]
    assert response["required"] == ["id", "name"]


def test_what_only_the_client_sends_is_not_asked_of_a_response() -> None:
    pet = {**PET, "properties": {"id": {"writeOnly": True}, "name": {}}}
    request, response = both(sent_and_answered(Pet=pet))
    assert request["required"] == ["id", "name"]
    assert response["required"] == ["name"]


@pytest.mark.parametrize(
    "pet",
    [
        {**PET, "required": ["name"]},
        {**PET, "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}},
        {"type": "object", "properties": PET["properties"]},
    ],
)
def test_there_is_one_name_where_nothing_differs(pet: dict[str, Any]) -> None:
    normal = sent_and_answered(Pet=pet)
    assert set(normal.schemas) == {"Pet"}
    request, response = both(normal)
    assert request is response


@pytest.mark.parametrize(
    "holder",
    [
        {"type": "array", "items": ref("Inner")},
        {"type": "object", "properties": {"inner": ref("Inner")}},
        {"type": "object", "additionalProperties": ref("Inner")},
        {"anyOf": [ref("Inner"), {"type": "null"}]},
        {"type": "object", "properties": {"default": ref("Inner")}},
        {"type": "object", "properties": {"enum": ref("Inner"), "discriminator": {"type": "string"}}},
    ],
)
def test_what_holds_something_that_differs_differs_too(holder: dict[str, Any]) -> None:
    request, response = both(sent_and_answered(Pet=holder, Inner=PET))
    assert request != response


def test_the_mark_may_stand_behind_a_reference() -> None:
    pet = {**PET, "properties": {"id": ref("Id"), "name": {}}}
    request, _ = both(sent_and_answered(Pet=pet, Id={"type": "integer", "readOnly": True}))
    assert request["required"] == ["name"]


def test_the_mark_may_stand_in_another_part() -> None:
    pet = {"allOf": [ref("Base"), {"required": ["id"]}]}
    base = {"type": "object", "properties": PET["properties"]}
    request, response = both(sent_and_answered(Pet=pet, Base=base))
    assert request["allOf"][1]["required"] == []
    assert response["allOf"][1]["required"] == ["id"]


def test_cycles_end() -> None:
    pet = {**PET, "properties": {**PET["properties"], "friends": {"type": "array", "items": ref("Pet")}}}
    request, response = both(sent_and_answered(Pet=pet))
    assert request["properties"]["friends"]["items"] != response["properties"]["friends"]["items"]


def test_variants_are_locked() -> None:
    first = sent_and_answered(Pet=PET)
    paths = {"/pets": {"post": operation(requestBody=json_body(ref("Pet")), responses={"200": reply(ref("Pet"))})}}
    tree = document(paths, schemas={"PetRequest": {"type": "string"}, "Pet": PET, "PetInput": {"type": "string"}})
    second = normal_of(tree, first.lock)
    assert first.lock.schemas.items() <= second.lock.schemas.items()
    assert len(set(second.lock.schemas.values())) == len(second.lock.schemas)
