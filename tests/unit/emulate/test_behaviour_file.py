"""An emulator.py that does not run is a mistake in it, and is told as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from specproof.emulate.assembly import load_behaviour


@pytest.mark.parametrize("text", ["def create(", "1 / 0", "raise SystemExit(0)", "raise OSError(2, 'x')"])
def test_what_goes_wrong_in_it_names_the_file(text: str, tmp_path: Path) -> None:
    file = tmp_path / "emulator.py"
    file.write_text(text)
    with pytest.raises(ImportError, match=r"emulator\.py does not run"):
        load_behaviour(file)
