"""The upload protocols of the document, as data."""

from __future__ import annotations

from . import _operations
from ._runtime.multipart_upload.protocol import (
    Check,
    Complete,
    Conflict,
    Discard,
    DoneField,
    Download,
    LateVisibility,
    PartLimits,
    PartRequest,
    Poll,
    ResponseShape,
    StartExisting,
    StartFields,
    StartNew,
    UploadProtocol,
    Wait,
)

FILES_UPLOAD = UploadProtocol(
    start_new=StartNew(
        operation=_operations.INIT_MULTI_PART_UPLOAD,
        part_count="query.parts",
        repeat="identified",
        overwrite=("query.overwrite", True),
        fields=StartFields(name="/name", media_type="/mimeType", identity=("/externalId",)),
        conflict=Conflict(statuses=(400, 409, 422), evidence="/error/duplicated"),
    ),
    response=ResponseShape(
        record_id="/id", upload_id="/uploadId", part_urls="/uploadUrls", envelope="/items"
    ),
    parts=PartLimits(
        count_minimum=1,
        count_maximum=250,
        minimum=5242881,
        maximum=4194303999,
        default=52428800,
        last_minimum=0,
        total_maximum=1048575999750,
        workers=3,
    ),
    part_request=PartRequest(
        relative_urls="serverOrigin",
        required_headers=("Content-Length",),
        forbidden_headers=("Content-Type", "Content-Encoding", "Transfer-Encoding", "Expect", "Cookie"),
        same_origin_credentials="optIn",
        repeat="safe",
        retry_statuses=(408, 425, 429, 500, 502, 503, 504),
        retry_transport_errors=True,
        url_lifetime_seconds=604800,
    ),
    complete=Complete(
        operation=_operations.COMPLETE_MULTI_PART_UPLOAD,
        body={"/id": "recordId", "/uploadId": "uploadId"},
        repeat="checkFirst",
    ),
    start_existing=StartExisting(
        operation=_operations.GET_MULTI_PART_UPLOAD_LINK,
        part_count="query.parts",
        target="/items/0",
        identifiers=("externalId", "instanceId"),
        repeat="safe",
        late_visibility=LateVisibility(
            identifiers=("instanceId",),
            statuses=(400, 404, 422),
            wait=Wait(initial_delay=1, factor=2, maximum_delay=15, deadline=120),
            evidence="/error/missing",
        ),
    ),
    poll=Poll(
        operation=_operations.GET_FILE_BY_INTERNAL_ID,
        done=DoneField(pointer="/uploaded", equals=True),
        wait=Wait(initial_delay=0.5, factor=2, maximum_delay=15, deadline=600),
        parameters={"path.id": "recordId"},
        moved="/uploadedTime",
    ),
    download=Download(
        operation=_operations.DOWNLOAD_LINKS,
        body={"/items/0/id": "recordId"},
        url="/items/0/downloadUrl",
        extended=("query.extendedExpiration", True),
    ),
    discard=Discard(
        operation=_operations.DELETE_FILES,
        body={"/items/0/id": "recordId"},
        constants={"/ignoreUnknownIds": True},
    ),
    checks=(
        Check(pointer="/name", description="A name cannot be empty.", min_length=1),
        Check(pointer="/externalId", description="An external id cannot be empty.", min_length=1),
        Check(pointer="/directory", description="A directory is an absolute path.", pattern="^/"),
        Check(
            pointer="/metadata",
            description="Pairs are counted, keys and values are measured in bytes of UTF-8.",
            max_entries=256,
            max_key_bytes=128,
            max_value_bytes=10240,
            max_total_bytes=10240,
        ),
    ),
)
