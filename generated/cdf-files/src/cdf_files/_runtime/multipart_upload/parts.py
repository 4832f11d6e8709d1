"""Requests for parts: their URLs and headers, and what their responses mean (``x-multipart-upload`` partRequest)."""

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

__all__ = ["MAX_ATTEMPTS", "Attempt", "next_delay", "part_headers", "part_urls", "resolve_url"]

MAX_ATTEMPTS = 6
_SHOWN_CHARACTERS = 300
_SHORTEST_SECRET = 6


def part_urls(
    given: Sequence[object], count: int, base: Url, rules: PartRequest, to_server: bool = False
) -> tuple[Url, ...]:
    """Return the URLs to send the parts to, byte for byte as given; relative ones are resolved against the server's.

    Args:
        to_server: whether the server's origin replaces that of absolute URLs.

    Raises:
        UploadResponseInvalidError: there are too few or too many, two are equal, or one is not a URL.
    """
    if len(given) != count:
        raise UploadResponseInvalidError(f"the server gave {len(given)} part URLs for {count} parts")
    if len({*map(str, given)}) != count:
        raise UploadResponseInvalidError("two parts have the same URL")
    return tuple(resolve_url(f"the URL of part {at + 1}", url, base, rules, to_server) for at, url in enumerate(given))


def resolve_url(what: str, given: object, base: Url, rules: PartRequest, to_server: bool = False) -> Url:
    """Return a URL that the server gave as absolute; ``what`` is its name in messages.

    Raises:
        UploadResponseInvalidError: it is not a URL, relative where that is refused, or http where the API is https.
    """
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
    """Return the HTTP headers, except Host, of the request that sends a part of ``length`` bytes.

    Raises:
        UploadRefusedError: the protocol requires a header that the uploader cannot fill.
    """
    headers = {"Accept": "*/*", "User-Agent": user_agent, **credentials}
    forbidden = {name.lower() for name in rules.forbidden_headers}
    kept = {name: value for name, value in headers.items() if name.lower() not in forbidden}
    kept["Content-Length"] = str(length)
    unknown = {name.lower() for name in rules.required_headers} - {name.lower() for name in kept}
    if unknown:
        raise UploadRefusedError(f"the protocol requires a header {min(unknown)!r} on every part, which nothing fills")
    return kept


class Attempt(NamedTuple):
    """One attempt to send a part: how many bytes were sent, and the response, or the error if there was none."""

    url: Url
    sent: int
    response: RawResponse | None = None
    error: TransportError | None = None


def next_delay(rules: PartRequest, part: Part, number: int, attempt: Attempt) -> float | None:
    """Return the seconds to wait before a part is sent again, or None if it is stored.

    A success that came before all bytes were sent counts as a broken connection.

    Args:
        number: of the attempt, from 1.

    Raises:
        PartFailedError: it must not be sent again, or was sent ``MAX_ATTEMPTS`` times.
    """
    status = None if attempt.response is None else attempt.response.status_code
    is_accepted = status is not None and rules.accepted in {str(status), f"{status // 100}XX"}
    if is_accepted and attempt.sent == part.length:
        return None
    is_retried = rules.retry_transport_errors if is_accepted or status is None else status in rules.retry_statuses
    if not is_retried or rules.repeat == "never" or number >= MAX_ATTEMPTS:
        raise PartFailedError(_message(attempt), part.number, number, status) from attempt.error
    return max(backoff(number), retry_after(attempt.response.headers) if attempt.response else 0.0)


def _message(attempt: Attempt) -> str:
    if attempt.response is None:
        return str(attempt.error)
    text = _without_secrets(attempt.response.content.decode("utf-8", "replace"), attempt.url)
    return f"the storage answered {attempt.response.status_code} {text[:_SHOWN_CHARACTERS]}".rstrip()


def _without_secrets(text: str, url: Url) -> str:
    """Take the query and its values out: a storage service may repeat the request in its response."""
    values = [piece.partition("=")[2] for piece in url.query.split("&")]
    for secret in sorted({url.query, *values, *map(unquote, values)}, key=len, reverse=True):
        if len(secret) >= _SHORTEST_SECRET:
            text = text.replace(secret, "…")
    return " ".join(re.sub(r"(?<=[\w/~.%-])\?[^\s\"'<>]+", "?…", text).split())
