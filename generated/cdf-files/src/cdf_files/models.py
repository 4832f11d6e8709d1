"""Types of Cognite API: one name for every schema of the document."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import MISSING, Field

from ._guards import GUARDS
from ._runtime.models import Exact, Model

__all__ = [
    "AutoRetryableHeader",
    "CogniteExternalId",
    "CogniteInternalId",
    "CompleteMultiPartUpload",
    "CompleteMultiPartUploadByExternalId",
    "CompleteMultiPartUploadById",
    "CompleteMultiPartUploadByInstanceId",
    "DataFileMetadata",
    "DataMultiPartUploadFileMetadata",
    "DataSetId",
    "DataUploadFileMetadata",
    "DataWithLinks",
    "DownloadLinksExtendedExpiration",
    "EmptyResponse",
    "EpochTimestamp",
    "Error",
    "ErrorResponse",
    "ExternalFilesMetadata",
    "FileDataIdsWithIgnoreUnknownIds",
    "FileDataUploadIds",
    "FileDeleteByIdEither",
    "FileDeleteByIds",
    "FileDirectory",
    "FileExternalId",
    "FileExternalIdEither",
    "FileIdEither",
    "FileInstanceId",
    "FileInternalId",
    "FileLink",
    "FileLinkIds",
    "FileLinkWithIdentifier",
    "FileName",
    "FileRecordAttributes",
    "FileSelectByExternalId",
    "FileSelectById",
    "FileSelectByInstanceId",
    "FileSelectEither",
    "FileSource",
    "FilesMetadata",
    "FilesMetadataField",
    "GeoLocation",
    "GeoLocationGeometry",
    "InstanceExternalId",
    "InstanceId",
    "InstanceSpace",
    "Label",
    "LabelList",
    "LineString",
    "LineStringCoordinates",
    "LinearRing",
    "MimeType",
    "MultiLineString",
    "MultiLineStringCoordinates",
    "MultiPartUploadEnvelope",
    "MultiPartUploadFileMetadata",
    "MultiPoint",
    "MultiPointCoordinates",
    "MultiPolygon",
    "MultiPolygonCoordinates",
    "NodeOrEdgeExternalId",
    "OriginParameter",
    "OverwriteParameter",
    "PartsParameter",
    "Point",
    "PointCoordinates",
    "Polygon",
    "PolygonCoordinates",
    "RequestIdHeader",
    "RetryAfterHeader",
    "UploadEnvelope",
    "UploadFileMetadata",
    "UploadId",
]


CogniteInternalId: TypeAlias = Annotated[int, Field(ge=1, le=9007199254740991), Exact()]
"""Identifier made by the server."""


CogniteExternalId: TypeAlias = Annotated[str, Field(max_length=255), Exact()]
"""Identifier chosen by the client, different for every resource of its type."""


DataSetId: TypeAlias = Annotated[int, Field(ge=1, le=9007199254740991), Exact()]
"""Internal id of the data set that the file belongs to."""


EpochTimestamp: TypeAlias = Annotated[int, Field(ge=0), Exact()]
"""Milliseconds since the start of 1970, UTC."""


FileName: TypeAlias = Annotated[str, Field(max_length=256), Exact()]
"""Name of the file."""


FileDirectory: TypeAlias = Annotated[str, Field(max_length=512), Exact()]
"""Folder of the file, an absolute path with slashes."""


FileSource: TypeAlias = Annotated[str, Field(max_length=128), Exact()]
"""Where the file comes from."""


MimeType: TypeAlias = Annotated[str, Field(max_length=256), Exact()]
"""Media type of the content."""


FilesMetadataField: TypeAlias = Annotated[dict[str, str], Exact()]
"""Key and value pairs of the user's own. At most 256 pairs; at most 128 bytes in a key and 10240 bytes in a
value; at most 10240 bytes in all.
"""


InstanceSpace: TypeAlias = Annotated[
    str, Field(max_length=43, pattern="^[a-zA-Z][a-zA-Z0-9_-]{0,41}[a-zA-Z0-9]?$"), Exact()
]
"""Space of a data modelling instance."""


InstanceExternalId: TypeAlias = Annotated[
    str, Field(min_length=1, max_length=256, pattern="^[^\\x{0}]*$"), Exact()
]
"""External id of a data modelling instance, within its space."""


NodeOrEdgeExternalId: TypeAlias = Annotated[
    str, Field(min_length=1, max_length=256, pattern="^[^\\x{0}]*$"), Exact()
]
"""External id of a node or an edge."""


class Label(Model):
    """A reference to a label."""

    external_id: CogniteExternalId = Field(validation_alias="externalId", serialization_alias="externalId")


LabelList: TypeAlias = Annotated[list[Label], Field(max_length=10), Exact(GUARDS["LabelList"])]
"""Labels of the file."""


class ExternalFilesMetadata(Model):
    """What a client may say about a file."""

    __guard__ = GUARDS["ExternalFilesMetadata"]

    external_id: CogniteExternalId | MISSING = Field(
        default=MISSING, validation_alias="externalId", serialization_alias="externalId"
    )

    name: FileName

    directory: FileDirectory | MISSING = MISSING

    source: FileSource | MISSING = MISSING

    mime_type: MimeType | MISSING = Field(
        default=MISSING, validation_alias="mimeType", serialization_alias="mimeType"
    )

    metadata: FilesMetadataField | MISSING = MISSING

    asset_ids: Annotated[list[CogniteInternalId], Field(min_length=1, max_length=1000)] | MISSING = Field(
        default=MISSING, validation_alias="assetIds", serialization_alias="assetIds"
    )
    """Assets that the file is about."""

    data_set_id: DataSetId | MISSING = Field(
        default=MISSING, validation_alias="dataSetId", serialization_alias="dataSetId"
    )

    source_created_time: EpochTimestamp | MISSING = Field(
        default=MISSING, validation_alias="sourceCreatedTime", serialization_alias="sourceCreatedTime"
    )
    """When the file was created in the system it comes from."""

    source_modified_time: EpochTimestamp | MISSING = Field(
        default=MISSING, validation_alias="sourceModifiedTime", serialization_alias="sourceModifiedTime"
    )
    """When the file was last changed in the system it comes from."""

    security_categories: Annotated[list[CogniteInternalId], Field(max_length=100)] | MISSING = Field(
        default=MISSING, validation_alias="securityCategories", serialization_alias="securityCategories"
    )
    """Security categories that a reader must belong to."""

    labels: LabelList | MISSING = MISSING

    geo_location: GeoLocation | MISSING = Field(
        default=MISSING, validation_alias="geoLocation", serialization_alias="geoLocation"
    )


class FilesMetadata(Model):
    """The record of a file as the server tells it."""

    __guard__ = GUARDS["FilesMetadata"]

    external_id: CogniteExternalId | MISSING = Field(
        default=MISSING, validation_alias="externalId", serialization_alias="externalId"
    )

    name: FileName

    directory: FileDirectory | MISSING = MISSING

    source: FileSource | MISSING = MISSING

    mime_type: MimeType | MISSING = Field(
        default=MISSING, validation_alias="mimeType", serialization_alias="mimeType"
    )

    metadata: FilesMetadataField | MISSING = MISSING

    asset_ids: Annotated[list[CogniteInternalId], Field(max_length=1000)] | MISSING = Field(
        default=MISSING, validation_alias="assetIds", serialization_alias="assetIds"
    )
    """Assets that the file is about."""

    data_set_id: DataSetId | MISSING = Field(
        default=MISSING, validation_alias="dataSetId", serialization_alias="dataSetId"
    )

    source_created_time: EpochTimestamp | MISSING = Field(
        default=MISSING, validation_alias="sourceCreatedTime", serialization_alias="sourceCreatedTime"
    )
    """When the file was created in the system it comes from."""

    source_modified_time: EpochTimestamp | MISSING = Field(
        default=MISSING, validation_alias="sourceModifiedTime", serialization_alias="sourceModifiedTime"
    )
    """When the file was last changed in the system it comes from."""

    security_categories: Annotated[list[CogniteInternalId], Field(max_length=100)] | MISSING = Field(
        default=MISSING, validation_alias="securityCategories", serialization_alias="securityCategories"
    )
    """Security categories that a reader must belong to."""

    labels: LabelList | MISSING = MISSING

    geo_location: GeoLocation | MISSING = Field(
        default=MISSING, validation_alias="geoLocation", serialization_alias="geoLocation"
    )

    id: CogniteInternalId

    uploaded: bool
    """Whether the content is there. Ignored when sent."""

    uploaded_time: EpochTimestamp | MISSING = Field(
        default=MISSING, validation_alias="uploadedTime", serialization_alias="uploadedTime"
    )
    """When the content became available."""

    created_time: EpochTimestamp = Field(validation_alias="createdTime", serialization_alias="createdTime")
    """When the record was created."""

    last_updated_time: EpochTimestamp = Field(
        validation_alias="lastUpdatedTime", serialization_alias="lastUpdatedTime"
    )
    """When the record was last changed."""

    instance_id: InstanceId | MISSING = Field(
        default=MISSING, validation_alias="instanceId", serialization_alias="instanceId"
    )


class MultiPartUploadFileMetadata(Model):
    """The record of a file, with an open multipart upload."""

    __guard__ = GUARDS["MultiPartUploadFileMetadata"]

    external_id: CogniteExternalId | MISSING = Field(
        default=MISSING, validation_alias="externalId", serialization_alias="externalId"
    )

    name: FileName

    directory: FileDirectory | MISSING = MISSING

    source: FileSource | MISSING = MISSING

    mime_type: MimeType | MISSING = Field(
        default=MISSING, validation_alias="mimeType", serialization_alias="mimeType"
    )

    metadata: FilesMetadataField | MISSING = MISSING

    asset_ids: Annotated[list[CogniteInternalId], Field(max_length=1000)] | MISSING = Field(
        default=MISSING, validation_alias="assetIds", serialization_alias="assetIds"
    )
    """Assets that the file is about."""

    data_set_id: DataSetId | MISSING = Field(
        default=MISSING, validation_alias="dataSetId", serialization_alias="dataSetId"
    )

    source_created_time: EpochTimestamp | MISSING = Field(
        default=MISSING, validation_alias="sourceCreatedTime", serialization_alias="sourceCreatedTime"
    )
    """When the file was created in the system it comes from."""

    source_modified_time: EpochTimestamp | MISSING = Field(
        default=MISSING, validation_alias="sourceModifiedTime", serialization_alias="sourceModifiedTime"
    )
    """When the file was last changed in the system it comes from."""

    security_categories: Annotated[list[CogniteInternalId], Field(max_length=100)] | MISSING = Field(
        default=MISSING, validation_alias="securityCategories", serialization_alias="securityCategories"
    )
    """Security categories that a reader must belong to."""

    labels: LabelList | MISSING = MISSING

    geo_location: GeoLocation | MISSING = Field(
        default=MISSING, validation_alias="geoLocation", serialization_alias="geoLocation"
    )

    id: CogniteInternalId

    uploaded: bool
    """Whether the content is there. Ignored when sent."""

    uploaded_time: EpochTimestamp | MISSING = Field(
        default=MISSING, validation_alias="uploadedTime", serialization_alias="uploadedTime"
    )
    """When the content became available."""

    created_time: EpochTimestamp = Field(validation_alias="createdTime", serialization_alias="createdTime")
    """When the record was created."""

    last_updated_time: EpochTimestamp = Field(
        validation_alias="lastUpdatedTime", serialization_alias="lastUpdatedTime"
    )
    """When the record was last changed."""

    instance_id: InstanceId | MISSING = Field(
        default=MISSING, validation_alias="instanceId", serialization_alias="instanceId"
    )

    upload_id: str = Field(validation_alias="uploadId", serialization_alias="uploadId")
    """Names the upload when it is completed. Means nothing else."""

    upload_urls: Annotated[list[str], Field(min_length=1, max_length=250)] = Field(
        validation_alias="uploadUrls", serialization_alias="uploadUrls"
    )
    """Where to PUT the parts; the first URL takes the first part, and so on."""


class MultiPartUploadEnvelope(Model):
    """One record with an open multipart upload, in a list."""

    __guard__ = GUARDS["MultiPartUploadEnvelope"]

    items: Annotated[list[MultiPartUploadFileMetadata], Field(min_length=1, max_length=1)]


DataMultiPartUploadFileMetadata: TypeAlias = Annotated[
    MultiPartUploadFileMetadata | MultiPartUploadEnvelope, Exact(GUARDS["DataMultiPartUploadFileMetadata"])
]
"""Reply to a multipart upload being opened."""


class UploadFileMetadata(Model):
    """The record of a file, with a URL for its whole content."""

    __guard__ = GUARDS["UploadFileMetadata"]

    external_id: CogniteExternalId | MISSING = Field(
        default=MISSING, validation_alias="externalId", serialization_alias="externalId"
    )

    name: FileName

    directory: FileDirectory | MISSING = MISSING

    source: FileSource | MISSING = MISSING

    mime_type: MimeType | MISSING = Field(
        default=MISSING, validation_alias="mimeType", serialization_alias="mimeType"
    )

    metadata: FilesMetadataField | MISSING = MISSING

    asset_ids: Annotated[list[CogniteInternalId], Field(max_length=1000)] | MISSING = Field(
        default=MISSING, validation_alias="assetIds", serialization_alias="assetIds"
    )
    """Assets that the file is about."""

    data_set_id: DataSetId | MISSING = Field(
        default=MISSING, validation_alias="dataSetId", serialization_alias="dataSetId"
    )

    source_created_time: EpochTimestamp | MISSING = Field(
        default=MISSING, validation_alias="sourceCreatedTime", serialization_alias="sourceCreatedTime"
    )
    """When the file was created in the system it comes from."""

    source_modified_time: EpochTimestamp | MISSING = Field(
        default=MISSING, validation_alias="sourceModifiedTime", serialization_alias="sourceModifiedTime"
    )
    """When the file was last changed in the system it comes from."""

    security_categories: Annotated[list[CogniteInternalId], Field(max_length=100)] | MISSING = Field(
        default=MISSING, validation_alias="securityCategories", serialization_alias="securityCategories"
    )
    """Security categories that a reader must belong to."""

    labels: LabelList | MISSING = MISSING

    geo_location: GeoLocation | MISSING = Field(
        default=MISSING, validation_alias="geoLocation", serialization_alias="geoLocation"
    )

    id: CogniteInternalId

    uploaded: bool
    """Whether the content is there. Ignored when sent."""

    uploaded_time: EpochTimestamp | MISSING = Field(
        default=MISSING, validation_alias="uploadedTime", serialization_alias="uploadedTime"
    )
    """When the content became available."""

    created_time: EpochTimestamp = Field(validation_alias="createdTime", serialization_alias="createdTime")
    """When the record was created."""

    last_updated_time: EpochTimestamp = Field(
        validation_alias="lastUpdatedTime", serialization_alias="lastUpdatedTime"
    )
    """When the record was last changed."""

    instance_id: InstanceId | MISSING = Field(
        default=MISSING, validation_alias="instanceId", serialization_alias="instanceId"
    )

    upload_url: str = Field(validation_alias="uploadUrl", serialization_alias="uploadUrl")
    """Where to PUT the content."""


class DataFileMetadata(Model):
    """A list of records."""

    __guard__ = GUARDS["DataFileMetadata"]

    items: list[FilesMetadata]


class FileLink(Model):
    """Where the content can be downloaded."""

    download_url: str = Field(validation_alias="downloadUrl", serialization_alias="downloadUrl")
    """A URL that answers a plain GET for a short while."""


class InstanceId(Model):
    """Names a data modelling instance."""

    space: InstanceSpace

    external_id: InstanceExternalId = Field(validation_alias="externalId", serialization_alias="externalId")


class FileInternalId(Model):
    """A file by its internal id."""

    __guard__ = GUARDS["FileInternalId"]

    id: CogniteInternalId


class FileExternalId(Model):
    """A file by its external id."""

    __guard__ = GUARDS["FileExternalId"]

    external_id: CogniteExternalId = Field(validation_alias="externalId", serialization_alias="externalId")


class FileInstanceId(Model):
    """A file by the data modelling instance that manages it."""

    __guard__ = GUARDS["FileInstanceId"]

    instance_id: InstanceId = Field(validation_alias="instanceId", serialization_alias="instanceId")


FileIdEither: TypeAlias = Annotated[
    FileInternalId | FileExternalId | FileInstanceId, Exact(GUARDS["FileIdEither"])
]
"""A file by any one identifier."""


FileExternalIdEither: TypeAlias = Annotated[
    FileExternalId | FileInstanceId, Exact(GUARDS["FileExternalIdEither"])
]
"""A file by an identifier that was not made by the server."""


FileDeleteByIdEither: TypeAlias = Annotated[
    FileInternalId | FileExternalId, Exact(GUARDS["FileDeleteByIdEither"])
]
"""A file by an identifier that deletion understands."""


class FileSelectById(Model):
    """Selects a file by its internal id."""

    __guard__ = GUARDS["FileSelectById"]

    id: CogniteInternalId


class FileSelectByExternalId(Model):
    """Selects a file by its external id."""

    __guard__ = GUARDS["FileSelectByExternalId"]

    external_id: CogniteExternalId = Field(validation_alias="externalId", serialization_alias="externalId")


class FileSelectByInstanceId(Model):
    """Selects a file by the data modelling instance that manages it."""

    __guard__ = GUARDS["FileSelectByInstanceId"]

    instance_id: InstanceId = Field(validation_alias="instanceId", serialization_alias="instanceId")


FileSelectEither: TypeAlias = Annotated[
    FileSelectById | FileSelectByExternalId | FileSelectByInstanceId, Exact(GUARDS["FileSelectEither"])
]
"""Selects a file by any one identifier."""


class FileDataUploadIds(Model):
    """The one file to write."""

    __guard__ = GUARDS["FileDataUploadIds"]

    items: Annotated[list[FileExternalIdEither], Field(min_length=1, max_length=1)]


class FileDataIdsWithIgnoreUnknownIds(Model):
    """The files to look up."""

    __guard__ = GUARDS["FileDataIdsWithIgnoreUnknownIds"]

    items: Annotated[list[FileSelectEither], Field(min_length=1, max_length=1000)]

    ignore_unknown_ids: bool | MISSING = Field(
        default=MISSING, validation_alias="ignoreUnknownIds", serialization_alias="ignoreUnknownIds"
    )
    """Leave unknown files out in place of failing.

    The server's default: False.
    """


class FileLinkIds(Model):
    """The files to link to."""

    __guard__ = GUARDS["FileLinkIds"]

    items: Annotated[list[FileIdEither], Field(min_length=1, max_length=100)]


class FileDeleteByIds(Model):
    """The files to delete."""

    __guard__ = GUARDS["FileDeleteByIds"]

    items: Annotated[list[FileDeleteByIdEither], Field(min_length=1, max_length=1000)]

    ignore_unknown_ids: bool | MISSING = Field(
        default=MISSING, validation_alias="ignoreUnknownIds", serialization_alias="ignoreUnknownIds"
    )
    """Leave unknown files out in place of failing.

    The server's default: False.
    """


class CompleteMultiPartUploadById(Model):
    """Completes an upload of the file with this internal id."""

    __guard__ = GUARDS["CompleteMultiPartUploadById"]

    id: CogniteInternalId

    upload_id: UploadId = Field(validation_alias="uploadId", serialization_alias="uploadId")


class CompleteMultiPartUploadByExternalId(Model):
    """Completes an upload of the file with this external id."""

    __guard__ = GUARDS["CompleteMultiPartUploadByExternalId"]

    external_id: CogniteExternalId = Field(validation_alias="externalId", serialization_alias="externalId")

    upload_id: UploadId = Field(validation_alias="uploadId", serialization_alias="uploadId")


class CompleteMultiPartUploadByInstanceId(Model):
    """Completes an upload of the file that this instance manages."""

    __guard__ = GUARDS["CompleteMultiPartUploadByInstanceId"]

    instance_id: InstanceId = Field(validation_alias="instanceId", serialization_alias="instanceId")

    upload_id: UploadId = Field(validation_alias="uploadId", serialization_alias="uploadId")


CompleteMultiPartUpload: TypeAlias = Annotated[
    CompleteMultiPartUploadById | CompleteMultiPartUploadByExternalId | CompleteMultiPartUploadByInstanceId,
    Exact(GUARDS["CompleteMultiPartUpload"]),
]
"""A file, and the upload of it that is to be completed."""


class GeoLocation(Model):
    """Where the file belongs on the map, as a GeoJSON feature."""

    __guard__ = GUARDS["GeoLocation"]

    type: Literal["Feature"]
    """Always a feature."""

    geometry: GeoLocationGeometry

    properties: dict[str, Any] | MISSING = MISSING
    """Anything else about the place."""


class Point(Model):
    """One position."""

    type: Literal["Point"]

    coordinates: PointCoordinates


class LineString(Model):
    """A line."""

    type: Literal["LineString"]

    coordinates: LineStringCoordinates


class Polygon(Model):
    """An area, perhaps with holes."""

    type: Literal["Polygon"]

    coordinates: PolygonCoordinates


class MultiPoint(Model):
    """Several positions."""

    type: Literal["MultiPoint"]

    coordinates: MultiPointCoordinates


class MultiLineString(Model):
    """Several lines."""

    type: Literal["MultiLineString"]

    coordinates: MultiLineStringCoordinates


class MultiPolygon(Model):
    """Several areas."""

    type: Literal["MultiPolygon"]

    coordinates: MultiPolygonCoordinates


GeoLocationGeometry: TypeAlias = Annotated[
    Point | LineString | Polygon | MultiPoint | MultiLineString | MultiPolygon,
    Field(discriminator="type"),
    Exact(GUARDS["GeoLocationGeometry"]),
]
"""A shape in two dimensions, WGS84, longitude before latitude."""


PointCoordinates: TypeAlias = Annotated[list[float], Field(min_length=2, max_length=2), Exact()]
"""Longitude and latitude."""


LineStringCoordinates: TypeAlias = Annotated[list[PointCoordinates], Field(min_length=2), Exact()]
"""The points of a line."""


LinearRing: TypeAlias = Annotated[list[PointCoordinates], Field(min_length=4), Exact()]
"""A closed ring: four points or more, the last equal to the first."""


PolygonCoordinates: TypeAlias = Annotated[list[LinearRing], Field(min_length=1), Exact()]
"""Closed rings of four or more points; the first is the outer one."""


MultiPointCoordinates: TypeAlias = Annotated[list[PointCoordinates], Exact()]
"""A set of points."""


MultiLineStringCoordinates: TypeAlias = Annotated[list[LineStringCoordinates], Exact()]
"""A set of lines."""


MultiPolygonCoordinates: TypeAlias = Annotated[list[PolygonCoordinates], Exact()]
"""A set of polygons."""


class Error(Model):
    """Why the request failed."""

    code: int
    """The HTTP status once more."""

    message: str
    """An explanation for people."""

    missing: list[dict[str, Any]] | MISSING = MISSING
    """Identifiers that do not exist."""

    duplicated: list[dict[str, Any]] | MISSING = MISSING
    """Identifiers that exist already, or that were given twice."""


class ErrorResponse(Model):
    """The body of every error."""

    error: Error


UploadId: TypeAlias = Annotated[str, Field(min_length=1), Exact()]
"""The id that came with the part URLs. It travels in the body."""


class FileRecordAttributes(Model):
    """What the server tells of the attributes that a client may send."""

    __guard__ = GUARDS["FileRecordAttributes"]

    external_id: CogniteExternalId | MISSING = Field(
        default=MISSING, validation_alias="externalId", serialization_alias="externalId"
    )

    name: FileName

    directory: FileDirectory | MISSING = MISSING

    source: FileSource | MISSING = MISSING

    mime_type: MimeType | MISSING = Field(
        default=MISSING, validation_alias="mimeType", serialization_alias="mimeType"
    )

    metadata: FilesMetadataField | MISSING = MISSING

    asset_ids: Annotated[list[CogniteInternalId], Field(max_length=1000)] | MISSING = Field(
        default=MISSING, validation_alias="assetIds", serialization_alias="assetIds"
    )
    """Assets that the file is about."""

    data_set_id: DataSetId | MISSING = Field(
        default=MISSING, validation_alias="dataSetId", serialization_alias="dataSetId"
    )

    source_created_time: EpochTimestamp | MISSING = Field(
        default=MISSING, validation_alias="sourceCreatedTime", serialization_alias="sourceCreatedTime"
    )
    """When the file was created in the system it comes from."""

    source_modified_time: EpochTimestamp | MISSING = Field(
        default=MISSING, validation_alias="sourceModifiedTime", serialization_alias="sourceModifiedTime"
    )
    """When the file was last changed in the system it comes from."""

    security_categories: Annotated[list[CogniteInternalId], Field(max_length=100)] | MISSING = Field(
        default=MISSING, validation_alias="securityCategories", serialization_alias="securityCategories"
    )
    """Security categories that a reader must belong to."""

    labels: LabelList | MISSING = MISSING

    geo_location: GeoLocation | MISSING = Field(
        default=MISSING, validation_alias="geoLocation", serialization_alias="geoLocation"
    )


class UploadEnvelope(Model):
    """One record with a URL for its whole content, in a list."""

    __guard__ = GUARDS["UploadEnvelope"]

    items: Annotated[list[UploadFileMetadata], Field(min_length=1, max_length=1)]


DataUploadFileMetadata: TypeAlias = Annotated[
    UploadFileMetadata | UploadEnvelope, Exact(GUARDS["DataUploadFileMetadata"])
]
"""Reply to an upload in one piece being opened."""


class FileLinkWithIdentifier(Model):
    """A download link, beside the identifier that was asked for."""

    __guard__ = GUARDS["FileLinkWithIdentifier"]

    download_url: str = Field(validation_alias="downloadUrl", serialization_alias="downloadUrl")
    """A URL that answers a plain GET for a short while."""

    id: CogniteInternalId | MISSING = MISSING

    external_id: CogniteExternalId | MISSING = Field(
        default=MISSING, validation_alias="externalId", serialization_alias="externalId"
    )

    instance_id: InstanceId | MISSING = Field(
        default=MISSING, validation_alias="instanceId", serialization_alias="instanceId"
    )


class DataWithLinks(Model):
    """A list of download links."""

    __guard__ = GUARDS["DataWithLinks"]

    items: list[FileLinkWithIdentifier]


PartsParameter: TypeAlias = Annotated[int, Field(ge=1, le=250), Exact()]


RequestIdHeader: TypeAlias = Annotated[str, Exact()]


RetryAfterHeader: TypeAlias = Annotated[str, Exact()]


AutoRetryableHeader: TypeAlias = Annotated[bool, Exact()]


OverwriteParameter: TypeAlias = Annotated[bool, Exact()]
"""The server's default: False."""


EmptyResponse: TypeAlias = Annotated[dict[str, Any], Exact()]


DownloadLinksExtendedExpiration: TypeAlias = Annotated[bool, Exact()]
"""The server's default: False."""


OriginParameter: TypeAlias = Annotated[str, Exact()]
