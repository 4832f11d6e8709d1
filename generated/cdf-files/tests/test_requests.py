"""Requests mean the arguments of the methods; what the document does not allow is never sent."""

from __future__ import annotations

import pytest
from specproof.prove.checks import Check, checks
from specproof.prove.contract_plugin import Prove

from . import CONTRACT


@pytest.mark.parametrize("check", checks(CONTRACT, "request"), ids=str)
def test_sends(check: Check, prove: Prove) -> None:
    """Method, path, query, headers, cookies and body decode to the arguments, and hold nothing else."""
    prove(check)


@pytest.mark.parametrize("check", checks(CONTRACT, "invalid request"), ids=str)
def test_rejects_before_sending(check: Check, prove: Prove) -> None:
    """An argument that is missing, or that its schema rejects, raises an error before anything is sent."""
    prove(check)


@pytest.mark.parametrize("check", checks(CONTRACT, "decoders agree"), ids=str)
def test_decoders_agree(check: Check, prove: Prove) -> None:
    """A second decoder of requests finds the same arguments, wherever it supports the style."""
    prove(check)
