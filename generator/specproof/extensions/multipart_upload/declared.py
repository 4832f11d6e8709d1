"""One kind of upload as a document declares it: the protocol that the generated client uses, and its methods."""

from __future__ import annotations

from dataclasses import dataclass

from specproof.extensions.multipart_upload.runtime.protocol import UploadProtocol
from specproof.ir.property_types import PropertyType

__all__ = ["Upload", "UploadField"]


@dataclass(frozen=True, slots=True)
class UploadField:
    """A property of the body that starts an upload, as an argument of the upload's method."""

    name: str
    type: PropertyType
    required: bool
    description: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """One entry of ``uploads``; ``resource`` and the methods' names as the document writes them.

    ``fields`` are the body properties of the operation that starts a new record, ``identifier_fields`` those that name
    an existing one; ``existing_method`` is None where no method is to upload content for an existing record.
    """

    resource: str
    method: str
    description: str
    protocol: UploadProtocol
    fields: tuple[UploadField, ...] = ()
    identifier_fields: tuple[UploadField, ...] = ()
    existing_method: str | None = None
    existing_description: str = ""
