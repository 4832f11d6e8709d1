"""Attribute names of classes: identifiers that pydantic leaves alone, one a property, never changed once given."""

from __future__ import annotations

import keyword
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import MISSING, BaseModel, Field, create_model

from specproof.runtime.models import Model
from specproof.spelling.attributes import attributes, names_to_lock


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("name", "name"),
        ("externalId", "external_id"),
        ("external_id", "external_id"),
        ("X-Request-ID", "x_request_id"),
        ("from", "from_"),
        ("copy", "copy_"),
        ("model_config", "model_config_"),
        ("schema", "schema_"),
        ("self", "self_"),
        ("mro", "mro_"),
        ("register", "register_"),
        ("Größe", "grosse"),
        ("Øl", "ol"),
        ("имя", "i_em_ya"),
        ("1st", "field_1_st"),
        ("", "field"),
        ("_id", "id"),
        ("__init__", "init"),
    ],
)
def test_one_alone(name: str, own: str) -> None:
    assert attributes([name], {}) == {name: own}


@pytest.mark.parametrize(
    ("name", "beside", "own"),
    [
        ("_key", "key", "underscore_key"),
        ("@kind", "kind", "at_kind"),
        ("$ref", "ref", "dollar_ref"),
        ("+1", "-1", "plus_1"),
        ("page-item", "page_item", "page_dash_item"),
        ("naïve", "naive", "naive_2"),
        ("UserID", "userId", "user_id_2"),
        ("«»", "»«", "field_2"),
    ],
)
def test_of_two_that_fold_alike_the_other_is_named_after_its_signs_or_numbered(
    name: str, beside: str, own: str
) -> None:
    assert attributes([beside, name], {})[name] == own


def test_a_number_is_not_what_another_property_would_be_called() -> None:
    assert attributes(["UserID", "userId", "USER_ID", "userID 2"], {})["UserID"] != "user_id_2"


def test_of_several_that_fold_alike_the_one_spelled_so_wins() -> None:
    found = attributes(["userId", "user_id", "UserID"], {})
    assert found["user_id"] == "user_id"
    assert found["userId"] == "userId"
    assert len(set(found.values())) == 3


def test_of_several_none_of_which_is_spelled_so_nobody_wins() -> None:
    """Else the order of the document would decide."""
    assert attributes(["userId", "user-id"], {}) == attributes(["user-id", "userId"], {})
    assert "user_id" not in attributes(["userId", "user-id"], {}).values()


def test_what_is_locked_stays_and_nobody_else_gets_it() -> None:
    assert attributes(["userId"], {"userId": "owner"}) == {"userId": "owner"}
    found = attributes(["from", "from_"], {"from": "from_"})
    assert found["from"] == "from_"
    assert found["from_"] != "from_"
    assert attributes(["a-b"], {"gone": "a_b"})["a-b"] != "a_b"


_NAMES = [
    "from",
    "from_",
    "From",
    "copy",
    "copy_",
    "class",
    "class_",
    "user_id",
    "userId",
    "user-id",
    "UserID",
    "",
    "_",
]
_NAMES += ["__init__", "init", "model_fields", "model_config", "json", "self", "1", "field_1", "ª", "a", "é", "K", "k"]
_NAMES += [
    "None",
    "mro",
    "register",
    "Register",
    "«»",
    "»«",
    "_id",
    "@id",
    "id",
    "1_id",
    "none",
    "print",
    "a b",
    "a_b",
    "x" * 70,
    "validate",
    "\u212a",
    "field",
    "field_",
    "\n",
    "$ref",
    "ref",
]
_properties = st.lists(st.one_of(st.sampled_from(_NAMES), st.text(max_size=4)), unique=True, max_size=8)


def sound(found: dict[str, str]) -> None:
    assert len(set(found.values())) == len(found)
    for own in found.values():
        assert own.isascii()
        assert own.isidentifier()
        assert not keyword.iskeyword(own)
        assert not own.startswith("_")
        assert not hasattr(BaseModel, own)
        assert not re.search(r"(^|_)u[0-9a-f]{2,}(_|$)", own)


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(names=_properties)
def test_names_are_sound(names: list[str]) -> None:
    found = attributes(names, {})
    assert list(found) == names
    sound(found)


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(names=_properties, source=st.randoms(use_true_random=False))
def test_names_do_not_depend_on_order(names: list[str], source: Any) -> None:
    shuffled = list(names)
    source.shuffle(shuffled)
    assert attributes(shuffled, {}) == attributes(names, {})


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(names=_properties, new=_properties)
def test_what_arrives_later_renames_nobody(names: list[str], new: list[str]) -> None:
    """The lock holds what is worth locking."""
    before = attributes(names, {})
    locked = names_to_lock(before)
    after = attributes(list(dict.fromkeys([*new, *names])), locked)
    assert before.items() <= after.items()
    sound(after)


@settings(max_examples=50, deadline=None, database=None, derandomize=True)
@given(names=_properties)
def test_pydantic_takes_them(names: list[str]) -> None:
    found = attributes(names, {})
    fields: dict[str, Any] = {
        own: (int | MISSING, Field(default=MISSING, validation_alias=name, serialization_alias=name))
        for name, own in found.items()
    }
    made = create_model("Made", __base__=Model, **fields)
    value = {name: number for number, name in enumerate(names)}
    model = made.model_validate(value)
    assert model.model_dump() == value
    assert [getattr(model, own) for own in found.values()] == list(range(len(names)))
    assert made(**{own: number for number, own in enumerate(found.values())}) == model
