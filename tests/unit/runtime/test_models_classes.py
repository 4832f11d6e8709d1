"""The base of generated classes, and the marks that end annotations of everything else."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Annotated, Any, Literal, Never

import pytest
from pydantic import MISSING, BaseModel, ConfigDict, Field, PydanticUserError, TypeAdapter, ValidationError
from pydantic_core import to_jsonable_python
from typing_extensions import TypeAliasType

from specproof.runtime import guards
from specproof.runtime.guards import Guards
from specproof.runtime.models import Exact, Model
from specproof.runtime.tagged import Tagged

ODD = {"properties": {"n": {"not": {"multipleOf": 2}}}}
SCHEMAS = {
    "Odd": ODD,
    "Pair": {"properties": {"a": {"$ref": "#/$defs/Odd"}, "b": {"$ref": "#/$defs/Odd"}}},
    "Tree": {"properties": {"children": {"items": {"$ref": "#/$defs/Tree"}}}, "not": {"required": ["dead"]}},
    "Short": {"maxItems": 3, "uniqueItems": True},
    "Lists": {"items": {"$ref": "#/$defs/Words"}, "uniqueItems": True},
    "Words": {"items": {"not": {"const": "no"}}},
}
GUARDS = Guards(lambda: {"$defs": SCHEMAS, "resources": {}})


class Plain(Model):
    name: str
    from_: int | MISSING = Field(default=MISSING, validation_alias="from", serialization_alias="from")
    note: str | MISSING | None = MISSING


class Closed(Model):
    model_config = ConfigDict(extra="forbid")
    class_: str = Field(validation_alias="class", serialization_alias="class")


class Counts(Model):
    __pydantic_extra__: dict[str, float | bool] = Field(init=False)  # pyright: ignore[reportIncompatibleVariableOverride]  # as generated classes have it
    first: float | bool | MISSING = MISSING


class Odd(Model):
    __guard__ = GUARDS["Odd"]
    n: int


class Pair(Model):
    __guard__ = GUARDS["Pair"]
    a: Odd
    b: Odd | MISSING = MISSING


class Tree(Model):
    __guard__ = GUARDS["Tree"]
    children: list[Tree] | MISSING = MISSING


class Cat(Model):
    kind: Literal["cat"]
    lives: int


class Dog(Model):
    kind: Literal["dog", "hound"]


class Free(Model):
    """Knows nothing of its own."""


Text = Annotated[str, Field(min_length=1), Exact()]
Short = Annotated[list[Odd], Exact(GUARDS["Short"])]
Words = Annotated[list[str], Exact(GUARDS["Words"])]
Lists = Annotated[list[Words], Exact(GUARDS["Lists"])]
Nested = TypeAliasType("Nested", Annotated["list[Nested] | str", Exact()])


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was judged, in turn: the names of its types."""
    said: list[str] = []

    def noted(value: Any, **options: Any) -> Any:
        said.append(type(value).__name__)
        return to_jsonable_python(value, **options)

    monkeypatch.setattr(guards, "to_jsonable_python", noted)
    return said


def accepted(kind: Any, text: str) -> bool:
    try:
        TypeAdapter(kind).validate_json(text)
    except ValidationError:
        return False
    return True


def test_absent_null_and_default_are_three_things() -> None:
    absent, null = Plain(name="a"), Plain(name="a", note=None)
    assert absent.note is MISSING
    assert null.note is None
    assert absent.model_dump_json() == '{"name":"a"}'
    assert null.model_dump_json() == '{"name":"a","note":null}'
    assert absent != null


def test_keywords_are_python_s_and_json_is_the_document_s() -> None:
    made = Plain(name="a", from_=1)
    assert made.model_dump() == {"name": "a", "from": 1}
    assert made == Plain.model_validate_json('{"name": "a", "from": 1}')
    stranger = Plain.model_validate_json('{"name": "a", "from_": 1}')
    assert stranger.from_ is MISSING
    assert stranger.model_dump() == {"name": "a", "from_": 1}


def test_python_names_are_unknown_to_closed_json() -> None:
    assert Closed(class_="a").model_dump_json() == '{"class":"a"}'
    assert not accepted(Closed, '{"class_": "a"}')
    assert accepted(Closed, '{"class": "a"}')


@pytest.mark.parametrize("wrong", [{}, {"klass": "a"}, {"class_": 1}, {"class_": "a", "other": 1}])
def test_building_judges_as_parsing_does(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Closed(**wrong)


def test_typed_extras_survive_a_union() -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(Counts | str)
    text = '{"first":true,"other":true,"more":1.5}'
    assert adapter.dump_json(adapter.validate_json(text)).decode() == text
    assert not accepted(Counts, '{"other": "text"}')
    assert Counts.model_validate_json(text).model_extra == {"other": True, "more": 1.5}


def test_models_are_copied_and_pickled() -> None:
    for model in (Counts.model_validate_json('{"first":1,"x":true}'), Pair(a=Odd(n=1))):
        for other in (copy.deepcopy(model), model.model_copy(), pickle.loads(pickle.dumps(model))):
            assert other == model
            assert other.model_dump_json() == model.model_dump_json()


def test_a_guard_speaks_with_place_and_keyword() -> None:
    with pytest.raises(ValidationError) as caught:
        Pair.model_validate_json('{"a": {"n": 1}, "b": {"n": 2}}')
    [error] = caught.value.errors()
    assert error["loc"] == ("b", "n")
    assert error["type"] == "not"
    assert error["input"] == 2


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Pair, '{"a": {"n": 1}, "b": {"n": 3}}'),
        (list[Pair], '[{"a": {"n": 1}}]'),
        (Pair | None, '{"a": {"n": 1}}'),
        (Tree, '{"children": [{"children": []}, {}]}'),
        (list[Tree], '[{"children": [{"children": []}, {}]}]'),
        (Short, '[{"n": 1}, {"n": 3}]'),
        (Lists, '[["yes"], []]'),
    ],
)
def test_a_value_is_judged_once_by_the_outermost_guard(kind: Any, text: str, judged: list[str]) -> None:
    TypeAdapter(kind).validate_json(text)
    assert len(judged) == 1


def test_each_element_of_a_plain_list_is_judged(judged: list[str]) -> None:
    TypeAdapter(list[Odd]).validate_json('[{"n": 1}, {"n": 3}]')
    assert judged == ["Odd", "Odd"]


def test_a_model_of_the_user_s_judges_what_it_holds(judged: list[str]) -> None:
    class Mine(BaseModel):
        pair: Pair
        tree: Tree | None = None
        short: Short = []

    value = {"pair": {"a": {"n": 1}}, "tree": {"children": [{}]}, "short": [{"n": 5}]}
    Mine.model_validate(value)
    assert sorted(judged) == ["Pair", "Tree", "list"]
    with pytest.raises(ValidationError) as caught:
        Mine.model_validate_json(json.dumps({"pair": {"a": {"n": 2}}}))
    assert caught.value.errors()[0]["loc"] == ("pair", "a", "n")


def test_building_judges_each_object_as_it_is_built(judged: list[str]) -> None:
    Pair(a=Odd(n=1))
    assert judged == ["Odd", "Pair"]
    with pytest.raises(ValidationError):
        Odd(n=2)


def test_recursive_classes_are_judged_in_depth() -> None:
    assert accepted(Tree, '{"children": [{"children": [{}]}]}')
    assert not accepted(Tree, '{"children": [{"children": [{"dead": 1}]}]}')


def test_guarded_aliases() -> None:
    assert accepted(Words, '["yes"]')
    assert not accepted(Words, '["yes", "no"]')
    assert not accepted(Short, '[{"n": 1}, {"n": 1}]')
    assert not accepted(dict[str, Words], '{"a": ["no"]}')


def test_recursive_aliases() -> None:
    assert accepted(Nested, '["a", ["b", []]]')
    assert not accepted(Nested, '["a", [1]]')


def test_no_value_at_all() -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(Annotated[Never, Exact()])
    for text in ("null", "1", "{}"):
        with pytest.raises(ValidationError) as caught:
            adapter.validate_json(text)
        assert caught.value.errors()[0]["type"] == "false"


def test_a_tag_chooses_the_class() -> None:
    pet: Any = Annotated[Cat | Dog, Tagged("kind", "kind", ("cat",), ("dog", "hound")), Exact()]
    adapter: TypeAdapter[Any] = TypeAdapter(pet)
    assert isinstance(adapter.validate_json('{"kind": "hound"}'), Dog)
    assert isinstance(adapter.validate_python(Cat(kind="cat", lives=9)), Cat)
    with pytest.raises(ValidationError) as caught:
        adapter.validate_json('{"kind": "bird"}')
    [error] = caught.value.errors()
    assert error["type"] == "union_tag_invalid"
    assert "'cat', 'dog', 'hound'" in error["msg"]
    with pytest.raises(ValidationError) as caught:
        adapter.validate_json('{"kind": "cat", "lives": "nine"}')
    assert [error["loc"] for error in caught.value.errors()] == [("cat", "lives")]


def test_numbers_within_classes_are_json_s() -> None:
    assert Odd.model_validate_json('{"n": 3.0}').n == 3
    assert not accepted(Odd, '{"n": true}')
    assert not accepted(Odd, '{"n": "3"}')
    assert not accepted(Plain, '{"name": 1}')


def test_a_validator_has_what_pydantic_s_own_has() -> None:
    assert Odd(n=1).__pydantic_validator__.title == "Odd"


def test_a_class_that_is_built_anew_is_still_judged() -> None:
    class Again(Model):
        __guard__ = GUARDS["Odd"]
        n: int

    assert not accepted(Again, '{"n": 2}')
    Again.model_rebuild(force=True)
    assert not accepted(Again, '{"n": 2}')
    assert not accepted(list[Again], '[{"n": 2}]')


def test_a_class_may_be_built_by_a_stranger_first() -> None:
    class Late(Model):
        __guard__ = GUARDS["Odd"]
        n: int

    class Mine(BaseModel):
        late: Late

    assert accepted(Mine, '{"late": {"n": 1}}')
    assert not accepted(Mine, '{"late": {"n": 2}}')
    assert not accepted(Late, '{"n": 2}')


def test_a_class_whose_names_are_not_there_yet_is_built_later() -> None:
    class Early(Model):
        later: Later | MISSING = MISSING  # type: ignore[name-defined]  # noqa: F821 - the point: there is no such name

    with pytest.raises(PydanticUserError, match="not fully defined"):
        TypeAdapter(Early).validate_json("{}")


def test_a_class_of_nothing_keeps_everything() -> None:
    assert Free.model_validate_json('{"a":[1,{"b":null}]}').model_dump_json() == '{"a":[1,{"b":null}]}'


def test_text_is_exact() -> None:
    assert accepted(Text, '"a"')
    assert not accepted(Text, '""')
    assert not accepted(Text, "1")


def test_a_class_that_is_complete_is_not_built_again() -> None:
    Odd(n=1)
    validator = Odd.__pydantic_validator__
    assert Odd.model_rebuild() is None
    assert Odd.__pydantic_validator__ is validator


def test_classes_describe_themselves() -> None:
    assert set(TypeAdapter(Pair).json_schema()["properties"]) == {"a", "b"}
    assert TypeAdapter(list[Plain]).json_schema()["type"] == "array"
