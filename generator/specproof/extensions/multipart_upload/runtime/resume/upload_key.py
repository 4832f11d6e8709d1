"""Keys of uploads: the same file sent by the same start can be resumed."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from specproof.runtime.api import Call
from specproof.runtime.not_given import NOT_GIVEN
from specproof.runtime.pointers import find

from ..job import Job
from ..start import record_identity

__all__ = ["canonical_json", "describe", "file_fingerprint", "lease_name", "start_json", "upload_key"]

_DIGITS = 16


def canonical_json(value: Any) -> str:
    """Return a value as JSON in ASCII with sorted keys, which keeps any text, even a file name that is not Unicode."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=str)


def file_fingerprint(job: Job) -> str:
    """Return inode, time of change and size of the file as JSON; not the device, whose number may change on reboot."""
    return canonical_json(job.source.fingerprint()[1:])


def start_json(job: Job, start: Call) -> str:
    """Return base URL, operation, arguments and body of the start as JSON, without the number of parts."""
    counts = {job.protocol.start_new.part_count}
    if job.protocol.start_existing is not None:
        counts.add(job.protocol.start_existing.part_count)
    given = {key: value for key, value in start.arguments.items() if key not in counts and value is not NOT_GIVEN}
    base = job.api.base
    return canonical_json(
        {"base": base.root + base.path, "operation": start.operation.id, "arguments": given, "body": start.body}
    )


def upload_key(job: Job, target: str) -> str:
    """Return the key that identifies an upload by its file's path and by ``target``, its ``start_json``."""
    return _digest([job.source.path, target])


def lease_name(job: Job, start: Call, key: str) -> str:
    """Return the name of an upload's lease: a digest of its record's identity, or the key if nothing identifies it."""
    identity = record_identity(job.protocol, start)
    return _digest([job.api.base.root, job.api.base.path, identity]) if identity else key


def describe(job: Job, start: Call) -> str:
    """Return a text about where an upload goes, for people, without secrets."""
    identity = record_identity(job.protocol, start)
    name = job.protocol.start_new.fields.name
    if not identity and name is not None:
        identity = {name[1:]: find(start.body, name)}
    values = ", ".join(f"{field} {value!r}" for field, value in identity.items())
    return f"{job.api.base.shown} {start.operation.id} {values}".rstrip()


def _digest(value: Any) -> str:
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()[:_DIGITS]
