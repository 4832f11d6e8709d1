"""Codecs: a value is judged on its way in, and again on its way out."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Annotated, Any

import pytest
from pydantic import MISSING, Field, ValidationError

from specproof.runtime.codec import Codec
from specproof.runtime.models import Exact, Model
from specproof.runtime.package import Package


class Pet(Model):
    name: Annotated[str, Field(min_length=1)]
    tag_id: int | MISSING = Field(default=MISSING, validation_alias="tagId", serialization_alias="tagId")


Names = Annotated[list[str], Exact()]


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Package:
    module = ModuleType("sample.models")
    vars(module).update(Pet=Pet, Names=Names)
    monkeypatch.setitem(sys.modules, "sample", ModuleType("sample"))
    monkeypatch.setitem(sys.modules, "sample.models", module)
    return Package("sample")


def test_codecs_are_made_once_and_late(types: Package) -> None:
    assert types.codec("Pet") is types.codec("Pet")
    absent = types.codec("Absent")
    with pytest.raises(AttributeError, match="Absent"):
        absent.load(1)


def test_the_type_is_looked_up_once() -> None:
    asked: list[int] = []

    def find() -> Any:
        asked.append(1)
        return Pet

    codec: Codec[Pet] = Codec(find)
    assert asked == []
    codec.load({"name": "a"})
    codec.load_json('{"name": "b"}')
    assert asked == [1]


def test_reading(types: Package) -> None:
    codec = types.codec("Pet")
    assert (
        codec.load({"name": "a", "tagId": 1})
        == codec.load_json(b'{"name": "a", "tagId": 1}')
        == Pet(name="a", tag_id=1)
    )
    for wrong in ({}, {"name": ""}, {"name": "a", "tagId": "1"}):
        with pytest.raises(ValidationError):
            codec.load(wrong)
    with pytest.raises(ValidationError):
        codec.load_json("{")


def test_writing(types: Package) -> None:
    codec = types.codec("Pet")
    pet = Pet(name="a", tag_id=1)
    assert codec.dump(pet) == {"name": "a", "tagId": 1}
    assert codec.dump_json(pet) == b'{"name":"a","tagId":1}'
    assert codec.dump({"name": "a"}) == {"name": "a"}
    assert codec.dump_json({"name": "a"}) == b'{"name":"a"}'
    assert types.codec("Names").dump(["a"]) == ["a"]


@pytest.mark.parametrize("change", [("name", ""), ("name", 1), ("tag_id", "x"), ("tag_id", None), ("name", MISSING)])
@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
def test_a_model_that_was_changed_is_judged_again(types: Package, change: tuple[str, Any]) -> None:
    pet = Pet(name="a")
    setattr(pet, *change)
    for write in (types.codec("Pet").dump, types.codec("Pet").dump_json):
        with pytest.raises(ValidationError):
            write(pet)


@pytest.mark.parametrize("held", [object(), float("nan"), float("-inf")])
def test_what_json_cannot_say_is_not_sent(types: Package, held: Any) -> None:
    pet = Pet(name="a")
    pet.other = held  # type: ignore[attr-defined]  # an unknown property
    for write in (types.codec("Pet").dump, types.codec("Pet").dump_json):
        with pytest.raises(ValidationError):
            write(pet)


@pytest.mark.parametrize("wrong", [1, {}, {"name": 1}, ["a"], None])
def test_what_was_never_right_is_not_sent(types: Package, wrong: Any) -> None:
    for write in (types.codec("Pet").dump, types.codec("Pet").dump_json):
        with pytest.raises(ValidationError):
            write(wrong)
