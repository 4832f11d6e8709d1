"""A contract with what checks share: operations, types with their values, and the clients of packages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache, partial
from typing import Any
from weakref import WeakKeyDictionary

from specproof.oracle.document import Document
from specproof.oracle.json_pointer import resolve
from specproof.oracle.openapi_core_reader import OpenapiCoreReader
from specproof.oracle.operations import Operation, client_headers, operations, security_schemes
from specproof.oracle.shape import ANY, Shape, shape_of
from specproof.prove.checks.client_methods import ClientMethod
from specproof.prove.checks.contract import Contract
from specproof.prove.checks.credentials import secrets_for
from specproof.prove.checks.harness import Harness
from specproof.prove.checks.package import Package
from specproof.prove.checks.recording_clients import BASE_PATH
from specproof.prove.checks.schema_types import SchemaTypes
from specproof.prove.checks.type_under_test import TypeUnderTest
from specproof.prove.checks.value_pool import ValuePool

__all__ = ["ApiUnderTest"]

_KEPT = 6
"""Types of which the schemas are kept at hand: their checks come one after the other."""


class ApiUnderTest:
    """One contract with all that its checks share, each made when first needed: operations, values, clients."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.type_under_test = lru_cache(_KEPT)(partial(TypeUnderTest, contract))
        self._harnesses: WeakKeyDictionary[Package, Harness] = WeakKeyDictionary()

    @cached_property
    def value_pool(self) -> ValuePool:
        """Return the values of the schemas of parameters, bodies and responses."""
        return ValuePool(self.contract)

    @property
    def document(self) -> Document:
        """Return the effective document."""
        return self.contract.document

    @cached_property
    def operations(self) -> dict[str, Operation]:
        """Return the operations by method and path, such as ``POST /pets``."""
        return {one.key: one for one in operations(self.document.source)}

    @cached_property
    def schemes(self) -> dict[str, Any]:
        """Return the security schemes by name."""
        return security_schemes(self.document.source)

    @cached_property
    def secrets(self) -> dict[str, str]:
        """Return a credential for each security scheme, by name."""
        return secrets_for(self.schemes)

    @cached_property
    def headers(self) -> frozenset[str]:
        """Return the lower-case names of the headers that every request has."""
        return client_headers(self.document.source)

    @cached_property
    def schema_types(self) -> SchemaTypes:
        """Return the exported types by the location of their schema."""
        return SchemaTypes(self.contract)

    def shape(self, schema: str) -> Shape:
        """Return the JSON types that the schema at a JSON pointer admits; all types if there is no schema."""
        try:
            return shape_of(resolve(self.document.source, schema), self.document.source)
        except LookupError:
            return ANY

    @cached_property
    def second_reader(self) -> OpenapiCoreReader:
        """Return openapi-core as a reader of requests to this document."""
        return OpenapiCoreReader(self.document.source, BASE_PATH)

    def operations_with_methods(self) -> Iterator[tuple[Operation, ClientMethod]]:
        """Yield each operation of the document with the client method that calls it."""
        return ((operation, self.contract.method(key)) for key, operation in self.operations.items())

    def harness(self, package: Package) -> Harness:
        """Return the clients of a package, always the same ones for a package."""
        if package not in self._harnesses:
            self._harnesses[package] = Harness(package, self.secrets, self.schema_types)
        return self._harnesses[package]
