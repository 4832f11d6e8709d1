"""Attribute names of models: one for every property, stable once given, none that every class has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from specproof.core.words import in_ascii, with_signs
from specproof.spelling.identifiers import safe, snake

__all__ = ["attributes", "names_to_lock"]

_LONGEST = 60  # characters; names that are longer with their signs spelled out are numbered
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
        "mro",
        "parse_file",
        "parse_obj",
        "parse_raw",
        "register",
        "schema",
        "schema_json",
        "update_forward_refs",
        "validate",
    ]
)
_VERBATIM = re.compile(r"[a-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*")


def attributes(properties: Iterable[str], locked: Mapping[str, str]) -> dict[str, str]:
    """Return the Python attribute name of each JSON property of one model, in the given order.

    A name of the lock file stays. Of properties whose snake-case forms are equal, only one that is already in that form
    gets it.

    Args:
        properties: JSON names, such as `externalId`.
        locked: JSON name -> attribute name, from the lock file.
    """
    names = list(properties)
    out = {name: locked[name] for name in names if name in locked}
    taken = set(locked.values())
    open_names = [name for name in names if name not in locked]
    first = {name: attribute(name) for name in open_names}
    wanted = Counter(first.values())
    numbers = {own: count(2) for own in wanted}
    for name in sorted(open_names, key=lambda name: (first[name] != name, name)):
        alone = wanted[first[name]] == 1 or first[name] == name
        free = (own for own in _candidates(name, alone, numbers[first[name]]) if own not in taken)
        out[name] = next(own for own in free if own == first[name] or own not in wanted)
        taken.add(out[name])
    return {name: out[name] for name in names}


def names_to_lock(given: Mapping[str, str]) -> dict[str, str]:
    """Return those attribute names that a later run might choose differently, which the lock file must therefore hold.

    Args:
        given: JSON name -> attribute name.
    """
    return {name: own for name, own in given.items() if own != name or attribute(name) != own}


def attribute(name: str) -> str:
    """Return the preferred attribute name of a JSON property: `externalId` -> `external_id`, `copy` -> `copy_`."""
    return _clear(snake(name if snake(name, "field").isascii() else in_ascii(name), "field"))


def _candidates(name: str, alone: bool, numbers: Iterator[int]) -> Iterator[str]:
    """Yield names without end: the first choice, the property's own, with its signs spelled out, then numbered."""
    first = attribute(name)
    if alone:
        yield first
    if _VERBATIM.fullmatch(name) and safe(name) == name:
        yield _clear(name)
    spelled = _clear(snake(in_ascii(with_signs(name)), "field"))
    if spelled != first and len(spelled) <= _LONGEST:
        yield spelled
    yield from (f"{first.rstrip('_')}_{number}" for number in numbers)


def _clear(name: str) -> str:
    return f"{name}_" if name in _TAKEN_BY_PYDANTIC else name
