"""All that a document promises of one package."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from pathlib import Path
from types import MappingProxyType

from specproof.oracle.document import Document
from specproof.oracle.json_pointer import resolve
from specproof.oracle.jsonschema_oracle import JsonschemaOracle
from specproof.prove.checks import differential_check as crossing
from specproof.prove.checks import requests, responses, schemas
from specproof.prove.checks.check import Check
from specproof.prove.checks.methods import Method
from specproof.prove.checks.source_map import Places
from specproof.prove.checks.type_under_test import Subject
from specproof.prove.checks.types import Type

__all__ = ["Promises"]

NOTHING: Mapping[str, str] = MappingProxyType({})
_KEPT = 6
"""Types of which the schemas are kept at hand: their checks come one after the other."""


class Promises:
    """What is promised of a package: its types and operations, and the document that says what they are to be.

    Args:
        package: the import name.
        home: the folder with `document.json` and `places.json`.
        types: the exported types, each with the place of its schema.
        operations: the methods of its operations.
        errors: the error class that each declared status raises, by its key in the document.
        open_enums: whether replies may hold strings that an enumeration does not list.
    """

    def __init__(
        self,
        package: str,
        home: Path,
        types: Sequence[Type] = (),
        operations: Sequence[Method] = (),
        errors: Mapping[str, str] = NOTHING,
        *,
        open_enums: bool = False,
    ) -> None:
        self.package, self.home = package, home
        self.types, self.operations, self.errors = tuple(types), tuple(operations), errors
        self.open_enums = open_enums
        self._subject = lru_cache(_KEPT)(partial(Subject, self))

    @cached_property
    def document(self) -> Document:
        """The effective document, read when it is first needed."""
        tree = json.loads((self.home / "document.json").read_bytes())
        return Document(tree, open_enums=self.open_enums)

    @cached_property
    def places(self) -> Places:
        """Where what stands in the document was written."""
        return Places.read(self.home / "places.json")

    @cached_property
    def second(self) -> JsonschemaOracle:
        """The second judge."""
        return JsonschemaOracle(self.document)

    def states(self, kind: Type) -> bool:
        """Whether the document says anything of a type: there are bodies without a schema."""
        try:
            return isinstance(resolve(self.document.source, kind.pointer), dict | bool)
        except LookupError:
            return False

    def subject_of(self, kind: Type) -> Callable[[], Subject]:
        """What gives a type with its schema and its values; they are forgotten when they are long unused."""
        return partial(self._subject, kind)

    def checks(self, *properties: str) -> list[Check]:
        """The checks of these properties, or of all of them; enumerating costs little.

        Raises:
            KeyError: there is no such property.
        """
        makers: dict[str, Callable[[Promises], Iterator[Check]]] = {
            **schemas.CHECKS,
            **requests.CHECKS,
            **crossing.CHECKS,
            **responses.CHECKS,
        }
        return [check for name in properties or makers for check in makers[name](self)]
