"""What becomes of one check of a package."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

from hypothesis.errors import Unsatisfiable

from specproof.prove.checks.check import Check, ContractViolationError
from specproof.prove.checks.check_run import CheckRun
from specproof.prove.checks.package import Package
from specproof.prove.engine.outcomes import CheckOutcome, Failure

__all__ = ["run_check"]


def run_check(check: Check, package: Package, seed: int) -> CheckOutcome:
    """Run a check with a package, and return the result. Any exception fails the check, not only contract violations.

    Args:
        seed: of the search by Hypothesis after the boundary cases.
    """
    start = time.monotonic()
    run, failure = CheckRun(check, package), None
    try:
        run.try_cases(check.boundary_cases)
        with contextlib.suppress(Unsatisfiable):
            run.explore(seed)
    except Exception as error:
        failure = _failure(error)
    counts = run.counts
    tried = counts.inside + counts.outside
    return CheckOutcome(
        property=check.id.property,
        subject=check.id.subject,
        pointer=check.id.pointer,
        keyword=check.id.keyword,
        detail=check.id.detail,
        how=check.how if failure is None else _how(check),
        verdict="broken" if failure else "held" if tried else "no cases",
        inside=counts.inside,
        outside=counts.outside,
        seconds=round(time.monotonic() - start, 4),
        failure=failure,
    )


def _how(check: Check) -> str:
    try:
        return check.how
    except Exception as error:
        return f"error: {type(error).__name__}"


def _failure(error: Exception) -> Failure:
    """The case and message of a contract violation; of another error, where it came from."""
    if isinstance(error, ContractViolationError):
        return Failure(error.case, error.message, error.command)
    return Failure(None, "; ".join(_chain(error)), "")


def _chain(error: BaseException) -> Iterator[str]:
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    at = f" ({frame.tb_frame.f_code.co_filename.rpartition('/')[2]}:{frame.tb_lineno})" if frame is not None else ""
    yield f"{type(error).__name__}: {error}{at}"
    if error.__cause__ is not None:
        yield from _chain(error.__cause__)
