"""``make test-versions``: package and runtime at the lowest and the newest versions of what they need.

Environments are built below ``.versions/``. The lowest versions are those of the package's own ranges, and specproof is
installed with them. The newest may be beyond what specproof itself asks for: they are put in afterwards, over its pins.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "generated" / "cdf-files"
HOME = ROOT / ".versions"
NEEDED = (
    "openapi-core",
    "pytest>=9.2,<10",
    "pytest-xdist",
    "trustme",
    "hypercorn",
    "opentelemetry-sdk",
    "httpx2[http2]",
)
RUNTIME = [f"tests/unit/runtime/{name}" for name in ("test_models_*.py", "test_cycles.py", "test_session.py")]
RUNTIME += [f"tests/unit/runtime/test_{name}.py" for name in ("body", "request", "response", "streams", "validation")]


def ranges() -> dict[str, tuple[str, str]]:
    """The lowest version and the specifier of each runtime dependency of the package."""
    asked = tomllib.loads((PACKAGE / "pyproject.toml").read_text())["project"]["dependencies"]
    found = (re.fullmatch(r"([\w-]+)(>=([\d.]+).*)", one) for one in asked)
    return {one[1]: (f"{one[3]}.0" if one[3].count(".") == 1 else one[3], one[2]) for one in found if one is not None}


def run(*command: object, cwd: Path = ROOT) -> None:
    """Raises: subprocess.CalledProcessError."""
    print("+", *command, flush=True)
    subprocess.run(list(map(str, command)), cwd=cwd, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})


def environment(name: str) -> Path:
    """A fresh environment's interpreter."""
    shutil.rmtree(HOME / name, ignore_errors=True)
    venv.create(HOME / name, with_pip=True)
    return HOME / name / "bin" / "python"


def check(name: str, python: Path) -> None:
    """Run the package's own tests away from the sources, and those of the runtime."""
    place = HOME / name / "package"
    shutil.copytree(PACKAGE, place, ignore=shutil.ignore_patterns("src", "__pycache__"))
    run(python, "-m", "pip", "list", "--disable-pip-version-check", "--format=freeze")
    run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests", cwd=place)
    files = [path for pattern in RUNTIME for path in sorted(ROOT.glob(pattern))]
    run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files)


def main() -> int:
    lowest, newest = environment("lowest"), environment("newest")
    pip = ("-m", "pip", "install", "-q", "--disable-pip-version-check")
    for python, pins in ((lowest, [f"{name}=={low}" for name, (low, _) in ranges().items()]), (newest, [])):
        run(python, *pip, ROOT, PACKAGE, *NEEDED, *pins)
    asked = {name: specifier for name, (_, specifier) in ranges().items()}
    run(newest, *pip, "--upgrade", *(f"{name}{specifier}" for name, specifier in asked.items()))
    broken = 0
    for name, python in (("lowest", lowest), ("newest", newest)):
        try:
            check(name, python)
        except subprocess.CalledProcessError as error:
            print(f"{name}: {error}", file=sys.stderr)
            broken += 1
    return broken


if __name__ == "__main__":
    sys.exit(main())
