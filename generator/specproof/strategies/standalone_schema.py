"""Standalone schemas: one with all that it refers to under ``$defs``; its validator and its canonical form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

import jsonschema_rs
from jsonschema_rs import CanonicalSchema

from specproof.oracle.json_pointer import unescape
from specproof.oracle.keywords import SCHEMA, SCHEMA_LIST, SCHEMA_MAP
from specproof.oracle.pattern_matching import compiles

__all__ = [
    "MAPS",
    "References",
    "Retrieve",
    "Schema",
    "canonical_of",
    "depends_on_location",
    "references_of",
    "standalone_part",
    "standalone_schema",
    "validator_of",
]

Schema = bool | Mapping[str, Any]
Retrieve = Callable[[str], Any]

MAPS = SCHEMA_MAP | {"definitions"}
_APPLICATORS = SCHEMA | SCHEMA_LIST | MAPS
_COMPONENTS = "#/components/schemas/"
_DEFINITIONS = "#/$defs/"
_SELF = "the schema itself"
_LOCATED = ("$id", "$anchor", "$dynamicAnchor", "$dynamicRef", "unevaluatedItems", "unevaluatedProperties")


def children(schema: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Schema]]:
    """Yield the subschemas right below a schema, each with the reference tokens to it: ``("properties", "name")``."""
    for keyword in schema.keys() & _APPLICATORS:
        value = schema[keyword]
        if keyword in SCHEMA:
            if isinstance(value, dict | bool):
                yield (keyword,), value
        elif isinstance(value, list):
            yield from (((keyword, str(index)), one) for index, one in enumerate(value))
        elif isinstance(value, dict) and keyword in MAPS:
            yield from (((keyword, name), one) for name, one in value.items())


def standalone_schema(schema: Schema, document: Mapping[str, Any] | None = None) -> Schema:
    """Return the schema with all components of the document that it reaches copied to its `$defs`.

    A reference to `#` or into the schema itself also becomes one to `$defs`, so that the schema can be changed
    without changing what its references mean.

    Args:
        document: an OpenAPI document; None if the schema refers to none.
    """
    if isinstance(schema, bool):
        return schema
    components = (document or {}).get("components", {}).get("schemas", {})
    prefix = "document " if "$defs" in schema else ""
    reached = _references(components).reached(schema)
    rewrite = _Rewrite(prefix, "$id" not in schema)
    out: dict[str, Any] = {**rewrite.schema(schema)}
    defs = {**out.get("$defs", {}), **{f"{prefix}{name}": rewrite.schema(one) for name, one in reached.items()}}
    if rewrite.to_itself:
        own = {key: value for key, value in out.items() if key not in ("$defs", "$schema")}
        defs[_SELF] = own
    return {**out, "$defs": defs} if defs else out


def standalone_part(part: Schema, references: References) -> Schema:
    """Return a part of a standalone schema, with the `$defs` that it reaches.

    Args:
        references: those of the whole standalone schema.
    """
    if isinstance(part, bool) or "$defs" in part:
        return part
    reached = references.reached(part)
    return {**part, "$defs": reached} if reached else part


def references_of(schema: Schema) -> References:
    """Return the references between the `$defs` of a standalone schema."""
    return References({} if isinstance(schema, bool) else schema.get("$defs", {}), _DEFINITIONS)


def depends_on_location(schema: Any) -> bool:
    """Return whether subschemas would mean something else elsewhere: there are `$id`, anchors or `unevaluated…`."""
    if not isinstance(schema, dict):
        return False
    return any(keyword in schema for keyword in _LOCATED) or any(
        depends_on_location(one) for _, one in children(schema)
    )


def validator_of(schema: Schema, retrieve: Retrieve | None = None) -> jsonschema_rs.Validator:
    """Return the jsonschema-rs validator of a schema.

    Args:
        retrieve: returns the schema at a URI outside of it; with None nothing is retrieved.

    Raises:
        ValueError: it is not a JSON Schema.
    """
    own = _mutable(schema)
    if retrieve is not None:
        return jsonschema_rs.validator_for(own, retriever=retrieve)
    return jsonschema_rs.validator_for(own, offline=True)


def canonical_of(schema: Schema, retrieve: Retrieve | None = None) -> CanonicalSchema:
    """Return the canonical form of a schema, by jsonschema-rs.

    Args:
        retrieve: returns the schema at a URI outside of it; with None nothing is retrieved.

    Raises:
        ValueError: it is not a JSON Schema, or jsonschema-rs cannot bring it into canonical form.
    """
    own = _mutable(schema)
    if retrieve is not None:
        return jsonschema_rs.canonicalize(own, retriever=retrieve)
    return jsonschema_rs.canonicalize(own, offline=True)


def _mutable(schema: Schema) -> dict[str, Any] | bool:
    return schema if isinstance(schema, bool) else dict(schema)


class References:
    """Finds the definitions that a schema reaches through `$ref`.

    Args:
        definitions: name -> schema.
        prefix: what comes before the name in a reference, such as `#/$defs/`.
    """

    def __init__(self, definitions: Mapping[str, Any], prefix: str) -> None:
        self._definitions, self._prefix = definitions, prefix
        self._needs: dict[str, frozenset[str]] = {}
        self.identified = [name for name, one in definitions.items() if any(_identities(one))]

    def reached(self, schema: Schema) -> dict[str, Schema]:
        """Return name -> definition for all that a schema reaches, and for all that have an `$id`."""
        reached = dict.fromkeys(self.identified)
        waiting = [*self.identified, *_named(schema, self._prefix)]
        seen: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name in seen or name not in self._definitions:
                continue
            seen.add(name)
            reached[name] = None
            if name not in self._needs:
                self._needs[name] = frozenset(_named(self._definitions[name], self._prefix))
            waiting += sorted(self._needs[name])
        return {name: self._definitions[name] for name in sorted(reached)}


_last: list[tuple[Mapping[str, Any], References]] = []


def _references(components: Mapping[str, Any]) -> References:
    """References between components; of the last document they are kept, since its schemas follow each other."""
    if not _last or _last[0][0] is not components:
        _last[:] = [(components, References(components, _COMPONENTS))]
    return _last[0][1]


def _named(schema: Any, prefix: str) -> Iterator[str]:
    if isinstance(schema, dict):
        ref = schema.get("$ref")
        if isinstance(ref, str) and ref.startswith(prefix):
            yield unescape(unquote(ref.removeprefix(prefix).partition("/")[0]))
        for _, child in children(schema):
            yield from _named(child, prefix)


def _identities(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if "$id" in schema:
            yield schema["$id"]
        for _, child in children(schema):
            yield from _identities(child)


class _Rewrite:
    """References into a document become references into `$defs`; inside a schema with an `$id` they stay."""

    def __init__(self, prefix: str, own_references: bool) -> None:
        self.prefix = prefix
        self.own_references = own_references
        self.to_itself = False

    def schema(self, schema: Any, top: bool = True) -> Any:
        if not isinstance(schema, dict) or ("$id" in schema and not top):
            return schema
        out = dict(schema)
        if isinstance(schema.get("pattern"), str) and not compiles(schema["pattern"]):
            del out["pattern"]
        for tokens, child in children(schema):
            if len(tokens) == 1:
                out[tokens[0]] = self.schema(child, False)
            elif isinstance(schema[tokens[0]], list):
                out[tokens[0]] = [self.schema(one, False) for one in schema[tokens[0]]]
            else:
                out[tokens[0]] = {
                    name: self.schema(one, False)
                    for name, one in schema[tokens[0]].items()
                    if tokens[0] != "patternProperties" or compiles(name)
                }
        if isinstance(schema.get("$ref"), str):
            out["$ref"] = self.reference(schema["$ref"])
        return out

    def reference(self, ref: str) -> str:
        if ref.startswith(_COMPONENTS):
            return f"#/$defs/{self.prefix.replace(' ', '%20')}{ref.removeprefix(_COMPONENTS)}"
        if self.own_references and (ref == "#" or (ref.startswith("#/") and not ref.startswith("#/$defs/"))):
            self.to_itself = True
            return f"#/$defs/{_SELF.replace(' ', '%20')}{ref[1:]}"
        return ref
