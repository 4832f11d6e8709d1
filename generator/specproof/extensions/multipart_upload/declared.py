"""One kind of upload as a document declares it: the protocol that the generated client uses, and its methods."""

from __future__ import annotations

from dataclasses import dataclass

from specproof.extensions.multipart_upload.runtime.protocol import UploadProtocol
from specproof.ir.property_types import PropertyType

__all__ = ["Upload", "UploadField"]


@dataclass(frozen=True, slots=True)
class UploadField:
    """A property of the request body that starts an upload, which becomes an argument of the upload's method."""

    name: str
    type: PropertyType
    required: bool
    description: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """One item of ``uploads`` in ``x-multipart-upload``.

    Attributes:
        resource, method: names as the document writes them.
        fields: body properties of the operation that starts the upload of a new record.
        identifier_fields: body properties that identify an existing record.
        existing_method: name of the method that uploads content for an existing record; None without one.
    """

    resource: str
    method: str
    description: str
    protocol: UploadProtocol
    fields: tuple[UploadField, ...] = ()
    identifier_fields: tuple[UploadField, ...] = ()
    existing_method: str | None = None
    existing_description: str = ""
