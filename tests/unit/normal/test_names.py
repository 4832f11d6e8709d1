"""Names go by identity and stay: neither order nor what arrives later changes one that was given."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specproof.core.diagnostics import Findings, StopError
from specproof.core.lock import Lock
from specproof.normal.names import class_name, lock_attributes, locked_attributes
from tests.unit.normal.documents import document, json_body, normal_of, operation, place, ref, reply

THING = {"type": "object", "properties": {"a": {"type": "string"}}}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Pet", "Pet"),
        ("HTTPError", "HTTPError"),
        ("Pet_Status", "Pet_Status"),
        ("pet-status", "PetStatus"),
        ("pet.status", "PetStatus"),
        ("2fa", "Schema2fa"),
        ("None", "NoneSchema"),
        ("true", "TrueSchema"),
        ("größe", "Grosse"),
        ("---", "Schema"),
        ("a" * 300, "A" + "a" * 119),
    ],
)
def test_class_names(text: str, name: str) -> None:
    assert class_name(text) == name


def test_names_that_are_class_names_already_are_not_lost_to_others() -> None:
    normal = normal_of(document(schemas={"pet-status": THING, "PetStatus": THING, "pet_status": THING}))
    assert normal.document_names == {
        "PetStatus": "PetStatus",
        "PetStatusSchema": "pet-status",
        "PetUnderscoreStatus": "pet_status",
    }


def test_a_locked_name_is_kept_and_nobody_else_gets_it() -> None:
    lock = Lock(schemas={"#/components/schemas/pet": "Animal", "#/components/schemas/gone": "Pet"})
    normal = normal_of(document(schemas={"pet": THING, "Pet": THING}), lock)
    assert normal.document_names == {"Animal": "pet", "PetSchema": "Pet"}


def test_the_lock_that_is_given_is_not_changed() -> None:
    lock = Lock()
    normal = normal_of(document(schemas={"Pet": THING}), lock)
    assert lock.schemas == {}
    assert normal.lock.schemas == {"#/components/schemas/Pet": "Pet"}


def test_parameters_are_known_by_place_and_name_not_by_position() -> None:
    def parameter(name: str) -> dict[str, Any]:
        return {"name": name, "in": "query", "schema": {"type": "string"}}

    first = normal_of(document({"/a": {"get": operation(parameters=[parameter("x")])}}))
    second = normal_of(document({"/a": {"get": operation(parameters=[parameter("new"), parameter("x")])}}), first.lock)
    key = "#/paths/~1a/get/parameters/query.x/schema"
    assert first.lock.schemas[key] == second.lock.schemas[key] == "OpX"
    assert second.lock.schemas["#/paths/~1a/get/parameters/query.new/schema"] == "OpNew"


def test_a_second_success_renames_nobody() -> None:
    first = normal_of(document({"/a": {"get": operation(responses={"200": reply(THING)})}}))
    both = {"201": reply(THING), "200": reply(THING)}
    second = normal_of(document({"/a": {"get": operation(responses=both)}}), first.lock)
    assert first.lock.schemas.items() <= second.lock.schemas.items()
    assert set(second.schemas) == {"OpResponse", "OpResponse201"}


def test_a_clash_asks_for_a_name() -> None:
    parameters = [{"name": name, "in": "query", "schema": {"type": "string"}} for name in ("a b", "a-b", "a_b", "a.b")]
    findings = Findings()
    with pytest.raises(StopError):
        normal_of(document({"/a": {"get": operation(parameters=parameters)}}), findings=findings)
    [error] = findings.errors
    assert error.code == "NAME_CLASH"
    assert error.at is not None
    assert error.at.pointer.fragment == "#/paths/~1a/get/parameters/3/schema"
    assert error.hint is not None
    assert "query.a.b" in error.hint
    lock = Lock(schemas={"#/paths/~1a/get/parameters/query.a.b/schema": "Fourth"})
    normal = normal_of(document({"/a": {"get": operation(parameters=parameters)}}), lock)
    assert "Fourth" in normal.schemas


def test_attributes_are_locked_and_added_to() -> None:
    lock = Lock(schemas={"#/components/schemas/Pet": "Pet", "#/components/schemas/Tag": "Tag"})
    lock_attributes(lock, {"Pet": {"from": "from_"}, "Tag": {}})
    assert lock.fields == {"#/components/schemas/Pet": {"from": "from_"}}
    lock_attributes(lock, {"Pet": {"from": "from_", "class": "class_"}})
    assert locked_attributes(lock) == {"Pet": {"from": "from_", "class": "class_"}}


_words = st.sampled_from(["pet", "Pet", "pet_", "PET", "pets", "Pet-Status", "pet_status", "PetStatus", "item", "Item"])
_leaf = st.sampled_from([{"type": "string"}, True, THING, {"type": "array", "items": THING}])
_schema = st.recursive(
    _leaf,
    lambda inner: st.one_of(
        st.dictionaries(_words, inner, min_size=1, max_size=3).map(lambda p: {"type": "object", "properties": p}),
        st.lists(inner, min_size=1, max_size=2).map(lambda options: {"anyOf": options}),
        inner.map(lambda item: {"type": "array", "items": item}),
    ),
    max_leaves=4,
)
_components = st.dictionaries(_words, _schema, min_size=1, max_size=6)


def names_of(schemas: dict[str, Any], lock: Lock | None = None) -> dict[str, str] | None:
    """Pointer -> name; None where the document needs somebody to name a schema."""
    try:
        return normal_of(document(schemas=schemas), lock).lock.schemas
    except StopError as stop:
        assert {error.code for error in stop.findings.errors} == {"NAME_CLASH"}
        return None


@settings(max_examples=60, deadline=None, database=None, derandomize=True)
@given(schemas=_components, new=_components)
def test_what_arrives_later_renames_nobody(schemas: dict[str, Any], new: dict[str, Any]) -> None:
    before = names_of(schemas)
    after = None if before is None else names_of(new | schemas, Lock(schemas=before))
    if before is not None and after is not None:
        assert before.items() <= after.items()
        assert len(set(after.values())) == len(after)


@settings(max_examples=60, deadline=None, database=None, derandomize=True)
@given(schemas=_components, source=st.randoms(use_true_random=False))
def test_a_locked_document_may_be_shuffled(schemas: dict[str, Any], source: Any) -> None:
    before = names_of(schemas)
    order = list(schemas)
    source.shuffle(order)
    if before is not None:
        assert names_of({name: schemas[name] for name in order}, Lock(schemas=before)) == before


@settings(max_examples=60, deadline=None, database=None, derandomize=True)
@given(schemas=_components, source=st.randoms(use_true_random=False))
def test_the_document_s_own_names_do_not_depend_on_order(schemas: dict[str, Any], source: Any) -> None:
    """Without a lock too: a first run names components alike, however the document is sorted."""
    order = list(schemas)
    source.shuffle(order)
    one, other = (names_of(written) for written in (schemas, {name: schemas[name] for name in order}))
    if one is not None and other is not None:
        own = {f"#/components/schemas/{name}" for name in schemas}
        assert {key: one[key] for key in own} == {key: other[key] for key in own}


def test_places_point_to_the_source() -> None:
    tree = document(
        {"/a": {"put": operation(requestBody=json_body(ref("Pet")), responses={"200": reply(THING)})}},
        schemas={"Pet": {"properties": {"tags": {"items": THING}}}},
    )
    normal = normal_of(tree)
    assert place(normal, "components", "schemas", "Pet", "properties", "tags") == (
        "#/components/schemas/Pet/properties/tags"
    )
    name = normal.schemas["Pet"]["properties"]["tags"]["items"]["$ref"].rpartition("/")[2]
    assert place(normal, "components", "schemas", name) == "#/components/schemas/Pet/properties/tags/items"
    assert place(normal, "paths", "/a", "put", "responses", "200", "description") == (
        "#/paths/~1a/put/responses/200/description"
    )
    assert place(normal, "info", "title") == "#/info/title"


def test_no_class_takes_a_name_of_python_s_own() -> None:
    """Before the class is there, an annotation would mean the exception."""
    schemas = {"Warning": THING, "System": {"type": "object", "properties": {"error": THING}}}
    names = names_of(schemas)
    assert names is not None
    assert {"WarningSchema", "SystemErrorSchema"} <= set(names.values())
    assert not {"Warning", "SystemError"} & set(names.values())
