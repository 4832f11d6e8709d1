"""Everything a call can raise; ``errors.py`` of a package draws the tree.

No error holds a token, a header that was sent, or the query of a URL: not in its text, its repr or its arguments.
"""

from __future__ import annotations

import copyreg
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .raw_response import RawResponse

__all__ = [
    "ApiError",
    "ClientClosedError",
    "ClientError",
    "ConnectTimeoutError",
    "ConnectionFailedError",
    "InvalidArgumentError",
    "InvalidResponseError",
    "PoolTimeoutError",
    "Problem",
    "ReadTimeoutError",
    "RequestTimeoutError",
    "ResponseTooLargeError",
    "StatusError",
    "TransportError",
    "UnexpectedResponseError",
    "WriteTimeoutError",
    "errors_of",
    "gathered",
    "problems",
]

Problem = Mapping[str, Any]


def problems(error: ValueError) -> tuple[Problem, ...]:
    """Return pydantic's errors as ``{"type", "loc", "msg"}`` each, without values, which may be secret."""
    return tuple({key: item for key, item in found.items() if key != "ctx"} for found in errors_of(error))


def errors_of(error: ValueError) -> list[Problem]:
    """Return pydantic's errors as ``problems``, but with ``ctx``, which holds the limit that is violated."""
    read = getattr(error, "errors", None)
    if read is None:
        return [{"type": "value_error", "loc": (), "msg": str(error)}]
    return list(read(include_url=False, include_input=False))


def _sentence(found: Iterable[Problem]) -> str:
    located = ((".".join(map(str, problem["loc"])), str(problem["msg"])) for problem in found)
    return "; ".join(f"{location}: {message}" if location else message for location, message in located)


class ClientError(Exception):
    """Base of all errors that a call raises on purpose. They can be pickled, to be passed between processes."""

    def __reduce__(self) -> tuple[Any, ...]:
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]  # not in typeshed


class InvalidArgumentError(ClientError, ValueError):
    """An argument or the body is not what the document allows; nothing was sent.

    Attributes:
        argument: its name in the document, such as ``query.limit`` or ``body``.
        errors: what is wrong, in pydantic's terms: ``type``, ``loc``, ``msg``.
        others: the errors of further arguments of the same call.
    """

    def __init__(
        self, argument: str, errors: tuple[Problem, ...] | str, others: tuple[InvalidArgumentError, ...] = ()
    ) -> None:
        self.argument, self.others = argument, others
        self.errors: tuple[Problem, ...] = problems(ValueError(errors)) if isinstance(errors, str) else errors
        super().__init__("; ".join([f"{argument}: {_sentence(self.errors)}", *map(str, others)]))


def gathered(steps: Iterable[Callable[[], Any]]) -> list[Any]:
    """Return what each function returns. Raises: InvalidArgumentError, with all that they raise."""
    results, found = list[Any](), list[InvalidArgumentError]()
    for step in steps:
        try:
            results.append(step())
        except InvalidArgumentError as error:
            found.append(error)
    if found:
        raise InvalidArgumentError(found[0].argument, found[0].errors, (*found[0].others, *found[1:])) from None
    return results


class ClientClosedError(ClientError, RuntimeError):
    """The client was closed before the call."""


class ApiError(ClientError):
    """The server responded, but not with the result of the call.

    Attributes:
        operation: the operationId.
        status_code: the HTTP status.
        headers: the headers of the response, case-insensitive.
        content: the body of the response as received.
        request_id: the server's id of the request, to quote in a report; None if it sent none.
    """

    def __init__(self, reason: str, operation: str, response: RawResponse) -> None:
        self.operation = operation
        self.status_code, self.headers, self.content = response
        self.request_id = response.headers.request_id
        quoted = f" (request id {self.request_id})" if self.request_id else ""
        super().__init__(f"{operation}: {self.status_code} {reason}{quoted}")


class StatusError(ApiError):
    """A status that the document declares as an error.

    Attributes:
        body: the parsed content, or None if it is not what the document declares for this status
            (a proxy's page, say); ``content`` then still holds it.
    """

    def __init__(self, reason: str, operation: str, response: RawResponse, body: Any = None) -> None:
        super().__init__(reason, operation, response)
        self.body = body


class UnexpectedResponseError(ApiError):
    """A status that the document does not declare for this operation."""


class InvalidResponseError(ApiError):
    """A declared status whose content is not what the document declares.

    Attributes:
        errors: what is wrong, in pydantic's terms: ``type``, ``loc``, ``msg``.
    """

    def __init__(self, errors: tuple[Problem, ...], operation: str, response: RawResponse) -> None:
        self.errors = errors
        super().__init__(f"the content is not what the document declares: {_sentence(errors[:3])}", operation, response)


class ResponseTooLargeError(ApiError):
    """The content is larger than the client's ``largest_response``; it was not read to its end, and is not kept."""


class TransportError(ClientError):
    """There was no response; whether the server acted is unknown, unless ``nothing_sent``."""

    nothing_sent = False


class ConnectionFailedError(TransportError):
    """The connection was refused, reset or broken off, or the other end does not speak HTTP."""


class RequestTimeoutError(TransportError, TimeoutError):
    """No response in time."""


class ConnectTimeoutError(RequestTimeoutError):
    """No connection in time; nothing was sent."""


class WriteTimeoutError(RequestTimeoutError):
    """The server stopped reading the request."""


class ReadTimeoutError(RequestTimeoutError):
    """The server stopped writing, or never began."""


class PoolTimeoutError(RequestTimeoutError):
    """All connections of the client were busy; nothing was sent."""
