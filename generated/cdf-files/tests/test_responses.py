"""What the document declares comes back as its type; everything else raises an error."""

from __future__ import annotations

import pytest
from specproof.prove.checks import Check, checks
from specproof.prove.contract_plugin import Prove

from . import CONTRACT


@pytest.mark.parametrize("check", checks(CONTRACT, "response"), ids=str)
def test_parses(check: Check, prove: Prove) -> None:
    """Content of each declared status and media type is its type, and dumps to the same JSON; errors hold theirs."""
    prove(check)


@pytest.mark.parametrize("check", checks(CONTRACT, "unexpected response"), ids=str)
def test_rejects_undeclared(check: Check, prove: Prove) -> None:
    """A status or media type that is not declared raises an error."""
    prove(check)


@pytest.mark.parametrize("check", checks(CONTRACT, "invalid response"), ids=str)
def test_rejects_invalid(check: Check, prove: Prove) -> None:
    """Content that its schema rejects raises an error; with `validation="warn"` it is reported to `on_drift`."""
    prove(check)
