"""What a run tried and what it could not try, in a few lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from specproof.prove.checks.check import WITHOUT_CASES
from specproof.prove.checks.check_run import CaseCounts

__all__ = ["Summary"]

_WHY: Mapping[str, str] = {
    "redundant": "redundant (proved: the schema means the same without it)",
    "inverse": "inverse (proved: it only lets values in)",
    "unsatisfiable": "unsatisfiable (proved: no valid value can be there)",
    "undecided": "undecided (no value found, and no proof that there is none)",
    "no strategy": "without values (none found, and no proof that there is none)",
}
_LISTED = ("undecided", "no strategy")
_SHOWN = 10


class Summary:
    """Adds up the tested cases of many checks."""

    def __init__(self) -> None:
        self.checks = self.inside = self.outside = self.sampled = 0
        self._sides: dict[str, set[str]] = {}
        self._why: dict[str, dict[str, None]] = {}

    def add(self, check: str, counts: CaseCounts, constraint: str = "") -> None:
        """Add one check.

        Args:
            check: its id.
            counts: its tested cases.
            constraint: the constraint that it is about, with its location; empty if it is about none.
        """
        self.checks += 1
        self.inside += counts.inside
        self.outside += counts.outside
        self.sampled += counts.how == "sampled"
        if constraint:
            self._sides.setdefault(constraint, set())
            self._sides[constraint] |= {"inside"} if counts.inside else set()
            self._sides[constraint] |= {"outside"} if counts.outside else set()
        if counts.how in WITHOUT_CASES and not counts.inside + counts.outside:
            self._why.setdefault(counts.how, {})[check] = None

    def lines(self) -> Iterator[str]:
        """Yield the lines of a summary for people; nothing if there was no check."""
        if not self.checks:
            return
        yield f"proof: {self.checks:,} checks with {self.inside:,} valid and {self.outside:,} invalid cases"
        counted = Counter("".join(sorted(sides)) for sides in self._sides.values())
        if self._sides:
            both = counted["insideoutside"]
            yield f"proof: {both:,} of {len(self._sides):,} constraints tried on both sides" + self._sampled()
        for how, names in self._why.items():
            yield f"proof: {len(names):,} {_WHY[how]}"
            if how in _LISTED:
                yield from (f"  {name}" for name in list(names)[:_SHOWN])
                yield from (f"  … and {len(names) - _SHOWN:,} more" for _ in range(len(names) > _SHOWN))

    def _sampled(self) -> str:
        return f", {self.sampled:,} of them by sampling where the algebra had no answer" if self.sampled else ""
