"""An upload protocol of the sample package, and a server that plays its part."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from specproof.extensions.multipart_upload.runtime.protocol import (
    Check,
    Complete,
    DoneField,
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
from specproof.runtime.bodies import Body
from specproof.runtime.operation import DeclaredResponse, Media, Operation
from specproof.runtime.parameters.parameter import Parameter
from tests.unit.runtime.sample.errors import NotFound as NotFound
from tests.unit.runtime.wire import Answer, Exchange, Server

JSON = "application/json"
ANY = {"200": DeclaredResponse({JSON: Media()}), "4XX": DeclaredResponse({JSON: Media()}, error="NotFound")}
PARTS = Parameter("parts", "query", "Count", True, "form", True)
MUST = ({"oidc": ()},)

INIT = Operation("init", "POST", "/init", (PARTS,), Body({JSON: Media("NewRecord")}, True), ANY, MUST)
LINK = Operation("link", "POST", "/link", (PARTS,), Body({JSON: Media()}, True), ANY, MUST)
COMPLETE = Operation("complete", "POST", "/complete", (), Body({JSON: Media()}, True), ANY, MUST)
BY_ID = Parameter("id", "path", "Anything", True)
GET = Operation("get", "GET", "/records/{id}", (BY_ID,), None, {"200": DeclaredResponse({JSON: Media("Record")})}, MUST)

PROTOCOL = UploadProtocol(
    start_new=StartNew(
        INIT, "query.parts", "identified", ("query.overwrite", True), StartFields("/name", "/kind", ("/key",))
    ),
    start_existing=StartExisting(
        LINK,
        "query.parts",
        "/items/0",
        ("key", "node"),
        "safe",
        LateVisibility(("node",), (404,), Wait(0.01, 1, 1, 0.2), "/missing"),
    ),
    response=ResponseShape("/id", "/uploadId", "/urls", "/items"),
    parts=PartLimits(1, 250, minimum=10, maximum=1_000_000, default=100_000, last_minimum=0, workers=3),
    part_request=PartRequest(
        relative_urls="serverOrigin",
        required_headers=("Content-Length",),
        forbidden_headers=("Content-Type", "Content-Encoding", "Transfer-Encoding", "Expect", "Cookie"),
        same_origin_credentials="optIn",
        repeat="safe",
        retry_statuses=(408, 429, 500, 503),
        retry_transport_errors=True,
    ),
    complete=Complete(COMPLETE, {"/id": "recordId", "/uploadId": "uploadId"}, "checkFirst"),
    poll=Poll(GET, DoneField("/uploaded", True), Wait(0.01, 2, 0.05, 0.5), {"path.id": "recordId"}, moved="/time"),
    checks=(
        Check("/name", "A name cannot be empty.", min_length=1),
        Check("/folder", "A folder is absolute.", pattern="^/"),
        Check("/pairs", "Too many pairs.", max_entries=2, max_key_bytes=4, max_value_bytes=6, max_total_bytes=12),
    ),
)


def with_parts(**changes: Any) -> UploadProtocol:
    return replace(PROTOCOL, part_request=replace(PROTOCOL.part_request, **changes))


class Service:
    """The API and its storage: what it was sent, and how often."""

    UPLOAD_ID = "hidden-upload-id"

    def __init__(self, api: Server, storage: Server) -> None:
        self.api, self.storage = api, storage
        api.answer, storage.answer = self.answer_api, self.answer_storage
        self.prefix = storage.url
        self.parts: dict[int, bytes] = {}
        self.content: bytes | None = None
        self.uploaded_after = 1
        self.old_time: int | None = None
        self.envelope = True
        self.change_urls: Callable[[list[str]], list[Any]] = lambda urls: urls
        self.faults: dict[int, list[Answer]] = {}
        self.complete_faults: list[Answer] = []
        self.start_faults: list[Answer] = []
        self.on_part: Callable[[int], None] = lambda number: None
        self._polls = 0
        self._lock = threading.Lock()

    def calls(self, path: str) -> list[Exchange]:
        return [exchange for exchange in self.api.seen if exchange.path == f"/v1/{path}"]

    def answer_api(self, exchange: Exchange) -> Answer:
        name = exchange.path.removeprefix("/v1/").partition("/")[0]
        if name.startswith("put"):
            return self.answer_storage(exchange)
        found: Answer = {"init": self._start, "link": self._start, "complete": self._complete, "records": self._record}[
            name
        ](exchange)
        return found

    def _start(self, exchange: Exchange) -> Answer:
        if self.start_faults:
            return self.start_faults.pop(0)
        count = int(exchange.target.split("parts=")[1].partition("&")[0])
        urls = [f"{self.prefix}/put/{number}?sig=hidden%2F{number}&&x=%zz+'a" for number in range(count)]
        record = {"id": 7, "uploadId": self.UPLOAD_ID, "urls": self.change_urls(urls)}
        if self.old_time is not None:
            record |= {"uploaded": True, "time": self.old_time}
        return reply({"items": [record]} if self.envelope else record)

    def _complete(self, exchange: Exchange) -> Answer:
        if self.content is None:
            self.content = b"".join(self.parts[number] for number in sorted(self.parts))
        return self.complete_faults.pop(0) if self.complete_faults else reply({})

    def _record(self, exchange: Exchange) -> Answer:
        with self._lock:
            self._polls += self.content is not None
        there = self.content is not None and self._polls >= self.uploaded_after
        record: dict[str, Any] = {"id": 7, "uploaded": there or self.old_time is not None}
        if self.old_time is not None:
            record["time"] = self.old_time + there
        return reply(record)

    def answer_storage(self, exchange: Exchange) -> Answer:
        number = int(exchange.path.rpartition("/")[2])
        self.on_part(number)
        with self._lock:
            faults = self.faults.get(number, [])
            fault = faults.pop(0) if faults else None
        if fault is not None:
            return fault
        return Stored(self, number, exchange)


class Stored(Answer):
    """Success; the part is kept when its body has been read, which is when the reply is written."""

    def __init__(self, service: Service, number: int, exchange: Exchange) -> None:
        super().__init__(201)
        self.service, self.number, self.exchange = service, number, exchange

    def bytes(self) -> bytes:
        self.service.parts[self.number] = self.exchange.body
        return super().bytes()


def reply(body: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    return Answer(status, json.dumps(body).encode(), {"Content-Type": JSON, **(headers or {})})
