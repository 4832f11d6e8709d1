"""Guards: loaded late, compiled once, speaking of places in the JSON form."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import BaseModel, Field, ValidationError

from specproof.runtime.guards import Guards

DEFS = {
    "Even": {"multipleOf": 2},
    "Object": {"properties": {"a": {"$ref": "#/$defs/Even"}}, "minProperties": 1},
    "Elsewhere": {"$ref": "urn:other#/$defs/X"},
    "Broken": {"type": "no type"},
    "Gone": {"$ref": "#/$defs/Nobody"},
}


OTHER = {"urn:other": {"$id": "urn:other", "$defs": {"X": {"const": 1}}}}


def guards(*without: str) -> Guards:
    """Guards over all definitions but some."""
    return Guards(lambda: {"$defs": {k: v for k, v in DEFS.items() if k not in without}, "resources": OTHER})


def test_nothing_is_read_before_the_first_judgement() -> None:
    asked: list[str] = []

    def load() -> Any:
        asked.append("load")
        return {"$defs": {"Even": DEFS["Even"]}, "resources": {}}

    lazy = Guards(load)
    first, second = lazy["Even"], lazy["Even"]
    assert asked == []
    assert first.judge(2) == 2
    assert first.judge(4) == 4
    assert second.judge(6) == 6
    assert asked == ["load"]


def test_the_value_itself_comes_back() -> None:
    value = {"a": 2}
    assert guards("Broken", "Gone")["Object"].judge(value) is value


def test_errors_name_the_place_the_keyword_and_the_input() -> None:
    with pytest.raises(ValidationError) as caught:
        guards("Broken", "Gone")["Object"].judge({"a": 3})
    [error] = caught.value.errors()
    assert caught.value.title == "Object"
    assert (error["loc"], error["type"], error["input"]) == (("a",), "multipleOf", 3)
    assert "is not a multiple of 2" in error["msg"]


def test_all_errors_are_told_and_an_error_of_the_whole_has_no_place() -> None:
    with pytest.raises(ValidationError) as caught:
        Guards(lambda: {"$defs": {"T": {"minItems": 3, "items": DEFS["Even"]}}, "resources": {}})["T"].judge([1, 2])
    assert {(error["loc"], error["type"]) for error in caught.value.errors()} == {
        ((), "minItems"),
        ((0,), "multipleOf"),
    }


def test_braces_in_a_value_stay_text() -> None:
    with pytest.raises(ValidationError, match=r"\{text\}|\{0\}"):
        Guards(lambda: {"$defs": {"T": {"const": 1}}, "resources": {}})["T"].judge("{text} {0}")


def test_what_is_judged_is_the_json_form() -> None:
    class Timed(BaseModel):
        at: datetime = Field(serialization_alias="a")

    judge = Guards(lambda: {"$defs": {"T": {"properties": {"a": {"type": "string"}, "at": False}}}, "resources": {}})
    assert judge["T"].judge(Timed(at=datetime.now(UTC)))


def test_resources_are_known_by_their_uri() -> None:
    found = guards("Broken", "Gone")
    assert found["Elsewhere"].judge(1) == 1
    with pytest.raises(ValidationError):
        found["Elsewhere"].judge(2)


@pytest.mark.parametrize("name", ["Gone", "Broken"])
def test_a_guard_that_cannot_be_built_says_whose_it_is(name: str) -> None:
    with pytest.raises(RuntimeError, match=name):
        guards()[name].judge(1)


def test_guards_are_equal_by_package_and_name() -> None:
    found = guards()
    assert found["Even"] == found["Even"]
    assert found["Even"] != found["Object"]
    assert found["Even"] != guards()["Even"]


def test_the_validator_is_imported_when_something_is_judged() -> None:
    program = (
        "import sys; from specproof.runtime.guards import Guards; from specproof.runtime import models\n"
        "g = Guards(lambda: {'$defs': {'T': True}, 'resources': {}})['T']\n"
        "assert 'jsonschema_rs' not in sys.modules; g.judge(1); assert 'jsonschema_rs' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
