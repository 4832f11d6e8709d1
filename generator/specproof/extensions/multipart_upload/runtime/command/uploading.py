"""The commands that upload files and resume uploads."""

from __future__ import annotations

import argparse
import json
from contextlib import suppress
from functools import partial
from typing import Any

from specproof.runtime.errors import ClientError, InvalidArgumentError
from specproof.runtime.pointers import find
from specproof.runtime.session import SyncSession

from ..batch import BatchOptions, MethodRef, Outcome, Report, to_json, upload_many_sync
from ..options import UploadOptions
from ..protocol import UploadProtocol
from ..resume_api import resume_sync
from .declared import Commands, Transfer
from .parsing import fields_of
from .screen import Screen, one_line, print_error

__all__ = ["describe_error", "outcome_json", "resume", "upload"]


def upload(commands: Commands, session: SyncSession, given: argparse.Namespace) -> int:
    """Upload the files of a command, and return the exit status. Raises: as ``upload_many_sync``."""
    transfer: Transfer = given.transfer
    fields = fields_of(given)
    with Screen(commands.module, given.quiet) as screen:

        def print_outcome(outcome: Outcome[Any]) -> None:
            screen.remove(outcome.path)
            _print_outcome(commands.module, outcome, given.json)

        options = BatchOptions(
            fields=lambda path: fields,
            common={name: getattr(given, name) for name in ("part_size", "resume", "verify", "bandwidth")},
            files_at_once=given.files_at_once,
            workers=given.workers,
            progress=screen.show_upload,
            on_outcome=print_outcome,
            skip_done=not given.again,
        )
        method = MethodRef(transfer.resource, transfer.method, transfer.protocol)
        report = upload_many_sync(session, method, given.files, options)
    if given.json:
        _print_report(report)
    return 1 if report.failed else 0


def resume(commands: Commands, session: SyncSession, given: argparse.Namespace) -> int:
    """Resume the upload whose key is among the arguments; return the exit status. Raises: as ``resume_sync``."""
    with Screen(commands.module, given.quiet) as screen:
        options = UploadOptions(progress=partial(screen.show_upload, given.key), verify=given.verify)
        protocol, record = _resume(commands, session, given.key, options)
    outcome = Outcome(given.key, "uploaded", record, find(to_json(record), protocol.response.record_id))
    _print_outcome(commands.module, outcome, given.json)
    if given.json:
        _print_report(Report((outcome,)))
    return 0


def _resume(commands: Commands, session: SyncSession, key: str, options: UploadOptions) -> tuple[UploadProtocol, Any]:
    """Resume with the protocol that the upload was begun with; return it and the record."""
    methods = [MethodRef(each.resource, each.method, each.protocol) for each in commands.transfers]
    *others, last = [method.protocol_of(session.api.package) for method in methods]
    for protocol in others:
        with suppress(InvalidArgumentError):
            return protocol, resume_sync(session, protocol, key, options)
    return last, resume_sync(session, last, key, options)


def _print_outcome(module: str, outcome: Outcome[Any], as_json: bool) -> None:
    """Print the line of a file."""
    if outcome.status == "failed":
        print_error(module, f"{outcome.path}: {describe_error(outcome.error)['message']}")
    elif not as_json:
        record_id = "" if outcome.record_id is None else f"  {one_line(outcome.record_id)}"
        print(f"{outcome.status}  {one_line(outcome.path)}{record_id}", flush=True)


def _print_report(report: Report[Any]) -> None:
    numbers = {"uploaded": len(report.uploaded), "skipped": len(report.skipped), "failed": len(report.failed)}
    print(json.dumps({**numbers, "files": [outcome_json(outcome) for outcome in report.outcomes]}))


def outcome_json(outcome: Outcome[Any]) -> dict[str, Any]:
    """Return an outcome as JSON data: path, status, id, record, error; null for those without a value."""
    return {
        "path": outcome.path,
        "status": outcome.status,
        "id": outcome.record_id,
        "record": to_json(outcome.record),
        "error": None if outcome.error is None else describe_error(outcome.error),
    }


def describe_error(error: Exception | None) -> dict[str, Any]:
    """Return an error as JSON data: type, message with what to do next, status_code, request_id."""
    text = one_line("; ".join([str(error), *getattr(error, "__notes__", ())]))
    message = text if isinstance(error, ClientError) else f"{type(error).__name__}: {text}"
    return {
        "type": type(error).__name__,
        "message": message,
        "status_code": getattr(error, "status_code", None),
        "request_id": getattr(error, "request_id", None),
    }
