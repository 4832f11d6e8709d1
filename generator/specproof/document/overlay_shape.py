"""Validation of Overlay documents (Overlay Specification 1.0.0, section 4.4)."""

from __future__ import annotations

import re
from typing import Any

from specproof.core.diagnostics import Findings
from specproof.core.location import Location
from specproof.document.document import Document

__all__ = ["check_overlay"]

_VERSION = re.compile(r"1\.0\.\d+")
_ROOT = ("overlay", "info", "extends", "actions")
_INFO = ("title", "version")
_ACTION: dict[str, type] = {"target": str, "description": str, "update": object, "remove": bool}


def check_overlay(overlay: Document, findings: Findings) -> None:
    """Report every violation of the Overlay specification in an overlay, as OVERLAY_SYNTAX."""
    tree, at = overlay.tree, overlay.at()
    version = tree.get("overlay")
    if not isinstance(version, str) or not _VERSION.fullmatch(version):
        findings.add("OVERLAY_SYNTAX", f"overlay: {version!r} is not supported: it must be 1.0.x", at / "overlay")
        return
    _unknown(tree, _ROOT, at, findings)
    _info(tree.get("info"), at / "info" if "info" in tree else at, findings)
    if not isinstance(tree.get("extends", ""), str):
        findings.add("OVERLAY_SYNTAX", "extends must be a string", at / "extends")
    actions = tree.get("actions")
    if not isinstance(actions, list) or not actions:
        where = at / "actions" if "actions" in tree else at
        findings.add("OVERLAY_SYNTAX", "actions must be an array of at least one action", where)
        return
    for index, action in enumerate(actions):
        _action(action, at / "actions" / index, findings)


def _info(info: Any, at: Location, findings: Findings) -> None:
    if not isinstance(info, dict):
        findings.add("OVERLAY_SYNTAX", "info must be an object with the fields title and version", at)
        return
    _unknown(info, _INFO, at, findings)
    for name in _INFO:
        if not isinstance(info.get(name), str):
            findings.add("OVERLAY_SYNTAX", f"info.{name} must be a string", at / name if name in info else at)


def _action(action: Any, at: Location, findings: Findings) -> None:
    if not isinstance(action, dict):
        findings.add("OVERLAY_SYNTAX", "an action must be an object", at)
        return
    _unknown(action, tuple(_ACTION), at, findings)
    if "target" not in action:
        findings.add("OVERLAY_SYNTAX", "an action must have the field target", at)
    for name, wanted in _ACTION.items():
        if name in action and not isinstance(action[name], wanted):
            kind = "true or false" if wanted is bool else "a string"
            findings.add("OVERLAY_SYNTAX", f"{name} must be {kind}", at / name)
    if "update" not in action and action.get("remove") is not True:
        findings.add("OVERLAY_SYNTAX", "an action must have update, or remove: true", at)


def _unknown(node: dict[str, Any], known: tuple[str, ...], at: Location, findings: Findings) -> None:
    for name in node:
        if name not in known and not name.startswith("x-"):
            hint = "known fields: " + ", ".join(known)
            findings.add("OVERLAY_SYNTAX", f"unknown field {name}", at / name, hint=hint)
