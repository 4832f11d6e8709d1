"""Class names by JSON pointer: a pointer keeps its name in the lock, and a new one gets the first free name."""

from __future__ import annotations

import builtins
import re
from collections.abc import Mapping, Sequence

from specproof.core.diagnostics import Findings
from specproof.core.location import Location, Pointer
from specproof.core.lock import Lock
from specproof.core.words import pascal

__all__ = ["Names", "class_name", "lock_attributes", "locked_attributes"]

_AS_IT_IS = re.compile(r"[A-Z][A-Za-z0-9_]*")
_LONGEST = 120
_KNOWN_TO_PYTHON = frozenset(name for name in vars(builtins) if name[:1].isupper())
"""An annotation with one of these names, read before the class is there, would mean Python's own."""


def class_name(text: str) -> str:
    """Return the class name for a component: its own name if that is one, else in Pascal case: `pet_list` -> `PetList`.

    A name of a builtin, such as `Warning`, gets the suffix `Schema`.
    """
    name = text if _AS_IT_IS.fullmatch(text) else pascal(text)
    return _clear(name)


def _clear(name: str) -> str:
    """A name that hides none of Python's and, since modules are named after classes, fits into a file name."""
    return f"{name}Schema" if name in _KNOWN_TO_PYTHON else name[:_LONGEST]


class Names:
    """Gives each schema a class name and keeps it in the lock, so that later runs give the same one.

    A schema is identified by its JSON pointer, in which a parameter is `in.name` instead of its index.
    """

    def __init__(self, lock: Lock, findings: Findings) -> None:
        self._lock = lock
        self._findings = findings
        self._owners = {name: pointer for pointer, name in lock.schemas.items()}

    def give(self, identity: Pointer, candidates: Sequence[str], at: Location) -> str:
        """Return the class name of a schema: the one in the lock, or the first candidate that is free.

        Reports NAME_CLASH, and returns the last candidate, if other schemas have all of them.

        Args:
            identity: JSON pointer of the schema.
            candidates: names to try, the best first.
            at: location of the schema, for that report.
        """
        key = identity.fragment
        if key in self._lock.schemas:
            return self._lock.schemas[key]
        wanted = [_clear(candidate) for candidate in candidates]
        for candidate in wanted:
            if candidate not in self._owners:
                return self._take(key, candidate)
        owner = self._owners[wanted[-1]]
        self._findings.add(
            "NAME_CLASH",
            f"{key} and {owner} would both get the Python name {wanted[-1]}",
            at,
            hint=f'choose a name: add "{key}": "AnotherName" to "schemas" in specproof.lock',
        )
        return wanted[-1]

    def auxiliary(self, name: str, at: Location) -> str:
        """Return the class name for the objects among the values of a component that also accepts other types.

        Args:
            at: location of the component, for a report of NAME_CLASH.
        """
        identity = Pointer.parse(self._owners[name]) / "type=object"
        return self.give(identity, [f"{name}Object", f"{name}ObjectSchema"], at)

    def variant(self, name: str, direction: str, at: Location) -> str:
        """Return the name of a component's request or response variant: `Pet` -> `PetRequest`.

        Args:
            direction: `request` or `response`.
            at: location of the component, for a report of NAME_CLASH.
        """
        word = direction.capitalize()
        identity = Pointer.parse(self._owners[name]) / f"direction={direction}"
        return self.give(identity, [f"{name}{word}", f"{name}{word}Variant", f"{name}{word}Form"], at)

    def _take(self, key: str, name: str) -> str:
        self._owners[name] = key
        self._lock.schemas[key] = name
        return name


def locked_attributes(lock: Lock) -> dict[str, dict[str, str]]:
    """Return the attribute names in the lock: class -> JSON property -> attribute."""
    return {name: lock.fields[key] for key, name in lock.schemas.items() if key in lock.fields}


def lock_attributes(lock: Lock, attributes: Mapping[str, Mapping[str, str]]) -> None:
    """Add attribute names to the lock.

    Args:
        attributes: class -> JSON property -> attribute.
    """
    keys = {name: key for key, name in lock.schemas.items()}
    for name, given in attributes.items():
        if given:
            lock.fields.setdefault(keys[name], {}).update(given)
