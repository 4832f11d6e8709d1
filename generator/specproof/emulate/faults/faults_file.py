"""A faults file, YAML or JSON, read into a plan."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from specproof.core.diagnostics import Findings, StopError
from specproof.core.limits import Limits
from specproof.core.location import Location
from specproof.document import Reader
from specproof.document.load import parse
from specproof.emulate.faults.plan import Plan
from specproof.emulate.faults.plan_reader import read_plan

__all__ = ["read_faults"]


def read_faults(path: Path, reader: Reader, operations: Collection[str], findings: Findings) -> Plan:
    """Return the plan of a faults file, YAML or JSON.

    Args:
        operations: the operationIds that its selectors may name.
        findings: receives the errors of the file.

    Raises:
        StopError: the file cannot be read, or is not a faults file.
    """
    at = Location(str(path))
    try:
        data = reader.read(path)
    except OSError as error:
        findings.add("FAULTS_UNREADABLE", f"{path}: {(error.strerror or str(error)).lower()}", at)
        raise StopError(findings) from error
    syntax = Findings()
    tree = parse(data, str(path), Limits(), syntax)
    for one in syntax:
        findings.add("FAULTS_SYNTAX", one.message, one.at, hint=one.hint, line=one.line, column=one.column)
    findings.stop_if_errors()
    plan = read_plan(tree, at, operations, findings)
    findings.stop_if_errors()
    return plan
