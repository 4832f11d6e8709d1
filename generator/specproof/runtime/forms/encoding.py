"""How properties of forms travel, as data."""

from __future__ import annotations

from dataclasses import dataclass

from ..parameters.parameter import Style

__all__ = ["Encoding"]


@dataclass(frozen=True, slots=True)
class Encoding:
    """How one property of a form or multipart body is serialized (OpenAPI 3.1, Encoding Object).

    ``style`` None means that none of style, explode and allowReserved was declared.
    """

    content_type: str | None = None
    style: Style | None = None
    explode: bool = True
    allow_reserved: bool = False
