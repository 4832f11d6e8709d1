"""A part of a file that a template of its own makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Fragment"]


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of a generated file: a template and the names that it sees.

    Attributes:
        template: ``package:path``, a path below the folder ``templates/`` of an import package.
    """

    template: str
    views: Mapping[str, Any]
