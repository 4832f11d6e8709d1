"""The schemas of those types that need a guard, read when the first of them judges a value."""

from __future__ import annotations

import json
from pathlib import Path

from ._runtime.guards import Guards

__all__ = ["GUARDS"]

GUARDS = Guards(lambda: json.loads(Path(__file__).with_name("_guards.json").read_bytes()))
