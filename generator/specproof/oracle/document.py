"""The effective document as a judge: what its schemas say of values, in JSON Schema 2020-12, asked of jsonschema-rs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urldefrag, urljoin

import jsonschema_rs

from specproof.oracle.bundle_schema import METASCHEMAS, Standing, readable
from specproof.oracle.dialect import judged
from specproof.oracle.directions import Direction
from specproof.oracle.json_pointer import pointer, resolve, tokens
from specproof.oracle.open_enums import opened

__all__ = ["HOME", "Document"]

HOME = "urn:specproof:effective-document"
_SHOWN = 8
_KEPT = 256
_DATA = ("example", "examples", "default", "enum", "const")


class Document:
    """Schemas of one effective document (bundled and overlaid, neither upgraded nor normalized), by JSON pointer.

    Patterns are ECMA-262 expressions, those that no validator reads are left out; ``format`` is an annotation. With
    ``open_enums`` enumerations of strings let other strings through in replies. A reference that leaves the document
    lets everything through.
    """

    def __init__(self, tree: Mapping[str, Any], *, open_enums: bool = False) -> None:
        self.written = tree
        self._open_enums = open_enums
        self.tree = lru_cache(None)(self._tree)
        self.validator = lru_cache(_KEPT)(self._validator)
        self.standing = lru_cache(None)(self._standing)
        self.resources = lru_cache(None)(self._resources_of)
        self._registry = lru_cache(None)(self._registry_of)

    def _tree(self, direction: Direction = "") -> Mapping[str, Any]:
        """The document with each schema as JSON Schema 2020-12, as it holds in a direction."""
        tree: Mapping[str, Any] = readable(judged(self.written, direction))
        return opened(tree) if self._open_enums and direction == "reply" else tree

    def schema(self, at: str, direction: Direction = "") -> Any:
        """The schema at a pointer, its references as they stand. Raises: LookupError."""
        return resolve(self.tree(direction), at)

    def _validator(self, at: str, direction: Direction = "", kind: str = "") -> jsonschema_rs.Draft202012Validator:
        """The judge of the schema at a pointer, of values of one type alone where ``kind`` names it.

        Raises:
            ValueError: it is no schema.
        """
        schema = {"$ref": HOME + "#" + quote(at, safe="/~"), **({"type": kind} if kind else {})}
        registry = self._registry(direction)
        return jsonschema_rs.Draft202012Validator(schema, registry=registry, validate_formats=False)

    def errors(self, at: str, value: Any, direction: Direction = "") -> tuple[str, ...]:
        """What the schema at a pointer has against a value: empty when it accepts it, at most eight sentences.

        Raises:
            ValueError: it is no schema.
        """
        validator = self.validator(at, direction)
        if validator.is_valid(value):
            return ()
        return tuple(map(_sentence, validator.iter_errors(value)))[:_SHOWN]

    def _standing(self, direction: Direction = "") -> Standing:
        """Schemas that stand alone, to generate values from."""
        return Standing(self.tree(direction))

    def _resources_of(self, direction: Direction = "") -> tuple[tuple[str, Any], ...]:
        """The document and the schemas in it that have an identity, by URI."""
        tree = self.tree(direction)
        identified = list(_resources(tree))
        if identified:
            tree = _retargeted(tree, {"#" + pointer(at): uri for at, uri in identified})
        if _leaves(tree, known := frozenset(uri for _, uri in identified)):
            tree = _held(tree, known)
        return ((HOME, tree), *((uri, resolve(tree, pointer(at))) for at, uri in identified))

    def _registry_of(self, direction: Direction) -> jsonschema_rs.Registry:
        return jsonschema_rs.Registry(list(self.resources(direction)), draft=jsonschema_rs.Draft202012)


def _sentence(error: jsonschema_rs.ValidationError) -> str:
    place = pointer(error.instance_path)
    return f"{place}: {error.message}" if place else error.message


def _resources(node: Any, at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Schemas with an identity of their own (JSON Schema core 8.2.1), and their URIs."""
    if isinstance(node, list):
        for index, one in enumerate(node):
            yield from _resources(one, (*at, str(index)))
    elif isinstance(node, dict):
        if isinstance(node.get("$id"), str) and node["$id"]:
            yield at, urljoin("urn:specproof:", node["$id"])
        for key, value in node.items():
            if key not in _DATA:
                yield from _resources(value, (*at, key))


def _retargeted(node: Any, named: Mapping[str, str]) -> Any:
    """References by pointer to a schema with an identity, said by that identity: its anchors resolve there."""
    if isinstance(node, list):
        return [_retargeted(one, named) for one in node]
    if not isinstance(node, dict):
        return node
    reference = node.get("$ref")
    if isinstance(reference, str) and (target := _spelled(reference)) in named:
        node = {**node, "$ref": named[target]}
    return {key: _retargeted(value, named) for key, value in node.items()}


def _leaves(node: Any, known: frozenset[str]) -> bool:
    """Whether a reference below leads out of the document."""
    if isinstance(node, list):
        return any(_leaves(one, known) for one in node)
    if not isinstance(node, dict):
        return False
    return _foreign(node.get("$ref"), known) or any(_leaves(one, known) for one in node.values())


def _held(node: Any, known: frozenset[str]) -> Any:
    """The document without the references that lead out of it."""
    if isinstance(node, list):
        return [_held(one, known) for one in node]
    if not isinstance(node, dict):
        return node
    dropped = "$ref" if _foreign(node.get("$ref"), known) else None
    return {key: _held(value, known) for key, value in node.items() if key != dropped}


def _foreign(reference: Any, known: frozenset[str]) -> bool:
    if not isinstance(reference, str) or "://" not in reference or reference.startswith(METASCHEMAS):
        return False
    return urldefrag(reference).url not in known


def _spelled(reference: str) -> str:
    return "#" + pointer(tokens(reference)) if reference.startswith("#/") else reference
