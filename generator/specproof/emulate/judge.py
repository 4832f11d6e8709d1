"""Does the effective document accept this value? Asked of jsonschema-rs, offline, one compiled validator a schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specproof.core.location import Pointer
from specproof.oracle.directions import Direction
from specproof.oracle.document import Document

__all__ = ["Judge"]


class Judge:
    """Verdicts on values by the schemas of one document.

    ``patterns`` are taken as ECMA 262 expressions and ``format`` as an annotation, as JSON Schema 2020-12 has it by
    default.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = Document(document)

    def complaints(self, schema: Pointer, value: Any, direction: Direction) -> tuple[str, ...]:
        """What the schema at ``schema`` has against ``value``: empty when it accepts it, at most eight entries.

        Raises:
            jsonschema_rs.ValidationError: the schema itself is not one.
        """
        return self._document.errors(str(schema), value, direction)
