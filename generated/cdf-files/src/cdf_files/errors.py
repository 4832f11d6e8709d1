"""Everything a call can raise, and one class for each status that the document declares as an error.

ApiError
├── InvalidArgument            nothing was sent: an argument or the body is not what the document allows
├── ClientClosed               the client was closed before the call
├── AuthenticationFailed       no token: the token server refused, or its reply holds none
├── ResponseError              a reply came
│   ├── StatusError            a status that the document declares as an error
│   │   ├── BadRequestError                400 Bad Request
│   │   ├── UnauthorizedError              401 Unauthorized
│   │   ├── ForbiddenError                 403 Forbidden
│   │   ├── NotFoundError                  404 Not Found
│   │   ├── ConflictError                  409 Conflict
│   │   ├── TooManyRequestsError           429 Too Many Requests
│   │   ├── InternalServerError            500 Internal Server Error
│   │   ├── BadGatewayError                502 Bad Gateway
│   │   ├── ServiceUnavailableError        503 Service Unavailable
│   │   └── GatewayTimeoutError            504 Gateway Timeout
│   ├── UnexpectedResponse     a status that the document does not declare
│   └── InvalidResponse        content that is not what the document declares
├── UploadError                an upload did not finish
│   ├── UploadRefused          nothing was sent: the file or the plan breaks a rule of the protocol
│   ├── UploadInProgress       nothing was sent: another process or thread is at the same upload
│   ├── StartLost              no reply to the start: a record may have been made; no bytes were sent
│   ├── UploadReplyInvalid     the reply that starts an upload cannot be used
│   ├── SourceChanged          the file was not the same at the end as at the start
│   ├── PartFailed             a part was refused, or failed too often
│   ├── UploadNotConfirmed     all was sent, and the server did not confirm it in time
│   └── ContentDiffers         all was confirmed, and what the server gives back is something else
└── TransportError             no reply came
    ├── ConnectionFailed       refused, reset, broken off, not HTTP
    └── TimedOut               ConnectTimedOut, WriteTimedOut, ReadTimedOut, PoolTimedOut
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._runtime.errors import (
    ApiError,
    AuthenticationFailed,
    ClientClosed,
    ConnectionFailed,
    ConnectTimedOut,
    InvalidArgument,
    InvalidResponse,
    PoolTimedOut,
    ReadTimedOut,
    ResponseError,
    StatusError,
    TimedOut,
    TransportError,
    UnexpectedResponse,
    WriteTimedOut,
)
from ._runtime.uploads.errors import (
    ContentDiffers,
    PartFailed,
    SourceChanged,
    StartLost,
    UploadError,
    UploadInProgress,
    UploadNotConfirmed,
    UploadRefused,
    UploadReplyInvalid,
)

if TYPE_CHECKING:
    from . import models

__all__ = [
    "ApiError",
    "AuthenticationFailed",
    "BadGatewayError",
    "BadRequestError",
    "ClientClosed",
    "ConflictError",
    "ConnectTimedOut",
    "ConnectionFailed",
    "ContentDiffers",
    "ForbiddenError",
    "GatewayTimeoutError",
    "InternalServerError",
    "InvalidArgument",
    "InvalidResponse",
    "NotFoundError",
    "PartFailed",
    "PoolTimedOut",
    "ReadTimedOut",
    "ResponseError",
    "ServiceUnavailableError",
    "SourceChanged",
    "StartLost",
    "StatusError",
    "TimedOut",
    "TooManyRequestsError",
    "TransportError",
    "UnauthorizedError",
    "UnexpectedResponse",
    "UploadError",
    "UploadInProgress",
    "UploadNotConfirmed",
    "UploadRefused",
    "UploadReplyInvalid",
    "WriteTimedOut",
]


class BadRequestError(StatusError):
    """The server answered 400 Bad Request."""

    body: models.ErrorResponse | None


class UnauthorizedError(StatusError):
    """The server answered 401 Unauthorized."""

    body: models.ErrorResponse | None


class ForbiddenError(StatusError):
    """The server answered 403 Forbidden."""

    body: models.ErrorResponse | None


class NotFoundError(StatusError):
    """The server answered 404 Not Found."""

    body: models.ErrorResponse | None


class ConflictError(StatusError):
    """The server answered 409 Conflict."""

    body: models.ErrorResponse | None


class TooManyRequestsError(StatusError):
    """The server answered 429 Too Many Requests."""

    body: models.ErrorResponse | None


class InternalServerError(StatusError):
    """The server answered 500 Internal Server Error."""

    body: models.ErrorResponse | None


class BadGatewayError(StatusError):
    """The server answered 502 Bad Gateway."""

    body: models.ErrorResponse | None


class ServiceUnavailableError(StatusError):
    """The server answered 503 Service Unavailable."""

    body: models.ErrorResponse | None


class GatewayTimeoutError(StatusError):
    """The server answered 504 Gateway Timeout."""

    body: models.ErrorResponse | None
