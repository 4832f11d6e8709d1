"""Errors of the sample package."""

from __future__ import annotations

from specproof.runtime.errors import StatusError


class NotFound(StatusError):
    """404"""
