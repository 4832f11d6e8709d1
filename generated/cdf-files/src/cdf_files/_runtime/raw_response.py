"""A response as received. Headers are ordered, case-insensitive, repeats joined by a comma (RFC 9110, section 5.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

__all__ = ["Headers", "RawResponse"]

_REQUEST_ID = ("x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid", "x-ms-request-id")


class Headers(Mapping[str, str]):
    """Read-only, case-insensitive mapping of HTTP header fields; its repr shows the names alone."""

    __slots__ = ("_fields",)

    def __init__(self, fields: Iterable[tuple[str, str]] = ()) -> None:
        self._fields = tuple((name.lower(), value) for name, value in fields)

    def __getitem__(self, name: str) -> str:
        found = self.all(name)
        if not found:
            raise KeyError(name)
        return ", ".join(found)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(name for name, _ in self._fields))

    def __len__(self) -> int:
        return len({name for name, _ in self._fields})

    def __repr__(self) -> str:
        return f"Headers({list(self)})"

    def all(self, name: str) -> list[str]:
        """Return every value of one field, as received; for Set-Cookie, which must not be joined."""
        wanted = name.lower()
        return [value for key, value in self._fields if key == wanted]

    @property
    def request_id(self) -> str | None:
        """Return the server's id of the request, from any of the usual headers, or None."""
        return next((self[name] for name in _REQUEST_ID if name in self), None)


class RawResponse(NamedTuple):
    """Status, headers and content of a response, content codings undone. The repr shows no content."""

    status_code: int
    headers: Headers
    content: bytes

    def __repr__(self) -> str:
        return f"RawResponse({self.status_code}, {len(self.content)} bytes)"
