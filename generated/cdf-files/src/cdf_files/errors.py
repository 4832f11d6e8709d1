"""Everything a call can raise, and one class for each status that the document declares as an error.

ClientError
├── InvalidArgumentError             nothing was sent: an argument or the body is not what the document allows
├── ClientClosedError                the client was closed before the call
├── AuthenticationFailedError        no token: the token server refused, or its response holds none
├── ApiError                         the server responded
│   ├── StatusError                  a status that the document declares as an error
│   │   ├── BadRequestError              400 Bad Request
│   │   ├── UnauthorizedError            401 Unauthorized
│   │   ├── ForbiddenError               403 Forbidden
│   │   ├── NotFoundError                404 Not Found
│   │   ├── ConflictError                409 Conflict
│   │   ├── TooManyRequestsError         429 Too Many Requests
│   │   ├── InternalServerError          500 Internal Server Error
│   │   ├── BadGatewayError              502 Bad Gateway
│   │   ├── ServiceUnavailableError      503 Service Unavailable
│   │   └── GatewayTimeoutError          504 Gateway Timeout
│   ├── UnexpectedResponseError      a status that the document does not declare
│   ├── InvalidResponseError         content that is not what the document declares
│   └── ResponseTooLargeError        content that is larger than `largest_response`
├── UploadError                      an upload did not finish
│   ├── UploadRefusedError           nothing was sent: the file or the plan breaks a rule of the protocol
│   ├── UploadInProgressError        nothing was sent: another process or thread is at the same upload
│   ├── UploadStartUnknownError      no response to the start: a record may have been made; no bytes were sent
│   ├── UploadResponseInvalidError   the response that starts an upload cannot be used
│   ├── SourceChangedError           the file was not the same at the end as at the start
│   ├── PartFailedError              a part was refused, or failed too often
│   ├── UploadNotConfirmedError      all was sent, and the server did not confirm it in time
│   └── ContentDiffersError          all was confirmed, and what the server gives back is something else
└── TransportError                   no response
    ├── ConnectionFailedError        refused, reset, broken off, not HTTP
    └── RequestTimeoutError          Connect-, Write-, Read- and PoolTimeoutError
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._runtime.errors import (
    ApiError,
    ClientClosedError,
    ClientError,
    ConnectionFailedError,
    ConnectTimeoutError,
    InvalidArgumentError,
    InvalidResponseError,
    PoolTimeoutError,
    ReadTimeoutError,
    RequestTimeoutError,
    ResponseTooLargeError,
    StatusError,
    TransportError,
    UnexpectedResponseError,
    WriteTimeoutError,
)
from ._runtime.multipart_upload.errors import (
    ContentDiffersError,
    PartFailedError,
    SourceChangedError,
    UploadError,
    UploadInProgressError,
    UploadNotConfirmedError,
    UploadRefusedError,
    UploadResponseInvalidError,
    UploadStartUnknownError,
)
from ._runtime.oauth import AuthenticationFailedError

if TYPE_CHECKING:
    from . import models

__all__ = [
    "ApiError",
    "AuthenticationFailedError",
    "BadGatewayError",
    "BadRequestError",
    "ClientClosedError",
    "ClientError",
    "ConflictError",
    "ConnectTimeoutError",
    "ConnectionFailedError",
    "ContentDiffersError",
    "ForbiddenError",
    "GatewayTimeoutError",
    "InternalServerError",
    "InvalidArgumentError",
    "InvalidResponseError",
    "NotFoundError",
    "PartFailedError",
    "PoolTimeoutError",
    "ReadTimeoutError",
    "RequestTimeoutError",
    "ResponseTooLargeError",
    "ServiceUnavailableError",
    "SourceChangedError",
    "StatusError",
    "TooManyRequestsError",
    "TransportError",
    "UnauthorizedError",
    "UnexpectedResponseError",
    "UploadError",
    "UploadInProgressError",
    "UploadNotConfirmedError",
    "UploadRefusedError",
    "UploadResponseInvalidError",
    "UploadStartUnknownError",
    "WriteTimeoutError",
]


class BadRequestError(StatusError):
    """The server responded with 400 Bad Request."""

    body: models.ErrorResponse | None


class UnauthorizedError(StatusError):
    """The server responded with 401 Unauthorized."""

    body: models.ErrorResponse | None


class ForbiddenError(StatusError):
    """The server responded with 403 Forbidden."""

    body: models.ErrorResponse | None


class NotFoundError(StatusError):
    """The server responded with 404 Not Found."""

    body: models.ErrorResponse | None


class ConflictError(StatusError):
    """The server responded with 409 Conflict."""

    body: models.ErrorResponse | None


class TooManyRequestsError(StatusError):
    """The server responded with 429 Too Many Requests."""

    body: models.ErrorResponse | None


class InternalServerError(StatusError):
    """The server responded with 500 Internal Server Error."""

    body: models.ErrorResponse | None


class BadGatewayError(StatusError):
    """The server responded with 502 Bad Gateway."""

    body: models.ErrorResponse | None


class ServiceUnavailableError(StatusError):
    """The server responded with 503 Service Unavailable."""

    body: models.ErrorResponse | None


class GatewayTimeoutError(StatusError):
    """The server responded with 504 Gateway Timeout."""

    body: models.ErrorResponse | None
