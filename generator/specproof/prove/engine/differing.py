"""Checks that tell two packages apart: a case counts only if the original holds it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from specproof.prove.engine.attempt import Attempt

__all__ = ["Differing", "Noticed", "first"]


class Noticed(NamedTuple):
    """The property that a package breaks and the original does not, and what happened."""

    property: str
    said: str


class Differing:
    """A check that breaks only where the original holds."""

    def __init__(self, check: Any, original: Any) -> None:
        self._check, self._original = check, original
        self.about = check.about
        self._cases: tuple[Sequence[Any], Any] | None = None

    @property
    def corners(self) -> Sequence[Any]:
        return self._made[0]

    @property
    def strategy(self) -> Any:
        return self._made[1]

    def inside(self, case: Any) -> bool:
        return True

    def hold(self, package: Any, case: Any) -> None:
        """Raises: what the package does, where the original does not."""
        try:
            self._check.hold(package, case)
        except Exception:
            if self._holds(case):
                raise

    def noticed(self, package: Any) -> Noticed | None:
        """What the corners show."""
        try:
            Attempt(self, package).corners()
        except Exception as error:
            return Noticed(self.about.property, _said(error))
        return None

    def explored(self, package: Any, seed: int, examples: int) -> Noticed | None:
        """What other cases show."""
        try:
            Attempt(self, package).explore(seed, examples)
        except Exception as error:
            return Noticed(self.about.property, _said(error))
        return None

    def _holds(self, case: Any) -> bool:
        try:
            self._check.hold(self._original, case)
        except Exception:
            return False
        return True

    @property
    def _made(self) -> tuple[Sequence[Any], Any]:
        """Corners and strategy; none where they cannot be made: the proof of the original tells of that."""
        if self._cases is None:
            try:
                self._cases = self._check.corners, self._check.strategy
            except Exception:
                self._cases = (), None
        return self._cases


def first(checks: Iterable[Differing], package: Any) -> Noticed | None:
    """What the first check shows whose corners show anything."""
    return next((noticed for check in checks if (noticed := check.noticed(package))), None)


def _said(error: Exception) -> str:
    return str(getattr(error, "said", "") or f"{type(error).__name__}: {error}")
