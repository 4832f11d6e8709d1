"""What the methods send means what they were asked for; what the document does not allow is never sent."""

from __future__ import annotations

import pytest
from specproof.prove.checks import Check

from .conftest import Prove
from .promises import PROMISES


@pytest.mark.parametrize("check", PROMISES.checks("request"), ids=str)
def test_sends(check: Check, prove: Prove) -> None:
    """Method, path, query, headers, cookies and body are read back to the arguments, and hold nothing else."""
    prove(check)


@pytest.mark.parametrize("check", PROMISES.checks("refuse request"), ids=str)
def test_sends_nothing(check: Check, prove: Prove) -> None:
    """An argument that is missing or that its schema refuses is a typed error, before anything is sent."""
    prove(check)


@pytest.mark.parametrize("check", PROMISES.checks("second reading"), ids=str)
def test_readers_agree(check: Check, prove: Prove) -> None:
    """Another reader of requests finds the same arguments, wherever it knows the style."""
    prove(check)
