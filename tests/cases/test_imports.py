"""Whatever is wrong with these documents, a package is made of them, and it imports."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from specproof.core.diagnostics import Findings
from specproof.document import DiskReader
from specproof.pipeline import build
from specproof.project import from_options

HERE = Path(__file__).parent / "audit"
CASES = [
    "DEFAULT_INVALID/schemas",
    "PATTERN_UNUSABLE/both",
    "PATTERN_EXPLODES/nested",
    "DISCRIMINATOR_TARGET/name",
    "SCHEMA_IDENTITY/twice",
    "AUDIT_UNSATISFIABLE/endless",
    "AUDIT_UNSATISFIABLE/types",
]
USE = """
import {module}
from {module} import models
from pydantic import TypeAdapter, ValidationError
names = [name for name in models.__all__ if isinstance(getattr(models, name), type) or name[0].isupper()]
for name in names:
    try:
        TypeAdapter(getattr(models, name)).validate_json("{{}}")
    except ValidationError:
        pass
print(len(names))
"""


@pytest.mark.parametrize("case", CASES)
def test_a_package_imports_and_its_types_answer(case: str, tmp_path: Path) -> None:
    module = case.partition("/")[0].lower()
    project = from_options(HERE / case / "openapi.yaml", tmp_path, module.replace("_", "-"), {})
    for path, content in build(project, DiskReader(), Findings()).files.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    ended = subprocess.run(
        [sys.executable, "-c", USE.format(module=project.module)],
        check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "src")},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.stderr == ""
    assert int(ended.stdout) > 0
