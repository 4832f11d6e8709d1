"""Exchanging two folders atomically."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

__all__ = ["exchange", "restore"]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h
_RENAME_SWAP = 2  # macOS sys/stdio.h
_UNABLE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EXDEV}


def exchange(new: Path, target: Path) -> bool:
    """Exchange two existing folders of one file system atomically.

    Returns False, with nothing done, if the file system cannot move ``target`` (a lower layer of an overlay file
    system).

    Raises:
        OSError: any other failure, with nothing done.
    """
    try:
        _atomically(new, target)
    except OSError as error:
        if error.errno not in _UNABLE:
            raise
        return _by_renaming(new, target)
    return True


def restore(target: Path) -> None:
    """Move the old folder back if a run was killed after moving it aside and before putting the new one in its place.

    Raises:
        OSError: the old folder cannot be moved back.
    """
    if not target.exists() and _aside(target).is_dir():
        os.rename(_aside(target), target)


def _atomically(new: Path, target: Path) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(new), os.fsencode(target)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        result = library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE)
    elif sys.platform == "darwin" and hasattr(library, "renamex_np"):
        result = library.renamex_np(*names, _RENAME_SWAP)
    else:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if result != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(target))


def _by_renaming(new: Path, target: Path) -> bool:
    aside = _aside(target)
    try:
        os.rename(target, aside)
    except OSError as error:
        if error.errno == errno.EXDEV:
            return False
        raise
    try:
        os.rename(new, target)
    except OSError:
        os.rename(aside, target)
        raise
    os.rename(aside, new)
    return True


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}.specproof-old")
