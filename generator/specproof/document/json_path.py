"""JSONPath (RFC 9535) to the pointers of the nodes it selects; the engine is imported when first needed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from specproof.document.walk import Tokens

if TYPE_CHECKING:
    from jsonpath_rfc9535 import JSONPathEnvironment

__all__ = ["InvalidPath", "select"]


class InvalidPath(ValueError):
    """Not a JSONPath query; the text says why."""


@cache
def _environment() -> JSONPathEnvironment:
    """The engine, allowed to descend as deep as a document may be."""
    from jsonpath_rfc9535 import JSONPathEnvironment

    class Deep(JSONPathEnvironment):
        max_recursion_depth = 1000

    return Deep()


def select(path: str, tree: Any) -> list[Tokens]:
    """The selected nodes, each once, in the order of the query.

    Raises:
        InvalidPath: the text is no JSONPath.
    """
    from jsonpath_rfc9535 import JSONPathError

    try:
        nodes = _environment().find(path, tree)
    except JSONPathError as error:
        raise InvalidPath(str(error.args[0]) if error.args else "not understood") from None
    return list(dict.fromkeys(tuple(str(step) for step in node.location) for node in nodes))
