"""The package of a job with its contract and checks, in one process."""

from __future__ import annotations

import gc
import sys
import zlib
from copy import copy
from functools import cached_property
from pathlib import Path

from hypothesis.configuration import set_hypothesis_home_dir

from specproof.prove.checks import profiles
from specproof.prove.checks.check import Check
from specproof.prove.checks.contract import Contract
from specproof.prove.checks.package import Package
from specproof.prove.checks.registry import checks
from specproof.prove.engine.job import Job
from specproof.prove.engine.loading import load, load_file

__all__ = ["CONTRACT", "PACKAGE", "PackageUnderTest"]

PACKAGE = "_specproof_proved"
CONTRACT = "_specproof_contract"
_FRAMES = 20_000


class PackageUnderTest:
    """The package of a job with its contract and checks, imported under a name of its own.

    Raises:
        ImportError: the job's folder holds no package, or no contract among its tests.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        sys.setrecursionlimit(max(sys.getrecursionlimit(), _FRAMES))
        sys.dont_write_bytecode = True
        set_hypothesis_home_dir(Path(job.scratch) / ".hypothesis")  # not in the caller's folder
        profiles.load(job.profile)
        folder = Path(job.folder)
        load(PACKAGE, folder / "src" / job.module)
        self.contract: Contract = load_file(CONTRACT, folder / "tests" / "__init__.py").CONTRACT
        self.package = Package(PACKAGE)
        gc.freeze()  # what is here stays: no collection has to look at it again

    @cached_property
    def checks(self) -> list[Check]:
        """Return the checks that the job asks for. Run only copies of them, which do not keep their cases in memory."""
        wanted = self.job.only
        return [
            check
            for check in checks(self.contract)
            if not wanted or wanted in (check.id.subject, check.id.pointer, str(check.id))
        ]

    def copy_of(self, index: int) -> Check:
        """Return a copy of the check with an index."""
        return copy(self.checks[index])

    def seed_of(self, check: Check) -> int:
        """Return the seed for a check: different for each check, the same in every run of the job."""
        return zlib.crc32(str(check.id).encode()) ^ self.job.seed
