"""The second reading: openapi-python-client reads the effective document, and each difference is reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from specproof.core.diagnostics import Findings
from specproof.core.location import Location
from specproof.core.name_proposals import EngineReading
from specproof.engines.operations import engine_readings
from specproof.ir.api import Api, Operation
from specproof.ir.parameters import Embedded

__all__ = ["second_reading"]

_THEIRS = "the reading of openapi-python-client"


def second_reading(
    document: Mapping[str, Any], api: Api, findings: Findings, locations: Mapping[str, Location]
) -> tuple[int, int]:
    """Compare the operations as specproof and as openapi-python-client read them, and report each difference.

    The codes are SECOND_READING, and SECOND_READING_SILENT for an operation that the engine cannot read.

    Args:
        document: the effective document, neither upgraded nor normalized, so that a mistake in these is seen.
        api: specproof's own reading.
        locations: location of each operation in the document, by key.

    Returns:
        How many operations the engine read, and how many of these it reads differently.
    """
    theirs = engine_readings(document)
    ours = {operation.key: operation for operation in api.operations}
    for key in theirs.keys() - ours.keys():
        findings.add("SECOND_READING", f"{key}: only openapi-python-client finds this operation", locations.get(key))
    read = [key for key in ours if key in theirs and theirs[key].refused is None]
    for key in ours.keys() - set(read):
        reason = theirs[key].refused if key in theirs else "its path item is a $ref"
        first = (reason or "no reason given").splitlines()[0]
        findings.add("SECOND_READING_SILENT", f"{key}: {first}", locations.get(key))
    different = {key: list(_differences(ours[key], theirs[key])) for key in read}
    for key, differences in different.items():
        for text in differences:
            findings.add("SECOND_READING", f"{key}: {text}", locations.get(key))
    return len(read), sum(1 for each in different.values() if each)


def _differences(ours: Operation, theirs: EngineReading) -> Iterator[str]:
    """Parameters with ``content`` are ignored, since the engine drops them, and so is what it reports as left out."""
    parameters = {
        (each.location.value, each.name, each.required)
        for each in ours.parameters
        if not isinstance(each.carrier, Embedded)
    }
    for place, name, required in sorted(parameters - theirs.parameters):
        yield f"{'required' if required else 'optional'} {place} parameter {name!r} is missing in {_THEIRS}"
    for place, name, required in sorted(theirs.parameters - parameters):
        if place != "header" or name.lower() not in {"accept", "content-type", "authorization"}:
            yield f"{'required' if required else 'optional'} {place} parameter {name!r} is only in {_THEIRS}"
    if theirs.is_partial:
        return
    statuses = tuple(response.status.pattern for response in ours.responses)
    if statuses != theirs.statuses:
        yield f"status codes {', '.join(statuses)} (openapi-python-client: {', '.join(theirs.statuses)})"
    bodies = tuple(media.type for media in ours.body.content) if ours.body else ()
    if bodies != theirs.bodies:
        yield f"media types {', '.join(bodies) or 'none'} (openapi-python-client: {', '.join(theirs.bodies) or 'none'})"
