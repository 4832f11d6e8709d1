"""Writing an output folder in one step, or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from specproof.core.diagnostics import Findings
from specproof.core.location import Location
from specproof.output.drift import Drift, content_of, drift
from specproof.output.manifest import MANIFEST, digest, is_inside, manifest_of, manifest_text, owned_files
from specproof.output.staging import fill, flush, foreign, move_user_files, parents_of, remove_stale_staging, staged
from specproof.output.swap import exchange, restore

__all__ = ["Plan", "apply", "plan", "replace_file"]

# What may lie in an output folder before the first run: a repository's own files and specproof's.
_WELCOME = ("LICENSE", "LICENCE", "specproof.lock")


@dataclass(frozen=True, slots=True)
class Plan:
    """What ``apply`` will do to an output folder.

    Attributes:
        want: content by path below the folder.
        owned: digest of files that an earlier run wrote, by path.
        changes: empty if the folder is up to date.
    """

    folder: Path
    want: Mapping[str, bytes]
    owned: Mapping[str, str]
    changes: tuple[Drift, ...]


def plan(want: Mapping[str, bytes], folder: Path, findings: Findings) -> Plan:
    """Return the changes that bring ``folder`` to the wanted files, besides the user's own ones; nothing is written.

    Args:
        want: content by path below the folder.

    Raises:
        StopError: the folder holds files that specproof did not write, a link is in the way, or the manifest is broken.
        ValueError: a wanted path leaves the folder.
    """
    for path in want:
        if not is_inside(path) or path == MANIFEST:
            raise ValueError(f"not a path for a generated file: {path!r}")
    folder = Path(os.path.abspath(folder))
    restore(folder)
    _refuse_links(want, folder, findings)
    owned = owned_files(folder, findings)
    _refuse_foreign(want, folder, list(foreign(folder, {*owned, MANIFEST})), findings)
    return Plan(folder, want, owned, drift(want, folder, owned))


def apply(plan: Plan) -> None:
    """Write what a plan says. A process that is killed at any moment leaves either the old package or the new one.

    There are two exceptions, in which files change one by one and the next run completes what a kill left undone: a
    file system that cannot move the folder, and a working directory inside it, which would otherwise lose its name.

    Raises:
        OSError: the disk is full or not writable; the folder is as before.
    """
    remove_stale_staging(plan.folder)
    if not plan.changes:
        return
    complete = {**plan.want, MANIFEST: manifest_text(plan.want)}
    plan.folder.parent.mkdir(parents=True, exist_ok=True)
    ours = {*plan.owned, *complete}
    with staged(plan.folder) as staging:
        fill(staging, complete, plan.folder, list(foreign(plan.folder, ours)))
        if not plan.folder.exists():
            os.rename(staging, plan.folder)
        elif not _is_working_directory(plan.folder) and exchange(staging, plan.folder):
            move_user_files(staging, plan.folder, ours)
        else:
            _file_by_file(plan, complete, staging)
        flush(plan.folder.parent)


def replace_file(path: Path, content: bytes) -> bool:
    """Write one file atomically; return False if it has the content already.

    Raises:
        OSError: the disk is full or not writable; the file is as before.
    """
    if content_of(path) == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    flush(path.parent)
    return True


def _refuse_links(want: Mapping[str, bytes], folder: Path, findings: Findings) -> None:
    for path in (folder, *(folder / name for name in sorted({*want, MANIFEST, *parents_of(want)}))):
        if path.is_symlink():
            message = f"{path.name} is a symbolic link to {os.readlink(path)}"
            findings.add("OUTPUT_SYMLINK", message, Location(str(path)))
    if folder.exists() and not folder.is_dir():
        findings.add(
            "OUTPUT_FOREIGN", f"{folder.name} is a file, but the output must be a folder", Location(str(folder))
        )
    findings.stop_if_errors()


def _refuse_foreign(want: Mapping[str, bytes], folder: Path, there: list[str], findings: Findings) -> None:
    known = (folder / MANIFEST).is_file()
    folders = parents_of(want)
    bad = [path for path in there if not _may_stay(path, want, folder, folders, known)]
    if bad:
        shown = ", ".join(bad[:3]) + (f" and {len(bad) - 3} more" if len(bad) > 3 else "")
        findings.add("OUTPUT_FOREIGN", f"specproof did not write these files: {shown}", Location(str(folder)))
        findings.stop_if_errors()


def _may_stay(path: str, want: Mapping[str, bytes], folder: Path, folders: set[str], known: bool) -> bool:
    """Whether a file or empty folder that is not in the manifest hinders nothing, and is in its place there."""
    if path in want:
        return content_of(folder / path) == want[path]
    if any(str(parent) in want for parent in PurePosixPath(path).parents):
        return False
    if path in folders:
        return (folder / path).is_dir()
    return known or PurePosixPath(path).parts[0].startswith((".", *_WELCOME))


def _is_working_directory(folder: Path) -> bool:
    return Path.cwd().is_relative_to(folder.resolve())


def _file_by_file(plan: Plan, complete: Mapping[str, bytes], staging: Path) -> None:
    either = {**plan.owned, **{path: digest(content) for path, content in plan.want.items()}}
    replace_file(plan.folder / MANIFEST, manifest_of(either))
    for path in complete:
        if path != MANIFEST:
            (plan.folder / path).parent.mkdir(parents=True, exist_ok=True)
            os.replace(staging / path, plan.folder / path)
    for path in set(plan.owned) - set(complete):
        (plan.folder / path).unlink(missing_ok=True)
        _remove_empty(plan.folder, path)
    os.replace(staging / MANIFEST, plan.folder / MANIFEST)


def _remove_empty(folder: Path, path: str) -> None:
    with contextlib.suppress(OSError):
        for parent in PurePosixPath(path).parents:
            if str(parent) != ".":
                (folder / parent).rmdir()
