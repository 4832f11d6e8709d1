"""How the proof is run.

pytest                                              the same cases in every run
pytest --hypothesis-profile=deep                    many new ones
pytest --hypothesis-profile=deep --hypothesis-seed=1    the same many
pytest tests --check 'accept …' --case '"text"'     one check, or one case of it: what a failure tells you to type
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from specproof.prove.checks import Check, Summary, Tried, profiles
from specproof.prove.checks import prove as tried

from .promises import PACKAGE

Prove = Callable[[Check], None]

profiles.load("ci")
SUMMARY = Summary()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("proof")
    group.addoption("--check", default="", help="one check alone, as a failure names it")
    group.addoption("--case", default=None, help="one case of it alone, as JSON")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("hypothesis_profile") not in (None, "ci"):
        config.option.hypothesis_seed = config.getoption("hypothesis_seed") or str(profiles.new_seed())


def pytest_report_header(config: pytest.Config) -> str:
    seed = config.getoption("hypothesis_seed")
    told = f"--hypothesis-seed={seed}" if seed else "the same cases in every run"
    return f"proof: profile {profiles.current()}, {told}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Checks of one type or operation stand together: they share what is worked out of its schemas."""
    items[:] = [item for item in items if _given(item) is None or _check(item) is not None]
    checks = {item: check for item in items if (check := _check(item)) is not None}
    subjects = dict.fromkeys(check.about.subject for check in checks.values())
    order = {subject: at for at, subject in enumerate(subjects)}
    items.sort(key=lambda item: order[checks[item].about.subject] if item in checks else -1)
    if wanted := config.getoption("--check"):
        config.hook.pytest_deselected(items=[item for item in items if str(checks.get(item)) != wanted])
        items[:] = [item for item in items if str(checks.get(item)) == wanted]


def _check(item: pytest.Item) -> Check | None:
    found = _given(item)
    return found if isinstance(found, Check) else None


def _given(item: pytest.Item) -> object:
    """What `check` is to the test: pytest has a mark of its own in its place where there is none to try."""
    found = getattr(item, "callspec", None)
    return found.params.get("check") if found is not None else None


@pytest.fixture
def prove(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> Prove:
    """RetryState a check with this package, and keeps what was tried."""
    case = request.config.getoption("--case")

    def run(check: Check) -> None:
        __tracebackhide__ = True
        told = tried(check, PACKAGE, None if case is None else (json.loads(case),)).told()
        for name, value in {"about": str(check), "constraint": check.constraint, **told}.items():
            record_property(name, value)

    return run


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    told = dict(report.user_properties)
    if report.when == "call" and "how" in told:
        SUMMARY.add(told["about"], Tried.heard(told), told["constraint"])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in SUMMARY.lines():
        terminalreporter.write_line(line)
