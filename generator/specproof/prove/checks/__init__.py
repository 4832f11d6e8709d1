"""The promises of a document, and whether a package keeps them."""

from specproof.prove.checks import profiles
from specproof.prove.checks.check import WITHOUT_CASES, About, Broken, Case, Check, Tried, Unsuited, prove
from specproof.prove.checks.methods import Method
from specproof.prove.checks.package import Package
from specproof.prove.checks.promises import Promises
from specproof.prove.checks.summary import Summary
from specproof.prove.checks.types import Type

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
