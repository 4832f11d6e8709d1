"""JSONPath queries (RFC 9535); the engine is imported when first needed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from specproof.document.walk import Tokens

if TYPE_CHECKING:
    from jsonpath_rfc9535 import JSONPathEnvironment

__all__ = ["InvalidJsonPathError", "select"]


class InvalidJsonPathError(ValueError):
    """Raised for a text that is no JSONPath query; the message says why."""


@cache
def _environment() -> JSONPathEnvironment:
    """The engine, allowed to descend as deep as a document may be."""
    from jsonpath_rfc9535 import JSONPathEnvironment  # here: only overlays need it

    class Deep(JSONPathEnvironment):
        max_recursion_depth = 1000

    return Deep()


def select(path: str, tree: Any) -> list[Tokens]:
    """Return the pointers of the nodes that a JSONPath query selects, each once, in the order of the query (RFC 9535).

    Raises:
        InvalidJsonPathError: the text is not a JSONPath query.
    """
    from jsonpath_rfc9535 import JSONPathError  # here: only overlays need it

    try:
        nodes = _environment().find(path, tree)
    except JSONPathError as error:
        raise InvalidJsonPathError(str(error.args[0]) if error.args else "not understood") from None
    return list(dict.fromkeys(tuple(str(step) for step in node.location) for node in nodes))
