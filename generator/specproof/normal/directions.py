"""Request and response variants of components, by `readOnly` and `writeOnly`.

OpenAPI 3.1.0, 4.8.24 (and 3.0.3, 4.7.24): a readOnly property that is required is required in responses only, a
writeOnly one in requests only. A variant exists only where it differs, directly or through what it refers to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from specproof.core.location import Pointer
from specproof.core.openapi import SCHEMA_PREFIX, schema_reference
from specproof.core.reachable import reachable
from specproof.schema.walk import BRANCHES, MEMBERS, mapped, targets

__all__ = ["Variants", "references", "variants", "with_variants"]

_DATA = frozenset(("example", "examples"))
_MAPS_OF_PARTS = frozenset(("content", "headers", "responses", "encoding"))

Variants = Mapping[str, str]
"""Component -> its variant for one direction."""


def variants(
    components: dict[str, Any], used: set[str], mark: str, name_of: Callable[[str], str], *, open_enums: bool = False
) -> tuple[dict[str, str], dict[str, Any]]:
    """Return the request or response variants of components: (name of each by component, schema of each by name).

    Args:
        components: all components of the normal form.
        used: those that operations refer to in requests, or in responses.
        mark: ``readOnly`` for requests, ``writeOnly`` for responses.
        name_of: returns the name of a component's variant.
        open_enums: whether enumerations of strings also accept other strings.
    """
    reached = _closure(components, used)
    silent = {name: _marked(components, components[name], mark, frozenset((name,))) for name in reached}
    opened = {name: _opened(components[name]) if open_enums else components[name] for name in reached}
    differing = {n for n in reached if opened[n] != components[n] or _loses(components[n], silent[n])}
    users: dict[str, set[str]] = {}
    for name in reached:
        for other in targets(components[name]):
            users.setdefault(other, set()).add(name)
    differing = reachable(differing, lambda name: users.get(name, ()))
    names = {name: name_of(name) for name in components if name in differing}
    return names, {names[name]: _schema(_relaxed(opened[name], silent[name]), names) for name in names}


def with_variants(part: Any, names: Variants) -> Any:
    """Return a copy of a part of an operation whose `$ref`s lead to the variants of the components."""
    if isinstance(part, list):
        return [with_variants(item, names) for item in part]
    if not isinstance(part, dict):
        return part
    return {key: _rewired_field(key, value, names) for key, value in part.items()}


def _rewired_field(key: str, value: Any, names: Variants) -> Any:
    if key in _MAPS_OF_PARTS and isinstance(value, dict):
        return {name: with_variants(child, names) for name, child in value.items()}
    if key == "schema":
        return _schema(value, names)
    return value if key in _DATA or key.startswith("x-") else with_variants(value, names)


def _schema(schema: Any, names: Variants) -> Any:
    def led(node: Mapping[str, Any]) -> dict[str, Any]:
        name = _target(str(node.get("$ref", "")))
        return {**node, **schema_reference(names[name])} if name in names else dict(node)

    return mapped(schema, led)


def _target(ref: str) -> str:
    """The component that a reference names; nothing where it names none."""
    return Pointer.parse(ref)[-1] if ref.startswith(SCHEMA_PREFIX) else ""


def references(part: Any) -> Iterator[str]:
    """Yield the names of the components that a part of an operation refers to; a name may come several times."""
    if isinstance(part, list):
        for item in part:
            yield from references(item)
    elif isinstance(part, dict):
        for key, value in part.items():
            if key in _MAPS_OF_PARTS and isinstance(value, dict):
                for child in value.values():
                    yield from references(child)
            elif key == "schema":
                yield from targets(value)
            elif key not in _DATA and not key.startswith("x-"):
                yield from references(value)


def _closure(components: Mapping[str, Any], used: set[str]) -> list[str]:
    reached = reachable(used, lambda name: components.keys() & set(targets(components.get(name))))
    return [name for name in components if name in reached]


def _marked(components: Mapping[str, Any], schema: Any, mark: str, seen: frozenset[str]) -> set[str]:
    """Properties of an object that are marked, in any of the schemas that apply to it."""
    if not isinstance(schema, dict):
        return set()
    marked = {
        name
        for name, member in (schema.get("properties") or {}).items()
        if _is_marked(components, member, mark, frozenset())
    }
    for part in schema.get("allOf", ()):
        marked |= _marked(components, part, mark, seen)
    target = _target(str(schema.get("$ref", "")))
    if target in components and target not in seen:
        marked |= _marked(components, components[target], mark, seen | {target})
    return marked


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


def _opened(schema: Any) -> Any:
    """The schema with enumerations of two strings or more widened to all strings; one alone is a tag, and stays."""
    if not isinstance(schema, dict):
        return schema
    values = schema.get("enum", ())
    if len(values) > 1 and all(isinstance(value, str) for value in values):
        beside = {keyword: value for keyword, value in schema.items() if keyword not in ("enum", "type")}
        return {**beside, "anyOf": [{"type": "string", "enum": values}, {"type": "string"}]}
    return {keyword: _opened_below(keyword, value) for keyword, value in schema.items()}


def _opened_below(keyword: str, value: Any) -> Any:
    if keyword in MEMBERS and isinstance(value, dict):
        return {name: _opened(child) for name, child in value.items()}
    if keyword in BRANCHES and isinstance(value, list):
        return [_opened(child) for child in value]
    return _opened(value) if keyword in ("items", "additionalProperties") else value
