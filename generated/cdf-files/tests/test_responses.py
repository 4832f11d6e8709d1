"""What the document declares comes back as its type, and nothing else passes for it."""

from __future__ import annotations

import pytest
from specproof.prove.checks import Check

from .conftest import Prove
from .promises import PROMISES


@pytest.mark.parametrize("check", PROMISES.checks("response"), ids=str)
def test_parses(check: Check, prove: Prove) -> None:
    """Content of each declared status and media type is its type, and dumps to the same JSON; errors hold theirs."""
    prove(check)


@pytest.mark.parametrize("check", PROMISES.checks("unexpected response"), ids=str)
def test_meets_the_unexpected(check: Check, prove: Prove) -> None:
    """A status or media type that is not declared is a typed error."""
    prove(check)


@pytest.mark.parametrize("check", PROMISES.checks("invalid response"), ids=str)
def test_refuses(check: Check, prove: Prove) -> None:
    """Content that its schema refuses is a typed error; where it is let through on demand, it is told of."""
    prove(check)
