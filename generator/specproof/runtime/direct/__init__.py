"""Large bodies over sockets of our own: what httpx2 copies in Python, the operating system moves by itself."""

from __future__ import annotations

from .sockets import DirectTransport, Pourable, is_direct
from .threads import AsyncDirectTransport

__all__ = ["AsyncDirectTransport", "DirectTransport", "Pourable", "is_direct"]
