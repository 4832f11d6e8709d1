"""Continuing an upload whose part URLs no longer work: new ones for the same record, or for a new one."""

from __future__ import annotations

from ...api import Call
from ...errors import ApiError

from ..job import Job
from ..start import OpenedUpload
from ..steps import Steps
from .opening import open_upload, start_of_same_record
from .responses import Clock

__all__ = ["reopen_upload"]

_GONE = frozenset({400, 404, 422})
_REASON = "the part URLs no longer work, or the stored content is damaged"


def reopen_upload(job: Job, start: Call, old: OpenedUpload, clock: Clock) -> Steps:
    """Open a new upload for the same record, or for a new one if nothing identifies it; every part is sent again.

    Returns the ``OpenedUpload``.

    Raises:
        ClientError: the server refused.
    """
    call = start_of_same_record(job, start, old.record)
    if call is not None:
        job.state.checksums.clear()
        job.notify(f"{_REASON}: the upload of the same record starts again with new URLs")
        try:
            return (yield from open_upload(job, call, clock))
        except ApiError as error:
            if call.operation is start.operation or error.status_code not in _GONE:
                raise
    job.state.checksums.clear()
    job.notify(
        f"{_REASON}, and there are no new URLs for record {old.record_id}: the upload starts again with a new record, "
        "the old one stays as it is"
    )
    return (yield from open_upload(job, start, clock))
