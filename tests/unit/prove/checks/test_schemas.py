"""Properties of types: they hold for what is generated, and each one sees a wrong model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import pytest
from hypothesis import settings
from pydantic import MISSING, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from specproof.oracle.jsonschema_oracle import JsonschemaOracle
from specproof.prove.checks import (
    CaseNotApplicableError,
    Check,
    Contract,
    ContractViolationError,
    ExportedType,
    checks,
    profiles,
    prove,
)
from specproof.prove.checks.check_run import CaseCounts
from specproof.prove.checks.type_under_test import TypeUnderTest
from tests.unit.prove.checks.contracts import contract_of, document, generated, module_of, violations

NULLABLE = {"type": ["string", "null"]}
ITEM = {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}, "t": NULLABLE}}
SHARE = {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1, "multipleOf": 0.25}
INNER = {"type": "object", "required": ["a"], "properties": {"a": {"const": 1}}}
TREE = {"from": {"$ref": "#/components/schemas/Tree"}, "class": {"type": "string"}}

SCHEMAS: dict[str, Any] = {
    "Whole": {"type": "integer", "minimum": 1, "maximum": 250},
    "Share": SHARE,
    "Name": {"type": "string", "minLength": 2, "maxLength": 5},
    "Code": {"type": "string", "pattern": "^[a-z]{2}-[0-9]+$"},
    "Colour": {"type": "string", "enum": ["red", "green", "blue"]},
    "Names": {"type": "array", "items": {"$ref": "#/components/schemas/Name"}, "minItems": 1, "maxItems": 3},
    "Item": ITEM,
    "Closed": {**ITEM, "additionalProperties": False, "maxProperties": 2},
    "Either": {"oneOf": [{"$ref": "#/components/schemas/Closed"}, {"type": "string", "maxLength": 3}]},
    "Tree": {"type": "object", "properties": TREE},
    "Nested": {"type": "object", "properties": {"inner": INNER}},
    "Never": {"type": "string", "minLength": 3, "maxLength": 2},
    "Nothing": {"not": {}},
    "Anything": {},
}  # fmt: skip


@pytest.fixture(autouse=True)
def _few() -> Any:
    before = settings.get_current_profile_name()
    profiles.load("ci")
    yield
    settings.load_profile(before)


def one(checks: list[Check], *words: str) -> Check:
    [found] = [check for check in checks if str(check).split() == list(words) or str(check) == " ".join(words)]
    return found


def test_what_is_generated_keeps_every_promise(tmp_path: Path) -> None:
    tree = document(SCHEMAS)
    contract = contract_of(tree, tmp_path)
    with generated(tree, tmp_path / "package", "contract-sample") as package:
        assert violations(checks(contract), package) == {}


def test_both_sides_of_each_constraint_are_tried(tmp_path: Path) -> None:
    tree = document(SCHEMAS)
    contract = contract_of(tree, tmp_path)
    with generated(tree, tmp_path / "package", "sides-sample") as package:
        tried = {str(check): prove(check, package) for check in checks(contract, "accept", "reject")}
    empty = {name: one.how for name, one in tried.items() if not one.inside + one.outside}
    assert empty == {
        "accept Never /components/schemas/Never": "unsatisfiable",
        "accept Never /components/schemas/Never type": "unsatisfiable",
        "accept Never /components/schemas/Never minLength": "unsatisfiable",
        "accept Never /components/schemas/Never maxLength": "unsatisfiable",
        "accept Nothing /components/schemas/Nothing": "unsatisfiable",
        "accept Nothing /components/schemas/Nothing not": "unsatisfiable",
        "reject Anything /components/schemas/Anything": "document",
        "reject Closed /components/schemas/Closed maxProperties": "redundant",
        "reject Colour /components/schemas/Colour type": "redundant",
        "reject Either /components/schemas/Either oneOf several": "redundant",
    }
    assert tried["reject Nothing /components/schemas/Nothing"].outside > 10, "a schema of nothing refuses anything"


NOT_NULL = {"n": {"type": "integer"}, "t": {"type": "string"}}
WRONG: dict[str, tuple[str, Any, str]] = {
    "minimum off by one": ("Whole", {"type": "integer", "minimum": 2, "maximum": 250}, "accept … minimum"),
    "maximum off by one": ("Whole", {"type": "integer", "minimum": 1, "maximum": 251}, "reject … maximum"),
    "bound lost": ("Whole", {"type": "integer", "maximum": 250}, "reject … minimum"),
    "open bound closed": ("Share", {**SHARE, "exclusiveMinimum": -1, "minimum": 0}, "reject … exclusiveMinimum"),
    "grid doubled": ("Share", {**SHARE, "multipleOf": 0.5}, "accept … multipleOf"),
    "length in UTF-16": ("Name", {"type": "string", "minLength": 2, "maxLength": 4}, "accept … maxLength"),
    "length off by one": ("Name", {"type": "string", "minLength": 1, "maxLength": 5}, "reject … minLength"),
    "pattern lost": ("Code", {"type": "string"}, "reject … pattern"),
    "value of an enumeration lost": ("Colour", {"type": "string", "enum": ["red", "green"]}, "accept … enum"),
    "enumeration opened": ("Colour", {"type": "string"}, "reject … enum"),
    "items off by one": ("Names", {**SCHEMAS["Names"], "maxItems": 4}, "reject … maxItems"),
    "items untyped": ("Names", {**SCHEMAS["Names"], "items": {}}, "reject … /items $ref"),
    "null refused": ("Item", {**ITEM, "properties": NOT_NULL}, "accept … /properties/t type"),
    "required lost": ("Item", {**ITEM, "required": []}, "reject … required n"),
    "required added": ("Item", {**ITEM, "required": ["n", "t"]}, "accept …"),
    "closed lost": ("Closed", {**ITEM, "maxProperties": 2}, "reject … additionalProperties"),
    "branch lost": ("Either", {"oneOf": [{"$ref": "#/components/schemas/Closed"}]}, "accept … /oneOf/1 type"),
}  # fmt: skip
"""What a generator with one bug would make of a schema, and the check that must see it."""


@pytest.mark.parametrize("bug", WRONG)
def test_a_wrong_type_is_seen_by_the_check_of_its_constraint(bug: str, tmp_path: Path) -> None:
    name, wrong, expected = WRONG[bug]
    contract = contract_of(document(SCHEMAS), tmp_path)
    with generated(document({**SCHEMAS, name: wrong}), tmp_path / "package", "wrong-sample") as package:
        found = violations([check for check in checks(contract) if check.id.subject == name], package)
    wanted = expected.replace("… /", f"{name} /components/schemas/{name}/").replace(
        "…", f"{name} /components/schemas/{name}"
    )
    assert wanted in found, list(found)


class Padded(BaseModel):
    """Writes null for what is absent."""

    model_config = ConfigDict(extra="allow", strict=True)
    n: int
    t: str | None = None


def _text_too(value: Any) -> Any:
    return int(value) if isinstance(value, str) else value


class Misplaced(BaseModel):
    """Refuses everything that it refuses as a whole, for no reason that anybody named."""

    model_config = ConfigDict(extra="allow", strict=True)
    n: Any = None

    @model_validator(mode="after")
    def _judge(self) -> Misplaced:
        if isinstance(self.n, bool) or not isinstance(self.n, int):
            raise ValueError("no")
        return self


class Forgetful(BaseModel):
    """Its constructor loses what it is given beside its attribute; reading does not."""

    model_config = ConfigDict(extra="allow", strict=True)
    n: int
    t: str | MISSING | None = MISSING

    def __init__(self, **data: Any) -> None:
        super().__init__(n=data["n"])

    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]  # pydantic's own mark: reading skips it


def test_a_round_trip_that_adds_null_is_seen(tmp_path: Path) -> None:
    contract = contract_of(document({"Item": ITEM}), tmp_path)
    with module_of("padding", Item=Padded) as package:
        found = violations(checks(contract, "round trip"), package)
    [error] = found.values()
    assert error.message.startswith("reading and writing gives") and '"t":null' in error.message


def test_building_that_differs_from_reading_is_seen(tmp_path: Path) -> None:
    lax = Annotated[int, BeforeValidator(_text_too)]
    contract = contract_of(document({"Whole": {"type": "integer"}, "Item": ITEM}), tmp_path)
    with module_of("lax", Whole=lax, Item=Forgetful) as package:
        found = violations(checks(contract, "build"), package)
    assert "plain data" in found["build Whole /components/schemas/Whole"].message
    assert "Forgetful(…)" in found["build Item /components/schemas/Item"].message


def test_a_refusal_in_another_place_is_seen(tmp_path: Path) -> None:
    contract = contract_of(document({"Item": ITEM}), tmp_path)
    with module_of("misplaced", Item=Misplaced) as package:
        found = violations(checks(contract, "reject"), package)
    error = found["reject Item /components/schemas/Item/properties/n type"]
    assert error.message.startswith("rejected for another reason than type at /n")


def test_a_package_that_falls_over_is_seen(tmp_path: Path) -> None:
    def fall(value: Any) -> Any:
        raise ZeroDivisionError

    contract = contract_of(document({"Whole": {"type": "integer"}}), tmp_path)
    with module_of("falling", Whole=Annotated[int, BeforeValidator(fall)]) as package:
        found = violations(checks(contract, "accept", "reject", "round trip", "build"), package)
    assert all("ZeroDivisionError" in error.message for error in found.values())
    assert {name.partition(" ")[0] for name in found} == {"accept", "reject", "round", "build"}


def test_a_second_judge_that_differs_is_seen(tmp_path: Path) -> None:
    class Lenient(JsonschemaOracle):
        def accepts(self, *_: Any) -> bool | None:
            return True

    contract = contract_of(document({"Whole": {"type": "integer"}}), tmp_path)
    vars(contract)["second"] = Lenient(contract.document)
    [error] = violations(checks(contract, "validators agree"), contract).values()  # type: ignore[arg-type]  # no package is asked
    assert error.message == "accepted by python-jsonschema, rejected by jsonschema-rs"


def test_cases_of_the_other_side_are_turned_away(tmp_path: Path) -> None:
    contract = contract_of(document({"Whole": {"type": "integer"}}), tmp_path)
    with module_of("unsuited", Whole=int) as package:
        with pytest.raises(CaseNotApplicableError, match="accepts 1"):
            one(checks(contract), "reject", "Whole", "/components/schemas/Whole", "type").run_case(package, 1)
        with pytest.raises(CaseNotApplicableError, match='rejects "a"'):
            one(checks(contract), "accept", "Whole", "/components/schemas/Whole").run_case(package, "a")


def test_a_failure_says_all_that_is_needed(tmp_path: Path) -> None:
    tree = document({"Whole": {"type": "integer", "maximum": 9}})
    contract = contract_of(tree, tmp_path)
    with module_of("said", Whole=Annotated[int, Field(strict=True, le=10)]) as package:
        [error] = violations(checks(contract, "reject"), package).values()
    name = "reject Whole /components/schemas/Whole maximum"
    assert (error.case, error.location, str(error.check_id)) == (10, f"{tmp_path.name}/document.json:1", name)
    assert str(error).splitlines() == [
        "an invalid value is accepted, against maximum",
        f"  check:    {name}",
        f"  declared: {tmp_path.name}/document.json:1 #/components/schemas/Whole",
        "  case:     10",
        f"  rerun:    pytest tests --check '{name}' --case 10",
    ]


def test_hypothesis_shrinks_what_no_corner_shows(tmp_path: Path) -> None:
    def odd(value: Any) -> Any:
        if isinstance(value, str) and len(value) > 3 and "a" in value:
            raise ValueError("unlucky")
        return value

    contract = contract_of(document({"Name": {"type": "string", "maxLength": 40}}), tmp_path)
    with module_of("unlucky", Name=Annotated[str, Field(strict=True), BeforeValidator(odd)]) as package:
        check = one(checks(contract, "accept"), "accept", "Name", "/components/schemas/Name")
        vars(check)["boundary_cases"] = ()
        profiles.load("deep")
        with pytest.raises(ContractViolationError) as caught:
            prove(check, package)
    assert len(caught.value.case) == 4


def test_counts_add_up(tmp_path: Path) -> None:
    tree = document({"Whole": {"type": "integer", "minimum": 3}})
    contract = contract_of(tree, tmp_path)
    with generated(tree, tmp_path / "package", "counted-sample") as package:
        build = one(checks(contract), "build", "Whole", "/components/schemas/Whole")
        tried = prove(build, package, (1, 2, 3))
        again = prove(build, package)
    assert (tried.inside, tried.outside) == (1, 2)
    assert again.inside > 5 and again.outside > 5
    assert CaseCounts.from_dict(again.as_dict()) == again


def test_directions_and_open_enums(tmp_path: Path) -> None:
    pet = {
        "type": "object",
        "required": ["id", "secret"],
        "properties": {
            "id": {"type": "integer", "readOnly": True},
            "secret": {"type": "string", "writeOnly": True},
            "kind": {"type": "string", "enum": ["a", "b"]},
        },
    }
    contract_of(document({"Pet": pet}), tmp_path)
    types = [ExportedType("Pet", "/components/schemas/Pet", direction) for direction in ("request", "response", "")]
    contract = Contract("t", tmp_path, types, open_enums=True)
    accepts = [TypeUnderTest(contract, kind).accepts for kind in types]
    assert [accept({"secret": "s"}) for accept in accepts] == [True, False, False]
    assert [accept({"id": 1}) for accept in accepts] == [False, True, False]
    assert [accept({"id": 1, "secret": "s", "kind": "c"}) for accept in accepts] == [False, True, False]


def test_a_type_of_objects_alone_and_one_that_nothing_is_said_of(tmp_path: Path) -> None:
    contract_of(document({"Wide": {"properties": {"a": {"type": "integer"}}}}), tmp_path)
    types = [ExportedType("Wide", "/components/schemas/Wide", kind="object"), ExportedType("Unsaid", "/paths/~1/get")]
    contract = Contract("t", tmp_path, types)
    wide, unsaid = (TypeUnderTest(contract, kind) for kind in types)
    assert [wide.accepts(value) for value in ({}, {"a": 1}, {"a": ""}, 1)] == [True, True, False, False]
    assert all(unsaid.accepts(value) for value in ({}, 1, None))
    assert all(isinstance(value, dict) for value in wide.covering_values)
