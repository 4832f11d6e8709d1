"""The promises of a document, and whether a package keeps them."""

from . import profiles
from .checks import WITHOUT_CASES, About, Broken, Case, Check, Tried, Unsuited, prove
from .methods import Method
from .package import Package
from .promises import Promises
from .summary import Summary
from .types import Type

__all__ = [
    "WITHOUT_CASES",
    "About",
    "Broken",
    "Case",
    "Check",
    "Method",
    "Package",
    "Promises",
    "Summary",
    "Tried",
    "Type",
    "Unsuited",
    "profiles",
    "prove",
]
