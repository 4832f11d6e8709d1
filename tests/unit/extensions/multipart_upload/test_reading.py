"""What `x-multipart-upload` says, and what is wrong with it."""

from __future__ import annotations

from typing import Any, cast

import pytest

from specproof.core.diagnostics import StopError
from specproof.extensions.multipart_upload.declared import Upload
from tests.unit.render.forms import form, lowered


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        (
            {"complete": {"operationId": "gone", "body": {}, "repeat": "safe"}},
            "UPLOAD_OPERATION",
            "/complete/operationId",
        ),
        ({"reply": {"uploadId": "/u"}}, "UPLOAD_SHAPE", ""),
    ],
)
def test_uploads_that_cannot_work_are_errors(change: dict[str, Any], code: str, place: str) -> None:
    paths = {"/": {"post": {"operationId": "start", "responses": {}}}}
    upload = {
        "resource": "files",
        "method": "upload",
        "startNew": {"operationId": "start", "partCount": {"in": "query", "name": "n"}, "repeat": "never"},
        "reply": {"recordId": "/id", "uploadId": "/u", "partUrls": "/urls"},
        "parts": {"count": {"minimum": 1, "maximum": 9}, "bytes": {"exclusiveMinimum": 4, "maximum": 8}},
        "partRequest": {
            "method": "PUT",
            "credentials": {"foreignOrigin": "never", "sameOrigin": "never"},
            "redirects": "error",
            "success": {"accepted": "2XX"},
            "repeat": "safe",
        },
        "complete": {"operationId": "start", "body": {"/u": "uploadId"}, "repeat": "safe"},
    }
    api, findings = lowered(form(paths, **{"x-multipart-upload": {"version": 1, "uploads": [upload]}}))
    (read,) = cast("tuple[Upload, ...]", api.extensions["multipart_upload"])
    parts = read.protocol.parts
    assert (parts.minimum, parts.maximum, len(findings)) == (5, 8, 0)
    with pytest.raises(StopError) as stop:
        lowered(form(paths, **{"x-multipart-upload": {"version": 1, "uploads": [upload | change]}}))
    [error] = stop.value.findings.errors
    assert error.code == code
    assert error.at is not None
    assert str(error.at.pointer) == f"/x-multipart-upload/uploads/0{place}"
