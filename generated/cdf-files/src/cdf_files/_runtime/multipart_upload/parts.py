"""Part requests: where they go, what they carry, what their replies mean (the header rules of the protocol)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from ..errors import TransportError
from ..raw_response import RawResponse
from ..retries import backoff, retry_after
from ..url import Url, parse_url

from .errors import PartFailedError, UploadRefusedError, UploadResponseInvalidError
from .plan import Part
from .protocol import PartRequest

__all__ = ["CONTENT_LIMIT", "MAX_ATTEMPTS", "Outcome", "next_delay", "part_headers", "part_urls", "resolve_url"]

MAX_ATTEMPTS = 6
CONTENT_LIMIT = 1 << 16
_TOLD = 300
_LONG_ENOUGH_TO_HIDE = 6


def part_urls(
    given: Sequence[object], count: int, base: Url, rules: PartRequest, to_server: bool = False
) -> tuple[Url, ...]:
    """The part URLs of a reply, each byte for byte, relative ones put behind the server's.

    Args:
        to_server: whether the origin of absolute ones is replaced by the server's.

    Raises:
        UploadResponseInvalidError: too few or too many of them, repeated ones, or some that are no URLs.
    """
    if len(given) != count:
        raise UploadResponseInvalidError(f"asked for {count} part URLs and got {len(given)}")
    if len({*map(str, given)}) != count:
        raise UploadResponseInvalidError("two parts have the same URL")
    return tuple(resolve_url(f"the URL of part {at + 1}", url, base, rules, to_server) for at, url in enumerate(given))


def resolve_url(what: str, given: object, base: Url, rules: PartRequest, to_server: bool = False) -> Url:
    """One URL of the storage. Raises: UploadResponseInvalidError."""
    text = str(given)
    if text.startswith("/") and not text.startswith("//"):
        if rules.relative_urls == "refused":
            raise UploadResponseInvalidError(f"{what} is relative")
        text = base.root + (base.path.rstrip("/") if rules.relative_urls == "serverUrl" else "") + text
    try:
        url = parse_url(text)
    except ValueError as error:
        raise UploadResponseInvalidError(f"{what} cannot be used: {error}") from None
    if to_server:
        return Url(base.root, url.target, base.origin)
    if base.root.startswith("https:") and not url.root.startswith("https:"):
        raise UploadResponseInvalidError(f"{what} would send the content unencrypted, though the API is https")
    return url


def part_headers(length: int, rules: PartRequest, user_agent: str, credentials: Mapping[str, str]) -> dict[str, str]:
    """Exactly what a part carries beside Host.

    Raises:
        UploadRefusedError: the protocol wants a header that nobody can fill.
    """
    headers = {"Accept": "*/*", "User-Agent": user_agent, **credentials}
    forbidden = {name.lower() for name in rules.forbidden_headers}
    kept = {name: value for name, value in headers.items() if name.lower() not in forbidden}
    kept["Content-Length"] = str(length)
    unknown = {name.lower() for name in rules.required_headers} - {name.lower() for name in kept}
    if unknown:
        raise UploadRefusedError(f"the protocol wants a header {min(unknown)!r} on every part")
    return kept


class Outcome(NamedTuple):
    """What came of one attempt: how much was sent, and a reply or the error in its place."""

    url: Url
    sent: int
    reply: RawResponse | None = None
    error: TransportError | None = None


def next_delay(rules: PartRequest, part: Part, attempt: int, outcome: Outcome) -> float | None:
    """None if the part is stored, else the seconds to wait before it is sent again.

    A success that came before all bytes were sent counts as a broken connection.

    Raises:
        PartFailedError: it must not be sent again, or was sent often enough.
    """
    status = None if outcome.reply is None else outcome.reply.status_code
    accepted = status is not None and rules.accepted in {str(status), f"{status // 100}XX"}
    if accepted and outcome.sent == part.length:
        return None
    again = rules.retry_transport_errors if accepted or status is None else status in rules.retry_statuses
    if not again or rules.repeat == "never" or attempt >= MAX_ATTEMPTS:
        raise PartFailedError(_told(outcome), part.number, attempt, status) from outcome.error
    return max(backoff(attempt), retry_after(outcome.reply.headers) if outcome.reply else 0.0)


def _told(outcome: Outcome) -> str:
    if outcome.reply is None:
        return str(outcome.error)
    said = _without_secrets(outcome.reply.content.decode("utf-8", "replace"), outcome.url)
    return f"the storage answered {outcome.reply.status_code} {said[:_TOLD]}".rstrip()


def _without_secrets(text: str, url: Url) -> str:
    """A storage service may repeat the request: the query and its values are taken out."""
    values = [piece.partition("=")[2] for piece in url.query.split("&")]
    for secret in sorted({url.query, *values, *map(unquote, values)}, key=len, reverse=True):
        if len(secret) >= _LONG_ENOUGH_TO_HIDE:
            text = text.replace(secret, "…")
    return " ".join(re.sub(r"(?<=[\w/~.%-])\?[^\s\"'<>]+", "?…", text).split())
