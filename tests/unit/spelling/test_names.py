from __future__ import annotations

import random
from typing import Any

import pytest

from specproof.core.diagnostics import Findings, StopError
from specproof.core.lock import Lock
from tests.unit.render.forms import form, named, parameter

SCHEMAS = {"Text": {"type": "string"}}


def operation(name: str | None = None, tag: str | None = "Files", **rest: Any) -> dict[str, Any]:
    node = {"responses": {}} | rest
    return node | ({"operationId": name} if name else {}) | ({"tags": [tag]} if tag is not None else {})


def methods(paths: dict[str, Any], lock: Lock | None = None) -> dict[str, tuple[str, str]]:
    return named(form(paths, schemas=SCHEMAS), lock).locks


def test_the_lock_comes_first() -> None:
    lock = Lock(operations={"GET /a": ("old_tag", "old_name")})
    assert methods({"/a": {"get": operation("newName")}}, lock) == {"GET /a": ("old_tag", "old_name")}


def test_a_newcomer_gets_no_name_that_was_given_before() -> None:
    lock = Lock(operations={"GET /gone": ("files", "get_thing")})
    assert methods({"/a": {"get": operation("getThing")}}, lock) == {"GET /a": ("files", "get_a")}


def test_an_operation_that_arrives_renames_nobody() -> None:
    old = {"/a": {"get": operation("getThing")}}
    first = methods(old)
    both = methods({"/b": {"get": operation("get Thing")}} | old, Lock(operations=first))
    assert both == {"GET /a": ("files", "get_thing"), "GET /b": ("files", "get_b")}


def test_two_newcomers_in_a_clash_both_go_by_their_path() -> None:
    found = methods({"/a/{x}": {"get": operation("getThing")}, "/a/x": {"get": operation("get_thing")}})
    assert (
        found == {"GET /a/{x}": ("files", "get_a_by_x"), "GET /a/x": ("files", "get_a_x")}
        or len(set(found.values())) == 2
    )


def test_names_do_not_depend_on_order() -> None:
    paths = {f"/{name}": {"get": operation(name)} for name in ["getThing", "get Thing", "get-thing", "other", "Other"]}
    shuffled = list(paths.items())
    random.Random(7).shuffle(shuffled)
    assert methods(dict(shuffled)) == methods(paths)
    assert len(set(methods(paths).values())) == len(paths)


def test_a_clash_without_a_way_out_asks_for_a_name() -> None:
    lock = Lock(operations={f"GET /{name}": ("files", name) for name in ("get", "get_by", "get_solidus", "get_field_")})
    taken = Lock(operations=lock.operations | {f"GET /x{i}": ("files", n) for i, n in enumerate(["get_", "thing"])})
    findings = Findings()
    with pytest.raises(StopError):
        named(form({"/": {"get": operation("thing")}}), taken, findings)
    [error] = findings.errors
    assert error.code == "OPERATION_NAME_CLASH"
    assert error.hint is not None
    assert "specproof.lock" in error.hint


@pytest.mark.parametrize(
    ("tag", "path", "resource"),
    [
        ("DNS Records", "/", "dns_records"),
        ("import", "/", "import_"),
        ("close", "/", "close_"),
        ("none", "/", "none"),
        ("İşlem", "/", "i̇ş_lem"),
        ("", "/", "tag"),
        (None, "/api/v1/pets/{id}", "pets"),
        (None, "/{id}", "default"),
        (None, "/", "default"),
        (None, "/2010-04-01/Accounts.json", "default"),
    ],
)
def test_resources(tag: str | None, path: str, resource: str) -> None:
    [(found, _)] = methods({path: {"get": operation("x", tag)}}).values()
    assert found == resource


def test_tags_that_fold_together_share_a_resource() -> None:
    found = methods({"/a": {"get": operation("x", "Files")}, "/b": {"get": operation("x", "files")}})
    assert found == {"GET /a": ("files", "get_a"), "GET /b": ("files", "get_b")}


def test_arguments_keep_clear_of_our_own() -> None:
    names = ("body", "timeout", "self", "extra-headers", "client", "url", "id", "from", "list")
    node = operation("x", parameters=[parameter(name, "query") for name in names])
    found = named(form({"/": {"get": node}}, schemas=SCHEMAS)).operations["GET /"].arguments
    assert [found[f"query.{name}"] for name in names] == [
        "body_query",
        "timeout_query",
        "self_",
        "extra_headers_query",
        "client",
        "url",
        "id",
        "from_",
        "list_",
    ]


def test_arguments_are_compared_as_python_compares_them() -> None:
    node = operation("x", parameters=[parameter("ﬁle", "query"), parameter("file", "query")])
    found = named(form({"/": {"get": node}}, schemas=SCHEMAS)).operations["GET /"].arguments
    assert len(set(found.values())) == 2
    assert all(name.isascii() for name in found.values())


@pytest.mark.parametrize("name", ["class", "a b", "", "_x", "raw", "list", "../x", "ﬁle"])
def test_locked_names_that_cannot_stand(name: str) -> None:
    findings = Findings()
    with pytest.raises(StopError):
        named(form({"/": {"get": operation("x")}}), Lock(operations={"GET /": ("files", name)}), findings)
    assert [error.code for error in findings.errors] == ["LOCK_NAME"]


def test_one_locked_name_for_two_operations() -> None:
    lock = Lock(operations={"GET /a": ("files", "x"), "GET /b": ("files", "x")})
    findings = Findings()
    with pytest.raises(StopError):
        named(form({"/a": {"get": operation("x")}, "/b": {"get": operation("y")}}), lock, findings)
    assert [error.message for error in findings.errors] == ["GET /b cannot be called files.x: GET /a has it as well"]
