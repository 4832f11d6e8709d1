"""Media types (RFC 9110, section 8.3.1): kinds, ranges, and the best match among declared ones."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["accept", "best", "charset", "essence", "is_json", "is_text"]


_CHARSETS = re.compile(
    r"(us-)?ascii|utf-?(8|(16|32)(-?[bl]e)?)|iso[-_]?8859-?(1[013-6]|[1-9])|latin-?1|(windows-|cp)125[0-8]|koi8-[ru]"
    r"|gb(2312|k|18030)|big5|shift[-_]jis|euc-(jp|kr)|iso-2022-jp"
)
"""What servers use of IANA's registered names. Python knows others too, some of which take minutes for a megabyte."""


def essence(media_type: str) -> str:
    """Return type and subtype in lower case, without parameters: ``text/html; charset=x`` -> ``text/html``."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Whether a media type is ``application/json``, ``text/json`` or ends in ``+json`` (WHATWG MIME Sniffing, 4.6)."""
    kind = essence(media_type)
    return kind in ("application/json", "text/json") or kind.endswith("+json")


def is_text(media_type: str) -> bool:
    return essence(media_type).startswith("text/")


def charset(media_type: str) -> str:
    """Return the charset of a media type, or utf-8. Raises: ValueError, if it is none that texts are written in."""
    for parameter in media_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            found = value.strip().strip('"').lower() or "utf-8"
            if not _CHARSETS.fullmatch(found):
                raise ValueError("the charset is not known")
            return found
    return "utf-8"


def _parameters(media_type: str) -> set[str]:
    """Return parameters without blanks, in lower case; the charset tells no types apart."""
    found = {"".join(one.lower().replace('"', "").split()) for one in media_type.split(";")[1:]}
    return {one for one in found if one and not one.startswith("charset=")}


def _closeness(declared: str, actual: str) -> int:
    """Return how well a declared type or range fits: 0 is not at all. Of equal types, the parameters decide."""
    want, found = essence(declared), essence(actual)
    if want == found:
        wanted, given = _parameters(declared), _parameters(actual)
        return 5 + len(wanted) if wanted <= given else 4
    if "*+" in want and found.startswith(want.partition("*")[0]) and found.endswith(want.partition("*")[2]):
        return 4
    if is_json(want) and is_json(found) and "*" not in want:
        return 3
    if want.endswith("/*") and found.startswith(want[:-1]):
        return 2
    return int(want == "*/*")


def best(declared: Iterable[str], actual: str) -> str | None:
    """Return the declared key that fits a media type best: itself, ``a/*+b``, other JSON, ``a/*``, ``*/*``; or None."""
    fit = {key: _closeness(key, actual) for key in declared}
    found = max(fit, key=lambda key: fit[key], default=None)
    return found if found is not None and fit[found] else None


def accept(declared: Iterable[str]) -> str:
    """Return the Accept header for declared media types, each once, JSON first; ``*/*`` if there are none."""
    return ", ".join(sorted(dict.fromkeys(declared), key=lambda one: not is_json(one))) or "*/*"
