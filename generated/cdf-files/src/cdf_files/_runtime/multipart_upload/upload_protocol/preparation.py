"""The steps before the first call: open the file, cut it, read the journal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ...api import Api, Call

from ..job import Job
from ..options import UploadOptions
from ..protocol import UploadProtocol
from ..source import UploadSource, open_source
from .calls import start_existing, start_new, with_part_count

__all__ = ["prepare"]


@contextmanager
def prepare(
    api: Api,
    protocol: UploadProtocol,
    source: UploadSource,
    fields: Mapping[str, Any] | None,
    identifiers: Mapping[str, Any] | None,
    arguments: Mapping[str, Any],
    options: UploadOptions,
) -> Iterator[tuple[Job, Call]]:
    """Yield an upload as data and the call that starts it, with the file open and the journal's lease held.

    Raises:
        UploadRefusedError, InvalidArgumentError: the file, an option or a field breaks a rule.
        UploadInProgressError, SourceChangedError, UploadError: see ``journaled_state``.
    """
    with open_source(source, protocol.parts.total_maximum) as opened:
        job = Job.plan(api, protocol, opened, options)
        start = (
            start_new(protocol, api.package, fields or {}, arguments, opened.name)
            if identifiers is None
            else start_existing(protocol, api.package, identifiers, arguments)
        )
        if not options.resume or opened.path is None:
            yield job, with_part_count(protocol, start, len(job.parts))
            return
        from ..resume.journaled_state import journaled_state  # slow: imports sqlite3

        with journaled_state(job, start) as state:
            job = job.with_state(state)
            yield job, with_part_count(protocol, start, len(job.parts))
