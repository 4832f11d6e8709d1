"""Many files by one call: in threads, on asyncio, or by an executor in other processes and on other machines."""

from __future__ import annotations

from .file_task import MethodRef, to_json
from .outcomes import Outcome, Report
from .pickling import FromEnvironment
from .run import BatchOptions, upload_many_async, upload_many_sync

__all__ = [
    "BatchOptions",
    "FromEnvironment",
    "MethodRef",
    "Outcome",
    "Report",
    "to_json",
    "upload_many_async",
    "upload_many_sync",
]
