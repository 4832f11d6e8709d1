"""All checks of a contract, by the property that they hold a package to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from weakref import WeakKeyDictionary

from specproof.prove.checks.api_under_test import ApiUnderTest
from specproof.prove.checks.check import Check
from specproof.prove.checks.contract import Contract
from specproof.prove.checks.differential_check import CHECKS as DIFFERENTIAL
from specproof.prove.checks.requests import CHECKS as REQUESTS
from specproof.prove.checks.responses import CHECKS as RESPONSES
from specproof.prove.checks.schemas import CHECKS as SCHEMAS

__all__ = ["CHECKS", "checks"]

CHECKS: Mapping[str, Callable[[ApiUnderTest], Iterator[Check]]] = {
    **SCHEMAS,
    **REQUESTS,
    **DIFFERENTIAL,
    **RESPONSES,
}
"""Property -> what makes its checks."""

_apis: WeakKeyDictionary[Contract, ApiUnderTest] = WeakKeyDictionary()


def checks(contract: Contract, *properties: str) -> list[Check]:
    """Return the checks of a contract for these properties, such as `accept`; for none given, those of all properties.

    Raises:
        KeyError: there is no such property.
    """
    if contract not in _apis:
        _apis[contract] = ApiUnderTest(contract)
    return [check for name in properties or CHECKS for check in CHECKS[name](_apis[contract])]
