"""What stands between a file and the first call of its upload."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ...api import Api, Call

from ..job import Job
from ..options import UploadOptions
from ..protocol import UploadProtocol
from ..source import UploadSource, opened
from .calls import counted, existing, fresh

__all__ = ["prepared"]


@contextmanager
def prepared(
    api: Api,
    protocol: UploadProtocol,
    source: UploadSource,
    fields: Mapping[str, Any] | None,
    identifiers: Mapping[str, Any] | None,
    arguments: Mapping[str, Any],
    options: UploadOptions,
) -> Iterator[tuple[Job, Call]]:
    """The job and its first call, with the file open and the journal's lease held."""
    with opened(source, protocol.parts.total_maximum) as bytes_:
        job = Job.planned(api, protocol, bytes_, options)
        start = (
            fresh(protocol, api.package, fields or {}, arguments, bytes_.name)
            if identifiers is None
            else existing(protocol, api.package, identifiers, arguments)
        )
        if not options.resume or bytes_.path is None:
            yield job, counted(protocol, start, len(job.parts))
            return
        from ..resume.journaled_state import journaled_state  # imports sqlite3: only where a journal is needed

        with journaled_state(job, start) as state:
            job = job.with_state(state)
            yield job, counted(protocol, start, len(job.parts))
