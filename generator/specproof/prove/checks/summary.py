"""What a run tried and what it could not, in a few lines: nothing is passed over in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from specproof.prove.checks.check import WITHOUT_CASES, Tried

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
    """Adds up what checks tell of what they tried."""

    def __init__(self) -> None:
        self.checks = self.inside = self.outside = self.sampled = 0
        self._sides: dict[str, set[str]] = {}
        self._why: dict[str, dict[str, None]] = {}

    def add(self, about: str, tried: Tried, keyword: str = "") -> None:
        """Count one check.

        Args:
            about: what it is called.
            keyword: the constraint that it is about, with its place; empty if it is about none.
        """
        self.checks += 1
        self.inside += tried.inside
        self.outside += tried.outside
        self.sampled += tried.how == "sampled"
        if keyword:
            self._sides.setdefault(keyword, set())
            self._sides[keyword] |= {"inside"} if tried.inside else set()
            self._sides[keyword] |= {"outside"} if tried.outside else set()
        if tried.how in WITHOUT_CASES and not tried.inside + tried.outside:
            self._why.setdefault(tried.how, {})[about] = None

    def lines(self) -> Iterator[str]:
        """Sentences for people; none where nothing was tried."""
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
