"""Servers on loopback."""

from __future__ import annotations

from tests.unit.runtime.conftest import nothing_left, server, storage

__all__ = ["nothing_left", "server", "storage"]
