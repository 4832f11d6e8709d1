"""Import names that would hide what a package needs itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from specproof import project


@pytest.mark.parametrize("name", ["json", "typing", "pydantic", "httpx2"])
def test_a_package_hides_nothing_that_it_imports(name: str, tmp_path: Path) -> None:
    asked = project.from_options(tmp_path / "openapi.yaml", tmp_path / "out", name, {})
    assert asked.module == f"{name}_client"
