"""The effective document as a validator of values: its schemas, in JSON Schema 2020-12, asked of jsonschema-rs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urldefrag, urljoin

import jsonschema_rs

from specproof.oracle.bundle_schema import METASCHEMAS, SchemaBundler, without_unreadable_patterns
from specproof.oracle.dialect import in_draft_2020_12
from specproof.oracle.directions import Direction
from specproof.oracle.json_pointer import pointer, resolve, tokens
from specproof.oracle.keywords import DATA
from specproof.oracle.open_enums import open_enums

__all__ = ["DOCUMENT_URI", "Document"]

DOCUMENT_URI = "urn:specproof:effective-document"
_MOST_ERRORS = 8
_MOST_VALIDATORS = 256


class Document:
    """Validates values by the schemas of one effective document, which is bundled and overlaid, but not upgraded.

    Patterns are ECMA-262 expressions, those that jsonschema-rs cannot compile are ignored; ``format`` is an annotation.
    A reference that leaves the document admits everything.

    Args:
        open_enums: whether in responses an enumeration of strings admits other strings, too.
    """

    def __init__(self, tree: Mapping[str, Any], *, open_enums: bool = False) -> None:
        self.source = tree
        self._open_enums = open_enums
        self.tree = lru_cache(None)(self._tree)
        self.validator = lru_cache(_MOST_VALIDATORS)(self._validator)
        self.bundler = lru_cache(None)(self._bundler)
        self.resources = lru_cache(None)(self._resources_of)
        self._registry = lru_cache(None)(self._registry_of)

    def _tree(self, direction: Direction = "") -> Mapping[str, Any]:
        """The document with each schema as JSON Schema 2020-12, as it holds in a direction."""
        tree: Mapping[str, Any] = without_unreadable_patterns(in_draft_2020_12(self.source, direction))
        return open_enums(tree) if self._open_enums and direction == "response" else tree

    def schema(self, schema_pointer: str, direction: Direction = "") -> Any:
        """Return the schema at a JSON pointer, as JSON Schema 2020-12, references not resolved. Raises: LookupError."""
        return resolve(self.tree(direction), schema_pointer)

    def _validator(
        self, schema_pointer: str, direction: Direction = "", kind: str = ""
    ) -> jsonschema_rs.Draft202012Validator:
        """The validator of the schema at a pointer; where ``kind`` names a type, of values of that type alone.

        Raises:
            ValueError: it is no schema.
        """
        schema = {"$ref": DOCUMENT_URI + "#" + quote(schema_pointer, safe="/~"), **({"type": kind} if kind else {})}
        registry = self._registry(direction)
        return jsonschema_rs.Draft202012Validator(schema, registry=registry, validate_formats=False)

    def errors(self, schema_pointer: str, value: Any, direction: Direction = "") -> tuple[str, ...]:
        """Return at most eight messages why the schema at a JSON pointer rejects a value; empty if it accepts it.

        Raises:
            ValueError: what is at the pointer is not a schema.
        """
        validator = self.validator(schema_pointer, direction)
        if validator.is_valid(value):
            return ()
        return tuple(map(_message, validator.iter_errors(value)))[:_MOST_ERRORS]

    def _bundler(self, direction: Direction = "") -> SchemaBundler:
        """What takes single schemas out of the document."""
        return SchemaBundler(self.tree(direction))

    def _resources_of(self, direction: Direction = "") -> tuple[tuple[str, Any], ...]:
        """The document and the schemas in it that have an ``$id``, by URI."""
        tree = self.tree(direction)
        identified = list(_resources(tree))
        if identified:
            tree = _retargeted(tree, {"#" + pointer(at): uri for at, uri in identified})
        if _has_external(tree, known := frozenset(uri for _, uri in identified)):
            tree = _without_external(tree, known)
        return ((DOCUMENT_URI, tree), *((uri, resolve(tree, pointer(at))) for at, uri in identified))

    def _registry_of(self, direction: Direction) -> jsonschema_rs.Registry:
        return jsonschema_rs.Registry(list(self.resources(direction)), draft=jsonschema_rs.Draft202012)


def _message(error: jsonschema_rs.ValidationError) -> str:
    location = pointer(error.instance_path)
    return f"{location}: {error.message}" if location else error.message


def _resources(node: Any, at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Tokens and URIs of the schemas with an ``$id`` (JSON Schema core, 8.2.1)."""
    if isinstance(node, list):
        for index, one in enumerate(node):
            yield from _resources(one, (*at, str(index)))
    elif isinstance(node, dict):
        if isinstance(node.get("$id"), str) and node["$id"]:
            yield at, urljoin("urn:specproof:", node["$id"])
        for key, value in node.items():
            if key not in DATA:
                yield from _resources(value, (*at, key))


def _retargeted(node: Any, named: Mapping[str, str]) -> Any:
    """A node whose references to schemas with an ``$id`` name them by it: their anchors resolve there."""
    if isinstance(node, list):
        return [_retargeted(one, named) for one in node]
    if not isinstance(node, dict):
        return node
    reference = node.get("$ref")
    if isinstance(reference, str) and (target := _normalized(reference)) in named:
        node = {**node, "$ref": named[target]}
    return {key: _retargeted(value, named) for key, value in node.items()}


def _has_external(node: Any, known: frozenset[str]) -> bool:
    """Whether a reference below leads out of the document."""
    if isinstance(node, list):
        return any(_has_external(one, known) for one in node)
    if not isinstance(node, dict):
        return False
    return _is_external(node.get("$ref"), known) or any(_has_external(one, known) for one in node.values())


def _without_external(node: Any, known: frozenset[str]) -> Any:
    """The document without the references that lead out of it."""
    if isinstance(node, list):
        return [_without_external(one, known) for one in node]
    if not isinstance(node, dict):
        return node
    dropped = "$ref" if _is_external(node.get("$ref"), known) else None
    return {key: _without_external(value, known) for key, value in node.items() if key != dropped}


def _is_external(reference: Any, known: frozenset[str]) -> bool:
    if not isinstance(reference, str) or "://" not in reference or reference.startswith(METASCHEMAS):
        return False
    return urldefrag(reference).url not in known


def _normalized(reference: str) -> str:
    return "#" + pointer(tokens(reference)) if reference.startswith("#/") else reference
