"""Uploads in parts, as a document declares them with ``x-multipart-upload``."""

from __future__ import annotations

from specproof.core.codes import Code
from specproof.extensions.hook import Extension
from specproof.extensions.multipart_upload.contribution import reserve, spell
from specproof.extensions.multipart_upload.lowering import KEYWORD, read

__all__ = ["EXTENSION"]

_PAGE = "see docs/extensions/x-multipart-upload.md"

EXTENSION = Extension(
    package=__name__,
    keywords={KEYWORD: "methods that upload files, resume uploads and check what arrived"},
    read=read,
    spell=spell,
    reserve=reserve,
    codes={
        "UPLOAD_SHAPE": Code("error", "an invalid x-multipart-upload", _PAGE),
        "UPLOAD_OPERATION": Code(
            "error", "x-multipart-upload names an operation that does not exist", "correct the operationId"
        ),
    },
    names=frozenset("Callable Executor Iterable Outcome PathLike Progress Report UploadProgress UploadSource".split()),
)
