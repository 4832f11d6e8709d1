"""Parameters as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..operation import Location

__all__ = ["Parameter", "Style"]

Style = Literal["simple", "label", "matrix", "form", "spaceDelimited", "pipeDelimited", "deepObject"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter (OpenAPI 3.1, Parameter Object); ``type`` is the exported name of its model.

    With ``media_type`` the value is one document of that type (``content``), and style and explode say nothing.
    """

    name: str
    location: Location
    type: str
    required: bool = False
    style: Style = "simple"
    explode: bool = False
    allow_reserved: bool = False
    media_type: str | None = None

    @property
    def key(self) -> str:
        """Return location and name, such as ``query.limit``: the key of the argument in a ``Call``."""
        return f"{self.location}.{self.name}"
