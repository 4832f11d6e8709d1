"""A package like ``cdf_files``, but for small parts and short waits, so that much can go wrong with little."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.journeys.uploads.service import PROJECT

__all__ = ["SMALLEST", "TARGET", "generated"]

SMALLEST, TARGET = 1024, 2048
OVERLAY = f"""\
overlay: 1.0.0
info: {{title: Small parts and short waits, version: 1.0.0}}
actions:
  - target: $['x-multipart-upload'].uploads[0]
    update:
      startExisting:
        lateVisibility:
          wait: {{initialDelaySeconds: 0.02, factor: 2, maximumDelaySeconds: 0.05, deadlineSeconds: 0.6}}
      parts:
        bytes: {{exclusiveMinimum: {SMALLEST - 1}, default: {TARGET}}}
      poll:
        wait: {{initialDelaySeconds: 0.01, factor: 2, maximumDelaySeconds: 0.05, deadlineSeconds: 0.6}}
"""
SETTINGS = """\
[spec]
document = "openapi.yaml"
overlays = ["overlays/corrections.yaml", "overlays/additions.yaml", "overlays/small.yaml"]

[package]
name = "small-files"
output = "../small-files"

[serve]
emulator = "emulator.py"
"""


def generated(folder: Path) -> Path:
    """The folder of the project; ``../small-files`` is what was generated from it."""
    ignored = shutil.ignore_patterns(".specproof-cache", "__pycache__", "specproof.lock")
    shutil.copytree(PROJECT, folder, ignore=ignored)
    (folder / "overlays" / "small.yaml").write_text(OVERLAY)
    (folder / "specproof.toml").write_text(SETTINGS)
    subprocess.run(
        [sys.executable, "-m", "specproof", "generate", str(folder)], check=True, stdout=subprocess.DEVNULL, timeout=120
    )
    return folder
