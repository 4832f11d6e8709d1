"""The types of this package accept, refuse and give back what the schemas of the document say."""

from __future__ import annotations

import pytest
from specproof.prove.checks import Check

from .conftest import Prove
from .promises import PROMISES


@pytest.mark.parametrize("check", PROMISES.checks("accept"), ids=str)
def test_accepts(check: Check, prove: Prove) -> None:
    """Every value that the schema accepts can be read: the simplest, the fullest, those at the edge of a constraint."""
    prove(check)


@pytest.mark.parametrize("check", PROMISES.checks("reject"), ids=str)
def test_rejects(check: Check, prove: Prove) -> None:
    """A value that fails the schema for one constraint alone is refused, at its place, for that constraint."""
    prove(check)


@pytest.mark.parametrize("check", PROMISES.checks("round trip"), ids=str)
def test_round_trips(check: Check, prove: Prove) -> None:
    """What is read and written again is the same JSON, numbers to the last digit."""
    prove(check)


@pytest.mark.parametrize("check", PROMISES.checks("build"), ids=str)
def test_builds(check: Check, prove: Prove) -> None:
    """Building in Python, under either kind of names or from plain data, agrees with reading JSON."""
    prove(check)


@pytest.mark.parametrize("check", PROMISES.checks("judges"), ids=str)
def test_judges_agree(check: Check, prove: Prove) -> None:
    """A second validator gives the verdicts that the types are held to."""
    prove(check)
