"""A project's own document: what it is called by, which way values travel, and what is said of a bad one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from specproof.prove import (
    Document,
    DocumentError,
    NoStrategyError,
    UnknownSchemaError,
    UnsatisfiableError,
    load,
    sample,
)

BODY = "#/paths/~1pets~1{id}/put/requestBody/content/application~1json/schema"
TREE: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "t", "version": "1"},
    "paths": {
        "/pets/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 3}}],
            "put": {
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
                "responses": {"200": {"description": "ok"}},
            },
        }
    },
    "components": {
        "schemas": {
            "Pet": {
                "type": "object",
                "required": ["id", "secret"],
                "properties": {
                    "id": {"readOnly": True, "$ref": "#/paths/~1pets~1%7Bid%7D/parameters/0/schema"},
                    "secret": {"type": "string", "writeOnly": True, "maxLength": 2},
                    "default": {"$ref": "#/components/schemas/Tag"},
                },
            },
            "Tag": {"enum": ["a", "b"]},
            "Nothing": {"type": "string", "minLength": 2, "maxLength": 1},
        }
    },
}


@pytest.fixture(scope="module")
def pets() -> Document:
    return load(TREE)


def test_names_and_pointers_name_the_same(pets: Document) -> None:
    assert pets.names == ("Pet", "Tag", "Nothing")
    pointed = "#/components/schemas/Tag"
    assert sample(pets.values("Tag"), 9) == sample(pets.values(pointed), 9) == sample(pets.values(pointed[1:]), 9)
    assert pets.accepts(BODY, {"id": 3, "secret": "x"})


def test_references_lead_anywhere_in_the_document(pets: Document) -> None:
    values = sample(pets.values("Pet"), 60)
    assert all(value["id"] >= 3 for value in values)
    assert {"a", "b"} <= {value.get("default") for value in values}


@pytest.mark.parametrize(
    ("direction", "accepted"), [("request", {"secret": "x"}), ("response", {"id": 3}), ("", {"secret": "x", "id": 3})]
)
def test_the_direction_says_what_may_be_absent(pets: Document, direction: Any, accepted: dict[str, Any]) -> None:
    verdicts = [
        pets.accepts("Pet", value, direction) for value in ({"secret": "x"}, {"id": 3}, {"secret": "x", "id": 3})
    ]
    assert verdicts == [direction == "request", direction == "response", True]
    assert pets.accepts("Pet", accepted, direction)
    assert all(pets.accepts("Pet", value, direction) for value in sample(pets.values("Pet", direction), 40))
    demanded = {miss.detail for miss in pets.near_misses("Pet", direction) if miss.keyword == "required"}
    assert demanded == set(accepted)


def test_each_near_miss_is_refused_and_says_where_it_stands(pets: Document) -> None:
    misses = pets.near_misses("Pet")
    assert "maxLength at /secret" in map(str, misses)
    for miss in misses:
        assert miss.strategy is not None
        assert not any(pets.accepts("Pet", value) for value in sample(miss.strategy, 10))
    assert pets.location("Pet", misses[-1]) == "<document> #/components/schemas/Pet/properties/default/$ref"


def test_the_same_of_a_30_document() -> None:
    schema = {"type": "string", "nullable": True, "maxLength": 1}
    old = load({**TREE, "openapi": "3.0.3", "components": {"schemas": {"Pet": {}, "Name": schema}}})
    assert None in sample(old.values("Name"), 30)
    assert [str(miss) for miss in old.near_misses("Name")] == ["type", "maxLength"]


def test_a_folder_brings_its_overlays(tmp_path: Path) -> None:
    (tmp_path / "openapi.json").write_text(json.dumps(TREE), encoding="utf-8")
    change = {"target": "$.components.schemas.Tag", "update": {"title": "both"}}
    added = {"target": "$.components.schemas", "update": {"Extra": {"const": 7}}}
    overlay = {"overlay": "1.0.0", "info": {"title": "o", "version": "1"}, "actions": [change, added]}
    (tmp_path / "overlay.json").write_text(json.dumps(overlay), encoding="utf-8")
    spec = '[spec]\ndocument = "openapi.json"\noverlays = ["overlay.json"]\n'
    (tmp_path / "specproof.toml").write_text(f'{spec}[package]\nname = "pets"\noutput = "out"\n', encoding="utf-8")
    assert sample(load(tmp_path).values("Extra"), 3) == [7, 7, 7]
    assert load(tmp_path).location("Extra").startswith(f"{tmp_path}/overlay.json:1:")


def test_what_accepts_nothing_says_so(pets: Document) -> None:
    with pytest.raises(UnsatisfiableError):
        pets.values("Nothing")
    assert issubclass(UnsatisfiableError, NoStrategyError)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Pett", "<document>: no schema 'Pett' under components.schemas; did you mean 'Pet'?"),
        ("Zebra", "<document>: no schema 'Zebra' under components.schemas; it has Pet, Tag, Nothing"),
        ("#/components/schemas/Pett", "<document>: there is nothing at #/components/schemas/Pett"),
        ("#/info/title", "<document>: #/info/title is no schema"),
    ],
)
def test_an_unknown_schema(pets: Document, name: str, said: str) -> None:
    for ask in (pets.values, pets.near_misses, pets.location):
        with pytest.raises(UnknownSchemaError) as caught:
            ask(name)
        assert str(caught.value) == said


def test_an_unknown_direction(pets: Document) -> None:
    with pytest.raises(ValueError, match="got 'sideways'"):
        pets.values("Pet", "sideways")  # type: ignore[arg-type]  # what a type checker would refuse


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "{path}: LOAD_UNREADABLE: {path}: no such file or directory"),
        ("openapi: 3.1.0\ninfo: [", "{path}:2:8: LOAD_SYNTAX: "),
        ("openapi: '2.0'\n", "{path}:1:10: LOAD_VERSION: openapi: '2.0' is neither 3.0.x nor 3.1.x"),
        (json.dumps({**TREE, "components": {}}), "{path}:1:"),
    ],
)
def test_a_bad_document_is_located(tmp_path: Path, text: str | None, said: str) -> None:
    path = tmp_path / "openapi.yaml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        load(path)
    assert str(caught.value).startswith(said.format(path=path))


def test_data_cannot_refer_to_files() -> None:
    with pytest.raises(DocumentError, match=r"^<document> #/components/schemas/Pet/\$ref: "):
        load({**TREE, "components": {"schemas": {"Pet": {"$ref": "other.yaml"}}}})


def test_the_package_is_light_until_it_is_used() -> None:
    code = "import sys, specproof.prove; print('hypothesis' in sys.modules, 'jsonschema_rs' in sys.modules)"
    heavy = "from specproof.prove import values; print('hypothesis' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", f"{code}\n{heavy}"], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["False", "False", "True"]
