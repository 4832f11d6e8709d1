"""Does the effective document accept this value? Asked of jsonschema-rs, offline, one compiled validator a schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urljoin

import jsonschema_rs

from specproof.core.location import Pointer
from specproof.prove.kit.judging.dialect import Direction, judged

__all__ = ["Judge"]

DOCUMENT = "urn:specproof:effective-document"
SHOWN = 8


def _offline(uri: str) -> Any:
    raise LookupError(f"the document refers to {uri}, which is not part of it")


def _resources(node: Any, pointer: Pointer = Pointer()) -> Iterator[tuple[Pointer, str, Any]]:
    """Schemas with an absolute identity of their own (JSON Schema core 8.2.1)."""
    if isinstance(node, list):
        for index, one in enumerate(node):
            yield from _resources(one, pointer / index)
    elif isinstance(node, dict):
        if isinstance(node.get("$id"), str) and node["$id"]:
            yield pointer, urljoin("urn:specproof:", node["$id"]), node
        for key, value in node.items():
            if key not in ("example", "examples", "default", "enum", "const"):
                yield from _resources(value, pointer / key)


def _retargeted(node: Any, named: Mapping[str, str]) -> Any:
    """References by pointer to a schema with an identity, said by that identity: its anchors resolve there."""
    if isinstance(node, list):
        return [_retargeted(one, named) for one in node]
    if not isinstance(node, dict):
        return node
    reference = node.get("$ref")
    if isinstance(reference, str) and reference in named:
        node = {**node, "$ref": named[reference]}
    return {key: _retargeted(value, named) for key, value in node.items()}


class Judge:
    """Verdicts on values by the schemas of one document.

    ``patterns`` are taken as ECMA 262 expressions and ``format`` as an annotation, as JSON Schema 2020-12 has it by
    default.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._registries = {"request": self._registry(document, "request"), "reply": self._registry(document, "reply")}
        self._validators: dict[tuple[str, Pointer], jsonschema_rs.Draft202012Validator] = {}

    @staticmethod
    def _registry(document: Mapping[str, Any], direction: Direction) -> jsonschema_rs.Registry:
        tree = judged(document, direction)
        identified = list(_resources(tree))
        if identified:
            tree = _retargeted(tree, {pointer.fragment: uri for pointer, uri, _ in identified})
        resources = [(DOCUMENT, tree), *((uri, pointer.find(tree)) for pointer, uri, _ in identified)]
        return jsonschema_rs.Registry(resources, draft=jsonschema_rs.Draft202012, retriever=_offline)

    def complaints(self, schema: Pointer, value: Any, direction: Direction) -> tuple[str, ...]:
        """What the schema at ``schema`` has against ``value``: empty when it accepts it, at most eight entries.

        Raises:
            jsonschema_rs.ValidationError: the schema itself is not one.
        """
        key = (direction, schema)
        validator = self._validators.get(key)
        if validator is None:
            reference = DOCUMENT + "#" + quote(str(schema), safe="/~")
            validator = jsonschema_rs.Draft202012Validator(
                {"$ref": reference}, registry=self._registries[direction], validate_formats=False
            )
            self._validators[key] = validator
        if validator.is_valid(value):
            return ()
        errors = [_sentence(error) for error in validator.iter_errors(value)]
        return tuple(errors[:SHOWN])


def _sentence(error: jsonschema_rs.ValidationError) -> str:
    place = Pointer(str(token) for token in error.instance_path)
    return f"{place}: {error.message}" if place else error.message
