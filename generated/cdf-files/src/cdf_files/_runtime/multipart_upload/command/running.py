"""One run of a command line: what it parses, does, and says when that fails."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper

from ...errors import InvalidArgumentError
from ...session import SyncSession

from ..batch import Target
from .access import CommandFailedError, client_of
from .declared import Commands, Transfer
from .downloading import download
from .journal import forget, show
from .parsing import fields_of, parser_of
from .screen import complain
from .uploading import described, resume, upload

__all__ = ["run"]

Call = Callable[[Commands, SyncSession, argparse.Namespace], int]

_FAILED, _USAGE, _INTERRUPTED = 1, 2, 130
_JOURNAL = {"list": show, "forget": forget}
_CALLS: dict[str, Call] = {"upload": upload, "download": download, "resume": resume}
_INTERRUPTION = "interrupted; uploads that have begun go on when the same command is given again"


def run(commands: Commands, arguments: Sequence[str] | None) -> int:
    """The exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # None where it was closed
            stream.reconfigure(errors="backslashreplace")
    try:
        parser = parser_of(commands)
        given = parser.parse_args(arguments)
        _check(parser, given)
        status = _performed(commands, given)
        print(end="", flush=True)
        return status
    except KeyboardInterrupt:
        complain(commands.module, _INTERRUPTION)
        return _INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _FAILED
    except OSError as error:
        complain(commands.module, f"{error.filename}: {error.strerror}" if error.filename else error)
        return _FAILED
    except Exception as error:
        complain(commands.module, described(error)["message"])
        return _FAILED


def _check(parser: argparse.ArgumentParser, given: argparse.Namespace) -> None:
    """What argparse cannot know: several files have no name in common."""
    if given.command == "upload" and len(given.files) > 1:
        single = {option.argument or option.name: option.name for option in given.transfer.options if option.is_single}
        for name in [single[argument] for argument in fields_of(given) if argument in single]:
            parser.error(f"--{name.replace('_', '-')} is for one file, and there are {len(given.files)}")


def _performed(commands: Commands, given: argparse.Namespace) -> int:
    if given.command in _JOURNAL:
        return _JOURNAL[given.command](commands, given)
    try:
        client = client_of(commands, given)
    except (CommandFailedError, InvalidArgumentError) as error:
        complain(commands.module, error)
        return _USAGE
    with client as session:
        if all(_is_anonymous(session, transfer) for transfer in commands.transfers):
            complain(commands.module, f"no credentials. {commands.secrets_told}")
            return _USAGE
        return _CALLS[given.command](commands, session, given)


def _is_anonymous(session: SyncSession, transfer: Transfer) -> bool:
    """Whether the operation that starts an upload wants credentials, and there are none."""
    operation = (
        Target(transfer.resource, transfer.method, transfer.protocol).declared(session.api.package).start_new.operation
    )
    return bool(operation.security) and all(operation.security) and not session.api.authorization.secrets(operation)
