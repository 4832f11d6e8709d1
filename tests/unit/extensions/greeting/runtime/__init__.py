"""What a package of an API with `x-greeting` runs."""

from __future__ import annotations

from specproof.runtime.parameters.scalars import scalar_text

__all__ = ["greeting"]


def greeting(text: str) -> str:
    """Return the text as a header would hold it."""
    return scalar_text("text", text)
