"""Which runs there are, and what they come to."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from specproof.document import load_effective
from tests.journeys.uploads.faults.variant import generated
from tests.journeys.uploads.service import PROJECT

RUNS = 200
pytest.register_assert_rewrite("tests.chaos.judging", "tests.chaos.trial")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """``CHAOS_SEED`` is one run, ``CHAOS_RUNS`` how many there are."""
    if "seed" in metafunc.fixturenames:
        one, runs = os.environ.get("CHAOS_SEED"), int(os.environ.get("CHAOS_RUNS") or RUNS)
        metafunc.parametrize("seed", [int(one)] if one else range(1, runs + 1))


@pytest.fixture(scope="session")
def document() -> Mapping[str, Any]:
    return load_effective(PROJECT)


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source of ``small_files``."""
    return generated(tmp_path_factory.mktemp("small") / "spec").parent / "small-files" / "src"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """All numbers of all runs, added up."""
    total: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") == "call":
                total.update(dict(report.user_properties).get("chaos", {}))
    if total:
        terminalreporter.section("chaos")
        for name, count in total.items():
            terminalreporter.write_line(f"{count:7} {name}")
