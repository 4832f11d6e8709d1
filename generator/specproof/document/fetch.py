"""Reading pinned URLs; the caller checks the digest."""

from __future__ import annotations

from specproof.core.limits import Limits

__all__ = ["fetch"]

_SECONDS = 30.0
_MOST_BYTES = Limits().bytes


def fetch(url: str) -> bytes:
    """Return the content of an https URL, whose digest the caller must check.

    Raises:
        OSError: not https, no response within 30 seconds, an error status, or more than 64 MiB.
    """
    if not url.startswith("https://"):
        raise OSError("only https URLs are read")
    from urllib.request import Request, urlopen  # 30 ms that a run without pinned URLs does not spend

    request = Request(url, headers={"Accept": "application/json, application/yaml, */*;q=0.5"})
    with urlopen(request, timeout=_SECONDS) as reply:
        data: bytes = reply.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise OSError(f"more than {_MOST_BYTES:,} bytes")
    return data
