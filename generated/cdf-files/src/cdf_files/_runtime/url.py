"""URLs as text, and their origins. Nothing here decodes, sorts or normalizes what it was given."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote

from .errors import InvalidArgumentError

__all__ = ["Origin", "Url", "absolute_url", "parse_url", "percent"]

_URL = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<authority>[^/?#]*)(?P<target>[^#]*)(?:#.*)?")
_URI_TEXT = re.compile(r"[!-~]*")
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:\\.]{1,63}(?:\.[^\[\]:\\.]{1,63})*\.?)(?::([0-9]{0,5}))?")
_PORTS = {"http": 80, "https": 443}


class Origin(NamedTuple):
    """Scheme, host and port of a URL (RFC 6454), which decide whether it gets credentials."""

    scheme: str
    host: str
    port: int


class Url(NamedTuple):
    """A URL in two pieces: ``root`` (scheme and authority) and ``target`` (path and query), both as written."""

    root: str
    target: str
    origin: Origin

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]

    @property
    def shown(self) -> str:
        """Return the URL for people: without the query, which may be a signature."""
        return self.root + self.path + ("?…" if self.query else "")

    def __repr__(self) -> str:
        return f"Url({self.shown!r})"


def parse_url(url: str) -> Url:
    """Return an absolute http(s) URL in its pieces, without its fragment.

    Raises:
        ValueError: not such a URL, credentials in it, or characters that no URI holds. The text never shows the query.
    """
    match = _URL.fullmatch(url)
    if match is None or not _URI_TEXT.fullmatch(url):
        raise ValueError("not an absolute URL of printable ASCII")
    scheme, authority = match["scheme"].lower(), match["authority"]
    if scheme not in _PORTS:
        raise ValueError(f"the scheme is {scheme!r}, not http or https")
    if "@" in authority:
        raise ValueError("a URL must not hold credentials")
    if (host := _HOST.fullmatch(authority)) is None or (port := int(host[2] or 0)) >= 1 << 16:
        raise ValueError("no valid host")
    target = match["target"] if match["target"].startswith("/") else "/" + match["target"]
    return Url(f"{scheme}://{authority}", target, Origin(scheme, host[1].lower(), port or _PORTS[scheme]))


def percent(text: str) -> str:
    """Return a text percent-encoded as UTF-8, except unreserved characters (RFC 3986, 2.3)."""
    return quote(text, safe="~")


def absolute_url(argument: str, text: str) -> Url:
    """Return the URL in an argument's text. Raises: InvalidArgumentError, if it is not an absolute http(s) URL."""
    try:
        return parse_url(text)
    except ValueError as error:
        raise InvalidArgumentError(argument, f"{error}; give an absolute URL") from None
