"""Which upload an upload is: the same file sent to the same place is one that can be gone on with."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from ...api import Call
from ...not_given import NOT_GIVEN

from ..job import Job
from ..pointers import find
from ..start import record_identity

__all__ = ["canonical", "fingerprint", "key_of", "lease_of", "shown", "target_of"]

_DIGITS = 16


def canonical(value: Any) -> str:
    """JSON in ASCII: any text can be kept, even the name of a file that is no Unicode."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=str)


def fingerprint(job: Job) -> str:
    """Of a file: inode, time of change, size. Not the device, whose number may be another after a restart."""
    return canonical(job.source.fingerprint()[1:])


def target_of(job: Job, start: Call) -> str:
    """All that the start says but for the number of parts."""
    counts = {job.protocol.start_new.part_count}
    if job.protocol.start_existing is not None:
        counts.add(job.protocol.start_existing.part_count)
    given = {key: value for key, value in start.arguments.items() if key not in counts and value is not NOT_GIVEN}
    base = job.api.base
    return canonical(
        {"base": base.root + base.path, "operation": start.operation.id, "arguments": given, "body": start.body}
    )


def key_of(job: Job, target: str) -> str:
    return _digest([job.source.path, target])


def lease_of(job: Job, start: Call, key: str) -> str:
    """Named by the record where something identifies it, since two files must not be sent to one record at once."""
    named = record_identity(job.protocol, start)
    return _digest([job.api.base.root, job.api.base.path, named]) if named else key


def shown(job: Job, start: Call) -> str:
    """For people: where it goes. Holds no secret."""
    named = record_identity(job.protocol, start)
    name = job.protocol.start_new.fields.name
    if not named and name is not None:
        named = {name[1:]: find(start.body, name)}
    what = ", ".join(f"{field} {value!r}" for field, value in named.items())
    return f"{job.api.base.shown} {start.operation.id} {what}".rstrip()


def _digest(value: Any) -> str:
    return hashlib.sha256(canonical(value).encode()).hexdigest()[:_DIGITS]
