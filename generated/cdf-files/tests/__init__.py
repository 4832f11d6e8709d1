"""The contract of this package: its types and methods, each with what it must agree with in `document.json`."""

from __future__ import annotations

from pathlib import Path

from specproof.prove.checks import ClientMethod, Contract, ExportedType

__all__ = ["CONTRACT"]

CONTRACT = Contract(
    "cdf_files",
    Path(__file__).parent,
    types=(
        ExportedType("PartsParameter", "/components/parameters/Parts/schema"),
        ExportedType("RequestIdHeader", "/components/headers/RequestId/schema"),
        ExportedType("RetryAfterHeader", "/components/headers/RetryAfter/schema"),
        ExportedType("AutoRetryableHeader", "/components/headers/AutoRetryable/schema"),
        ExportedType("OverwriteParameter", "/components/parameters/Overwrite/schema"),
        ExportedType("EmptyResponse", "/components/responses/EmptyResponse/content/application~1json/schema"),
        ExportedType(
            "DownloadLinksExtendedExpiration", "/paths/~1files~1downloadlink/post/parameters/0/schema"
        ),
        ExportedType("OriginParameter", "/components/parameters/Origin/schema"),
    ),
    methods=(
        ClientMethod("POST /files/multiuploadlink", "files.get_multi_part_upload_link"),
        ClientMethod("POST /files/initmultipartupload", "files.init_multi_part_upload"),
        ClientMethod("POST /files/completemultipartupload", "files.complete_multi_part_upload"),
        ClientMethod("GET /files/{id}", "files.get_file_by_internal_id"),
        ClientMethod("POST /files/byids", "files.by_ids_files"),
        ClientMethod(
            "POST /files/downloadlink",
            "files.download_links",
            arguments={"query.extendedExpiration": "extended_expiration"},
        ),
        ClientMethod(
            "POST /files/uploadlink", "files.get_upload_link", arguments={"header.Origin": "origin"}
        ),
        ClientMethod("POST /files", "files.init_file_upload", arguments={"header.Origin": "origin"}),
        ClientMethod("POST /files/delete", "files.delete_files"),
    ),
    errors={
        "400": "BadRequestError",
        "401": "UnauthorizedError",
        "403": "ForbiddenError",
        "404": "NotFoundError",
        "409": "ConflictError",
        "429": "TooManyRequestsError",
        "500": "InternalServerError",
        "502": "BadGatewayError",
        "503": "ServiceUnavailableError",
        "504": "GatewayTimeoutError",
    },
    open_enums=False,
)
