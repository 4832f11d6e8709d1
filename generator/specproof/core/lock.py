"""specproof.lock: the Python names of a package. Names are added, never changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from keyword import iskeyword
from typing import Any

__all__ = ["Lock"]

VERSION = 1


@dataclass(slots=True)
class Lock:
    """The content of ``specproof.lock``.

    Attributes:
        schemas: JSON pointer of a schema in the effective document -> name in the models module.
        fields: JSON pointer of a schema -> property -> attribute, where these two differ.
        operations: ``"POST /files"`` -> (resource, method).
        document: SHA-256 of the parsed effective document.
        tools: versions of specproof and of the engines, which influence the output.
    """

    schemas: dict[str, str] = field(default_factory=dict)
    fields: dict[str, dict[str, str]] = field(default_factory=dict)
    operations: dict[str, tuple[str, str]] = field(default_factory=dict)
    document: str = ""
    tools: dict[str, str] = field(default_factory=dict)

    def copy(self) -> Lock:
        """Return a copy that shares no dict with this lock."""
        fields = {pointer: dict(names) for pointer, names in self.fields.items()}
        return Lock(dict(self.schemas), fields, dict(self.operations), self.document, dict(self.tools))

    @classmethod
    def from_text(cls, text: str) -> Lock:
        """Return the lock for the text of a lock file.

        Raises:
            ValueError: the text is not JSON, not a lock of this version, or has a name that is unusable in Python.
        """
        data = _json(text)
        if not isinstance(data, dict) or data.get("version") != VERSION:
            raise ValueError(f"not a lock file of version {VERSION}")
        try:
            lock = cls(
                schemas={str(k): str(v) for k, v in data["schemas"].items()},
                fields={str(k): {str(p): str(n) for p, n in v.items()} for k, v in data["fields"].items()},
                operations={str(k): _pair(v) for k, v in data["operations"].items()},
                document=str(data["document"]),
                tools={str(k): str(v) for k, v in data["tools"].items()},
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"an entry is missing or malformed: {error}") from error
        lock._refuse_odd_names()
        return lock

    def _refuse_odd_names(self) -> None:
        """Check the names of schemas; those of operations are checked together with the document."""
        given: list[tuple[str, str]] = list(self.schemas.items())
        given += [(f"{pointer}, {name}", to) for pointer, names in self.fields.items() for name, to in names.items()]
        for key, name in given:
            if not name.isidentifier() or iskeyword(name) or name.startswith("_"):
                raise ValueError(f"{key} is named {name!r}, which is not a usable Python name")
        _refuse_twice(self.schemas.items())

    def to_text(self) -> str:
        """Return the text of the lock file: JSON with sorted keys, one name per line."""
        data: dict[str, Any] = {
            "version": VERSION,
            "document": self.document,
            "tools": self.tools,
            "schemas": self.schemas,
            "fields": {pointer: names for pointer, names in self.fields.items() if names},
            "operations": {key: list(pair) for key, pair in self.operations.items()},
        }
        return json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: line {error.lineno}, column {error.colno}: {error.msg}") from error


def _refuse_twice(given: Iterable[tuple[str, str]]) -> None:
    first: dict[str, str] = {}
    for key, name in given:
        if first.setdefault(name, key) != key:
            raise ValueError(f"{first[name]} and {key} have the same name {name}")


def _pair(value: Any) -> tuple[str, str]:
    resource, method = value
    return str(resource), str(method)
