"""Many files by one call: in threads, on asyncio, or by any executor, in other processes and on other machines too."""

from __future__ import annotations

from .outcomes import Outcome, Report
from .pickling import FromEnvironment
from .run import ManyOptions, upload_many_async, upload_many_sync
from .work import Target, data_of

__all__ = [
    "FromEnvironment",
    "ManyOptions",
    "Outcome",
    "Report",
    "Target",
    "data_of",
    "upload_many_async",
    "upload_many_sync",
]
