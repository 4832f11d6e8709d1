"""Findings for programs: one JSON document, or workflow commands that GitHub turns into annotations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from specproof.report.rows import Row

__all__ = ["as_github", "as_json"]

_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def as_json(rows: Iterable[Row], outcome: Mapping[str, Any]) -> str:
    """Return findings as JSON: ``{"findings": [...], **outcome}``, without empty fields and excerpts."""
    findings = [_known(row) for row in rows]
    return json.dumps({"findings": findings, **outcome}, indent=2, ensure_ascii=True) + "\n"


def as_github(rows: Iterable[Row]) -> str:
    """Return findings as GitHub workflow commands, one per line."""
    return "".join(_command(row) for row in rows)


def _known(row: Row) -> dict[str, Any]:
    return {key: value for key, value in asdict(row).items() if value is not None and key not in ("source", "cut")}


def _command(row: Row) -> str:
    fields = {"file": row.file, "line": row.line, "col": row.column, "title": row.code}
    known = ",".join(f"{key}={_property(str(value))}" for key, value in fields.items() if value is not None)
    message = row.message + (f" ({row.hint})" if row.hint else "")
    return f"::{_LEVELS[row.severity]} {known}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
