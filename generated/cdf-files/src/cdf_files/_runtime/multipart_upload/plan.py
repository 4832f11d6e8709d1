"""The parts of a file, inside the limits of a protocol."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from .errors import UploadRefusedError
from .protocol import PartLimits

__all__ = ["Part", "plan"]

_DEFAULT = 64 * 2**20


class Part(NamedTuple):
    """Bytes ``offset`` to ``offset + length`` of a file; ``number`` counts from 0 in the order of the bytes."""

    number: int
    offset: int
    length: int


def plan(limits: PartLimits, size: int, part_size: int | None = None, parts: int | None = None) -> tuple[Part, ...]:
    """Return the parts to cut a file of ``size`` bytes into: equal ones and a smaller last, or even ones if need be.

    Args:
        part_size: bytes of every part but the last; None for the protocol's default, or more if that is too little.
        parts: number of parts; None for any.

    Raises:
        UploadRefusedError: the file is too large, or an option breaks a limit.
    """
    if limits.total_maximum is not None and size > limits.total_maximum:
        raise UploadRefusedError(
            f"the file has {size:,} bytes, more than the {limits.total_maximum:,} that can be uploaded"
        )
    _check_options(limits, part_size, parts)
    cuts = (cut for cut in _cuts(limits, size, part_size, parts) if parts in {None, len(cut)})
    lengths = next((cut for cut in cuts if _fits(limits, cut)), None)
    if lengths is None:
        raise UploadRefusedError(_why_not(limits, size, part_size, parts))
    offsets = accumulate(lengths, initial=0)
    return tuple(map(Part, range(len(lengths)), offsets, lengths))


def _check_options(limits: PartLimits, part_size: int | None, parts: int | None) -> None:
    if parts is not None and not limits.count_minimum <= parts <= limits.count_maximum:
        raise UploadRefusedError(f"parts must be {limits.count_minimum} to {limits.count_maximum} (got {parts})")
    if part_size is not None and not _between(max(limits.minimum, 1), part_size, limits.maximum):
        raise UploadRefusedError(f"part_size must be {_bounds(limits)} (got {part_size:,})")


def _cuts(limits: PartLimits, size: int, part_size: int | None, parts: int | None) -> Iterator[list[int]]:
    """Return lengths of parts, the preferred ones first."""
    if part_size is not None:
        yield _equal(size, part_size)
    elif parts is not None:
        yield _equal(size, max(-(-size // parts), limits.minimum, 1))
        yield _even(size, parts)
    else:
        preferred = max(min(limits.default or _DEFAULT, limits.maximum or _DEFAULT), limits.minimum)
        first = _equal(size, max(preferred, -(-size // limits.count_maximum)))
        yield first
        for count in range(max(len(first), limits.count_minimum), 0, -1):
            yield _even(size, count)


def _equal(size: int, part_size: int) -> list[int]:
    count, rest = divmod(size, part_size)
    return [part_size] * count + ([rest] if rest or not count else [])


def _even(size: int, count: int) -> list[int]:
    """Return lengths that differ by at most one byte."""
    length, more = divmod(size, count)
    return [length + 1] * more + [length] * (count - more)


def _fits(limits: PartLimits, lengths: list[int]) -> bool:
    *others, last = lengths
    last_minimum = limits.minimum if limits.last_minimum is None else limits.last_minimum
    return (
        limits.count_minimum <= len(lengths) <= limits.count_maximum
        and all(_between(max(limits.minimum, 1), length, limits.maximum) for length in set(others))
        and _between(max(last_minimum, 1) if others else last_minimum, last, limits.maximum)
    )


def _between(lower: int, value: int, upper: int | None) -> bool:
    return lower <= value and (upper is None or value <= upper)


def _bounds(limits: PartLimits) -> str:
    upper = "" if limits.maximum is None else f" and at most {limits.maximum:,}"
    return f"at least {max(limits.minimum, 1):,}{upper} bytes"


def _why_not(limits: PartLimits, size: int, part_size: int | None, parts: int | None) -> str:
    options = {"part_size": part_size, "parts": parts}
    given = "".join(f" with {name} {value:,}" for name, value in options.items() if value is not None)
    count = f"{limits.count_minimum} to {limits.count_maximum} parts"
    return f"a file of {size:,} bytes cannot be cut{given}: it takes {count} of {_bounds(limits)} each"
