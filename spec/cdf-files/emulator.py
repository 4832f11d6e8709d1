"""What the file operations do beyond their document: records, uploads, completion, links.

Everything that no source documents is a field of ``Settings``. Run it with ``specproof serve spec/cdf-files``.
"""

from __future__ import annotations

import random
import secrets
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from specproof.emulate import (
    FLAVORS,
    Behaviour,
    Call,
    Clock,
    Context,
    Operation,
    Origin,
    Piece,
    Problem,
    RefusalError,
    Response,
    Source,
    Storage,
    Target,
    read_settings,
    remove_pieces,
)

__all__ = ["Settings", "create"]

Json = dict[str, Any]
LARGEST_ID = 2**53 - 1
LARGEST_SINGLE_PUT = 5_000_000_000
METADATA_PAIRS, METADATA_KEY, METADATA_VALUE, METADATA_TOTAL = 256, 128, 10_240, 10_240
KEPT_ON_OVERWRITE = ("directory", "source")
PROXY = "/storage/"


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings, with what is best known of the service as defaults. Times are in seconds, sizes in bytes.

    ``tokens`` maps a bearer token to its capabilities such as ``filesAcl:WRITE``; without it every token may do
    everything. ``uploaded_delay`` of None means never. ``strict`` answers 400 to every breach of the rules for PUTs.
    ``bounds`` tells whether a part may be exactly as small or large as the bounds; the small one is checked at
    ``bounds_at``. ``part_order`` swapped joins the first two parts the wrong way round.
    """

    flavor: Literal["aws", "azure", "gcp", "private-link"] = "aws"
    private_link_urls: Literal["path", "unreachable"] = "path"
    strict: bool = False
    tokens: Mapping[str, Sequence[str]] | None = None
    token_lifetime: float | None = None
    uploaded_delay: float | None = 1.0
    instance_delay: float = 0.0
    instance_misses: int = 0
    url_lifetime: float = 604_800.0
    abandoned_lifetime: float = 604_800.0
    download_lifetime: float = 30.0
    extended_download_lifetime: float = 3_600.0
    second_link: Literal["coexist", "supersede"] = "coexist"
    repeat_complete: Literal[200, 400, 404, 409] = 200
    conflict_status: Literal[409, 400] = 409
    missing_status: Literal[400, 404] = 400
    unknown_id_status: Literal[404, 400] = 404
    dead_url_status: Literal[403, 404] = 403
    reply_shape: Literal["clients", "official", "mixed"] = "clients"
    url_count: Literal["equal", "fewer", "more", "repeated"] = "equal"
    bounds: Literal["lax", "strict"] = "lax"
    bounds_at: Literal["complete", "put"] = "complete"
    minimum_part: int = 5_242_880
    maximum_part: int = 4_194_304_000
    part_order: Literal["url", "swapped"] = "url"
    seed: int | None = None


@dataclass(slots=True)
class File:
    """A record and its bytes. ``arriving`` are the pieces of a completed upload that become the content at ``due``."""

    id: int
    attributes: Json
    created: int
    updated: int
    instance: tuple[str, str] | None = None
    uploaded_time: int | None = None
    content: tuple[Piece, ...] | None = None
    arriving: tuple[Piece, ...] | None = None
    due: float | None = None

    def record(self) -> Json:
        record: Json = {
            **self.attributes,
            "id": self.id,
            "uploaded": self.content is not None,
            "createdTime": self.created,
            "lastUpdatedTime": self.updated,
        }
        if self.uploaded_time is not None:
            record["uploadedTime"] = self.uploaded_time
        if self.instance is not None:
            record["instanceId"] = {"space": self.instance[0], "externalId": self.instance[1]}
        return record


@dataclass(slots=True)
class Upload:
    """One set of part URLs; ``state`` is open, done, superseded or gone."""

    id: str
    file: File
    parts: list[Piece | None]
    expires: float
    state: str = "open"


@dataclass(slots=True)
class Node:
    """A file node of the data model, which the file service may not know yet."""

    visible: float
    misses: int


class Project:
    """The files of one project, as they are now; ``settings`` gives the current settings."""

    def __init__(self, settings: Callable[[], Settings], clock: Clock) -> None:
        self._settings, self.clock = settings, clock
        self.files: dict[int, File] = {}
        self.uploads: dict[str, Upload] = {}
        self.nodes: dict[tuple[str, str], Node] = {}

    @property
    def settings(self) -> Settings:
        return self._settings()

    def create(self, attributes: Json, instance: tuple[str, str] | None = None) -> File:
        now = self.clock.milliseconds
        identity = secrets.randbelow(LARGEST_ID) + 1
        file = self.files[identity] = File(identity, attributes, now, now, instance)
        return file

    def tick(self) -> None:
        """Apply what is due: contents that arrive, unfinished files that vanish."""
        now = self.clock.now()
        oldest = (now - self.settings.abandoned_lifetime) * 1000
        for file in list(self.files.values()):
            if file.due is not None and file.due <= now:
                self._arrive(file)
            abandoned = file.content is None and file.arriving is None and file.instance is None
            if abandoned and file.created <= oldest:
                self.delete(file)

    def _arrive(self, file: File) -> None:
        old, file.content, file.arriving, file.due = file.content, file.arriving, None, None
        remove_pieces(old or ())
        file.uploaded_time = file.updated = max(self.clock.milliseconds, file.updated + 1)

    def finish(self, file: File, pieces: tuple[Piece, ...]) -> None:
        """Store new content of a file, which is marked as uploaded after the delay."""
        remove_pieces(file.arriving or ())
        delay = self.settings.uploaded_delay
        file.arriving = pieces
        file.due = None if delay is None else self.clock.now() + delay
        self.tick()

    def delete(self, file: File) -> None:
        del self.files[file.id]
        remove_pieces([*(file.content or ()), *(file.arriving or ())])
        for upload in self.uploads.values():
            if upload.file is file and upload.state != "done":
                self.end(upload, "gone")

    def end(self, upload: Upload, state: str) -> None:
        """Close an upload; parts that do not become content are deleted."""
        upload.state = state
        if state != "done":
            remove_pieces([part for part in upload.parts if part is not None])
        upload.parts = [None] * len(upload.parts)

    def find(self, identifier: Mapping[str, Any]) -> File | None:
        """Return the file that ``id``, ``externalId`` or ``instanceId`` names."""
        if "id" in identifier:
            return self.files.get(int(identifier["id"]))
        if "externalId" in identifier:
            wanted = identifier["externalId"]
            return next((file for file in self.files.values() if file.attributes.get("externalId") == wanted), None)
        return self._managed(identifier["instanceId"]["space"], identifier["instanceId"]["externalId"])

    def _managed(self, space: str, external_id: str) -> File | None:
        node = self.nodes.get((space, external_id))
        if node is None or self.clock.now() < node.visible:
            return None
        if node.misses > 0:
            node.misses -= 1
            return None
        return next((file for file in self.files.values() if file.instance == (space, external_id)), None)

    def upload(self, file: File, parts: int) -> Upload:
        if self.settings.second_link == "supersede":
            for older in self.uploads.values():
                if older.file is file and older.state == "open":
                    self.end(older, "superseded")
        expires = self.clock.now() + self.settings.url_lifetime
        upload = Upload(secrets.token_urlsafe(48), file, [None] * parts, expires)
        self.uploads[upload.id] = upload
        return upload


class Files:
    """Handlers of the nine operations."""

    def __init__(self, context: Context, settings: Settings) -> None:
        self.settings, self.clock = settings, context.clock
        self._projects: dict[str, Project] = {}
        self._random = random.Random(settings.seed)
        self._url = context.url
        self.storage = Storage(
            context.contents,
            context.clock,
            FLAVORS[settings.flavor],
            strict=settings.strict,
            dead=settings.dead_url_status,
            private=("x-cdp-",),
        )

    def configure(self, settings: Settings) -> None:
        """Change settings."""
        self.settings = settings
        flavor = FLAVORS[settings.flavor]
        self.storage.behave(flavor, strict=settings.strict, dead=settings.dead_url_status)

    def project(self, name: str) -> Project:
        """Return a project by any name, brought up to now."""
        if name not in self._projects:
            self._projects[name] = Project(lambda: self.settings, self.clock)
        self._projects[name].tick()
        return self._projects[name]

    def _project(self, call: Call) -> Project:
        return self.project(call.variables["project"])

    # records

    async def init_file_upload(self, call: Call) -> Response:
        project = self._project(call)
        file = self._initialised(project, call)
        return Response(201, {**file.record(), "uploadUrl": self._single_url(project, file)})

    async def init_multi_part_upload(self, call: Call) -> Response:
        project = self._project(call)
        file = self._initialised(project, call)
        record = self._multi_part(project, file, int(call.query["parts"]))
        return Response(201, self._shaped(record, enveloped={"clients": False, "official": True}))

    def _initialised(self, project: Project, call: Call) -> File:
        attributes: Json = call.body
        _check_attributes(attributes)
        external_id = attributes.get("externalId")
        known = project.find({"externalId": external_id}) if external_id is not None else None
        if known is None:
            return project.create(_record_of(attributes))
        if not call.query.get("overwrite", False):
            text = "A file with this external id exists"
            raise RefusalError(self.settings.conflict_status, text, duplicated=[{"externalId": external_id}])
        kept = {key: value for key, value in known.attributes.items() if key in KEPT_ON_OVERWRITE}
        known.attributes = {**known.attributes, **_record_of(attributes), **kept}
        known.updated = max(self.clock.milliseconds, known.updated + 1)
        return known

    async def get_file_by_internal_id(self, call: Call) -> Response:
        file = self._project(call).find({"id": call.path["id"]})
        if file is None:
            missing = [{"id": call.path["id"]}]
            raise RefusalError(self.settings.unknown_id_status, "No file has this id", missing=missing)
        return Response(200, file.record())

    async def by_ids_files(self, call: Call) -> Response:
        items: list[Json] = call.body["items"]
        repeated = [item for index, item in enumerate(items) if item in items[:index]]
        if repeated:
            raise RefusalError(400, "Identifiers are repeated", duplicated=repeated)
        tolerant = call.body.get("ignoreUnknownIds", False)
        files = self._found(self._project(call), items, tolerant=tolerant)
        return Response(200, {"items": [file.record() for _, file in files]})

    async def delete_files(self, call: Call) -> Response:
        project = self._project(call)
        tolerant = call.body.get("ignoreUnknownIds", False)
        files = {file.id: file for _, file in self._found(project, call.body["items"], tolerant=tolerant)}
        for file in files.values():
            project.delete(file)
        return Response(200, {})

    def _found(self, project: Project, items: Iterable[Json], *, tolerant: bool = False) -> list[tuple[Json, File]]:
        pairs = [(item, project.find(item)) for item in items]
        missing = [item for item, file in pairs if file is None]
        if missing and not tolerant:
            raise RefusalError(self.settings.missing_status, "There is no such file", missing=missing)
        return [(item, file) for item, file in pairs if file is not None]

    # links

    async def get_upload_link(self, call: Call) -> Response:
        project = self._project(call)
        ((_, file),) = self._found(project, call.body["items"])
        record = {**file.record(), "uploadUrl": self._single_url(project, file)}
        return Response(201, self._shaped(record, enveloped={"clients": True, "official": False}))

    async def get_multi_part_upload_link(self, call: Call) -> Response:
        project = self._project(call)
        ((_, file),) = self._found(project, call.body["items"])
        record = self._multi_part(project, file, int(call.query["parts"]))
        return Response(201, self._shaped(record, enveloped={"clients": True, "official": True}))

    async def download_links(self, call: Call) -> Response:
        files = self._found(self._project(call), call.body["items"])
        empty = [item for item, file in files if file.content is None]
        if empty:
            raise RefusalError(400, f"No content has been uploaded for {len(empty)} of the files")
        extended = call.query.get("extendedExpiration", False)
        lifetime = self.settings.extended_download_lifetime if extended else self.settings.download_lifetime
        links = [{**item, "downloadUrl": self._download_url(file, lifetime)} for item, file in files]
        return Response(200, {"items": links})

    def _shaped(self, record: Json, enveloped: Mapping[str, bool]) -> Json:
        shape = self.settings.reply_shape
        if shape == "mixed":
            shape = self._random.choice(("clients", "official"))
        return {"items": [record]} if enveloped[shape] else record

    def _base(self) -> str:
        """The base of signed URLs: another origin, or for private links the API's own or an unreachable host."""
        if self.settings.flavor != "private-link":
            return self._url("storage")
        return "" if self.settings.private_link_urls == "path" else "https://storage.invalid"

    def _link(self, end: Target | Source, name: str) -> str:
        return self.storage.link(self._base(), PROXY.strip("/") + "/" + name, end)

    def _download_url(self, file: File, lifetime: float) -> str:
        media_type = file.attributes.get("mimeType") or "application/octet-stream"
        return self._link(Source(file.content or (), media_type, self.clock.now() + lifetime), "content")

    def _single_url(self, project: Project, file: File) -> str:
        def stored(piece: Piece) -> None:
            project.finish(file, (piece,))

        def alive() -> bool:
            project.tick()
            return project.files.get(file.id) is file

        expires = self.clock.now() + self.settings.url_lifetime
        return self._link(Target(stored, alive, LARGEST_SINGLE_PUT, expires, "whole file", typed=True), "file")

    # uploads in parts

    def _multi_part(self, project: Project, file: File, parts: int) -> Json:
        upload = project.upload(file, parts)
        urls = [self._part_url(project, upload, index) for index in range(parts)]
        changed: Mapping[str, Callable[[], list[str]]] = {
            "equal": lambda: urls,
            "fewer": lambda: urls[:-1],
            "more": lambda: [*urls, self._part_url(project, upload, parts - 1)],
            "repeated": lambda: [urls[0]] * parts,
        }
        return {**file.record(), "uploadId": upload.id, "uploadUrls": changed[self.settings.url_count]()}

    def _part_url(self, project: Project, upload: Upload, index: int) -> str:
        def stored(piece: Piece) -> None:
            old, upload.parts[index] = upload.parts[index], piece
            remove_pieces([old] if old else [])

        def alive() -> bool:
            project.tick()
            return upload.state == "open"

        strictly = self.settings.bounds == "strict"
        checked = self.settings.bounds_at == "put" and index < len(upload.parts) - 1
        least, limit = self.settings.minimum_part + strictly, self.settings.maximum_part - strictly
        target = Target(stored, alive, limit, upload.expires, f"part {index}", least=least if checked else 0)
        return self._link(target, "part")

    async def complete_multi_part_upload(self, call: Call) -> Response:
        project = self._project(call)
        identifier = {key: call.body[key] for key in ("id", "externalId", "instanceId") if key in call.body}
        if len(identifier) != 1:
            raise RefusalError(400, "Exactly one identifier of the file is needed")
        ((_, file),) = self._found(project, [identifier])
        upload = project.uploads.get(call.body["uploadId"])
        if upload is None or upload.file is not file:
            raise RefusalError(400, "The upload id is not one of this file")
        if upload.state == "done":
            return self._again()
        if upload.state != "open" or upload.expires <= self.clock.now():
            raise RefusalError(400, "The upload is over: it expired, or a newer one took its place")
        project.finish(file, self._whole(project, upload))
        return Response(200, {})

    def _again(self) -> Response:
        if self.settings.repeat_complete == 200:
            return Response(200, {})
        raise RefusalError(self.settings.repeat_complete, "The upload has been completed already")

    def _whole(self, project: Project, upload: Upload) -> tuple[Piece, ...]:
        """Return the parts in URL order. Raises: RefusalError, if they do not make a file."""
        parts = tuple(part for part in upload.parts if part is not None)
        if len(parts) < len(upload.parts):
            raise RefusalError(400, f"{len(upload.parts) - len(parts)} of {len(upload.parts)} parts are not there")
        least = self.settings.minimum_part + (self.settings.bounds == "strict")
        small = [index for index, part in enumerate(parts[:-1]) if part.length < least]
        if small:
            raise RefusalError(400, f"Part {small[0] + 1} of {len(parts)} is under {least} bytes and not the last")
        project.end(upload, "done")
        swapped = self.settings.part_order == "swapped"
        return (*parts[1:2], *parts[:1], *parts[2:]) if swapped else parts

    # the admin's side

    def add_instance(self, value: Json) -> Json:
        """A node that manages a file: ``{"space", "externalId", "project"?, "name"?, "delay"?, "misses"?}``."""
        project = self.project(value.get("project", "test"))
        key = (value["space"], value["externalId"])
        delay = value.get("delay", self.settings.instance_delay)
        project.nodes[key] = Node(self.clock.now() + delay, value.get("misses", self.settings.instance_misses))
        return project.create({"name": value.get("name", key[1])}, key).record()

    def state(self, value: Json) -> Json:
        """Files and uploads of a project, ``{"project"?}``, with lengths and digests of what is stored."""
        project = self.project(value.get("project", "test"))
        return {
            "files": [{**file.record(), "content": _summary(file.content)} for file in project.files.values()],
            "uploads": [
                {"uploadId": one.id, "fileId": one.file.id, "state": one.state, "parts": _summary(one.parts)}
                for one in project.uploads.values()
            ],
        }


def _summary(pieces: Iterable[Piece | None] | None) -> list[Json | None] | None:
    if pieces is None:
        return None
    return [{"length": piece.length, "digest": piece.digest} if piece else None for piece in pieces]


def _record_of(attributes: Json) -> Json:
    """The fields of a request that become part of the record, without those that the server sets."""
    own = ("id", "uploaded", "uploadedTime", "createdTime", "lastUpdatedTime", "instanceId", "items")
    return {key: value for key, value in attributes.items() if key not in own}


def _check_attributes(attributes: Json) -> None:
    """Check rules that the document has as prose: bytes of metadata, absolute directories."""
    directory = attributes.get("directory")
    if directory is not None and not directory.startswith("/"):
        raise RefusalError(400, "The directory is not absolute")
    pairs = [(key.encode(), value.encode()) for key, value in attributes.get("metadata", {}).items()]
    too_large = (
        len(pairs) > METADATA_PAIRS
        or any(len(key) > METADATA_KEY or len(value) > METADATA_VALUE for key, value in pairs)
        or sum(len(key) + len(value) for key, value in pairs) > METADATA_TOTAL
    )
    if too_large:
        raise RefusalError(400, "The metadata is over its limits")


class Identities:
    """Tokens and their capabilities."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._clock = clock
        self._seen: dict[str, float] = {}
        self.configure(settings)

    def configure(self, settings: Settings) -> None:
        """Change settings; tokens that were added are forgotten."""
        self._lifetime = settings.token_lifetime
        self._capabilities = dict(settings.tokens) if settings.tokens is not None else None

    def add(self, value: Json) -> Json:
        """``{"token", "capabilities": [...]}``; from the first one on, only the named tokens count."""
        self._capabilities = {**(self._capabilities or {}), value["token"]: value["capabilities"]}
        return {}

    def authorise(self, operation: Operation, credentials: Mapping[str, str]) -> None:
        token = next(iter(credentials.values()), "")
        first = self._seen.setdefault(token, self._clock.now())
        if self._lifetime is not None and self._clock.now() >= first + self._lifetime:
            raise RefusalError(401, "The token has expired")
        if self._capabilities is None:
            return
        if token not in self._capabilities:
            raise RefusalError(401, "The token gives no access to this project")
        alternatives = [operation.node[key] for key in ("x-capability", "x-cdm-capability") if operation.node.get(key)]
        if alternatives and not any(set(one) <= set(self._capabilities[token]) for one in alternatives):
            raise RefusalError(403, f"Not allowed: this needs {' and '.join(alternatives[0])}")


def _refuse(problem: Problem) -> Response:
    """The API's error envelope."""
    error = {"code": problem.status, "message": problem.message, **problem.details}
    return Response(problem.status, {"error": error}, problem.headers)


def _finish(response: Response) -> Response:
    return replace(response, headers={**response.headers, "x-request-id": str(uuid.uuid4())})


def create(context: Context) -> Behaviour:
    """The behaviour of the file operations.

    Raises:
        ValueError: a setting that there is not, or a value that it does not take.
    """
    settings = read_settings(Settings, context.settings)
    files, identities = Files(context, settings), Identities(settings, context.clock)
    storage = Origin(files.storage, files.storage.label, files.storage.refusal)

    def configure(values: Mapping[str, Any]) -> Mapping[str, Any]:
        known = asdict(files.settings)
        if values:
            changed = read_settings(Settings, {**known, **values})
            files.configure(changed)
            identities.configure(changed)
        return asdict(files.settings)

    return Behaviour(
        handlers={
            "getMultiPartUploadLink": files.get_multi_part_upload_link,
            "initMultiPartUpload": files.init_multi_part_upload,
            "completeMultiPartUpload": files.complete_multi_part_upload,
            "getFileByInternalId": files.get_file_by_internal_id,
            "byIdsFiles": files.by_ids_files,
            "downloadLinks": files.download_links,
            "getUploadLink": files.get_upload_link,
            "initFileUpload": files.init_file_upload,
            "deleteFiles": files.delete_files,
        },
        authorise=identities.authorise,
        refuse=_refuse,
        finish=_finish,
        origins={"storage": storage},
        mounts={PROXY: storage},
        configure=configure,
        admin={"instances": files.add_instance, "identities": identities.add, "state": files.state},
    )
