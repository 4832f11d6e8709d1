"""The operations of `client.files`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .. import _operations
from .._runtime.not_given import NOT_GIVEN, NotGiven
from .._runtime.resources import AsyncRawResource, AsyncResource, RawResource, Resource, awaited, raw

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from os import PathLike

    from .. import models
    from .._runtime.multipart_upload.batch import Outcome, Report
    from .._runtime.multipart_upload.options import PartOrigin, Progress, UploadProgress
    from .._runtime.multipart_upload.source import UploadSource
    from .._runtime.transport import Timeout

__all__ = [
    "AsyncFiles",
    "AsyncRawFiles",
    "Files",
    "RawFiles",
]


class Files(Resource):
    """Records about files, and the way to their content."""

    @cached_property
    def raw(self) -> RawFiles:
        """The same methods, which return whole responses."""
        return RawFiles(self._client)

    def get_multi_part_upload_link(
        self,
        *,
        parts: int,
        body: models.FileDataUploadIds,
        timeout: Timeout | None = None,
        extra_headers: Mapping[str, str] | None = None,
    ) -> models.DataMultiPartUploadFileMetadata:
        """Open a multipart upload for an existing file.

        Names one file that exists and returns one URL for each part of its new content. PUT each part to
        its own URL, in any order and in parallel if you like (about three at a time is advised), then
        complete the upload. The order of the URLs is the order of the bytes. A part must be larger than 5
        MiB and smaller than 4000 MiB; only the last may be smaller. URLs stay valid for one week. A part
        may be sent again to its URL. Access to a file that is managed as a data modelling node also takes
        `dataModelsAcl:READ` on the space `cdf_cdm`.

        Args:
            parts: How many parts the content will be sent in, and so how many URLs to return.
            body: The file whose content is to be written.

        Returns:
            The record, the id of the upload, and a URL for each part.

        Raises:
            BadRequestError: The request was refused.
            UnauthorizedError: No token, or one that gives no access to the project.
            ForbiddenError: The token lacks a capability that the operation takes.
            NotFoundError: There is no such file.
            ConflictError: Something with this identifier exists already.
            TooManyRequestsError: Too many calls at once or in a second, by the project or by the identity.
                Wait before the next one.
            InternalServerError: The server failed.
            BadGatewayError: A server on the way failed.
            ServiceUnavailableError: The service cannot answer now.
            GatewayTimeoutError: A server on the way gave up waiting.
        """
        result: models.DataMultiPartUploadFileMetadata = self._call(
            _operations.GET_MULTI_PART_UPLOAD_LINK,
            {"query.parts": parts},
            body,
            timeout=timeout,
            extra_headers=extra_headers,
        )
        return result

    def init_multi_part_upload(
        self,
        *,
        parts: int,
        body: models.ExternalFilesMetadata,
        overwrite: bool | NotGiven = NOT_GIVEN,
        timeout: Timeout | None = None,
        extra_headers: Mapping[str, str] | None = None,
    ) -> models.DataMultiPartUploadFileMetadata:
        """Create a file and open a multipart upload for it.

        Creates the record at once, marked as not uploaded, and returns one URL for each part. The rules for
        parts are those of the operation for existing files. A record whose content is never completed is
        deleted after one week. With `overwrite` and an external id that exists, the record found is updated
        instead: metadata is replaced as a whole, asset ids change only when given, and the old content
        stays in place until the new content has been completed.

        Args:
            overwrite: Update the file that already has the external id of the body, if there is one.
                Without an external id in the body this has no effect. The server takes False where it is
                absent.
            parts: How many parts the content will be sent in, and so how many URLs to return.
            body: The record to create.

        Returns:
            The record, the id of the upload, and a URL for each part.

        Raises:
            BadRequestError: The request was refused.
            UnauthorizedError: No token, or one that gives no access to the project.
            ForbiddenError: The token lacks a capability that the operation takes.
            NotFoundError: There is no such file.
            ConflictError: Something with this identifier exists already.
            TooManyRequestsError: Too many calls at once or in a second, by the project or by the identity.
                Wait before the next one.
            InternalServerError: The server failed.
            BadGatewayError: A server on the way failed.
            ServiceUnavailableError: The service cannot answer now.
            GatewayTimeoutError: A server on the way gave up waiting.
        """
        result: models.DataMultiPartUploadFileMetadata = self._call(
            _operations.INIT_MULTI_PART_UPLOAD,
            {"query.overwrite": overwrite, "query.parts": parts},
            body,
            timeout=timeout,
            extra_headers=extra_headers,
        )
        return result

    def complete_multi_part_upload(
        self,
        *,
        body: models.CompleteMultiPartUpload,
        timeout: Timeout | None = None,
        extra_headers: Mapping[str, str] | None = None,
    ) -> models.EmptyResponse:
        """Complete a multipart upload.

        Call it when every part has been stored. The server then joins the parts, which may take a moment:
        watch `uploaded` on the record to learn when the content can be used. Name the file in exactly one
        way. Access to a file that is managed as a data modelling node also takes `dataModelsAcl:READ` on
        the space `cdf_cdm`.

        Args:
            body: The file, and the upload to complete.

        Returns:
            Done. There is nothing to tell.

        Raises:
            BadRequestError: The request was refused.
            UnauthorizedError: No token, or one that gives no access to the project.
            ForbiddenError: The token lacks a capability that the operation takes.
            NotFoundError: There is no such file.
            ConflictError: Something with this identifier exists already.
            TooManyRequestsError: Too many calls at once or in a second, by the project or by the identity.
                Wait before the next one.
            InternalServerError: The server failed.
            BadGatewayError: A server on the way failed.
            ServiceUnavailableError: The service cannot answer now.
            GatewayTimeoutError: A server on the way gave up waiting.
        """
        result: models.EmptyResponse = self._call(
            _operations.COMPLETE_MULTI_PART_UPLOAD,
            {},
            body,
            timeout=timeout,
            extra_headers=extra_headers,
        )
        return result

    def get_file_by_internal_id(
        self,
        *,
        id: int,
        timeout: Timeout | None = None,
        extra_headers: Mapping[str, str] | None = None,
    ) -> models.FilesMetadata:
        """Read one file record.

        Returns the record with this internal id. Access to a file that is managed as a data modelling node
        also takes `dataModelsAcl:READ` on the space `cdf_cdm`.

        Args:
            id: Internal id of the file.

        Returns:
            The record.

        Raises:
            BadRequestError: The request was refused.
            UnauthorizedError: No token, or one that gives no access to the project.
            ForbiddenError: The token lacks a capability that the operation takes.
            NotFoundError: There is no such file.
            ConflictError: Something with this identifier exists already.
            TooManyRequestsError: Too many calls at once or in a second, by the project or by the identity.
                Wait before the next one.
            InternalServerError: The server failed.
            BadGatewayError: A server on the way failed.
            ServiceUnavailableError: The service cannot answer now.
            GatewayTimeoutError: A server on the way gave up waiting.
        """
        result: models.FilesMetadata = self._call(
            _operations.GET_FILE_BY_INTERNAL_ID,
            {"path.id": id},
            timeout=timeout,
            extra_headers=extra_headers,
        )
        return result

    def by_ids_files(
        self,
        *,
        body: models.FileDataIdsWithIgnoreUnknownIds,
        timeout: Timeout | None = None,
        extra_headers: Mapping[str, str] | None = None,
    ) -> models.DataFileMetadata:
        """Read many file records.

        Returns up to 1000 records in the order asked for. All identifiers must be different. Unknown ones
        make the call fail unless `ignoreUnknownIds` is set. Access to files that are managed as data
        modelling nodes also takes `dataModelsAcl:READ` on the space `cdf_cdm`.

        Args:
            body: The files to look up.

        Returns:
            The records, in the order asked for.

        Raises:
            BadRequestError: The request was refused.
            UnauthorizedError: No token, or one that gives no access to the project.
            ForbiddenError: The token lacks a capability that the operation takes.
            NotFoundError: There is no such file.
            ConflictError: Something with this identifier exists already.
            TooManyRequestsError: Too many calls at once or in a second, by the project or by the identity.
                Wait before the next one.
            InternalServerError: The server failed.
            BadGatewayError: A server on the way failed.
            ServiceUnavailableError: The service cannot answer now.
            GatewayTimeoutError: A server on the way gave up waiting.
        """
        result: models.DataFileMetadata = self._call(
            _operations.BY_IDS_FILES,
            {},
            body,
            timeout=timeout,
            extra_headers=extra_headers,
        )
        return result

    def download_links(
        self,
        *,
        body: models.FileLinkIds,
        extended_expiration: bool | NotGiven = NOT_GIVEN,
        timeout: Timeout | None = None,
        extra_headers: Mapping[str, str] | None = None,
    ) -> models.DataWithLinks:
        """Get download links.

        Returns a URL for the content of each of up to 100 files. A link lives for 30 seconds, or for an
        hour with `extendedExpiration`. Access to files that are managed as data modelling nodes also takes
        `dataModelsAcl:READ` on the space `cdf_cdm`.

        Args:
            extended_expiration: Ask for links that live for one hour in place of 30 seconds. The server
                takes False where it is absent.
            body: The files to download.

        Returns:
            A download link for each file, beside the identifier that was asked for.

        Raises:
            BadRequestError: The request was refused.
            UnauthorizedError: No token, or one that gives no access to the project.
            ForbiddenError: The token lacks a capability that the operation takes.
            NotFoundError: There is no such file.
            ConflictError: Something with this identifier exists already.
            TooManyRequestsError: Too many calls at once or in a second, by the project or by the identity.
                Wait before the next one.
            InternalServerError: The server failed.
            BadGatewayError: A server on the way failed.
            ServiceUnavailableError: The service cannot answer now.
            GatewayTimeoutError: A server on the way gave up waiting.
        """
        result: models.DataWithLinks = self._call(
            _operations.DOWNLOAD_LINKS,
            {"query.extendedExpiration": extended_expiration},
            body,
            timeout=timeout,
            extra_headers=extra_headers,
        )
        return result

    def get_upload_link(
        self,
        *,
        body: models.FileDataUploadIds,
        origin: str | NotGiven = NOT_GIVEN,
        timeout: Timeout | None = None,
        extra_headers: Mapping[str, str] | None = None,
    ) -> models.DataUploadFileMetadata:
        """Get one upload link for an existing file.

        Names one file that exists and returns one URL that takes its whole new content in a single PUT of
        at most 5,000,000,000 bytes. Send Content-Type and Content-Length with that PUT. A URL with
        `/v1/files/gcs_proxy/` in it also understands the resumable protocol of Google Cloud Storage. Access
        to a file that is managed as a data modelling node also takes `dataModelsAcl:READ` on the space
        `cdf_cdm`.

        Args:
            origin: Only for browsers, where a page of this origin is going to use the URL.
            body: The file whose content is to be written.

        Returns:
            The record, and the URL that takes its content.

        Raises:
            BadRequestError: The request was refused.
            UnauthorizedError: No token, or one that gives no access to the project.
            ForbiddenError: The token lacks a capability that the operation takes.
            NotFoundError: There is no such file.
            ConflictError: Something with this identifier exists already.
            TooManyRequestsError: Too many calls at once or in a second, by the project or by the identity.
                Wait before the next one.
            InternalServerError: The server failed.
            BadGatewayError: A server on the way failed.
            ServiceUnavailableError: The service cannot answer now.
            GatewayTimeoutError: A server on the way gave up waiting.
        """
        result: models.DataUploadFileMetadata = self._call(
            _operations.GET_UPLOAD_LINK,
            {"header.Origin": origin},
            body,
            timeout=timeout,
            extra_headers=extra_headers,
        )
        return result

    def init_file_upload(
        self,
        *,
        body: models.ExternalFilesMetadata,
        origin: str | NotGiven = NOT_GIVEN,
        overwrite: bool | NotGiven = NOT_GIVEN,
        timeout: Timeout | None = None,
        extra_headers: Mapping[str, str] | None = None,
    ) -> models.DataUploadFileMetadata:
        """Create a file and get one upload link for it.

        Creates the record and returns one URL that takes the whole content in a single PUT of at most
        5,000,000,000 bytes. Send Content-Type and Content-Length with that PUT. A URL with
        `/v1/files/gcs_proxy/` in it also understands the resumable protocol of Google Cloud Storage.
        `overwrite` works as it does when a multipart upload is opened.

        Args:
            origin: Only for browsers, where a page of this origin is going to use the URL.
            overwrite: Update the file that already has the external id of the body, if there is one.
                Without an external id in the body this has no effect. The server takes False where it is
                absent.
            body: The record to create.

        Returns:
            The record, and the URL that takes its content.

        Raises:
            BadRequestError: The request was refused.
            UnauthorizedError: No token, or one that gives no access to the project.
            ForbiddenError: The token lacks a capability that the operation takes.
            NotFoundError: There is no such file.
            ConflictError: Something with this identifier exists already.
            TooManyRequestsError: Too many calls at once or in a second, by the project or by the identity.
                Wait before the next one.
            InternalServerError: The server failed.
            BadGatewayError: A server on the way failed.
            ServiceUnavailableError: The service cannot answer now.
            GatewayTimeoutError: A server on the way gave up waiting.
        """
        result: models.DataUploadFileMetadata = self._call(
            _operations.INIT_FILE_UPLOAD,
            {"header.Origin": origin, "query.overwrite": overwrite},
            body,
            timeout=timeout,
            extra_headers=extra_headers,
        )
        return result

    def delete_files(
        self,
        *,
        body: models.FileDeleteByIds,
        timeout: Timeout | None = None,
        extra_headers: Mapping[str, str] | None = None,
    ) -> models.EmptyResponse:
        """Delete files.

        Deletes up to 1000 records together with their content. Files that are managed as data modelling
        nodes cannot be deleted here.

        Args:
            body: The files to delete.

        Returns:
            Done. There is nothing to tell.

        Raises:
            BadRequestError: The request was refused.
            UnauthorizedError: No token, or one that gives no access to the project.
            ForbiddenError: The token lacks a capability that the operation takes.
            NotFoundError: There is no such file.
            ConflictError: Something with this identifier exists already.
            TooManyRequestsError: Too many calls at once or in a second, by the project or by the identity.
                Wait before the next one.
            InternalServerError: The server failed.
            BadGatewayError: A server on the way failed.
            ServiceUnavailableError: The service cannot answer now.
            GatewayTimeoutError: A server on the way gave up waiting.
        """
        result: models.EmptyResponse = self._call(
            _operations.DELETE_FILES,
            {},
            body,
            timeout=timeout,
            extra_headers=extra_headers,
        )
        return result

    def upload(
        self,
        file: UploadSource,
        /,
        *,
        external_id: str | NotGiven = NOT_GIVEN,
        name: str | NotGiven = NOT_GIVEN,
        directory: str | NotGiven = NOT_GIVEN,
        source: str | NotGiven = NOT_GIVEN,
        mime_type: str | NotGiven = NOT_GIVEN,
        metadata: models.FilesMetadataField | NotGiven = NOT_GIVEN,
        asset_ids: Sequence[int] | NotGiven = NOT_GIVEN,
        data_set_id: int | NotGiven = NOT_GIVEN,
        source_created_time: int | NotGiven = NOT_GIVEN,
        source_modified_time: int | NotGiven = NOT_GIVEN,
        security_categories: Sequence[int] | NotGiven = NOT_GIVEN,
        labels: models.LabelList | NotGiven = NOT_GIVEN,
        geo_location: models.GeoLocation | NotGiven = NOT_GIVEN,
        overwrite: bool | NotGiven = NOT_GIVEN,
        part_size: int | None = None,
        parts: int | None = None,
        resume: bool = True,
        workers: int | None = None,
        progress: Progress | None = None,
        wait: bool = True,
        verify: bool = False,
        bandwidth: float | None = None,
        part_credentials: bool = False,
        part_origin: PartOrigin = "given",
        timeout: Timeout | None = None,
        transfer_timeout: Timeout | None = None,
    ) -> models.FilesMetadata:
        """Uploads a local file in parts and waits until its content is there.

        Args:
            file: Path of a local file, or a binary file that can seek.
            external_id: Identifier chosen by the client, different for every resource of its type.
            name: Taken from the name of the file where it is left out.
            directory: Folder of the file, an absolute path with slashes.
            source: Where the file comes from.
            mime_type: Media type of the content.
            metadata: Key and value pairs of the user's own. At most 256 pairs; at most 128 bytes in a key
                and 10240 bytes in a value; at most 10240 bytes in all.
            asset_ids: Assets that the file is about.
            data_set_id: Internal id of the data set that the file belongs to.
            source_created_time: When the file was created in the system it comes from.
            source_modified_time: When the file was last changed in the system it comes from.
            security_categories: Security categories that a reader must belong to.
            labels: Labels of the file.
            geo_location: Where the file belongs on the map, as a GeoJSON feature.
            overwrite: Update the file that already has the external id of the body, if there is one.
                Without an external id in the body this has no effect.
            part_size: Bytes of each part; the document's suggestion where it is left out.
            parts: Number of parts, instead of their size.
            resume: Whether to remember how far a file at a path was sent, and to go on from there.
            workers: Parts on the way at the same time; fewer while the storage asks for less.
            progress: Called with the bytes sent so far and the whole.
            wait: Whether to wait until the server confirms the content.
            verify: Whether to read the content back and to compare its SHA-256 with that of the file.
            bandwidth: Most bytes a second, all parts together.
            part_credentials: Whether parts on the API's own origin carry the client's credentials.
            part_origin: `server` sends parts with absolute URLs to the API's own origin instead.
            timeout: Seconds for a call of the API.
            transfer_timeout: Seconds for each read or write of a part.

        Raises:
            UploadInProgressError: Another process or thread is at the same upload.
            UploadError: It did not finish.
            ClientError: A call of the API failed.
        """
        from .. import _uploads
        from .._runtime.multipart_upload.methods import run_upload
        from .._runtime.multipart_upload.options import UploadOptions

        result: models.FilesMetadata = run_upload(
            self._client,
            _uploads.FILES_UPLOAD,
            file,
            fields={
                "externalId": external_id,
                "name": name,
                "directory": directory,
                "source": source,
                "mimeType": mime_type,
                "metadata": metadata,
                "assetIds": asset_ids,
                "dataSetId": data_set_id,
                "sourceCreatedTime": source_created_time,
                "sourceModifiedTime": source_modified_time,
                "securityCategories": security_categories,
                "labels": labels,
                "geoLocation": geo_location,
            },
            arguments={"query.overwrite": overwrite},
            options=UploadOptions(
                part_size=part_size,
                parts=parts,
                resume=resume,
                workers=workers,
                progress=progress,
                wait=wait,
                verify=verify,
                bandwidth=bandwidth,
                part_credentials=part_credentials,
                part_origin=part_origin,
                timeout=timeout,
                transfer_timeout=transfer_timeout,
            ),
        )
        return result

    def upload_content(
        self,
        file: UploadSource,
        /,
        *,
        external_id: str | NotGiven = NOT_GIVEN,
        instance_id: models.InstanceId | NotGiven = NOT_GIVEN,
        part_size: int | None = None,
        parts: int | None = None,
        resume: bool = True,
        workers: int | None = None,
        progress: Progress | None = None,
        wait: bool = True,
        verify: bool = False,
        bandwidth: float | None = None,
        part_credentials: bool = False,
        part_origin: PartOrigin = "given",
        timeout: Timeout | None = None,
        transfer_timeout: Timeout | None = None,
    ) -> models.FilesMetadata:
        """Uploads new content for a file that exists.

        Args:
            file: Path of a local file, or a binary file that can seek.
            external_id: Identifier chosen by the client, different for every resource of its type.
            instance_id: Names a data modelling instance.
            part_size: Bytes of each part; the document's suggestion where it is left out.
            parts: Number of parts, instead of their size.
            resume: Whether to remember how far a file at a path was sent, and to go on from there.
            workers: Parts on the way at the same time; fewer while the storage asks for less.
            progress: Called with the bytes sent so far and the whole.
            wait: Whether to wait until the server confirms the content.
            verify: Whether to read the content back and to compare its SHA-256 with that of the file.
            bandwidth: Most bytes a second, all parts together.
            part_credentials: Whether parts on the API's own origin carry the client's credentials.
            part_origin: `server` sends parts with absolute URLs to the API's own origin instead.
            timeout: Seconds for a call of the API.
            transfer_timeout: Seconds for each read or write of a part.

        Raises:
            UploadInProgressError: Another process or thread is at the same upload.
            UploadError: It did not finish.
            ClientError: A call of the API failed.
        """
        from .. import _uploads
        from .._runtime.multipart_upload.methods import run_upload
        from .._runtime.multipart_upload.options import UploadOptions

        result: models.FilesMetadata = run_upload(
            self._client,
            _uploads.FILES_UPLOAD,
            file,
            identifiers={"externalId": external_id, "instanceId": instance_id},
            arguments={},
            options=UploadOptions(
                part_size=part_size,
                parts=parts,
                resume=resume,
                workers=workers,
                progress=progress,
                wait=wait,
                verify=verify,
                bandwidth=bandwidth,
                part_credentials=part_credentials,
                part_origin=part_origin,
                timeout=timeout,
                transfer_timeout=transfer_timeout,
            ),
        )
        return result

    def upload_many(
        self,
        paths: Iterable[str | PathLike[str]],
        /,
        *,
        fields: Callable[[str], Mapping[str, Any]] | Mapping[str, Mapping[str, Any]] | None = None,
        executor: Executor | None = None,
        files_at_once: int = 4,
        workers: int | None = None,
        part_size: int | None = None,
        resume: bool = True,
        verify: bool = False,
        wait: bool = True,
        timeout: Timeout | None = None,
        transfer_timeout: Timeout | None = None,
        progress: Callable[[str, UploadProgress], None] | None = None,
        on_outcome: Callable[[Outcome[models.FilesMetadata]], None] | None = None,
        skip_done: bool = True,
        ledger: str | PathLike[str] | None = None,
        send_secrets: bool = False,
    ) -> Report[models.FilesMetadata]:
        """Uploads many files, each by `upload`: failures are collected, one bad file stops nothing.

        What an earlier run uploaded is left out if size and time of change of the file, its fields and the
        server's record are as that run left them. The largest files go first.

        Args:
            paths: Of local files; each is uploaded once.
            fields: Arguments of `upload` for each file: a function of its path, or a mapping by path.
            files_at_once: How many files are on their way at the same time.
            workers: Parts of one file on the way at the same time; two if left out and several files go at
                once.
            part_size: Bytes of each part; the document's suggestion where it is left out.
            resume: Whether uploads are remembered, and go on where an earlier call was broken off.
            verify: Whether each content is fetched at the end, and compared by its SHA-256.
            wait: Whether to wait until the server confirms each content; without it nothing is known to be
                done.
            timeout: Seconds for a call of the API.
            transfer_timeout: Seconds for each read or write of a part.
            progress: Called with a path and how far it is, where that file is sent.
            on_outcome: Called with each outcome as it comes.
            skip_done: Whether to leave out what an earlier run has uploaded.
            ledger: File that remembers what was uploaded, in place of one in the user's state folder.
            executor: Runs one task a file, in this process, in others or on other machines; threads if left
                out.
            send_secrets: Whether secrets that are text may go to other processes.

        Raises:
            InvalidArgumentError: An option is wrong, or the executor would take secrets elsewhere.
        """
        from .._runtime.multipart_upload.batch import BatchOptions, MethodRef, upload_many_sync

        return upload_many_sync(
            self._client,
            MethodRef("files", "upload", "FILES_UPLOAD"),
            paths,
            BatchOptions(
                fields=fields,
                common={
                    "part_size": part_size,
                    "resume": resume,
                    "verify": verify,
                    "wait": wait,
                    "timeout": timeout,
                    "transfer_timeout": transfer_timeout,
                },
                executor=executor,
                send_secrets=send_secrets,
                files_at_once=files_at_once,
                workers=workers,
                progress=progress,
                on_outcome=on_outcome,
                skip_done=skip_done,
                ledger=ledger,
            ),
        )

    def resume_upload(
        self,
        key: str,
        /,
        *,
        workers: int | None = None,
        progress: Progress | None = None,
        wait: bool = True,
        verify: bool = False,
        bandwidth: float | None = None,
        part_credentials: bool = False,
        part_origin: PartOrigin = "given",
        timeout: Timeout | None = None,
        transfer_timeout: Timeout | None = None,
    ) -> models.FilesMetadata:
        """Goes on with an upload that was begun and not finished, with the parts that are missing.

        Args:
            key: Of the upload, as `uploads.list()` tells it.
            workers: Parts on the way at the same time; fewer while the storage asks for less.
            progress: Called with the bytes sent so far and the whole.
            wait: Whether to wait until the server confirms the content.
            verify: Whether to read the content back and to compare its SHA-256 with that of the file.
            bandwidth: Most bytes a second, all parts together.
            part_credentials: Whether parts on the API's own origin carry the client's credentials.
            part_origin: `server` sends parts with absolute URLs to the API's own origin instead.
            timeout: Seconds for a call of the API.
            transfer_timeout: Seconds for each read or write of a part.

        Raises:
            UploadInProgressError: Another process or thread is at the same upload.
            UploadError: It did not finish.
            ClientError: A call of the API failed.
        """
        from .. import _uploads
        from .._runtime.multipart_upload.methods import run_resume
        from .._runtime.multipart_upload.options import UploadOptions

        result: models.FilesMetadata = run_resume(
            self._client,
            _uploads.FILES_UPLOAD,
            key,
            UploadOptions(
                workers=workers,
                progress=progress,
                wait=wait,
                verify=verify,
                bandwidth=bandwidth,
                part_credentials=part_credentials,
                part_origin=part_origin,
                timeout=timeout,
                transfer_timeout=transfer_timeout,
            ),
        )
        return result

    def discard_upload(self, key: str, /) -> None:
        """Deletes the record that an unfinished upload made, and forgets the upload.

        Args:
            key: Of the upload, as `uploads.list()` tells it.

        Raises:
            InvalidArgumentError: There is no such upload, or its record was there before or has its content by now.
            UploadInProgressError: Another process or thread is at it.
            ClientError: The server refused.
        """
        from .. import _uploads
        from .._runtime.multipart_upload.methods import run_discard

        result: None = run_discard(self._client, _uploads.FILES_UPLOAD, key)
        return result


class AsyncFiles(AsyncResource):
    """Records about files, and the way to their content."""

    @cached_property
    def raw(self) -> AsyncRawFiles:
        """The same methods, which return whole responses."""
        return AsyncRawFiles(self._client)

    get_multi_part_upload_link = awaited(Files.get_multi_part_upload_link)
    init_multi_part_upload = awaited(Files.init_multi_part_upload)
    complete_multi_part_upload = awaited(Files.complete_multi_part_upload)
    get_file_by_internal_id = awaited(Files.get_file_by_internal_id)
    by_ids_files = awaited(Files.by_ids_files)
    download_links = awaited(Files.download_links)
    get_upload_link = awaited(Files.get_upload_link)
    init_file_upload = awaited(Files.init_file_upload)
    delete_files = awaited(Files.delete_files)

    upload = awaited(Files.upload)
    upload_content = awaited(Files.upload_content)
    resume_upload = awaited(Files.resume_upload)
    discard_upload = awaited(Files.discard_upload)

    async def upload_many(
        self,
        paths: Iterable[str | PathLike[str]],
        /,
        *,
        fields: Callable[[str], Mapping[str, Any]] | Mapping[str, Mapping[str, Any]] | None = None,
        files_at_once: int = 4,
        workers: int | None = None,
        part_size: int | None = None,
        resume: bool = True,
        verify: bool = False,
        wait: bool = True,
        timeout: Timeout | None = None,
        transfer_timeout: Timeout | None = None,
        progress: Callable[[str, UploadProgress], None] | None = None,
        on_outcome: Callable[[Outcome[models.FilesMetadata]], None] | None = None,
        skip_done: bool = True,
        ledger: str | PathLike[str] | None = None,
    ) -> Report[models.FilesMetadata]:
        """Uploads many files, each by `upload`: failures are collected, one bad file stops nothing.

        What an earlier run uploaded is left out if size and time of change of the file, its fields and the
        server's record are as that run left them. The largest files go first.

        Args:
            paths: Of local files; each is uploaded once.
            fields: Arguments of `upload` for each file: a function of its path, or a mapping by path.
            files_at_once: How many files are on their way at the same time.
            workers: Parts of one file on the way at the same time; two if left out and several files go at
                once.
            part_size: Bytes of each part; the document's suggestion where it is left out.
            resume: Whether uploads are remembered, and go on where an earlier call was broken off.
            verify: Whether each content is fetched at the end, and compared by its SHA-256.
            wait: Whether to wait until the server confirms each content; without it nothing is known to be
                done.
            timeout: Seconds for a call of the API.
            transfer_timeout: Seconds for each read or write of a part.
            progress: Called with a path and how far it is, where that file is sent.
            on_outcome: Called with each outcome as it comes.
            skip_done: Whether to leave out what an earlier run has uploaded.
            ledger: File that remembers what was uploaded, in place of one in the user's state folder.

        Raises:
            InvalidArgumentError: An option is wrong, or the executor would take secrets elsewhere.
        """
        from .._runtime.multipart_upload.batch import BatchOptions, MethodRef, upload_many_async

        return await upload_many_async(
            self._client,
            MethodRef("files", "upload", "FILES_UPLOAD"),
            paths,
            BatchOptions(
                fields=fields,
                common={
                    "part_size": part_size,
                    "resume": resume,
                    "verify": verify,
                    "wait": wait,
                    "timeout": timeout,
                    "transfer_timeout": transfer_timeout,
                },
                files_at_once=files_at_once,
                workers=workers,
                progress=progress,
                on_outcome=on_outcome,
                skip_done=skip_done,
                ledger=ledger,
            ),
        )


class RawFiles(RawResource):
    """The methods of `Files`, which return whole responses."""

    get_multi_part_upload_link = raw(Files.get_multi_part_upload_link)
    init_multi_part_upload = raw(Files.init_multi_part_upload)
    complete_multi_part_upload = raw(Files.complete_multi_part_upload)
    get_file_by_internal_id = raw(Files.get_file_by_internal_id)
    by_ids_files = raw(Files.by_ids_files)
    download_links = raw(Files.download_links)
    get_upload_link = raw(Files.get_upload_link)
    init_file_upload = raw(Files.init_file_upload)
    delete_files = raw(Files.delete_files)


class AsyncRawFiles(AsyncRawResource):
    """As `RawFiles`, for asyncio."""

    get_multi_part_upload_link = awaited(RawFiles.get_multi_part_upload_link)
    init_multi_part_upload = awaited(RawFiles.init_multi_part_upload)
    complete_multi_part_upload = awaited(RawFiles.complete_multi_part_upload)
    get_file_by_internal_id = awaited(RawFiles.get_file_by_internal_id)
    by_ids_files = awaited(RawFiles.by_ids_files)
    download_links = awaited(RawFiles.download_links)
    get_upload_link = awaited(RawFiles.get_upload_link)
    init_file_upload = awaited(RawFiles.init_file_upload)
    delete_files = awaited(RawFiles.delete_files)
