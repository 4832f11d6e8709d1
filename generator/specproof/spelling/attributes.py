"""Attribute names of models: one for every property, stable once given, none of pydantic's own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from specproof.spelling.identifiers import safe, snake

__all__ = ["attributes", "worth_locking"]

_TAKEN_BY_PYDANTIC = frozenset(
    [
        "construct",
        "copy",
        "dict",
        "fields",
        "from_orm",
        "json",
        "model_computed_fields",
        "model_config",
        "model_construct",
        "model_copy",
        "model_dump",
        "model_dump_json",
        "model_extra",
        "model_fields",
        "model_fields_set",
        "model_json_schema",
        "model_parametrized_name",
        "model_post_init",
        "model_rebuild",
        "model_validate",
        "model_validate_json",
        "model_validate_strings",
        "parse_file",
        "parse_obj",
        "parse_raw",
        "schema",
        "schema_json",
        "update_forward_refs",
        "validate",
    ]
)
_VERBATIM = re.compile(r"[a-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*")


def attributes(properties: Iterable[str], locked: Mapping[str, str]) -> dict[str, str]:
    """Return the attribute of each property, in the order of the properties.

    A locked name stays. Of several that fold alike only one that is spelled so already gets the folded name.
    """
    names = list(properties)
    out = {name: locked[name] for name in names if name in locked}
    taken = set(locked.values())
    open_names = [name for name in names if name not in locked]
    folded = Counter(attribute(name) for name in open_names)
    for name in sorted(open_names, key=lambda name: attribute(name) != name):
        alone = folded[attribute(name)] == 1 or attribute(name) == name
        out[name] = next(candidate for candidate in _candidates(name, alone) if candidate not in taken)
        taken.add(out[name])
    return {name: out[name] for name in names}


def worth_locking(given: Mapping[str, str]) -> dict[str, str]:
    """Return those attributes that a later run might choose otherwise."""
    return {name: own for name, own in given.items() if own != name or attribute(name) != own}


def attribute(name: str) -> str:
    """Return the first choice for a property: `externalId` -> `external_id`, `copy` -> `copy_`."""
    folded = snake(name, "field")
    if not folded.isascii():
        folded = _escaped(name)
    return f"{folded}_" if folded in _TAKEN_BY_PYDANTIC else folded


def _candidates(name: str, alone: bool) -> Iterable[str]:
    if alone:
        yield attribute(name)
    if _VERBATIM.fullmatch(name) and safe(name) == name:
        yield name if name not in _TAKEN_BY_PYDANTIC else f"{name}_"
    yield _escaped(name)
    for i in range(len(name) + 2):
        yield f"{_escaped(name)}{'_' * (i + 1)}"


def _escaped(name: str) -> str:
    """Return a name that no other property has: all but lower-case letters and digits as code points."""
    text = "".join(char if char in "abcdefghijklmnopqrstuvwxyz0123456789" else f"_u{ord(char):x}_" for char in name)
    return f"field_{text}".rstrip("_")
