"""A description with anything put anywhere is accepted or refused, and no stage changes its input."""

from __future__ import annotations

import contextlib
import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from specproof.core.diagnostics import Findings, StopError
from specproof.core.limits import Limits
from specproof.core.location import Pointer
from specproof.core.project import References
from specproof.document import Document, Sources, apply_overlays, bundle, check, load, upgrade
from specproof.document.patch import patched

from .test_properties import nodes

A = {
    "$id": "https://example.com/s",
    "type": "object",
    "properties": {"b": {"$anchor": "b", "minimum": 1}},
    "allOf": [{"$ref": "#b"}, {"$ref": "#/properties/b"}],
}
B = {
    "type": "object",
    "properties": {"a": {"$ref": "#/components/schemas/A"}, "b": {"$ref": "https://example.com/s#b"}},
    "discriminator": {"propertyName": "t", "mapping": {"x": "#/components/schemas/B", "y": "B"}},
    "anyOf": [{"not": {"items": {"type": "string", "enum": ["a"]}}}],
}
WHOLE: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "t", "version": "1"},
    "servers": [{"url": "https://{h}", "variables": {"h": {"default": "a", "enum": ["a"]}}}],
    "tags": [{"name": "t"}],
    "security": [{"s": []}],
    "paths": {
        "/a/{id}": {
            "parameters": [{"$ref": "#/components/parameters/Id"}],
            "get": {
                "operationId": "get",
                "tags": ["t"],
                "parameters": [{"name": "q", "in": "query", "content": {"a/b": {"schema": {"type": "string"}}}}],
                "requestBody": {"$ref": "#/components/requestBodies/R"},
                "responses": {"200": {"$ref": "#/components/responses/Ok"}, "default": {"description": "d"}},
                "callbacks": {"c": {"{$url}": {"post": {"responses": {"2XX": {"description": "d"}}}}}},
            },
        },
        "/b": {"$ref": "#/components/pathItems/P"},
    },
    "components": {
        "schemas": {"A": A, "B": B},
        "parameters": {
            "Id": {"name": "id", "in": "path", "required": True, "schema": {"$ref": "#/components/schemas/B"}}
        },
        "requestBodies": {"R": {"content": {"a/b": {"encoding": {"e": {"headers": {"H": {"schema": {}}}}}}}}},
        "responses": {
            "Ok": {"description": "d", "headers": {"H": {"$ref": "#/components/headers/H"}}, "links": {"l": {}}}
        },
        "headers": {"H": {"schema": {"type": "integer"}, "examples": {"e": {"value": 1}}}},
        "pathItems": {"P": {"get": {}}},
        "securitySchemes": {"s": {"type": "apiKey", "name": "n", "in": "header"}},
    },
}
PLACES = [pointer for pointer, _ in nodes(WHOLE) if pointer and pointer != ("openapi",)]
REFS = [f"#{pointer}" for pointer in PLACES] + [
    "#",
    "b.json",
    "b.json#/x",
    "#b",
    "https://example.com/s",
    "%",
    "//",
    "#/%GG",
]
ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 2),
    st.sampled_from(["", "/x", "type", "b"]),
    st.builds(lambda ref: {"$ref": ref}, st.sampled_from(REFS)),
    st.lists(st.sampled_from([None, "a", {}, 1]), max_size=2),
    st.dictionaries(
        st.sampled_from(["$ref", "$id", "type", "name", "/p", "in"]), st.sampled_from([None, "a", {}, [], 1])
    ),
    st.sampled_from([node for _, node in nodes(WHOLE)]),
)
CHANGES = st.lists(st.tuples(st.sampled_from(PLACES), ANYTHING), min_size=1, max_size=3)


class Texts:
    def __init__(self, text: str) -> None:
        self.texts = {
            "a.json": text.encode(),
            "b.json": b'{"$id": "b.json", "x": {"$ref": "a.json#/components/schemas/A"}}',
        }

    def read(self, path: Path) -> bytes:
        try:
            return self.texts[str(path)]
        except KeyError:
            raise FileNotFoundError(2, "No such file", str(path)) from None


def changed(changes: list[tuple[Pointer, Any]]) -> Any:
    tree = copy.deepcopy(WHOLE)
    for pointer, value in changes:
        with contextlib.suppress(LookupError, AttributeError, TypeError, ValueError):
            pointer.find(tree)
            tree = patched(tree, {tuple(pointer): value})
    return tree


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no failure
@given(CHANGES, st.sampled_from(["3.0.3", "3.1.0"]))
def test_it_is_accepted_or_refused(changes: list[tuple[Pointer, Any]], version: str) -> None:
    tree = {**changed(changes), "openapi": version}
    files, findings = Texts(json.dumps(tree)), Findings()
    with contextlib.suppress(StopError):
        document = load(Path("a.json"), files, Limits(), findings)
        before = copy.deepcopy(document.tree)
        bundled = bundle(document, References(Path()), files, findings)
        kept = copy.deepcopy(bundled.tree)
        check(bundled, findings)
        findings.stop_if_errors()
        again = bundle(bundled, References(Path()), files, Findings())
        assert again.tree == kept
        upgrade(bundled, findings)
        assert (document.tree, bundled.tree) == (before, kept)
    sources = Sources(files.texts)
    assert all(one.at is not None and sources.position(one.at) is not None for one in findings)


@given(
    CHANGES,
    st.sampled_from(["$", "$..*", "$.paths.*", "$..[?@.type]", "$.components.schemas['A']", "$..[0]"]),
    ANYTHING,
)
def test_an_overlay_is_applied_or_refused(changes: list[tuple[Pointer, Any]], target: str, update: Any) -> None:
    files, findings = Texts(json.dumps(changed(changes))), Findings()
    action = {"target": target, "update": update}
    tree = {
        "overlay": "1.0.0",
        "info": {"title": "o", "version": "1"},
        "actions": [action, {"target": target, "remove": True}],
    }
    files.texts["o.json"] = json.dumps(tree).encode()
    with contextlib.suppress(StopError):
        document = load(Path("a.json"), files, Limits(), findings)
        before = copy.deepcopy(document.tree)
        made: Document = apply_overlays(document, [load(Path("o.json"), files, Limits(), findings)], findings)
        assert document.tree == before
        assert all(made.origins.at(pointer) for pointer, _ in nodes(made.tree))


def test_the_document_that_is_changed_is_accepted_itself() -> None:
    files, findings = Texts(json.dumps(WHOLE)), Findings()
    check(bundle(load(Path("a.json"), files, Limits(), findings), References(Path()), files, findings), findings)
    assert list(findings) == []
