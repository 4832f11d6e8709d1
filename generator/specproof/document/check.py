"""Validation of a bundled document, as far as later stages rely upon it."""

from __future__ import annotations

import re
from typing import Any

from specproof.core.diagnostics import Findings
from specproof.core.json_types import described
from specproof.core.location import Pointer
from specproof.document.check_operations import check_operations
from specproof.document.document import Document
from specproof.document.fields import SCHEME_FIELDS, plain_fields, required_fields
from specproof.document.kinds import Child, Kinds, kinds_of
from specproof.document.resources import SchemaResources
from specproof.document.walk import Tokens, kind_at, reference, walk

__all__ = ["check"]

_STATUS = re.compile(r"[1-5](\d\d|XX)|default")


def check(document: Document, findings: Findings) -> None:
    """Report each violation of OpenAPI in a bundled document, as DOC_SHAPE or with a code of ``check_operations``."""
    shapes = _Shapes(document, findings)
    shapes.check()
    if not findings.errors:
        check_operations(document, findings)


class _Shapes:
    def __init__(self, document: Document, findings: Findings) -> None:
        self._document = document
        self._findings = findings
        self._kinds: Kinds = kinds_of(document.version)
        self._plain = plain_fields(document.is_30)
        self._required = required_fields(document.is_30)
        self._resources = SchemaResources(document.tree, document.version)

    def check(self) -> None:
        seen: set[str] = set()
        roots: list[tuple[str, Tokens]] = [("openapi", ())]
        while roots:
            kind, at = roots.pop()
            for node_kind, node, pointer in walk(Pointer(at).find(self._document.tree), self._kinds, kind, at):
                ref = reference(self._kinds, node_kind, node)
                if ref is not None and ref not in seen:
                    seen.add(ref)
                    roots += self._elsewhere(node_kind, pointer, ref)
                self._object(node_kind, node, pointer, is_reference=ref is not None)

    def _elsewhere(self, kind: str, at: Tokens, ref: str) -> list[tuple[str, Tokens]]:
        """The target of a reference, if the table of kinds expects no object at its pointer."""
        target = self._resources.resolve(at, ref)
        if target is None or kind_at(self._document.tree, self._kinds, target) is not None:
            return []
        return [(kind, tuple(target))]

    def _object(self, kind: str, node: dict[str, Any], at: Tokens, *, is_reference: bool) -> None:
        rules = self._kinds[kind]
        if rules.referable and "$ref" in node and not isinstance(node["$ref"], str):
            self._say(f"$ref must be a string (got {described(node['$ref'])})", (*at, "$ref"))
        if is_reference and not rules.joins:
            return
        for name, test in self._plain.get(kind, {}).items():
            if name in node and not test.fits(node[name]):
                value = node[name]
                self._say(f"{name} must be {test.wants} (got {test.shown(value)})", (*at, name), test.hint(value))
        for name in () if is_reference else self._required.get(kind, ()):
            if name not in node:
                self._say(f"{_article(kind)} must have the field {name}", at)
        self._held(kind, node, at)
        self._special(kind, node, at)

    def _held(self, kind: str, node: dict[str, Any], at: Tokens) -> None:
        """Report fields that hold no object where they must."""
        fields, others = self._kinds[kind].fields, self._kinds[kind].others
        for name, value in node.items():
            child = fields.get(name)
            if child is None and others is not None and not name.startswith("x-") and name != "$ref":
                child = Child(others)
            if child is not None:
                self._child(child, name, value, (*at, name))

    def _child(self, child: Child, name: str, value: Any, at: Tokens) -> None:
        kind, shape = child
        if shape == "one":
            self._one(kind, name, value, at)
        elif shape == "map":
            if not isinstance(value, dict):
                self._say(f"{name} must be an object (got {described(value)})", at)
                return
            for key, item in value.items():
                self._one(kind, key, item, (*at, key))
        elif not isinstance(value, list):
            self._say(f"{name} must be an array (got {described(value)})", at)
        else:
            for index, item in enumerate(value):
                self._one(kind, f"{name}[{index}]", item, (*at, str(index)))

    def _one(self, kind: str, name: str, value: Any, at: Tokens) -> None:
        if isinstance(value, dict):
            return
        is_boolean_schema = kind == "schema" and isinstance(value, bool)
        if is_boolean_schema and (not self._document.is_30 or at[-1] == "additionalProperties"):
            return
        self._say(f"{name} must be {_article(kind)} object (got {described(value)})", at)

    def _special(self, kind: str, node: dict[str, Any], at: Tokens) -> None:
        if kind == "paths":
            for name in node:
                if not name.startswith(("/", "x-")):
                    self._say(f'the path "{name}" must start with a slash', (*at, name))
        elif kind == "responses":
            for name in node:
                if not _STATUS.fullmatch(name) and not name.startswith("x-"):
                    self._say(
                        f'"{name}" is not a status code, such as 200, 2XX or default',
                        (*at, name),
                    )
        elif kind == "securityScheme":
            for name in SCHEME_FIELDS.get(str(node.get("type")), ()):
                if name not in node:
                    self._say(f"a security scheme of type {node['type']} must have the field {name}", at)

    def _say(self, message: str, at: Tokens, hint: str | None = None) -> None:
        self._findings.add("DOC_SHAPE", message, self._document.origins.at(Pointer(at)), hint=hint)


def _article(kind: str) -> str:
    if kind == "openapi":
        return "an OpenAPI document"
    words = re.sub(r"([A-Z])", lambda match: " " + match[1].lower(), kind)
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"
