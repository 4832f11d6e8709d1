"""Many files by one call: in threads, on asyncio, or by any executor, in other processes and on other machines too."""

from __future__ import annotations

from .outcomes import Outcome, Report
from .pickling import FromEnvironment
from .run import BatchOptions, upload_many_async, upload_many_sync
from .work import Target, data_of

__all__ = [
    "BatchOptions",
    "FromEnvironment",
    "Outcome",
    "Report",
    "Target",
    "data_of",
    "upload_many_async",
    "upload_many_sync",
]
