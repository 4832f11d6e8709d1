from __future__ import annotations

import pytest

from specproof.ir.content import Status


def test_exact_before_ranges_before_default() -> None:
    patterns = ["default", "4XX", "404", "2XX", "200"]
    assert [each.pattern for each in sorted(map(Status.parse, patterns))] == ["200", "404", "2XX", "4XX", "default"]


@pytest.mark.parametrize(
    ("pattern", "success", "error"), [("204", True, False), ("5xx", False, True), ("302", False, False)]
)
def test_meaning(pattern: str, success: bool, error: bool) -> None:
    status = Status.parse(pattern)
    assert (status.is_success, status.is_error) == (success, error)


@pytest.mark.parametrize("pattern", ["", "20", "6XX", "2X0", "٢٠٠", "DEFAULT", "200 ok"])
def test_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="not a status pattern"):
        Status.parse(pattern)
