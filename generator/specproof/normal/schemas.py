"""Schemas of the normal form: every reference is to a component, and every inline class becomes one."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from specproof.core.diagnostics import Findings
from specproof.core.location import Pointer
from specproof.core.openapi import ANNOTATIONS, SCHEMA_PREFIX, SCHEMAS, schema_reference
from specproof.core.words import pascal
from specproof.document.document import Document
from specproof.document.resources import METASCHEMAS, SchemaResources
from specproof.normal.compound import is_foreign_dialect
from specproof.normal.names import Names, class_name
from specproof.schema.walk import BRANCHES, MEMBERS, ONE

__all__ = ["Schemas", "component_name_candidates"]

_HOISTING = frozenset(("items", "additionalProperties"))
_ONE = ONE - _HOISTING
_DROPPED = frozenset(("$id", "$anchor", "$dynamicAnchor", "$defs", "$vocabulary", "definitions", "$comment"))
_PROVE = ("properties", "required")


class Schemas:
    """Makes components of the schemas of a document, in `components`, once something refers to them.

    Attributes:
        components: schema by component.
        pointers: component -> JSON pointer of its schema in the document.
        opaque: components with a dynamic reference, or with a schema of another dialect.
    """

    def __init__(self, document: Document, names: Names, findings: Findings) -> None:
        self._tree = document.tree
        self._document = document
        self._names = names
        self._findings = findings
        self._resources = SchemaResources(document.tree, document.version)
        self._by_pointer: dict[Pointer, str] = {}
        self._waiting: deque[tuple[str, Pointer]] = deque()
        self.components: dict[str, Any] = {}
        self.pointers: dict[str, Pointer] = {}
        self.opaque: set[str] = set()

    def component(self, pointer: Pointer, candidates: Sequence[str], identity: Pointer | None = None) -> str:
        """Return the name of the component for the schema at a JSON pointer of the document.

        Args:
            candidates: names to try if the lock has none, the best first.
            identity: the pointer by which the lock knows the schema, if it is another one.
        """
        known = self._by_pointer.get(pointer)
        if known is None:
            known = self._names.give(identity or pointer, candidates, self._document.origins.at(pointer))
            self._by_pointer[pointer] = known
            self.pointers[known] = pointer
            self._waiting.append((known, pointer))
        return known

    def finish(self) -> None:
        """Write the schemas of all components whose names have been asked for, and of those that these refer to."""
        while self._waiting:
            name, pointer = self._waiting.popleft()
            self.components[name] = self._schema(pointer.find(self._tree), pointer, name)

    def position(self, pointer: Pointer, candidates: Sequence[str], identity: Pointer | None = None) -> dict[str, str]:
        """Return a `$ref` for the schema of a parameter, header or media type; see `component` for the arguments."""
        schema = pointer.find(self._tree)
        if isinstance(schema, dict) and set(schema) == {"$ref"}:
            return schema_reference(self._target(schema["$ref"], pointer))
        return schema_reference(self.component(pointer, candidates, identity))

    def anything(self, at: Pointer, candidates: Sequence[str]) -> dict[str, str]:
        """Return a `$ref` to a component that accepts any value, for a parameter without a schema."""
        name = self._names.give(at, candidates, self._document.origins.at(at))
        self.components[name] = True
        self.pointers[name] = at
        return schema_reference(name)

    def variant(self, name: str, direction: str) -> str:
        """Return the name of a component's variant: `Pet` -> `PetRequest`.

        Args:
            direction: `request` or `response`.
        """
        pointer = self.pointers[name]
        variant = self._names.variant(name, direction, self._document.origins.at(pointer))
        self.pointers[variant] = pointer
        return variant

    def _target(self, ref: str, pointer: Pointer) -> str:
        target = self._resources.resolve(pointer, ref)
        if target is None:
            return self._foreign(ref, pointer)
        return self.component(target, _candidates(target))

    def _foreign(self, ref: str, pointer: Pointer) -> str:
        """A schema that the document does not hold. Those of JSON Schema itself every validator knows."""
        known = ref.startswith(METASCHEMAS)
        if not known:
            message = f"{ref} is not part of the document; any value is accepted here"
            self._findings.add("REF_OPAQUE", message, self._document.origins.at(pointer))
        at = SCHEMAS / ref
        name = self._names.give(
            at, [class_name(ref.rpartition("/")[2] or "Schema"), pascal(ref)], self._document.origins.at(pointer)
        )
        self.components[name] = {"$ref": ref} if known else True
        self.pointers[name] = pointer
        return name

    def _schema(self, schema: Any, pointer: Pointer, owner: str) -> Any:
        if not isinstance(schema, dict):
            return schema
        dropped = _DROPPED if is_foreign_dialect(schema) else _DROPPED | {"$schema"}
        kept = {keyword: value for keyword, value in schema.items() if keyword not in dropped}
        if "$dynamicRef" in kept or "$schema" in kept:
            self.opaque.add(owner)
        return {keyword: self._keyword(keyword, value, pointer, owner) for keyword, value in kept.items()}

    def _keyword(self, keyword: str, value: Any, pointer: Pointer, owner: str) -> Any:
        at = pointer / keyword
        if keyword == "$ref" and isinstance(value, str):
            value = schema_reference(self._target(value, pointer))["$ref"]
        if keyword in _ONE:
            value = self._schema(value, at, owner)
        if keyword in _HOISTING:
            return self._child(value, at, owner, "Item" if keyword == "items" else "Value")
        if keyword in BRANCHES and isinstance(value, list):
            return self._branches(keyword, value, at, owner)
        if keyword in MEMBERS and isinstance(value, dict):
            return self._members(keyword, value, at, owner)
        if keyword == "discriminator" and isinstance(value, dict):
            return self._discriminator(value, at)
        return value

    def _branches(self, keyword: str, branches: list[Any], at: Pointer, owner: str) -> list[Any]:
        if keyword == "allOf":
            return [self._schema(branch, at / i, owner) for i, branch in enumerate(branches)]
        word = "Item" if keyword == "prefixItems" else "Option"
        return [
            self._child(branch, at / i, owner, _title(branch) or f"{word}{i + 1}") for i, branch in enumerate(branches)
        ]

    def _members(self, keyword: str, members: dict[str, Any], at: Pointer, owner: str) -> dict[str, Any]:
        if keyword != "properties":
            return {name: self._schema(schema, at / name, owner) for name, schema in members.items()}
        return {name: self._child(schema, at / name, owner, pascal(name)) for name, schema in members.items()}

    def _child(self, schema: Any, at: Pointer, owner: str, word: str) -> Any:
        if not is_class(schema):
            return self._schema(schema, at, owner)
        kinds = schema.get("type")
        if isinstance(kinds, list) and set(kinds) == {"object", "null"} and not set(schema) - _OF_OBJECTS:
            return {"anyOf": [schema_reference(self._objects_of(at, owner, word)), {"type": "null"}]} | _facts(schema)
        return schema_reference(self.component(at, self._words(at, owner, word)))

    def _objects_of(self, at: Pointer, owner: str, word: str) -> str:
        """The component for the objects among the values of a schema that allows null, too."""
        name = self._names.give(at / "type=object", self._words(at, owner, word), self._document.origins.at(at))
        if name not in self.pointers:
            self.pointers[name] = at
            self.components[name] = self._schema({**at.find(self._tree), "type": "object"}, at, name)
        return name

    def _words(self, at: Pointer, owner: str, word: str) -> list[str]:
        return [f"{owner}{word}", f"{owner}{word}Object", _long(at)]

    def _discriminator(self, value: dict[str, Any], at: Pointer) -> dict[str, Any]:
        mapping = value.get("mapping")
        if not isinstance(mapping, dict):
            return value
        known: dict[str, Any] = {}
        for tag, ref in mapping.items():
            known[tag] = ref
            if isinstance(ref, str) and "#" in ref and self._resources.resolve(at, ref) is not None:
                known[tag] = schema_reference(self._target(ref, at))["$ref"]
            elif isinstance(ref, str) and f"{ref}" in self._tree.get("components", {}).get("schemas", {}):
                known[tag] = schema_reference(self._target(SCHEMA_PREFIX + ref, at))["$ref"]
        return {**value, "mapping": known}


def is_class(schema: Any) -> bool:
    """Whether a schema becomes a class: it has properties, or an `allOf` of several schemas, one with properties."""
    if not isinstance(schema, dict) or "$ref" in schema:
        return False
    if isinstance(schema.get("properties"), dict) and schema["properties"]:
        return True
    telling = [part for part in schema.get("allOf", ()) if isinstance(part, Mapping) and set(part) - ANNOTATIONS]
    return len(telling) > 1 and any("$ref" in part or "properties" in part for part in telling)


_OF_OBJECTS = frozenset(
    "type properties required additionalProperties patternProperties propertyNames minProperties maxProperties "
    "dependentRequired title description default example examples deprecated readOnly writeOnly xml".split()
)
"""Keywords that say nothing of null."""


def _facts(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key in ANNOTATIONS}


def _title(schema: Any) -> str | None:
    title = schema.get("title") if isinstance(schema, dict) else None
    return pascal(title) if isinstance(title, str) and title.isascii() and 0 < len(title) <= 40 else None


def _candidates(target: Pointer) -> list[str]:
    if target[:2] == SCHEMAS and len(target) == 3:
        return component_name_candidates(target[2])
    return [class_name(target[-1]), _long(target)]


def component_name_candidates(name: str) -> list[str]:
    """Return class names to try for a component that the document names, the best first."""
    return list(
        dict.fromkeys([class_name(name), pascal(name.replace("_", " Underscore ")), f"{class_name(name)}Schema"])
    )


def _long(pointer: Pointer) -> str:
    """A name from the whole pointer: last resort, but stable."""
    dull = {"components", "schemas", "properties", "paths", "content", "schema"}
    return pascal(" ".join(token for token in pointer if token not in dull))
