"""The version of a package, from what `info.version` says."""

from __future__ import annotations

import pytest

from specproof.spelling.views import version_of


@pytest.mark.parametrize(
    ("written", "version"),
    [
        ("1", "1"),
        ("v1.2", "1.2"),
        (" 2.0.1 ", "2.0.1"),
        ("1.0.0-rc.1", "1.0.0rc1"),
        ("1.0.0-beta", "1.0.0b0"),
        ("2.1.0-Alpha.3", "2.1.0a3"),
        ("3.0-preview2", "3.0rc2"),
        ("1.2.post3", "1.2.post3"),
        ("1.2.dev4", "1.2.dev4"),
        ("1.0.0+build-7", "1.0.0+build.7"),
        ("\uff11.\uff12", "1.2"),
        ("2024-06-01", None),
        ("2024-06", None),
        ("latest", None),
        ("1.0.0-SNAPSHOT", None),
        ("1.x", None),
        ("", None),
        ("1.\u0662", None),
        ("1.0\n2", None),
    ],
)
def test_a_version_is_one_of_pep_440_or_none(written: str, version: str | None) -> None:
    assert version_of(written) == version
