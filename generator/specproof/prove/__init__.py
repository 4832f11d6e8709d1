"""Values on both sides of every constraint of a schema, of any project's own document too.

from specproof.prove import load, near_misses, values

pets = load("openapi.yaml")
pets.values("Pet")          # a Hypothesis strategy of what the schema accepts
pets.near_misses("Pet")     # for each constraint, what it alone rejects
values({"type": "integer"}), near_misses({"type": "integer"})    # the same of a schema
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from specproof.prove.documents import Document, DocumentError, UnknownSchemaError, load
    from specproof.strategies import NearMiss, NoStrategyError, UnsatisfiableError, near_misses, sample, values

__all__ = [
    "Document",
    "DocumentError",
    "NearMiss",
    "NoStrategyError",
    "UnknownSchemaError",
    "UnsatisfiableError",
    "load",
    "near_misses",
    "sample",
    "values",
]

_HOMES = ("specproof.prove.documents", "specproof.strategies")


def __getattr__(name: str) -> Any:
    """Hypothesis and the validator are imported when a name is asked for: pytest loads this package with its plugin."""
    if name in __all__:
        home = next(home for home in map(import_module, _HOMES) if name in home.__all__)
        return getattr(home, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
