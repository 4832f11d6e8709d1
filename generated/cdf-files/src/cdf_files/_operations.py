"""The operations of the document, as data."""

from __future__ import annotations

from ._runtime.bodies import Bodies, Body
from ._runtime.credentials import Scheme
from ._runtime.oauth import OAuthCredentials
from ._runtime.operation import DeclaredResponse, Media, Operation
from ._runtime.package import Package
from ._runtime.parameters import Parameter, write_parameters
from ._runtime.servers import Server, Variable, server_url

PACKAGE = Package(
    module=__name__.rpartition(".")[0],
    server=(
        Server(
            "https://{cluster}.cognitedata.com/api/v1/projects/{project}",
            {"cluster": Variable("api", ()), "project": Variable(None, ())},
        ),
    ),
    schemes={
        "oidc-token": Scheme("bearer"),
        "oauth2-client-credentials": Scheme("bearer", token_url=""),
        "oauth2-open-industrial-data": Scheme(
            "bearer",
            token_url="https://login.microsoftonline.com/48d5043c-cf70-4c49-881c-c638f5796997/oauth2/v2.0/token",
        ),
        "oauth2-auth-code": Scheme("bearer"),
    },
    user_agent="cdf-files-client/1",
    server_url=server_url,
    write_parameters=write_parameters,
    encode_body=Bodies(),
    authorization=OAuthCredentials,
)
PARTS_PARAMETER = Parameter("parts", "query", "PartsParameter", required=True, style="form", explode=True)
DATA_MULTI_PART_UPLOAD_FILE_METADATA_RESPONSE = DeclaredResponse(
    content={"application/json": Media("DataMultiPartUploadFileMetadata")},
    headers={"x-request-id": "RequestIdHeader"},
)
ERROR_RESPONSE = DeclaredResponse(
    content={"application/json": Media("ErrorResponse")},
    headers={"x-request-id": "RequestIdHeader"},
    error="BadRequestError",
)
UNAUTHORIZED_RESPONSE = DeclaredResponse(
    content={"application/json": Media("ErrorResponse")},
    headers={"x-request-id": "RequestIdHeader"},
    error="UnauthorizedError",
)
FORBIDDEN_RESPONSE = DeclaredResponse(
    content={"application/json": Media("ErrorResponse")},
    headers={"x-request-id": "RequestIdHeader"},
    error="ForbiddenError",
)
NOT_FOUND_RESPONSE = DeclaredResponse(
    content={"application/json": Media("ErrorResponse")},
    headers={"x-request-id": "RequestIdHeader"},
    error="NotFoundError",
)
CONFLICT_RESPONSE = DeclaredResponse(
    content={"application/json": Media("ErrorResponse")},
    headers={"x-request-id": "RequestIdHeader"},
    error="ConflictError",
)
TOO_MANY_REQUESTS_RESPONSE = DeclaredResponse(
    content={"application/json": Media("ErrorResponse")},
    headers={
        "Retry-After": "RetryAfterHeader",
        "cdf-is-auto-retryable": "AutoRetryableHeader",
        "x-request-id": "RequestIdHeader",
    },
    error="TooManyRequestsError",
)
INTERNAL_SERVER_ERROR_RESPONSE = DeclaredResponse(
    content={"application/json": Media("ErrorResponse")},
    headers={"cdf-is-auto-retryable": "AutoRetryableHeader", "x-request-id": "RequestIdHeader"},
    error="InternalServerError",
)
BAD_GATEWAY_RESPONSE = DeclaredResponse(
    content={"application/json": Media("ErrorResponse")},
    headers={"cdf-is-auto-retryable": "AutoRetryableHeader", "x-request-id": "RequestIdHeader"},
    error="BadGatewayError",
)
SERVICE_UNAVAILABLE_RESPONSE = DeclaredResponse(
    content={"application/json": Media("ErrorResponse")},
    headers={
        "Retry-After": "RetryAfterHeader",
        "cdf-is-auto-retryable": "AutoRetryableHeader",
        "x-request-id": "RequestIdHeader",
    },
    error="ServiceUnavailableError",
)
GATEWAY_TIMEOUT_RESPONSE = DeclaredResponse(
    content={"application/json": Media("ErrorResponse")},
    headers={"cdf-is-auto-retryable": "AutoRetryableHeader", "x-request-id": "RequestIdHeader"},
    error="GatewayTimeoutError",
)
SECURITY = (
    {"oidc-token": ("https://{cluster}.cognitedata.com/.default",)},
    {"oauth2-client-credentials": ("https://{cluster}.cognitedata.com/.default",)},
    {"oauth2-open-industrial-data": ("https://api.cognitedata.com/.default",)},
    {"oauth2-auth-code": ("https://{cluster}.cognitedata.com/.default",)},
)
OVERWRITE_PARAMETER = Parameter("overwrite", "query", "OverwriteParameter", style="form", explode=True)
EMPTY_RESPONSE = DeclaredResponse(
    content={"application/json": Media("EmptyResponse")}, headers={"x-request-id": "RequestIdHeader"}
)
ORIGIN_PARAMETER = Parameter("Origin", "header", "OriginParameter")
UPLOAD_FILE_METADATA_RESPONSE = DeclaredResponse(
    content={"application/json": Media("DataUploadFileMetadata")}, headers={"x-request-id": "RequestIdHeader"}
)
GET_MULTI_PART_UPLOAD_LINK = Operation(
    id="getMultiPartUploadLink",
    method="POST",
    path="/files/multiuploadlink",
    parameters=(PARTS_PARAMETER,),
    body=Body({"application/json": Media("FileDataUploadIds")}, required=True),
    responses={
        "201": DATA_MULTI_PART_UPLOAD_FILE_METADATA_RESPONSE,
        "400": ERROR_RESPONSE,
        "401": UNAUTHORIZED_RESPONSE,
        "403": FORBIDDEN_RESPONSE,
        "404": NOT_FOUND_RESPONSE,
        "409": CONFLICT_RESPONSE,
        "429": TOO_MANY_REQUESTS_RESPONSE,
        "500": INTERNAL_SERVER_ERROR_RESPONSE,
        "502": BAD_GATEWAY_RESPONSE,
        "503": SERVICE_UNAVAILABLE_RESPONSE,
        "504": GATEWAY_TIMEOUT_RESPONSE,
    },
    security=SECURITY,
)
INIT_MULTI_PART_UPLOAD = Operation(
    id="initMultiPartUpload",
    method="POST",
    path="/files/initmultipartupload",
    parameters=(
        OVERWRITE_PARAMETER,
        PARTS_PARAMETER,
    ),
    body=Body({"application/json": Media("ExternalFilesMetadata")}, required=True),
    responses={
        "201": DATA_MULTI_PART_UPLOAD_FILE_METADATA_RESPONSE,
        "400": ERROR_RESPONSE,
        "401": UNAUTHORIZED_RESPONSE,
        "403": FORBIDDEN_RESPONSE,
        "404": NOT_FOUND_RESPONSE,
        "409": CONFLICT_RESPONSE,
        "429": TOO_MANY_REQUESTS_RESPONSE,
        "500": INTERNAL_SERVER_ERROR_RESPONSE,
        "502": BAD_GATEWAY_RESPONSE,
        "503": SERVICE_UNAVAILABLE_RESPONSE,
        "504": GATEWAY_TIMEOUT_RESPONSE,
    },
    security=SECURITY,
)
COMPLETE_MULTI_PART_UPLOAD = Operation(
    id="completeMultiPartUpload",
    method="POST",
    path="/files/completemultipartupload",
    body=Body({"application/json": Media("CompleteMultiPartUpload")}, required=True),
    responses={
        "200": EMPTY_RESPONSE,
        "400": ERROR_RESPONSE,
        "401": UNAUTHORIZED_RESPONSE,
        "403": FORBIDDEN_RESPONSE,
        "404": NOT_FOUND_RESPONSE,
        "409": CONFLICT_RESPONSE,
        "429": TOO_MANY_REQUESTS_RESPONSE,
        "500": INTERNAL_SERVER_ERROR_RESPONSE,
        "502": BAD_GATEWAY_RESPONSE,
        "503": SERVICE_UNAVAILABLE_RESPONSE,
        "504": GATEWAY_TIMEOUT_RESPONSE,
    },
    security=SECURITY,
)
GET_FILE_BY_INTERNAL_ID = Operation(
    id="getFileByInternalId",
    method="GET",
    path="/files/{id}",
    parameters=(Parameter("id", "path", "CogniteInternalId", required=True),),
    responses={
        "200": DeclaredResponse(
            content={"application/json": Media("FilesMetadata")}, headers={"x-request-id": "RequestIdHeader"}
        ),
        "400": ERROR_RESPONSE,
        "401": UNAUTHORIZED_RESPONSE,
        "403": FORBIDDEN_RESPONSE,
        "404": NOT_FOUND_RESPONSE,
        "409": CONFLICT_RESPONSE,
        "429": TOO_MANY_REQUESTS_RESPONSE,
        "500": INTERNAL_SERVER_ERROR_RESPONSE,
        "502": BAD_GATEWAY_RESPONSE,
        "503": SERVICE_UNAVAILABLE_RESPONSE,
        "504": GATEWAY_TIMEOUT_RESPONSE,
    },
    security=SECURITY,
)
BY_IDS_FILES = Operation(
    id="byIdsFiles",
    method="POST",
    path="/files/byids",
    body=Body({"application/json": Media("FileDataIdsWithIgnoreUnknownIds")}, required=True),
    responses={
        "200": DeclaredResponse(
            content={"application/json": Media("DataFileMetadata")},
            headers={"x-request-id": "RequestIdHeader"},
        ),
        "400": ERROR_RESPONSE,
        "401": UNAUTHORIZED_RESPONSE,
        "403": FORBIDDEN_RESPONSE,
        "404": NOT_FOUND_RESPONSE,
        "409": CONFLICT_RESPONSE,
        "429": TOO_MANY_REQUESTS_RESPONSE,
        "500": INTERNAL_SERVER_ERROR_RESPONSE,
        "502": BAD_GATEWAY_RESPONSE,
        "503": SERVICE_UNAVAILABLE_RESPONSE,
        "504": GATEWAY_TIMEOUT_RESPONSE,
    },
    security=SECURITY,
)
DOWNLOAD_LINKS = Operation(
    id="downloadLinks",
    method="POST",
    path="/files/downloadlink",
    parameters=(
        Parameter(
            "extendedExpiration", "query", "DownloadLinksExtendedExpiration", style="form", explode=True
        ),
    ),
    body=Body({"application/json": Media("FileLinkIds")}, required=True),
    responses={
        "200": DeclaredResponse(
            content={"application/json": Media("DataWithLinks")}, headers={"x-request-id": "RequestIdHeader"}
        ),
        "400": ERROR_RESPONSE,
        "401": UNAUTHORIZED_RESPONSE,
        "403": FORBIDDEN_RESPONSE,
        "404": NOT_FOUND_RESPONSE,
        "409": CONFLICT_RESPONSE,
        "429": TOO_MANY_REQUESTS_RESPONSE,
        "500": INTERNAL_SERVER_ERROR_RESPONSE,
        "502": BAD_GATEWAY_RESPONSE,
        "503": SERVICE_UNAVAILABLE_RESPONSE,
        "504": GATEWAY_TIMEOUT_RESPONSE,
    },
    security=SECURITY,
)
GET_UPLOAD_LINK = Operation(
    id="getUploadLink",
    method="POST",
    path="/files/uploadlink",
    parameters=(ORIGIN_PARAMETER,),
    body=Body({"application/json": Media("FileDataUploadIds")}, required=True),
    responses={
        "201": UPLOAD_FILE_METADATA_RESPONSE,
        "400": ERROR_RESPONSE,
        "401": UNAUTHORIZED_RESPONSE,
        "403": FORBIDDEN_RESPONSE,
        "404": NOT_FOUND_RESPONSE,
        "409": CONFLICT_RESPONSE,
        "429": TOO_MANY_REQUESTS_RESPONSE,
        "500": INTERNAL_SERVER_ERROR_RESPONSE,
        "502": BAD_GATEWAY_RESPONSE,
        "503": SERVICE_UNAVAILABLE_RESPONSE,
        "504": GATEWAY_TIMEOUT_RESPONSE,
    },
    security=SECURITY,
)
INIT_FILE_UPLOAD = Operation(
    id="initFileUpload",
    method="POST",
    path="/files",
    parameters=(
        ORIGIN_PARAMETER,
        OVERWRITE_PARAMETER,
    ),
    body=Body({"application/json": Media("ExternalFilesMetadata")}, required=True),
    responses={
        "201": UPLOAD_FILE_METADATA_RESPONSE,
        "400": ERROR_RESPONSE,
        "401": UNAUTHORIZED_RESPONSE,
        "403": FORBIDDEN_RESPONSE,
        "404": NOT_FOUND_RESPONSE,
        "409": CONFLICT_RESPONSE,
        "429": TOO_MANY_REQUESTS_RESPONSE,
        "500": INTERNAL_SERVER_ERROR_RESPONSE,
        "502": BAD_GATEWAY_RESPONSE,
        "503": SERVICE_UNAVAILABLE_RESPONSE,
        "504": GATEWAY_TIMEOUT_RESPONSE,
    },
    security=SECURITY,
)
DELETE_FILES = Operation(
    id="deleteFiles",
    method="POST",
    path="/files/delete",
    body=Body({"application/json": Media("FileDeleteByIds")}, required=True),
    responses={
        "200": EMPTY_RESPONSE,
        "400": ERROR_RESPONSE,
        "401": UNAUTHORIZED_RESPONSE,
        "403": FORBIDDEN_RESPONSE,
        "404": NOT_FOUND_RESPONSE,
        "409": CONFLICT_RESPONSE,
        "429": TOO_MANY_REQUESTS_RESPONSE,
        "500": INTERNAL_SERVER_ERROR_RESPONSE,
        "502": BAD_GATEWAY_RESPONSE,
        "503": SERVICE_UNAVAILABLE_RESPONSE,
        "504": GATEWAY_TIMEOUT_RESPONSE,
    },
    security=SECURITY,
)
