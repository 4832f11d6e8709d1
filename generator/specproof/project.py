"""Reading the settings of a project, from ``specproof.toml`` or from options."""

from __future__ import annotations

import difflib
import keyword
import os
import re
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from specproof.core.diagnostics import Findings
from specproof.core.formats import RICH_TYPES
from specproof.core.limits import Limits
from specproof.core.location import Location, Pointer
from specproof.core.project import EXTENSIONS, Project, References

__all__ = ["CACHE_FOLDER", "SETTINGS", "SETTINGS_FILE", "from_folder", "from_options", "module_name"]

SETTINGS_FILE = "specproof.toml"
LOCK_FILE = "specproof.lock"
CACHE_FOLDER = ".specproof-cache"


@dataclass(frozen=True, slots=True)
class Setting:
    """A key of ``specproof.toml``.

    Attributes:
        wants: what its value must be, in words.
        fits: whether a value is allowed.
    """

    wants: str
    fits: Callable[[Any], bool]
    required: bool = False


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value) and "\0" not in value


def _list(value: Any) -> bool:
    return isinstance(value, list) and all(map(_text, value))


def _count(value: Any) -> bool:
    return type(value) is int and value > 0


def _texts(value: Any) -> bool:
    return isinstance(value, dict) and all(_text(item) for item in value.values())


def _matching(pattern: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


_NEEDED = frozenset(("httpx2", "jsonschema_rs", "pydantic", "pydantic_core", "typing_extensions"))
"""What a generated package imports: under such a name it would import itself."""


def _module(value: Any) -> bool:
    known = keyword.iskeyword(value) or value in sys.stdlib_module_names or value in _NEEDED
    return _matching(r"[a-z_][a-z0-9_]*")(value) and not known


SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {
        "spec.document": Setting("a file name", _text, required=True),
        "spec.overlays": Setting("a list of file names", _list),
        "package.name": Setting(
            "a distribution name such as pets-client",
            _matching(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?"),
            required=True,
        ),
        "package.module": Setting("a lower-case Python module name", _module),
        "package.output": Setting("a folder name", _text, required=True),
        "package.version": Setting("a version such as 1.2.0", _matching(r"\d+(\.\d+)*((a|b|rc|\.post|\.dev)\d+)?")),
        "serve.emulator": Setting("a Python file name", _text),
        "references.root": Setting("a folder name", _text),
        "references.map": Setting("a table from URL to folder name", _texts),
        "references.pinned": Setting("a table from https URL to SHA-256", _texts),
        "limits.bytes": Setting("a number above 0", _count),
        "limits.depth": Setting("a number above 0", _count),
        "limits.nodes": Setting("a number above 0", _count),
        "responses.open_enums": Setting("true or false", lambda value: isinstance(value, bool)),
        "extensions": Setting("a list of names of installed extensions", _list),
        "formats": Setting(
            f"a table from string format to one of {', '.join(sorted(RICH_TYPES))}",
            lambda value: _texts(value) and set(value.values()) <= RICH_TYPES,
        ),
    }
)


def from_folder(folder: Path, read: Callable[[Path], bytes], findings: Findings) -> Project:
    """Return the settings in ``folder/specproof.toml``.

    Args:
        read: returns the content of a file, or raises OSError.

    Raises:
        StopError: the file is missing, is not TOML, or has a key or value that ``SETTINGS`` does not allow.
    """
    path = folder / SETTINGS_FILE
    text = _read(path, read, findings)
    values = _Values(path, text, findings).checked()
    findings.stop_if_errors()
    return _project(folder, path, values)


def from_options(
    document: Path, output: Path, name: str, references: Mapping[str, Path], overlays: tuple[Path, ...] = ()
) -> Project:
    """Return the settings for ``--spec FILE --out DIR --package NAME``; the lock is in the output folder.

    Args:
        references: start of URLs -> folder that is read instead.

    Raises:
        ValueError: ``name`` is not a distribution name.
    """
    if not SETTINGS["package.name"].fits(name):
        raise ValueError(f"{name!r} is not {SETTINGS['package.name'].wants}")
    return Project(
        folder=output,
        settings_file=None,
        document=document,
        overlays=overlays,
        name=name,
        module=module_name(name),
        output=output,
        lock=output / LOCK_FILE,
        cache=output / CACHE_FOLDER,
        references=References(document.parent, MappingProxyType(dict(references))),
    )


def module_name(name: str) -> str:
    """Return the import name for a distribution name: ``cdf-files.client`` -> ``cdf_files_client``."""
    module = re.sub(r"[^a-z0-9]+", "_", name.lower())
    return module if _module(module) else f"{module}_client" if module[0].isalpha() else f"api_{module}"


def _read(path: Path, read: Callable[[Path], bytes], findings: Findings) -> str:
    try:
        return read(path).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        findings.add("PROJECT_UNREADABLE", f"cannot read the settings: {reason}", Location(str(path)))
    findings.stop_if_errors()
    raise AssertionError


class _Values:
    """The flat settings of one file, each checked against its row."""

    def __init__(self, path: Path, text: str, findings: Findings) -> None:
        self._path, self._text, self._findings = path, text, findings
        self._tables = {name.split(".")[0] for name in SETTINGS}

    def checked(self) -> dict[str, Any]:
        flat = dict(self._flat(self._parsed()))
        for name, value in flat.items():
            if name == "formats" and isinstance(value, dict):
                self._check_formats(value)
            elif not SETTINGS[name].fits(value):
                self._say("PROJECT_VALUE", f"{name} must be {SETTINGS[name].wants}, not {value!r}", name)
        misspelled = bool(self._findings.errors)
        for name, setting in SETTINGS.items():
            if setting.required and name not in flat and not misspelled:
                self._say("PROJECT_MISSING_KEY", f"{name} is required: it is {setting.wants}", name.split(".")[0])
        self._check_extensions(flat.get("extensions", ()))
        return flat

    def _check_formats(self, formats: dict[str, Any]) -> None:
        for name, kind in formats.items():
            if not isinstance(kind, str) or kind not in RICH_TYPES:
                message = f"the format {name} must be one of {', '.join(sorted(RICH_TYPES))}, not {kind!r}"
                self._say("PROJECT_VALUE", message, f"formats.{name}")

    def _check_extensions(self, names: Any) -> None:
        """Report names that no installed package offers; nothing of an extension is imported."""
        if not names or not _list(names):
            return
        from importlib import metadata  # here: reading what is installed is slow, and few projects name extensions

        offered = sorted(metadata.entry_points(group=EXTENSIONS).names)
        for name in names:
            if name not in offered:
                hint = "installed are: " + ", ".join(offered) if offered else "install the package that offers it"
                self._say(
                    "PROJECT_EXTENSION", f"no installed package offers the extension {name!r}", "extensions", hint
                )

    def _parsed(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self._text)
        except tomllib.TOMLDecodeError as error:
            place = re.search(r" \(at line (\d+), column (\d+)\)$", str(error))
            end = self._text.count("\n") + 1, len(self._text.rpartition("\n")[2]) + 1
            line, column = (int(place[1]), int(place[2])) if place else end
            message = str(error).partition(" (at ")[0]
            self._findings.add("PROJECT_SYNTAX", message, Location(str(self._path)), line=line, column=column)
            self._findings.stop_if_errors()
            raise AssertionError from error

    def _flat(self, tree: dict[str, Any]) -> list[tuple[str, Any]]:
        rows: list[tuple[str, Any]] = []
        for table, content in tree.items():
            if table in SETTINGS:
                rows.append((table, content))
            elif table not in self._tables:
                self._unknown(table, sorted(self._tables))
            elif not isinstance(content, dict):
                self._say("PROJECT_VALUE", f"[{table}] must be a table, not {content!r}", table)
            else:
                rows += self._rows(table, content)
        return rows

    def _rows(self, table: str, content: dict[str, Any]) -> list[tuple[str, Any]]:
        known = sorted(name for name in SETTINGS if name.startswith(f"{table}."))
        rows = [(f"{table}.{key}", value) for key, value in content.items()]
        for name, _ in rows:
            if name not in SETTINGS:
                self._unknown(name, known)
        return [row for row in rows if row[0] in SETTINGS]

    def _unknown(self, name: str, known: list[str]) -> None:
        keys = {one.rpartition(".")[2]: one for one in known}
        close = difflib.get_close_matches(name.rpartition(".")[2], keys, n=1)
        hint = f"did you mean {keys[close[0]]}?" if close else "known settings: " + ", ".join(known)
        self._say("PROJECT_UNKNOWN_KEY", f"unknown setting {name}", name, hint)

    def _say(self, code: str, message: str, name: str, hint: str | None = None) -> None:
        line, column = _place(self._text, name)
        at = Location(str(self._path), Pointer(name.split(".", 1)))
        self._findings.add(code, message, at, hint=hint, line=line, column=column)


def _place(text: str, name: str) -> tuple[int, int]:
    """Line and column (from 1) of the key ``table.key`` or the header ``[table]``; line 1 if spelled otherwise."""
    table, _, key = name.partition(".")
    header = re.search(rf"^[ \t]*\[{re.escape(table)}(\.[^\]]*)?\]", text, re.MULTILINE)
    start = header.start() if header else 0
    spelled = rf"""^[ \t]*(["']?{re.escape(key or table)}["']?[ \t]*[.=]|\[{re.escape(name)}\])"""
    found = re.compile(spelled, re.MULTILINE).search(text, start) if key or header is None else None
    offset = found.start(1) if found else start
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def _project(folder: Path, path: Path, values: Mapping[str, Any]) -> Project:
    name = values["package.name"]
    mapped = {url: folder / place for url, place in values.get("references.map", {}).items()}
    limits = {key.partition(".")[2]: value for key, value in values.items() if key.startswith("limits.")}
    emulator = values.get("serve.emulator")
    return Project(
        folder=folder,
        settings_file=path,
        document=folder / values["spec.document"],
        overlays=tuple(folder / overlay for overlay in values.get("spec.overlays", ())),
        name=name,
        module=values.get("package.module") or module_name(name),
        output=Path(os.path.normpath(folder.resolve() / values["package.output"])),
        lock=folder / LOCK_FILE,
        cache=folder / CACHE_FOLDER,
        references=References(
            folder / values.get("references.root", "."),
            MappingProxyType(mapped),
            MappingProxyType(values.get("references.pinned", {})),
        ),
        version=values.get("package.version"),
        emulator=folder / emulator if emulator else None,
        limits=Limits(**limits),
        open_enums=values.get("responses.open_enums", False),
        formats=MappingProxyType(dict(values.get("formats", {}))),
        extensions=tuple(values.get("extensions", ())),
    )
