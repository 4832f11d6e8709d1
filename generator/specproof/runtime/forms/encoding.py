"""How properties of forms travel, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..not_given import NOT_GIVEN
from ..operation import NOTHING
from ..parameters.parameter import Style

__all__ = ["Encoding", "PartHeader"]


@dataclass(frozen=True, slots=True)
class PartHeader:
    """A header of one part of a multipart body; ``value`` is sent where the caller gives none."""

    type: str | None = None
    required: bool = False
    value: Any = NOT_GIVEN
    explode: bool = False
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class Encoding:
    """How one property of a form or multipart body is serialized (OpenAPI 3.1, Encoding Object).

    ``style`` None means that none of style, explode and allowReserved was declared.
    """

    content_type: str | None = None
    style: Style | None = None
    explode: bool = True
    allow_reserved: bool = False
    headers: Mapping[str, PartHeader] = field(default_factory=lambda: NOTHING)
