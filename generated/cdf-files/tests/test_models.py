"""The types of this package accept, reject and write again what the schemas of the document say; none is missing."""

from __future__ import annotations

import pytest
from specproof.prove.checks import Check, checks, missing_names
from specproof.prove.contract_plugin import Prove

from . import CONTRACT


def test_nothing_is_missing() -> None:
    """Every exported name is there, a type for each schema, and for each operation a method in all its forms."""
    assert missing_names(CONTRACT) == []


@pytest.mark.parametrize("check", checks(CONTRACT, "accept"), ids=str)
def test_accepts(check: Check, prove: Prove) -> None:
    """Every value that the schema accepts can be read: the simplest, the fullest, those at the edge of a constraint."""
    prove(check)


@pytest.mark.parametrize("check", checks(CONTRACT, "reject"), ids=str)
def test_rejects(check: Check, prove: Prove) -> None:
    """A value that fails the schema for one constraint alone is rejected, with an error at its location for that constraint."""
    prove(check)


@pytest.mark.parametrize("check", checks(CONTRACT, "round trip"), ids=str)
def test_round_trips(check: Check, prove: Prove) -> None:
    """What is read and written again is the same JSON, numbers to the last digit."""
    prove(check)


@pytest.mark.parametrize("check", checks(CONTRACT, "build"), ids=str)
def test_builds(check: Check, prove: Prove) -> None:
    """Building in Python, under either kind of names or from plain data, agrees with reading JSON."""
    prove(check)


@pytest.mark.parametrize("check", checks(CONTRACT, "validators agree"), ids=str)
def test_validators_agree(check: Check, prove: Prove) -> None:
    """A second JSON Schema validator accepts and rejects the same values."""
    prove(check)
