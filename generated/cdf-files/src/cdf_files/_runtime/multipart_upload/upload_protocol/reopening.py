"""Going on with an upload whose part URLs are dead: a new set for the same record, or for a new one."""

from __future__ import annotations

from ...api import Call
from ...errors import ApiError

from ..job import Job
from ..start import OpenedUpload
from ..steps import Steps
from .opening import begun, by_identity
from .responses import Clock

__all__ = ["reopened"]

_GONE = frozenset({400, 404, 422})
_USELESS = "the part URLs are dead, too old, or what was sent to them is not what arrived"


def reopened(job: Job, start: Call, old: OpenedUpload, clock: Clock) -> Steps:
    """Ask the link endpoint for new part URLs if something names the record, else start again; all parts are sent anew.

    Raises:
        ClientError: the server refused.
    """
    link = by_identity(job, start, old.record)
    if link is not None:
        job.state.checksums.clear()
        job.tell(f"{_USELESS}: the upload of the same record starts anew with new ones")
        try:
            return (yield from begun(job, link, clock))
        except ApiError as error:
            if link.operation is start.operation or error.status_code not in _GONE:
                raise
    job.state.checksums.clear()
    job.tell(
        f"{_USELESS}, and no new ones are to be had for record {old.record_id}: the upload starts anew with a new "
        "record, the old one stays as it is"
    )
    return (yield from begun(job, start, clock))
