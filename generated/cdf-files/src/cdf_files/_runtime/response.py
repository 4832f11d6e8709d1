"""From a response to a result, or to the error that it means."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Generic, TypeVar

from .drift import STRICT, ResponsePolicy, drifts
from .errors import InvalidResponseError, StatusError, UnexpectedResponseError, errors_of, problems
from .media import best, charset, essence, is_json, is_text
from .operation import DeclaredResponse, Media, Names, Operation
from .raw_response import Headers, RawResponse

__all__ = ["Reading", "Response", "declared_response", "interpret"]

T = TypeVar("T")

_SUCCESS, _FIRST_ERROR = 2, 400
_EMPTY = frozenset({204, 205, 304})
_MESSAGE_LENGTH = 200


@dataclass(frozen=True, slots=True, repr=False)
class Response(Generic[T]):
    """A successful response: its parsed content, status, headers and bytes. The repr shows no content."""

    operation: str
    status_code: int
    headers: Headers
    content: bytes
    parsed: T

    def __repr__(self) -> str:
        return f"Response({self.operation}, {self.status_code})"

    @property
    def request_id(self) -> str | None:
        """Return the server's id of the request, or None if it sent none."""
        return self.headers.request_id

    def json(self) -> Any:
        """Return the content as plain JSON data. Raises: ValueError, if it is not JSON."""
        return json.loads(self.content)


def interpret(
    operation: Operation,
    response: RawResponse,
    names: Names,
    policy: ResponsePolicy = STRICT,
    any_success: bool = False,
) -> Response[Any]:
    """Return a successful response with its content parsed as the document declares it, or raise the error it means.

    Args:
        policy: lets through what the document does not declare, unless it is strict: content that its schema refuses,
            content of another media type that reads as the declared one, and any 2XX as with ``any_success``.
        any_success: take any 2XX for the declared one, if there is one alone.

    Raises:
        StatusError: a declared status that is an error: 400 and above, or one with an error class.
        UnexpectedResponseError: a status that it does not declare.
        InvalidResponseError: a success whose content is not what it declares, or cannot be read.
    """
    declared = declared_response(operation, response, policy, any_success)
    failed = declared.error is not None or response.status_code >= _FIRST_ERROR
    try:
        parsed = None if operation.method == "HEAD" else Reading(operation, response, names, policy).parsed(declared)
    except ValueError as error:
        if not failed:
            raise InvalidResponseError(problems(error), operation.id, response) from None
        parsed = None
    kind = StatusError if declared.error is None else names.error(declared.error)
    if failed:
        raise kind(_reason(response), operation.id, response, parsed)
    return Response(operation.id, *response, parsed)


def declared_response(
    operation: Operation, response: RawResponse, policy: ResponsePolicy, any_success: bool = False
) -> DeclaredResponse:
    """Return the declared response for a response's status. Raises: UnexpectedResponseError, if there is none."""
    declared = _declared(operation.responses, response.status_code)
    if declared is None and (any_success or policy.validation != "strict"):
        declared = _only_success(operation.responses, response.status_code)
        if declared is not None and not any_success:
            policy.report(operation.id, response, "", "status", f"the document does not declare {response.status_code}")
    if declared is None:
        raise UnexpectedResponseError(
            f"{_phrase(response)}: the document does not declare this status", operation.id, response
        )
    return declared


def _declared(responses: Mapping[str, DeclaredResponse], status: int) -> DeclaredResponse | None:
    """The exact status comes before its class, and that before the default (OpenAPI 3.1, Responses Object)."""
    if (exact := responses.get(str(status))) is not None:
        return exact
    by_key = {key.upper(): response for key, response in responses.items()}
    return next((by_key[key] for key in (f"{status // 100}XX", "DEFAULT") if key in by_key), None)


def _only_success(responses: Mapping[str, DeclaredResponse], status: int) -> DeclaredResponse | None:
    found = [response for key, response in responses.items() if key.startswith("2")]
    return found[0] if len(found) == 1 and status // 100 == _SUCCESS else None


@dataclass(frozen=True, slots=True)
class Reading:
    """A response that is parsed by its declaration. Raises: ValueError, if it is not what the document declares."""

    operation: Operation
    response: RawResponse
    names: Names
    policy: ResponsePolicy

    def parsed(self, declared: DeclaredResponse) -> Any:
        """Return the parsed content, or None if none is declared or possible. Raises: ValueError."""
        if not declared.content or self.response.status_code in _EMPTY:
            return None
        media, media_type = self.media(declared)
        if is_json(media_type):
            content, encoding = self.response.content, charset(media_type)
            return self.json(media, content if encoding == "utf-8" else content.decode(encoding).encode())
        if declared.error is None and any(map(is_json, declared.content)):
            raise ValueError(f"the media type is {essence(media_type)!r}, not JSON; `.stream` gives it as bytes")
        if is_text(media_type):
            text = self.response.content.decode(charset(media_type))
            return text if media.judge is None else media.judge(text, media.type, self.names, self)
        return self.response.content

    def media(self, declared: DeclaredResponse) -> tuple[Media, str]:
        """Return the declared media type for the content, and the media type to read it as. Raises: ValueError."""
        given = self.response.headers.get("content-type", "")
        if given in declared.content:
            return declared.content[given], given
        key = best(declared.content, given) if given else next(iter(declared.content))
        if key is None:
            message = f"the media type is {given.partition(';')[0]!r}, not {' or '.join(declared.content)}"
            if self.policy.validation == "strict":
                raise ValueError(message)
            self.policy.report(self.operation.id, self.response, "", "content-type", message)
            key = given = next(iter(declared.content))
        return declared.content[key], given or key

    def json(self, media: Media, content: bytes) -> Any:
        """Return the value of the declared type for JSON text. Raises: ValueError."""
        content = content.removeprefix(b"\xef\xbb\xbf")  # some servers send a byte order mark (RFC 8259, section 8.1)
        if media.type is None:
            return _plain_json(content)
        codec = self.names.codec(media.type)
        if self.policy.validation == "strict":
            return codec.load_json(content)
        value = _plain_json(content)
        if self.policy.validation == "warn":
            try:
                return codec.load_json(content)
            except ValueError as error:
                for drift in dict.fromkeys(drifts(errors_of(error), value)):
                    self.policy.report(self.operation.id, self.response, *drift)
        try:
            return codec.construct(value)
        except RecursionError:
            raise ValueError("nested too deeply") from None


def _plain_json(content: bytes) -> Any:
    try:
        return json.loads(content, parse_float=_finite, parse_constant=_finite)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"it is no JSON: {error}") from None


def _finite(text: str) -> float:
    if not math.isfinite(number := float(text)):
        raise ValueError(f"{text[:9]} is no number that a double can hold")
    return number


def _phrase(response: RawResponse) -> str:
    try:
        return HTTPStatus(response.status_code).phrase
    except ValueError:
        return "(unknown status)"


def _reason(response: RawResponse) -> str:
    """The status in words, and the server's own words where they stand in a usual place."""
    message = _server_message(response.content)
    return f"{_phrase(response)}: {message[:_MESSAGE_LENGTH]}" if message else _phrase(response)


def _server_message(content: bytes) -> str | None:
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return None
    inner = body.get("error", body) if isinstance(body, dict) else body
    if isinstance(inner, dict):
        keys = ("message",) if "message" in inner else ("title", "detail", "description", "errors")
        inner = ": ".join(filter(None, (_words(inner.get(key)) for key in keys)))
    return _words(inner) or None


def _words(value: Any) -> str:
    """A text in one line, or a list of errors with their locations, as FastAPI and RFC 9457 (section 3) have them."""
    if isinstance(value, str):
        return " ".join(value.split())
    if not isinstance(value, list):
        return ""
    parts = []
    for error in [one for one in value if isinstance(one, dict)]:
        words = _words(error.get("msg", error.get("detail")))
        place = error.get("loc", error.get("pointer"))
        where = ".".join(str(step) for step in place) if isinstance(place, list) else _words(place)
        parts.append(f"{where}: {words}" if where and words else words)
    return "; ".join(filter(None, parts))
