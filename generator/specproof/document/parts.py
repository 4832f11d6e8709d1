"""The files of one OpenAPI document: found by URI, read once, and only inside of their root folders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from specproof.core.diagnostics import Findings
from specproof.core.limits import Limits
from specproof.core.location import Location, Pointer
from specproof.core.project import References
from specproof.document.load import parse, read_bytes
from specproof.document.reader import Reader
from specproof.document.resources import SchemaResources
from specproof.document.uri import has_scheme

__all__ = ["Fetch", "Part", "Parts"]

Fetch = Callable[[str], bytes]
"""URL to bytes; raises OSError. Called only for URLs that are pinned by a digest."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file that a document consists of.

    Attributes:
        uri: relative to the folder of the first file, or absolute for a URL.
        file: its path or URL for findings.
        resources: the schemas in it that have a URI of their own.
    """

    uri: str
    file: str
    tree: Any
    resources: SchemaResources

    def at(self, pointer: tuple[str, ...]) -> Location:
        """Return the location of a node of the file."""
        return Location(self.file, Pointer(pointer))


class Parts:
    """Reads each file of a document once, and reports once, at the first reference to it, what cannot be read."""

    def __init__(
        self,
        folder: Path,
        version: str,
        references: References,
        reader: Reader,
        limits: Limits,
        findings: Findings,
        fetch: Fetch | None = None,
    ) -> None:
        self._folder = folder
        self._version = version
        self._references = references
        self._reader = reader
        self._limits = limits
        self._findings = findings
        self._fetch = fetch
        self._parts: dict[str, Part | None] = {}
        self.texts: dict[str, bytes] = {}

    def put(self, part: Part) -> None:
        """Add a file that has been read already."""
        self._parts[part.uri] = part

    def get(self, uri: str, asked_at: Location) -> Part | None:
        """Return the file at a URI, or None if it cannot be read, which is reported.

        Args:
            asked_at: location of the reference, for the report.
        """
        if uri not in self._parts:
            self._parts[uri] = self._read(uri, asked_at)
        return self._parts[uri]

    def is_allowed(self, uri: str) -> bool:
        """Whether the settings allow a URL to be read: it is mapped to a folder, or pinned."""
        return self._mapped(uri) is not None or uri in self._references.pinned

    def owner(self, uri: str) -> Part | None:
        """Return the file that has a schema with this URI as its ``$id``, or None if none of those read so far has."""
        return next((part for part in self._parts.values() if part is not None and uri in part.resources.uris), None)

    def _read(self, uri: str, asked_at: Location) -> Part | None:
        if has_scheme(uri) and self._mapped(uri) is None:
            return self._remote(uri, asked_at)
        if "\0" in unquote(uri):
            self._findings.add("REF_SYNTAX", f"{uri!r} is not a file name", asked_at)
            return None
        path, root = self._mapped(uri) or (self._folder / unquote(uri), self._references.root)
        if not path.resolve().is_relative_to(root.resolve()):
            self._findings.add("REF_OUTSIDE_ROOT", f'"{uri}" is outside of the root folder {root}', asked_at)
            return None
        data = read_bytes(path, self._reader, self._findings, asked_at)
        return None if data is None else self._part(uri, str(path), data)

    def _part(self, uri: str, file: str, data: bytes) -> Part | None:
        self.texts[file] = data
        tree = parse(data, file, self._limits, self._findings)
        if tree is None:
            return None
        kind = "openapi" if isinstance(tree, dict) and "openapi" in tree else "schema"
        return Part(uri, file, tree, SchemaResources(tree, self._version, uri, kind))

    def _mapped(self, uri: str) -> tuple[Path, Path] | None:
        """The file that a URL is sent to and the folder that it must stay in; the longest prefix wins."""
        prefixes = [prefix for prefix in self._references.map if uri.startswith(prefix)]
        if not prefixes:
            return None
        prefix = max(prefixes, key=len)
        folder = self._references.map[prefix]
        return folder / unquote(uri[len(prefix) :].partition("?")[0].lstrip("/")), folder

    def _remote(self, uri: str, asked_at: Location) -> Part | None:
        digest = self._references.pinned.get(uri)
        if digest is None or self._fetch is None:
            folder = uri.rpartition("/")[0]
            hint = f"map it with [references.map] or --ref-map {folder}/=DIR, or pin its SHA-256 in [references.pinned]"
            self._findings.add("REF_REMOTE", f"{uri} is a remote URL, and not pinned", asked_at, hint=hint)
            return None
        try:
            data = self._fetch(uri)
        except OSError as error:
            self._findings.add("LOAD_UNREADABLE", f"{uri}: {error}", asked_at)
            return None
        if sha256(data).hexdigest() != digest.lower().removeprefix("sha256:"):
            message = f"{uri} does not match its pinned SHA-256: it is {sha256(data).hexdigest()}"
            self._findings.add("REF_DIGEST", message, asked_at)
            return None
        return self._part(uri, uri, data)
