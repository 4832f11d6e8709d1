"""OpenAPI Overlay 1.0 applied to a document (Overlay Specification 1.0.0, section 4.4).

Where 1.0.0 is silent, 1.1.0's wording holds: an array inside an update is appended to the array that it meets, and
values of different shapes do not merge, and a scalar that is a target is removed or replaced. One thing is stricter
here: an action that matches nothing is an error, since a correction that no longer applies must not pass unseen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from specproof.core.diagnostics import Findings
from specproof.core.location import Location, Pointer
from specproof.document.document import Document
from specproof.document.json_path import InvalidJsonPathError, select
from specproof.document.merge import MergeError, merged
from specproof.document.origins import Origins
from specproof.document.overlay_shape import check_overlay
from specproof.document.patch import patched
from specproof.document.walk import Tokens

__all__ = ["apply_overlays"]


def apply_overlays(document: Document, overlays: Sequence[Document], findings: Findings) -> Document:
    """Return the document after all actions of the overlays, in order; what one adds has its location in the overlay.

    Raises:
        StopError: an overlay is not valid, a target matches nothing, or an update does not fit its target.
    """
    for overlay in overlays:
        check_overlay(overlay, findings)
    findings.stop_if_errors()
    for overlay in overlays:
        for index in range(len(overlay.tree["actions"])):
            document = _Action(overlay, index, findings).applied(document)
        findings.stop_if_errors()
        document = Document(document.tree, document.origins, document.version, {**document.texts, **overlay.texts})
    return document


class _Action:
    def __init__(self, overlay: Document, index: int, findings: Findings) -> None:
        self._action: dict[str, Any] = overlay.tree["actions"][index]
        self._at = overlay.at("actions", index)
        self._findings = findings

    def applied(self, document: Document) -> Document:
        targets = self._targets(document.tree)
        if not targets:
            return document
        if self._action.get("remove") is True:
            tree, origins = _removed(document, targets)
        elif "update" in self._action:
            tree, origins = self._updated(document, targets)
        else:
            return document
        return Document(tree, origins, document.version, document.texts)

    def _targets(self, tree: Any) -> list[Tokens]:
        path = self._action["target"]
        try:
            nodes = select(path, tree)
        except InvalidJsonPathError as error:
            self._findings.add("OVERLAY_SYNTAX", f"{path} is not a JSONPath query: {error}", self._at / "target")
            return []
        if not nodes:
            self._findings.add("OVERLAY_NO_MATCH", f"the target {path} matches nothing", self._at / "target")
        if () in nodes and self._action.get("remove") is True:
            self._findings.add("OVERLAY_CONFLICT", "the whole document cannot be removed", self._at / "target")
            return []
        return nodes

    def _updated(self, document: Document, targets: list[Tokens]) -> tuple[Any, Origins]:
        """Outer targets first, so that an inner one sees what was merged around it."""
        tree, origins = document.tree, document.origins.layer()
        update = self._action["update"]
        for target in sorted(targets, key=len):
            node = Pointer(target).find(tree)
            try:
                new = [*node, update] if isinstance(node, list) else self._merged(node, target, origins)
            except MergeError as error:
                where = Location(self._at.file, self._at.pointer / "update" + error.pointer)
                self._findings.add("OVERLAY_CONFLICT", str(error), where)
                continue
            if isinstance(node, list):
                origins.placed(Pointer((*target, str(len(node)))), self._at / "update")
            tree = patched(tree, {target: new})
        return tree, origins

    def _merged(self, node: Any, target: Tokens, origins: Origins) -> Any:
        placed: list[tuple[Tokens, Tokens]] = []
        new = merged(node, self._action["update"], placed)
        for there, here in placed:
            origins.placed(Pointer((*target, *there)), Location(self._at.file, self._at.pointer / "update" + here))
        return new


def _removed(document: Document, targets: list[Tokens]) -> tuple[Any, Origins]:
    """Later siblings first, so that an index still means what it meant; what is inside another target goes with it."""
    tree, origins = document.tree, document.origins.layer()
    gone = set(targets)
    outer = [target for target in targets if not any(target[:length] in gone for length in range(len(target)))]
    parents = list(dict.fromkeys(target[:-1] for target in outer))
    # deep ones first: what goes from an outer list moves the elements behind it
    for parent in sorted(parents, key=len, reverse=True):
        names = {target[-1] for target in outer if target[:-1] == parent}
        container = Pointer(parent).find(tree)
        if isinstance(container, dict):
            tree = patched(tree, {parent: {name: value for name, value in container.items() if name not in names}})
            continue
        kept = [index for index in range(len(container)) if str(index) not in names]
        tree = patched(tree, {parent: [container[index] for index in kept]})
        for new, old in enumerate(kept):
            origins.moved(Pointer((*parent, str(new))), Pointer((*parent, str(old))))
    return tree, origins
