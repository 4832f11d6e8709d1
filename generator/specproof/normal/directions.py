"""Request and response variants of components: `required` does not hold where a property does not travel.

OpenAPI 3.1.0, 4.8.24 (and 3.0.3, 4.7.24): a readOnly property that is required is required in responses only, a
writeOnly one in requests only. A variant exists only where it differs, directly or through what it refers to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from specproof.core.location import Pointer

__all__ = ["Variants", "references", "rewired", "variants"]

_DATA = frozenset(("example", "examples", "default", "enum", "const", "discriminator", "xml", "externalDocs"))

Variants = Mapping[str, str]
"""Component -> its variant for one direction."""


def variants(
    components: dict[str, Any], used: set[str], mark: str, name_of: Callable[[str], str]
) -> tuple[dict[str, str], dict[str, Any]]:
    """The variants for one direction, and their schemas.

    Args:
        components: all components of the normal form.
        used: those that operations name in this direction.
        mark: ``readOnly`` for requests, ``writeOnly`` for responses.
        name_of: names the variant of a component.
    """
    reachable = _closure(components, used)
    silent = {name: _marked(components, components[name], mark, frozenset((name,))) for name in reachable}
    differing = {name for name in reachable if _loses(components[name], silent[name])}
    users: dict[str, set[str]] = {}
    for name in reachable:
        for other in references(components[name]):
            users.setdefault(other, set()).add(name)
    waiting = list(differing)
    while waiting:
        new = users.get(waiting.pop(), set()) - differing
        differing |= new
        waiting += new
    names = {name: name_of(name) for name in components if name in differing}
    return names, {names[name]: rewired(_relaxed(components[name], silent[name]), names) for name in names}


def rewired(node: Any, names: Variants) -> Any:
    """A copy in which references lead to variants."""
    if isinstance(node, list):
        return [rewired(item, names) for item in node]
    if not isinstance(node, dict):
        return node
    out = {key: value if key in _DATA else rewired(value, names) for key, value in node.items()}
    if isinstance(out.get("$ref"), str) and (other := names.get(_target(out["$ref"]))):
        out["$ref"] = f"#/components/schemas/{other}"
    return out


def _target(ref: str) -> str:
    """The component that a reference names; nothing where it names none."""
    return Pointer.parse(ref)[-1] if ref.startswith("#/components/schemas/") else ""


def references(node: Any) -> Iterator[str]:
    """The components that a part of a normal form names."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str):
                if target := _target(value):
                    yield target
            elif key not in _DATA:
                yield from references(value)
    elif isinstance(node, list):
        for item in node:
            yield from references(item)


def _closure(components: Mapping[str, Any], used: set[str]) -> list[str]:
    found, waiting = set(used), list(used)
    while waiting:
        new = {name for name in references(components.get(waiting.pop())) if name in components} - found
        found |= new
        waiting += new
    return [name for name in components if name in found]


def _marked(components: Mapping[str, Any], schema: Any, mark: str, seen: frozenset[str]) -> set[str]:
    """Properties of an object that are marked, in any of the schemas that apply to it."""
    if not isinstance(schema, dict):
        return set()
    found = {
        name
        for name, member in (schema.get("properties") or {}).items()
        if _is_marked(components, member, mark, frozenset())
    }
    for part in schema.get("allOf", ()):
        found |= _marked(components, part, mark, seen)
    target = _target(str(schema.get("$ref", "")))
    if target in components and target not in seen:
        found |= _marked(components, components[target], mark, seen | {target})
    return found


def _is_marked(components: Mapping[str, Any], schema: Any, mark: str, seen: frozenset[str]) -> bool:
    if not isinstance(schema, dict):
        return False
    if schema.get(mark) is True:
        return True
    target = _target(str(schema.get("$ref", "")))
    parts = [*schema.get("allOf", ()), *([components[target]] if target in components and target not in seen else [])]
    return any(_is_marked(components, part, mark, seen | {target}) for part in parts)


def _loses(schema: Any, silent: set[str]) -> bool:
    if not isinstance(schema, dict):
        return False
    return bool(silent & set(schema.get("required", ()))) or any(
        _loses(part, silent) for part in schema.get("allOf", ())
    )


def _relaxed(schema: Any, silent: set[str]) -> Any:
    """The schema with names taken out of `required`, in all parts that apply to the same object."""
    if not isinstance(schema, dict):
        return schema
    out = dict(schema)
    if "required" in out:
        out["required"] = [name for name in out["required"] if name not in silent]
    if "allOf" in out:
        out["allOf"] = [_relaxed(part, silent) for part in out["allOf"]]
    return out
