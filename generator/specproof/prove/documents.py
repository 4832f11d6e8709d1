"""An API description of any project: its schemas by name, and values on both sides of what they say."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

from hypothesis import strategies as st

from specproof import strategies
from specproof.core.diagnostics import Finding, Findings, StopError
from specproof.core.location import Location, Pointer
from specproof.core.project import References
from specproof.document import DiskReader, Sources, effective_in, effective_of
from specproof.document import Document as Located
from specproof.oracle.directions import Direction
from specproof.oracle.document import Document as Oracle

__all__ = ["Direction", "Document", "DocumentError", "UnknownSchemaError", "load"]

_GIVEN = Path("<document>")
_COMPONENTS = Pointer(("components", "schemas"))


class DocumentError(ValueError):
    """The document cannot be used; the text has one line per error, with file, line and column."""


class UnknownSchemaError(DocumentError, LookupError):
    """The document has no schema of this name, or at this JSON pointer."""


def load(source: Path | str | Mapping[str, Any]) -> Document:
    """Return the effective document of a file, of a folder with a `specproof.toml`, or of JSON data.

    Data is what a framework returns for its own routes, such as `app.openapi()`. References to other files are
    followed below the folder of the document; overlays of the `specproof.toml` are applied.

    Raises:
        DocumentError: the document cannot be read, or is not a valid OpenAPI 3.0 or 3.1 document.
    """
    reader: DiskReader = DiskReader() if isinstance(source, Path | str) else _Given(source)
    path, findings = Path(source) if isinstance(source, Path | str) else _GIVEN, Findings()
    try:
        if path.is_dir():
            return Document(effective_in(path, reader, findings))
        return Document(effective_of(path, (), References(path.parent), reader, findings))
    except StopError as stop:
        sources = Sources(reader.texts)
        raise DocumentError("\n".join(_line(finding, sources) for finding in stop.findings.errors)) from None


class Document:
    """The schemas of one effective document (bundled and overlaid, OpenAPI 3.0 or 3.1).

    Each method takes the name of a component, or the JSON pointer of any schema (`#/paths/~1pets/…/schema`), and the
    direction in which the value is sent: a `request` may leave out what is `readOnly`, a `response` what is
    `writeOnly`, required or not (OpenAPI 3.0.3, 4.7.24.1; JSON Schema validation, 9.4). Without a direction the schema
    holds as it is written.
    """

    def __init__(self, located: Located) -> None:
        self._located = located
        self._oracle = Oracle(located.tree)

    def __repr__(self) -> str:
        return f"<Document {self._located.file}>"

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the schemas under `components`, in the document's order."""
        return tuple(self._located.tree.get("components", {}).get("schemas", {}))

    def values(self, schema: str, direction: Direction = "") -> st.SearchStrategy[Any]:
        """Return a Hypothesis strategy of the values that a schema accepts.

        Raises:
            UnknownSchemaError: the document has no such schema.
            UnsatisfiableError: the schema accepts no value.
            NoStrategyError: no value was found in time.
            ValueError: the schema involves `$id`, anchors or dynamic references, whose meaning depends on the location.
        """
        return strategies.values(self._schema(schema, direction))

    def near_misses(self, schema: str, direction: Direction = "") -> list[strategies.NearMiss]:
        """Return a `NearMiss` for each constraint of a schema. Raises: UnknownSchemaError, ValueError."""
        return strategies.near_misses(self._schema(schema, direction))

    def accepts(self, schema: str, value: Any, direction: Direction = "") -> bool:
        """Return whether a schema accepts a JSON value. Raises: UnknownSchemaError."""
        return self._oracle.validator(str(self._pointer(schema)), _checked(direction)).is_valid(value)

    def location(self, schema: str, miss: strategies.NearMiss | None = None) -> str:
        """Return `file:line:column` of a schema, or of one of its constraints; for JSON data its JSON pointer.

        Raises:
            UnknownSchemaError: the document has no such schema.
        """
        at = self._pointer(schema)
        if miss is not None:
            at += Pointer.parse(miss.pointer) / miss.keyword
        return _location(self._located.origins.at(at), self._sources)

    @cached_property
    def _sources(self) -> Sources:
        return Sources(self._located.texts)

    def _schema(self, schema: str, direction: Direction) -> Any:
        return self._oracle.bundler(_checked(direction)).schema(str(self._pointer(schema)))

    def _pointer(self, schema: str) -> Pointer:
        """Raises: UnknownSchemaError."""
        pointer = Pointer.parse(schema) if schema.startswith(("#/", "/")) else _COMPONENTS / schema
        try:
            found = pointer.find(self._located.tree)
        except LookupError:
            raise self._unknown(schema) from None
        if not isinstance(found, dict | bool):
            raise UnknownSchemaError(f"{self._located.file}: {schema} is no schema")
        return pointer

    def _unknown(self, schema: str) -> UnknownSchemaError:
        if schema.startswith(("#/", "/")):
            return UnknownSchemaError(f"{self._located.file}: there is nothing at {schema}")
        close = difflib.get_close_matches(schema, self.names, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"it has {', '.join(self.names[:20]) or 'none'}"
        return UnknownSchemaError(f"{self._located.file}: no schema {schema!r} under components.schemas; {hint}")


def _checked(direction: Direction) -> Direction:
    if direction not in get_args(Direction):
        raise ValueError(f"direction must be 'request', 'response' or '' (got {direction!r})")
    return direction


class _Given(DiskReader):
    """Reads one document from memory, and nothing else."""

    def __init__(self, tree: Mapping[str, Any]) -> None:
        super().__init__()
        self._data = json.dumps(tree).encode()

    def read(self, path: Path) -> bytes:
        if path != _GIVEN:
            raise FileNotFoundError(2, "a document that is given as data cannot refer to files", str(path))
        self.texts[str(path)] = self._data
        return self._data


def _line(finding: Finding, sources: Sources) -> str:
    hint = f" ({finding.hint})" if finding.hint else ""
    if finding.at is None:
        return f"{finding.code}: {finding.message}{hint}"
    known = f":{finding.line}:{finding.column or 1}" if finding.line else ""
    location = f"{finding.at.file}{known}" if known else _location(finding.at, sources)
    return f"{location}: {finding.code}: {finding.message}{hint}"


def _location(at: Location, sources: Sources) -> str:
    if at.file == str(_GIVEN):
        return f"{at.file} {at.pointer.fragment}"
    return ":".join(map(str, (at.file, *(sources.position(at) or ()))))
