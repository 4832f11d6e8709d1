"""Validation across objects: operation ids, and parameters against path templates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from specproof.core.diagnostics import Findings
from specproof.core.location import Pointer
from specproof.core.openapi import METHODS
from specproof.document.document import Document
from specproof.document.follow import follow
from specproof.document.walk import Tokens

__all__ = ["check_operations"]

_VARIABLE = re.compile(r"\{([^{}]*)\}")


def check_operations(document: Document, findings: Findings) -> None:
    """Report duplicate operationIds and parameters, and path parameters that do not fit their path template."""
    ids: dict[str, Tokens] = {}
    for path, item, at in _items(document.tree):
        _check_parameters(document, item.get("parameters", []), (*at, "parameters"), findings)
        for method in METHODS:
            operation = item.get(method)
            if operation is None:
                continue
            _check_id(document, operation, (*at, method), ids, findings)
            _check_parameters(document, operation.get("parameters", []), (*at, method, "parameters"), findings)
            if path is not None:
                _check_template(document, path, item, operation, (*at, method), findings)


def _followed(tree: Any, node: Any) -> Any:
    """The object that a chain of ``#/...`` references ends at."""
    *_, (_, last) = follow(tree, node, Pointer())
    return last


def _items(tree: dict[str, Any]) -> Iterator[tuple[str | None, dict[str, Any], Tokens]]:
    """Path items with their template; webhooks have none."""
    for path, item in tree.get("paths", {}).items():
        if path.startswith("/"):
            yield path, _followed(tree, item), ("paths", path)
    for name, item in tree.get("webhooks", {}).items():
        yield None, _followed(tree, item), ("webhooks", name)


def _check_id(
    document: Document, operation: dict[str, Any], at: Tokens, ids: dict[str, Tokens], findings: Findings
) -> None:
    name = operation.get("operationId")
    if name is None:
        return
    first = ids.setdefault(name, at)
    if first is not at:
        message = f"{_operation(at)} has the operationId of {_operation(first)}: {name}"
        findings.add("DOC_DUPLICATE_OPERATION_ID", message, document.at(*at, "operationId"))


def _operation(at: Tokens) -> str:
    return f"{at[2].upper()} {at[1]}"


def _check_parameters(document: Document, parameters: list[Any], at: Tokens, findings: Findings) -> None:
    seen: set[tuple[str, str]] = set()
    for index, written in enumerate(parameters):
        parameter = _followed(document.tree, written)
        name = parameter["name"]
        key = (parameter["in"], name.lower() if parameter["in"] == "header" else name)
        place = document.at(*at, index)
        if key in seen:
            findings.add("DOC_SHAPE", f'the {key[0]} parameter "{name}" is declared twice', place)
        seen.add(key)
        if ("schema" in parameter) == ("content" in parameter):
            findings.add("DOC_SHAPE", f'the parameter "{name}" must have either schema or content', place)
        if len(parameter.get("content", {"": 0})) != 1:
            findings.add("DOC_SHAPE", f'the content of the parameter "{name}" must have one media type', place)
        if key[0] == "path" and parameter.get("required") is not True:
            findings.add("DOC_PATH_PARAMETER", f'the path parameter "{name}" must have required: true', place)


def _check_template(
    document: Document,
    path: str,
    item: dict[str, Any],
    operation: dict[str, Any],
    at: Tokens,
    findings: Findings,
) -> None:
    declared: dict[str, Tokens] = {}
    for parameters, place in ((item.get("parameters", []), at[:-1]), (operation.get("parameters", []), at)):
        for index, written in enumerate(parameters):
            parameter = _followed(document.tree, written)
            if parameter["in"] == "path":
                declared[parameter["name"]] = (*place, "parameters", str(index))
    used = dict.fromkeys(_VARIABLE.findall(path))
    for name in used:
        if name not in declared:
            findings.add(
                "DOC_PATH_PARAMETER", f'{_operation(at)}: the path parameter "{name}" is not declared', document.at(*at)
            )
    for name, place in declared.items():
        if name not in used:
            findings.add("DOC_PATH_PARAMETER", f"the path {path} does not contain {{{name}}}", document.at(*place))
