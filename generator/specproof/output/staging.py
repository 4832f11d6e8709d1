"""The folder beside the target in which a new package is assembled."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from specproof.output.drift import content_of
from specproof.output.manifest import DERIVED

__all__ = ["fill", "flush", "foreign", "move_user_files", "parents_of", "remove_stale_staging", "staged"]

_PREFIX = ".{}.specproof-new-"


@contextlib.contextmanager
def staged(target: Path) -> Iterator[Path]:
    """Yield a new empty folder beside ``target``, locked by this process, which is removed at the end with its content.

    Raises:
        OSError: the folder cannot be made.
    """
    staging = target.with_name(_PREFIX.format(target.name) + secrets.token_hex(6))
    staging.mkdir(mode=0o700)
    held = os.open(staging, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield staging
    finally:
        os.close(held)
        shutil.rmtree(staging, ignore_errors=True)


def foreign(folder: Path, owned: set[str]) -> Iterator[str]:
    """Yield the relative paths of files, links and empty folders that specproof did not write, without `__pycache__`.

    Args:
        owned: paths that it wrote.
    """
    for name, folders, files in os.walk(folder):
        folders[:] = sorted(set(folders) - DERIVED)
        here = Path(name)
        links = [entry for entry in folders if (here / entry).is_symlink()]
        for entry in sorted([*files, *links]):
            if (path := (here / entry).relative_to(folder).as_posix()) not in owned:
                yield path
        if not folders and not files and here != folder and not os.listdir(here):
            yield here.relative_to(folder).as_posix()


def fill(staging: Path, want: Mapping[str, bytes], target: Path, kept: list[str]) -> None:
    """Write files into ``staging``, flushed to the disk; those that ``target`` has already are linked instead.

    Args:
        want: content by path.
        kept: paths of the user's files in ``target``, which are linked too.

    Raises:
        OSError: the disk is full, or a file cannot be read or linked.
    """
    for path, content in want.items():
        place = staging / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if content_of(target / path) == content:
            _link(target / path, place)
        else:
            _write(place, content)
    for path in kept:
        _keep(target / path, staging / path)
    for name, _, _ in os.walk(staging, topdown=False):
        flush(Path(name))
    if target.is_dir():
        shutil.copymode(target, staging)
    else:
        staging.chmod(0o777 & ~_umask())


def move_user_files(old: Path, new: Path, owned: set[str]) -> None:
    """Move to ``new`` the user's files that were saved in ``old`` while ``new`` was assembled.

    Args:
        owned: paths that specproof wrote.
    """
    for path in foreign(old, owned):
        before, after = old / path, new / path
        if before.is_dir() and not before.is_symlink():
            continue
        if not os.path.lexists(after) or not os.path.samestat(before.lstat(), after.lstat()):
            after.parent.mkdir(parents=True, exist_ok=True)
            os.replace(before, after)


def remove_stale_staging(target: Path) -> None:
    """Remove staging folders that killed runs left beside ``target``, but none that a running process has locked."""
    prefix = _PREFIX.format(target.name)
    for left in target.parent.iterdir() if target.parent.is_dir() else ():
        if left.name.startswith(prefix) and left.is_dir() and not left.is_symlink():
            _remove_unheld(left)


def flush(folder: Path) -> None:
    """Flush the entries of a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def parents_of(paths: Mapping[str, object]) -> set[str]:
    """Return the relative paths of all folders that files at ``paths`` need."""
    return {str(parent) for path in paths for parent in PurePosixPath(path).parents} - {"."}


def _write(place: Path, content: bytes) -> None:
    with place.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _link(source: Path, place: Path) -> None:
    try:
        os.link(source, place, follow_symlinks=False)
    except OSError:  # a file system without hard links, or a mount inside the folder
        shutil.copy2(source, place, follow_symlinks=False)


def _keep(source: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir() and not source.is_symlink():
        place.mkdir(exist_ok=True)
    else:
        _link(source, place)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _remove_unheld(left: Path) -> None:
    with contextlib.suppress(OSError):
        handle = os.open(left, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left, ignore_errors=True)
        finally:
            os.close(handle)
