"""Checks of the names in a lock file, which a person may have edited."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from specproof.core.diagnostics import Findings
from specproof.core.location import Location
from specproof.spelling.code import identifier
from specproof.spelling.identifiers import safe

__all__ = ["check_locked_names"]


def check_locked_names(
    locked: Mapping[str, tuple[str, str]],
    reserved: Mapping[str, Collection[str]],
    findings: Findings,
    locations: Mapping[str, Location],
) -> None:
    """Report each locked method name as LOCK_NAME that is no free Python name or that two operations have.

    Args:
        locked: resource and method by operation key, for operations of the document.
        reserved: by resource, names that its methods cannot have.
        locations: location of each operation in the document, by key.
    """
    holders: dict[tuple[str, str], str] = {}
    for key, (resource, method) in locked.items():
        reason = _reason(resource, method, reserved)
        if (resource, method) in holders:
            reason = f"{holders[resource, method]} has it as well"
        if reason is not None:
            findings.add("LOCK_NAME", f"{key} cannot be called {resource}.{method}: {reason}", locations.get(key))
        holders.setdefault((resource, method), key)


def _reason(resource: str, method: str, reserved: Mapping[str, Collection[str]]) -> str | None:
    for name in (resource, method):
        try:
            identifier(name)
        except ValueError as error:
            return str(error)
        if name.startswith("_") or safe(name) != name:
            return f"{name} is not free"
    return (
        f"{method} is a method of every resource or of an extension" if method in reserved.get(resource, ()) else None
    )
