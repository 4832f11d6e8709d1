"""Whether a package does what the document of its API says: the contract, and the checks that hold a package to it."""

from specproof.prove.checks.check import Case, CaseNotApplicableError, Check, CheckId, ContractViolationError
from specproof.prove.checks.check_run import prove
from specproof.prove.checks.client_methods import ClientMethod
from specproof.prove.checks.contract import Contract
from specproof.prove.checks.exported_types import ExportedType
from specproof.prove.checks.missing_names import missing_names
from specproof.prove.checks.package import Package
from specproof.prove.checks.registry import checks

__all__ = [
    "Case",
    "CaseNotApplicableError",
    "Check",
    "CheckId",
    "ClientMethod",
    "Contract",
    "ContractViolationError",
    "ExportedType",
    "Package",
    "checks",
    "missing_names",
    "prove",
]
