"""Facts about pydantic that the runtime of generated packages relies upon; one that moves with a release shows here."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from pydantic import MISSING, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError


class Wrapper:
    """What may stand in a class for its validator."""

    def __init__(self, plain: Any) -> None:
        self.__pydantic_schema_validator__ = plain


@pytest.mark.parametrize(("wrap", "taken"), [(Wrapper, True), (lambda _: object(), False)])
def test_outer_types_take_the_validator_that_a_class_s_own_one_names(wrap: Any, taken: bool) -> None:
    class Inner(BaseModel):
        n: int

    Inner.__pydantic_validator__ = wrap(Inner.__pydantic_validator__)

    class Outer(BaseModel):
        inner: Inner

    assert ("Prebuilt" in repr(Outer.__pydantic_validator__)) is taken
    assert Outer.model_validate({"inner": {"n": 5}}).inner.n == 5


@pytest.mark.parametrize("marked", [True, False])
def test_a_marked_init_is_not_called_for_json(marked: bool) -> None:
    calls: list[dict[str, Any]] = []

    def init(self: Any, /, **data: Any) -> None:
        calls.append(data)
        self.__pydantic_validator__.validate_python(data, self_instance=self)

    if marked:
        init.__pydantic_base_init__ = True  # type: ignore[attr-defined]  # what the fact is about
    model: Any = type("M", (BaseModel,), {"__init__": init, "__annotations__": {"n": int}, "__module__": __name__})
    assert model.model_validate_json('{"n": 1}').n == 1
    assert len(calls) == (0 if marked else 1)
    assert model(n=2).n == 2
    assert len(calls) == (1 if marked else 2)


def test_completion_is_told_once_and_a_forced_rebuild_is_silent() -> None:
    said: list[str] = []

    class Told(BaseModel):
        model_config = ConfigDict(defer_build=True)
        n: int

        @classmethod
        def __pydantic_on_complete__(cls) -> None:
            said.append(cls.__name__)

    assert said == []
    Told.model_validate({"n": 1})
    Told(n=2)
    assert said == ["Told"]
    Told.model_rebuild(force=True)
    assert said == ["Told"]


def test_missing_is_taken_out_of_unions() -> None:
    class Holder(BaseModel):
        one: int | MISSING = MISSING
        two: int | str | MISSING = MISSING
        null: int | MISSING | None = MISSING

    fields: Any = Holder.__pydantic_core_schema__
    inner = {name: field["schema"]["schema"] for name, field in fields["schema"]["fields"].items()}
    assert {name: schema["type"] for name, schema in inner.items()} == dict.fromkeys(inner, "missing-sentinel")
    assert {name: schema["schema"]["type"] for name, schema in inner.items()} == {
        "one": "int",
        "two": "union",
        "null": "nullable",
    }
    assert Holder().model_dump() == {}
    assert bool(MISSING)


def test_a_value_for_extras_hides_their_slot() -> None:
    class Hidden(BaseModel):
        model_config = ConfigDict(extra="allow")
        __pydantic_extra__: dict[str, int] = Field(init=False)

    assert "__pydantic_extra__" in vars(Hidden.model_validate({"a": 1}))


def test_literals_of_numbers_and_booleans_are_not_exact() -> None:
    assert TypeAdapter(Literal[1]).validate_json("true") == 1
    assert TypeAdapter(Literal[0, False]).validate_json("0.0") is False


def test_infinities_are_written_as_null() -> None:
    assert TypeAdapter(float).dump_json(float("inf")) == b"null"


def test_json_is_read_to_a_depth_of_two_hundred() -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(Any)
    adapter.validate_json("[" * 199 + "]" * 199)
    with pytest.raises(ValidationError, match="recursion limit"):
        adapter.validate_json("[" * 202 + "]" * 202)


def test_names_and_aliases_of_closed_models() -> None:
    """`validate_by_name` would make Python's names valid JSON; the call of a validator can say it for itself."""

    class Closed(BaseModel):
        model_config = ConfigDict(extra="forbid")
        from_: int = Field(validation_alias="from")

    validator = Closed.__pydantic_validator__
    assert validator.validate_python({"from_": 1}, by_name=True, by_alias=False).from_ == 1
    with pytest.raises(ValidationError):
        Closed.model_validate_json('{"from_": 1}')
