"""What a document says of its operations, with values to try it, and the packages that are held to it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from specproof.oracle.json_pointer import resolve
from specproof.oracle.openapi_core_reader import OpenapiCoreReader
from specproof.oracle.operations import Operation, client_headers, operations, security_schemes
from specproof.oracle.shape import ANY, Shape, shape_of
from specproof.prove.checks.credentials import secrets_for
from specproof.prove.checks.harness import Rig
from specproof.prove.checks.methods import Method
from specproof.prove.checks.package import Package
from specproof.prove.checks.value_pool import Supply
from specproof.prove.checks.wire import BASE

if TYPE_CHECKING:
    from specproof.prove.checks.promises import Promises

__all__ = ["Service", "service_of"]


class Service:
    """The operations of one document."""

    def __init__(self, promises: Promises) -> None:
        self.promises = promises
        self._rigs: WeakKeyDictionary[Package, Rig] = WeakKeyDictionary()

    @cached_property
    def supply(self) -> Supply:
        return Supply(self.promises)

    @property
    def document(self) -> Any:
        return self.promises.document

    @cached_property
    def operations(self) -> dict[str, Operation]:
        """By method and path."""
        return {one.key: one for one in operations(self.document.source)}

    @cached_property
    def schemes(self) -> dict[str, Any]:
        return security_schemes(self.document.source)

    @cached_property
    def secrets(self) -> dict[str, str]:
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
        return OpenapiCoreReader(self.document.source, BASE)

    def pairs(self) -> Iterator[tuple[Operation, Method]]:
        """Each operation with its method."""
        return ((self.operations[method.operation], method) for method in self.promises.operations)

    def rig(self, package: Package) -> Rig:
        if package not in self._rigs:
            self._rigs[package] = Rig(package, self.secrets)
        return self._rigs[package]


_services: WeakKeyDictionary[Any, Service] = WeakKeyDictionary()


def service_of(promises: Promises) -> Service:
    """The same for the same promises."""
    if promises not in _services:
        _services[promises] = Service(promises)
    return _services[promises]
