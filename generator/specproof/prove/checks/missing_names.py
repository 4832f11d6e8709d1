"""Whether a package has all that it exports, and a type and a method for all that the document declares."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from specproof.prove.checks.api_under_test import ApiUnderTest
from specproof.prove.checks.contract import Contract
from specproof.prove.checks.harness import ALL_FLAVORS
from specproof.prove.checks.package import MissingNameError, Package

__all__ = ["missing_names"]


def missing_names(contract: Contract, package: Package | None = None) -> list[str]:
    """Return the exported names, types and methods that a package does not have.

    Args:
        package: another one than that of the contract.

    Raises:
        ImportError: the package cannot be imported.
        pydantic.errors.PydanticUserError: one of its types cannot be built.
        OSError, ValueError: the document cannot be read.
    """
    tested = package or contract.package
    return [*_exports(tested), *_types(contract, tested), *_methods(ApiUnderTest(contract), tested)]


def _exports(package: Package) -> Iterator[str]:
    for module in map(import_module, (package.module, f"{package.module}.models")):
        yield from (f"{module.__name__}.{name}" for name in module.__all__ if getattr(module, name, None) is None)


def _types(contract: Contract, package: Package) -> Iterator[str]:
    for exported in contract.types:
        try:
            package.adapter(exported.name)
        except MissingNameError:
            yield f"type {exported.name} of #{exported.pointer}"


def _methods(api: ApiUnderTest, package: Package) -> Iterator[str]:
    harness = api.harness(package)
    for operation, method in api.operations_with_methods():
        missing = [str(flavor) for flavor in ALL_FLAVORS if not harness.has(method, flavor)]
        if missing:
            yield f"{', '.join(missing)} of {operation.key}"
