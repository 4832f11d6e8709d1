"""The captured API twice over: as the vendor states it, and with both overlays applied."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from specproof.emulate import Clock, Emulator, Options
from tests.endpoint.api import FILE, SMALL, Api, Document

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


@pytest.fixture
def emulator(effective: Document) -> Iterator[Callable[..., Api]]:
    """``emulator(**settings)``: an emulator of the effective document with its clock stopped."""
    with contextlib.ExitStack() as stack:

        def start(**settings: Any) -> Api:
            options = Options(settings={**SMALL, **settings}, clock=Clock(frozen=True))
            return Api(stack.enter_context(Emulator(effective, FILE, options)))

        yield start


@pytest.fixture(scope="module")
def tolerant(effective: Document) -> Iterator[Api]:
    """Unknown identifiers answer 404 here, so that 400 is the verdict of a schema."""
    with Emulator(effective, FILE, Options(settings={"missing_status": 404})) as running:
        yield Api(running)
