"""The captured API twice over: as the vendor states it, and with both overlays applied."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "spec" / "cdf-files"


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def project() -> Path:
    return PROJECT


@pytest.fixture(scope="session")
def official() -> dict[str, Any]:
    """Read with PyYAML and not with the tool, so that a mistake of the tool's reader would show."""
    return yaml.safe_load((PROJECT / "openapi.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def effective() -> dict[str, Any]:
    from specproof.document import load_effective

    return load_effective(PROJECT)
