"""Hypothesis settings: `ci` tries the same cases in every run, `deep` many new ones."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, Phase, settings

__all__ = ["current", "load", "new_seed", "register"]

_PHASES = (Phase.explicit, Phase.generate, Phase.shrink)
_EXAMPLES = {"ci": 12, "deep": 1000}


def register() -> None:
    """Register the profiles `ci` and `deep` with Hypothesis, also for `--hypothesis-profile`."""
    for name, count in _EXAMPLES.items():
        settings.register_profile(
            name,
            max_examples=count,
            derandomize=name == "ci",
            database=None,
            deadline=None,
            phases=_PHASES,
            print_blob=False,
            report_multiple_bugs=False,
            suppress_health_check=tuple(HealthCheck),
        )


def load(name: str) -> None:
    """Make a profile the current one. Raises: hypothesis.errors.InvalidArgument, if there is none of that name."""
    register()
    settings.load_profile(name)


def current() -> str:
    """Return the name of the current profile."""
    return str(settings.get_current_profile_name())


def new_seed() -> int:
    """Return a random seed, to be printed so that the run can be repeated."""
    return random.SystemRandom().randrange(2**32)
