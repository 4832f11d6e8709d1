"""The command that uploads files."""

from __future__ import annotations

import argparse
import json
from contextlib import suppress
from functools import partial
from typing import Any

from ...errors import ClientError, InvalidArgumentError
from ...session import SyncSession

from ..batch import BatchOptions, Outcome, Report, Target, data_of, upload_many_sync
from ..options import UploadOptions
from ..pointers import find
from ..protocol import UploadProtocol
from ..resume_api import resume_sync
from .declared import Commands, Transfer
from .parsing import fields_of
from .screen import Screen, complain, one_line

__all__ = ["described", "resume", "shown", "upload"]


def upload(commands: Commands, session: SyncSession, given: argparse.Namespace) -> int:
    """Raises: as ``upload_many_sync``."""
    transfer: Transfer = given.transfer
    fields = fields_of(given)
    with Screen(commands.module, given.quiet) as screen:

        def ended(outcome: Outcome[Any]) -> None:
            screen.ended(outcome.path)
            _tell(commands.module, outcome, given.json)

        options = BatchOptions(
            fields=lambda path: fields,
            common={name: getattr(given, name) for name in ("part_size", "resume", "verify", "bandwidth")},
            files_at_once=given.files_at_once,
            workers=given.workers,
            progress=screen.uploading,
            on_outcome=ended,
            skip_done=not given.again,
        )
        target = Target(transfer.resource, transfer.method, transfer.protocol)
        report = upload_many_sync(session, target, given.files, options)
    if given.json:
        _print_report(report)
    return 1 if report.failed else 0


def resume(commands: Commands, session: SyncSession, given: argparse.Namespace) -> int:
    """Go on with an upload by its key: with the protocol that it was begun with. Raises: as ``resume_sync``."""
    with Screen(commands.module, given.quiet) as screen:
        options = UploadOptions(progress=partial(screen.uploading, given.key), verify=given.verify)
        protocol, record = _resumed(commands, session, given.key, options)
    outcome = Outcome(given.key, "uploaded", record, find(data_of(record), protocol.response.record_id))
    _tell(commands.module, outcome, given.json)
    if given.json:
        _print_report(Report((outcome,)))
    return 0


def _resumed(commands: Commands, session: SyncSession, key: str, options: UploadOptions) -> tuple[UploadProtocol, Any]:
    targets = [Target(one.resource, one.method, one.protocol) for one in commands.transfers]
    *others, last = [target.declared(session.api.package) for target in targets]
    for protocol in others:
        with suppress(InvalidArgumentError):
            return protocol, resume_sync(session, protocol, key, options)
    return last, resume_sync(session, last, key, options)


def _tell(module: str, outcome: Outcome[Any], as_json: bool) -> None:
    """A line, as soon as the file has ended."""
    if outcome.status == "failed":
        complain(module, f"{outcome.path}: {described(outcome.error)['message']}")
    elif not as_json:
        record_id = "" if outcome.record_id is None else f"  {one_line(outcome.record_id)}"
        print(f"{outcome.status}  {one_line(outcome.path)}{record_id}", flush=True)


def _print_report(report: Report[Any]) -> None:
    numbers = {"uploaded": len(report.uploaded), "skipped": len(report.skipped), "failed": len(report.failed)}
    print(json.dumps({**numbers, "files": [shown(one) for one in report.outcomes]}))


def shown(outcome: Outcome[Any]) -> dict[str, Any]:
    """An outcome as JSON: path, status, id, record, error; what does not apply is null."""
    return {
        "path": outcome.path,
        "status": outcome.status,
        "id": outcome.record_id,
        "record": data_of(outcome.record),
        "error": None if outcome.error is None else described(outcome.error),
    }


def described(error: Exception | None) -> dict[str, Any]:
    """An error as JSON: type, message with what to do next, status_code, request_id."""
    told = one_line("; ".join([str(error), *getattr(error, "__notes__", ())]))
    said = told if isinstance(error, ClientError) else f"{type(error).__name__}: {told}"
    return {
        "type": type(error).__name__,
        "message": said,
        "status_code": getattr(error, "status_code", None),
        "request_id": getattr(error, "request_id", None),
    }
