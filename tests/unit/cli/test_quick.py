"""The run with nothing to do: a whole process that imports no engine, no pydantic and no YAML."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.unit.cli.conftest import SETTINGS

HEAVY = (
    "datamodel_code_generator",
    "openapi_python_client",
    "pydantic",
    "yaml",
    "jinja2",
    "jsonschema_rs",
    "rich",
)

FIRST = """
import sys
from pathlib import Path
from specproof.core.diagnostics import Findings
from specproof.output.write import apply, plan
sys.modules["specproof.pipeline"] = None
from specproof.cli import generate, main
from specproof.cli.package_files import PackageFiles
files = lambda session: PackageFiles(session.project(), {"README.md": b"text"}, b"names")
sys.modules["specproof.cli.generate"].package_files = files
main()
"""


def test_nothing_heavy_is_imported(tmp_path: Path) -> None:
    (tmp_path / "specproof.toml").write_text(SETTINGS)
    subprocess.run([sys.executable, "-c", FIRST, "generate", str(tmp_path)], check=True, timeout=60)
    quick = [sys.executable, "-X", "importtime", "-m", "specproof", "generate", str(tmp_path)]
    ended = subprocess.run(quick, capture_output=True, text=True, check=True, timeout=60)
    assert ended.stdout.endswith("out: 1 files, none changed\n")
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in ended.stderr.splitlines()}
    assert imported & set(HEAVY) == set()
    assert "specproof.pipeline" not in ended.stderr
