"""The kit is copied into generated packages: it needs nothing of ours."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

from specproof.prove import kit

HOME = Path(kit.__file__).parent
ALLOWED = {"hypothesis", "jsonschema_rs", "jsonschema", "openapi_core", "referencing", "werkzeug"}
OF_PROOFS = {"httpx2", "pydantic"}
"""What each package under proof needs itself."""


def test_it_imports_the_standard_library_hypothesis_and_the_validators_alone() -> None:
    foreign = []
    for path in sorted(HOME.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            tops = {name.partition(".")[0] for name in names}
            allowed = ALLOWED | OF_PROOFS if path.parent.name == "proof" else ALLOWED
            foreign += [f"{path.name}: {top}" for top in tops - allowed - sys.stdlib_module_names]
    assert foreign == []


def test_a_copy_works_elsewhere(tmp_path: Path) -> None:
    shutil.copytree(HOME, tmp_path / "copied", ignore=shutil.ignore_patterns("__pycache__"))
    made = "kit.sample(kit.values({'const': 1}), 2)"
    code = f"from copied import generation as kit; import sys; print('specproof' in sys.modules, {made})"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "False [1, 1]\n"
