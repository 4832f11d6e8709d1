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
from specproof.prove.checks.type_under_test import TypeUnderTest
from specproof.prove.checks.value_pool import ValuePool

__all__ = ["ApiUnderTest"]

_KEPT = 6
"""Types of which the schemas are kept at hand: their checks come one after the other."""


class ApiUnderTest:
    """One contract, with everything that takes time made when it is first needed."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.type_under_test = lru_cache(_KEPT)(partial(TypeUnderTest, contract))
        self._harnesses: WeakKeyDictionary[Package, Harness] = WeakKeyDictionary()

    @cached_property
    def value_pool(self) -> ValuePool:
        """Values of the schemas of parameters, bodies and responses."""
        return ValuePool(self.contract)

    @property
    def document(self) -> Document:
        """The effective document."""
        return self.contract.document

    @cached_property
    def operations(self) -> dict[str, Operation]:
        """By method and path."""
        return {one.key: one for one in operations(self.document.source)}

    @cached_property
    def schemes(self) -> dict[str, Any]:
        """Security schemes by name."""
        return security_schemes(self.document.source)

    @cached_property
    def secrets(self) -> dict[str, str]:
        """A secret for each scheme."""
        return secrets_for(self.schemes)

    @cached_property
    def headers(self) -> frozenset[str]:
        """Those of every request."""
        return client_headers(self.document.source)

    def shape(self, schema: str) -> Shape:
        """What kinds of value a schema can mean; any, where there is none."""
        try:
            return shape_of(resolve(self.document.source, schema), self.document.source)
        except LookupError:
            return ANY

    @cached_property
    def second_reader(self) -> OpenapiCoreReader:
        """Another reader of requests."""
        return OpenapiCoreReader(self.document.source, BASE_PATH)

    def pairs(self) -> Iterator[tuple[Operation, ClientMethod]]:
        """Each operation with its method."""
        return ((self.operations[method.operation], method) for method in self.contract.operations)

    def harness(self, package: Package) -> Harness:
        """The clients of a package, the same ones for the same package."""
        if package not in self._harnesses:
            self._harnesses[package] = Harness(package, self.secrets)
        return self._harnesses[package]
