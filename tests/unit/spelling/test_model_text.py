"""Types as annotations, aliases in order, and the door through which an engine's text comes in."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from specproof.core.location import Pointer
from specproof.schema.native import (
    Anything,
    Boolean,
    ListOf,
    Literals,
    MapOf,
    Native,
    Never,
    Null,
    Number,
    Object,
    Reference,
    String,
    TupleOf,
    Union,
)
from specproof.schema.split import Component, Residual
from specproof.spelling.class_text import NotAClassBodyError, class_text
from specproof.spelling.model_types import Types
from specproof.spelling.signatures import Signatures


def components(**natives: Native) -> dict[str, Component]:
    return {name: Component(name, name, native) for name, native in natives.items()}


@pytest.mark.parametrize(
    ("native", "text"),
    [
        (Anything(), "Any"),
        (Never(), "Never"),
        (Null(), "None"),
        (Boolean(), "bool"),
        (Number(True), "int"),
        (Number(False), "float"),
        (Number(True, minimum=1, maximum=250), "Annotated[int, Field(ge=1, le=250)]"),
        (Number(False, exclusive_minimum=0.5, exclusive_maximum=2), "Annotated[float, Field(gt=0.5, lt=2)]"),
        (Number(True, multiple_of=3), "Annotated[int, Field(multiple_of=3)]"),
        (String(format="uuid"), "str"),
        (String(1, 2, "^a"), "Annotated[str, Field(min_length=1, max_length=2, pattern='^a')]"),
        (Literals(("a", 'b"')), "Literal['a', 'b\"']"),
        (ListOf(Reference("Pet")), "list[Pet]"),
        (ListOf(Number(True), 1, 3), "Annotated[list[int], Field(min_length=1, max_length=3)]"),
        (TupleOf((Number(True), Null())), "tuple[int, None]"),
        (MapOf(Boolean()), "dict[str, bool]"),
        (MapOf(Boolean(), 0, 1), "Annotated[dict[str, bool], Field(min_length=0, max_length=1)]"),
        (Union((Reference("Pet"), Null())), "Pet | None"),
        (Union((String(format="a"), String(format="b"), Null())), "str | None"),
        (ListOf(Union((String(format="a"), String(format="b")))), "list[str]"),
        (ListOf(Union((String(), String(2)))), "list[str | Annotated[str, Field(min_length=2)]]"),
    ],
)
def test_annotations(native: Native, text: str) -> None:
    spelled = Types(components(Pet=Object({}))).spell(native)
    assert ast.dump(ast.parse(str(spelled))) == ast.dump(ast.parse(text))


def test_names_that_a_component_has_taken_are_imported_under_another() -> None:
    types = Types(components(Any=String(), Field=Object({})))
    assert str(types.spell(ListOf(Anything()))) == "list[Any_]"
    assert str(types.spell(String(1))) == "Annotated[str, Field_(min_length=1)]"
    homes = {str(home): str(names) for home, names in types.imports({"Any_", "Field_", "Annotated", "Model"})}
    assert homes["typing"] == "Annotated, Any as Any_"
    assert homes["pydantic"] == "Field as Field_"
    assert homes["._runtime.models"] == "Model"


def test_an_object_has_no_annotation_but_its_name() -> None:
    with pytest.raises(AssertionError):
        Types({}).spell(Object({}))


def test_signatures_spell_scalars_out() -> None:
    signatures = Signatures(
        components(
            Limit=Number(True, 1, 5),
            Ratio=Number(False),
            Name=String(1),
            Flag=Boolean(),
            Pet=Object({}),
            Pets=ListOf(Reference("Pet")),
            Alias=Reference("Name"),
            Loop=Reference("Loop"),
        )
    )
    told = {name: str(signatures.annotation(name)) for name in ("Limit", "Ratio", "Name", "Flag", "Alias")}
    assert told == {"Limit": "int", "Ratio": "float", "Name": "str", "Flag": "bool", "Alias": "str"}
    assert str(signatures.annotation("Pets")) == "models.Pets"
    assert str(signatures.annotation("Loop")) == "models.Loop"
    assert (signatures.is_class("Pet"), signatures.is_class("Pets")) == (True, False)
    assert str(signatures.exported("Pet")) == "Pet"


GOOD = '''class Pet(Model):
    """Words."""

    __guard__ = GUARDS["Pet"]
    model_config = ConfigDict(extra="forbid")
    name: str | MISSING = Field(default=MISSING, validation_alias="na me")
    """More."""
    at: Annotated[int, Field(ge=-1)] = 3
'''


def test_a_class_of_annotated_attributes_comes_in() -> None:
    assert str(class_text(GOOD)) == GOOD


@pytest.mark.parametrize(
    "line",
    [
        "import os",
        "x = __import__('os')",
        "x: int = os.system('true')",
        "x: (lambda: 1)() = 1",
        "def f(self): ...",
        "x = [y for y in z]",
        "x = f'{y}'",
        "x = y.z",
        "@property\n    def x(self): ...",
        "x: int = eval('1')",
        "pass\n    del x",
        "x = (y := 1)",
        "await_ = lambda: 0",
    ],
)
def test_anything_else_stays_out(line: str) -> None:
    with pytest.raises(NotAClassBodyError):
        class_text(f"class Pet(Model):\n    {line}\n")


@pytest.mark.parametrize("text", ["", "x = 1\n", GOOD + "\nimport os\n", GOOD + GOOD])
def test_only_one_class_comes_in(text: str) -> None:
    with pytest.raises(NotAClassBodyError):
        class_text(text)


def test_a_residual_is_a_place_and_a_keyword() -> None:
    component = Component("Pet", "Pet", Anything("not"), (Residual(Pointer(("not",)), "not"),))
    known: Any = component.residuals[0].at
    assert known.fragment == "#/not"
