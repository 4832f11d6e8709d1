"""Forms and files: fields, lists of them, one file, many, and a file that may be left out."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

from fastapi import FastAPI, File, Form, Response, UploadFile
from pydantic import BaseModel

app = FastAPI(title="Forms")


class Received(BaseModel):
    """What arrived, for the test to compare."""

    fields: dict[str, Any]
    digests: list[str] = []


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@app.post("/profile", operation_id="set_profile")
async def set_profile(
    name: Annotated[str, Form(max_length=40)],
    age: Annotated[int, Form(ge=0)],
    tags: Annotated[list[str], Form()],
) -> Received:
    """Return the fields of a urlencoded form."""
    return Received(fields={"name": name, "age": age, "tags": tags})


@app.post("/upload", operation_id="upload_one")
async def upload_one(note: Annotated[str, Form()], attachment: UploadFile) -> Received:
    """Return the digest of one file beside a field."""
    return Received(fields={"note": note}, digests=[_digest(await attachment.read())])


@app.post("/uploads", operation_id="upload_many")
async def upload_many(attachments: list[UploadFile]) -> Received:
    """Return the digests of all files, in their order."""
    return Received(fields={}, digests=[_digest(await each.read()) for each in attachments])


@app.post("/content", operation_id="upload_content")
async def upload_content(content: Annotated[bytes, File()]) -> Received:
    """Return the digest of a file that was read into memory."""
    return Received(fields={}, digests=[_digest(content)])


@app.post("/optional", operation_id="upload_optional")
async def upload_optional(label: Annotated[str, Form()] = "none", attachment: UploadFile | None = None) -> Received:
    """Return the digest of the file, if there is one."""
    digests = [_digest(await attachment.read())] if attachment else []
    return Received(fields={"label": label}, digests=digests)


class Binary(Response):
    """What the document should call a file."""

    media_type = "application/octet-stream"


@app.get("/download/{size}", operation_id="download", response_class=Binary)
async def download(size: int) -> Binary:
    """Return so many bytes."""
    return Binary(bytes(each % 256 for each in range(size)))
