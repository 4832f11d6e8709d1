"""References that resolve only to each other."""

from __future__ import annotations

from specproof.core.diagnostics import Findings
from specproof.core.location import Location, Pointer
from specproof.document.origins import Origins
from specproof.document.parts import Part
from specproof.document.targets import Link
from specproof.document.walk import Tokens

__all__ = ["report_loops"]

_Node = tuple[str, Tokens]


def report_loops(links: list[Link], first: Part, origins: Origins, findings: Findings) -> None:
    """Report each cycle of references that resolve only to each other, once, as REF_LOOP."""
    heads = [link for link in links if link.at[-1] == "$ref"]
    following: dict[_Node, _Node] = {
        (link.uri, link.at[:-1]): (link.location.uri, link.location.pointer) for link in heads
    }
    done: set[_Node] = set()
    for link in heads:
        node: _Node | None = (link.uri, link.at[:-1])
        path: dict[_Node, None] = {}
        while node is not None and node not in done and node not in path:
            path[node] = None
            node = following.get(node)
        if node is not None and node in path:
            at = Pointer((*node[1], "$ref"))
            where = origins.at(at) if node[0] == first.uri else Location(node[0], at)
            findings.add("REF_LOOP", "the $ref resolves only to itself", where)
        done.update(path)
