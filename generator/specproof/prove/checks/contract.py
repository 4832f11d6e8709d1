"""What a document demands of one package: the document, and the types and methods that it is to agree with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from specproof.oracle.document import Document
from specproof.oracle.json_pointer import pointer, resolve
from specproof.oracle.jsonschema_oracle import JsonschemaOracle
from specproof.prove.checks.client_methods import ClientMethod
from specproof.prove.checks.exported_types import ExportedType
from specproof.prove.checks.package import Package
from specproof.prove.source_map import SourceMap

__all__ = ["Contract"]

_DOCUMENT = "document.json"
_NO_ERRORS: Mapping[str, str] = MappingProxyType({})


class Contract:
    """The effective document of an API, and the names that a package has for its schemas and operations.

    Args:
        module: import name of the package.
        home: the folder of `document.json`.
        types: exported types that are not a component of the document under its own name.
        methods: the client methods of the operations.
        errors: key of a response such as `404` -> the error class that it raises.
        open_enums: whether responses may hold strings that an enumeration does not list.
    """

    def __init__(
        self,
        module: str,
        home: Path,
        types: Sequence[ExportedType] = (),
        methods: Sequence[ClientMethod] = (),
        errors: Mapping[str, str] = _NO_ERRORS,
        *,
        open_enums: bool = False,
    ) -> None:
        self.module, self.home = module, home
        self._types, self.errors = tuple(types), errors
        self._methods = {one.operation: one for one in methods}
        self.open_enums = open_enums

    @cached_property
    def package(self) -> Package:
        """Return the package that the contract is about."""
        return Package(self.module)

    @cached_property
    def document(self) -> Document:
        """Return the effective document. Raises: OSError, ValueError, if it cannot be read."""
        tree = json.loads((self.home / _DOCUMENT).read_bytes())
        return Document(tree, open_enums=self.open_enums)

    @cached_property
    def types(self) -> tuple[ExportedType, ...]:
        """Return the exported types: of each component of the document, then those that are listed.

        Raises:
            OSError, ValueError: the document cannot be read.
        """
        listed = {one.pointer for one in self._types if not (one.direction or one.kind)}
        components = (self.document.source.get("components") or {}).get("schemas") or {}
        own = (ExportedType(name, pointer(("components", "schemas", name))) for name in components)
        return (*(one for one in own if one.pointer not in listed), *self._types)

    def method(self, operation: str) -> ClientMethod:
        """Return the client method of an operation such as `POST /files`; one without a name, if none is listed."""
        return self._methods.get(operation) or ClientMethod(operation, "")

    @cached_property
    def second(self) -> JsonschemaOracle:
        """Return python-jsonschema as a validator of this document."""
        return JsonschemaOracle(self.document)

    def location(self, pointer: str) -> str:
        """Return `file:line` of a node of the document; empty if it is not known."""
        return self._source_map.location(pointer)

    @cached_property
    def _source_map(self) -> SourceMap:
        return SourceMap.of_file(self.home / _DOCUMENT)

    def has_schema(self, exported: ExportedType) -> bool:
        """Return whether the document has a schema for a type; some bodies have none."""
        try:
            return isinstance(resolve(self.document.source, exported.pointer), dict | bool)
        except LookupError:
            return False
