"""For pytest: runs the tests of a generated package, whose conftest names this module.

pytest                                                  the same cases in every run
pytest --hypothesis-profile=deep                        many new ones
pytest --hypothesis-profile=deep --hypothesis-seed=1    the same many
pytest tests --check 'accept …' --case '"text"'         one check, or one case of it: what a failure prints
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from specproof.prove.checks import profiles
from specproof.prove.checks.check import Check
from specproof.prove.checks.check_run import CaseCounts
from specproof.prove.checks.check_run import prove as run_check
from specproof.prove.checks.summary import Summary

__all__ = [
    "Prove",
    "prove",
    "pytest_addoption",
    "pytest_collection_modifyitems",
    "pytest_configure",
    "pytest_report_header",
]

Prove = Callable[[Check], None]
"""The fixture `prove`: tries one check with the package. Raises: ContractViolationError."""

profiles.load("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options `--check` and `--case`, which run a failed check again."""
    group = parser.getgroup("contract", "tests of a generated package")
    group.addoption("--check", default="", help="run one check alone, as a failure prints it")
    group.addoption("--case", default=None, help="run one case of it alone, as JSON")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Add the summary of cases; for a profile other than `ci`, choose a new seed unless one is given."""
    config.pluginmanager.register(_Counter())
    if config.getoption("hypothesis_profile") not in (None, "ci"):
        config.option.hypothesis_seed = config.getoption("hypothesis_seed") or str(profiles.new_seed())


def pytest_report_header(config: pytest.Config) -> str:
    """Return the line with the profile and the seed that repeat this run."""
    seed = config.getoption("hypothesis_seed")
    cases = f"--hypothesis-seed={seed}" if seed else "the same cases in every run"
    return f"proof: profile {profiles.current()}, {cases}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Sort checks by type or operation, which share cached values, and deselect those that `--check` does not name."""
    items[:] = [item for item in items if _parameter(item) is None or _check(item) is not None]
    checks = {item: check for item in items if (check := _check(item)) is not None}
    subjects = dict.fromkeys(check.id.subject for check in checks.values())
    order = {subject: at for at, subject in enumerate(subjects)}
    items.sort(key=lambda item: order[checks[item].id.subject] if item in checks else -1)
    if wanted := config.getoption("--check"):
        config.hook.pytest_deselected(items=[item for item in items if str(checks.get(item)) != wanted])
        items[:] = [item for item in items if str(checks.get(item)) == wanted]


def _check(item: pytest.Item) -> Check | None:
    parameter = _parameter(item)
    return parameter if isinstance(parameter, Check) else None


def _parameter(item: pytest.Item) -> object:
    """The parameter `check` of a test; a mark of pytest's own where there is no check to run."""
    callspec = getattr(item, "callspec", None)
    return callspec.params.get("check") if callspec is not None else None


@pytest.fixture
def prove(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> Prove:
    """Return a function that runs one check with the package of its contract, and records the number of cases."""
    case = request.config.getoption("--case")

    def run(check: Check) -> None:
        __tracebackhide__ = True
        counts = run_check(check, check.contract.package, None if case is None else (json.loads(case),))
        for name, value in {"check": str(check), "constraint": check.constraint, **counts.as_dict()}.items():
            record_property(name, value)

    return run


class _Counter:
    """Counts the cases of finished tests, of those too that xdist ran in other processes."""

    def __init__(self) -> None:
        self._summary = Summary()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        counts = dict(report.user_properties)
        if report.when == "call" and "how" in counts:
            self._summary.add(str(counts["check"]), CaseCounts.from_dict(counts), str(counts["constraint"]))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for line in self._summary.lines():
            terminalreporter.write_line(line)
