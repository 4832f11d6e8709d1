"""The emulator of the file operations over real sockets: every row of the verdict table, every status that it gives."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import http.client
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from specproof.core.diagnostics import Findings
from specproof.document import DiskReader
from specproof.emulate import Behaviour, Call, Clock, Context, Emulator, Options, Reply
from specproof.project import from_folder

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "verdicts.yaml").read_text(encoding="utf-8"))
FILE = Path(__file__).parents[2] / "spec" / "cdf-files" / "emulator.py"
BASE = "/api/v1/projects/test"
JSON = "application/json"
TOKEN = {"Authorization": "Bearer t"}
SMALL = {"minimum_part": 4, "uploaded_delay": 0.0}

Document = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> Any:
        return self.json["error"]


def send(url: str, method: str, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
    """Exactly these headers, and the URL byte for byte."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    connection.putrequest(method, url.split(parts.netloc, 1)[1], skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders(body)
    reply = connection.getresponse()
    answer = Answer(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())
    connection.close()
    return answer


@dataclass(frozen=True)
class Api:
    """The emulator as a client meets it."""

    emulator: Emulator

    def call(self, path: str, body: Any = None, headers: Mapping[str, str] = TOKEN) -> Answer:
        url = self.emulator.base_url + BASE + path
        if body is None:
            return send(url, "GET", headers)
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return send(url, "POST", {"Content-Type": JSON, "Content-Length": str(len(data)), **headers}, data)

    def put(self, url: str, data: bytes, **headers: str) -> Answer:
        url = url if url.startswith("http") else self.emulator.base_url + url
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return send(url, "PUT", {"Content-Length": str(len(data)), **named}, data)

    def init(self, parts: int, overwrite: bool = False, **fields: Any) -> dict[str, Any]:
        query = f"?parts={parts}&overwrite={str(overwrite).lower()}"
        found = record(self.call("/files/initmultipartupload" + query, {"name": "n", **fields}))
        assert len(found["uploadUrls"]) == parts
        return found

    def complete(self, upload: Mapping[str, Any], **identifier: Any) -> Answer:
        named = identifier or {"id": upload["id"]}
        return self.call("/files/completemultipartupload", {**named, "uploadId": upload["uploadId"]})

    def file(self, identity: int) -> Any:
        return self.call(f"/files/{identity}").json

    def download(self, identity: int, extended: bool = False) -> Answer:
        return send(self.download_url(identity, extended), "GET", {})

    def download_url(self, identity: int, extended: bool = False) -> str:
        query = "?extendedExpiration=true" if extended else ""
        url: str = self.call("/files/downloadlink" + query, {"items": [{"id": identity}]}).json["items"][0][
            "downloadUrl"
        ]
        return url if url.startswith("http") else self.emulator.base_url + url

    def upload(self, parts: list[bytes], overwrite: bool = False, **fields: Any) -> dict[str, Any]:
        """A file with content, its parts sent backwards."""
        begun = self.init(len(parts), overwrite, **fields)
        for url, part in reversed(list(zip(begun["uploadUrls"], parts, strict=True))):
            assert self.put(url, part).status in (200, 201)
        assert self.complete(begun).json == {}
        return begun


def record(answer: Answer) -> dict[str, Any]:
    """The record of a link reply, bare or in an envelope of one."""
    assert answer.status == 201, answer.body
    body = answer.json
    if "items" in body:
        (body,) = body["items"]
    found: dict[str, Any] = body
    return found


@pytest.fixture
def emulator(effective: Document) -> Iterator[Callable[..., Api]]:
    """``emulator(**settings)``: an emulator of the effective document with its clock stopped."""
    with contextlib.ExitStack() as stack:

        def start(**settings: Any) -> Api:
            options = Options(settings={**SMALL, **settings}, clock=Clock(frozen=True))
            return Api(stack.enter_context(Emulator(effective, FILE, options)))

        yield start


Start = Callable[..., Api]


# The verdict table, twice: every schema both as a body and as a reply, and then by the operations that use it.


def echo(document: Document, cases: list[dict[str, Any]]) -> tuple[Document, Behaviour]:
    """The document with one more operation a case, which takes and gives what the case's schema says."""
    paths, handlers = dict(document["paths"]), {}
    error = {"description": "d", "content": {JSON: {"schema": {"$ref": "#/components/schemas/ErrorResponse"}}}}

    async def same(call: Call) -> Reply:
        return Reply(200, case_of[call.operation.id])

    case_of: dict[str, Any] = {}
    for index, case in enumerate(cases):
        schema = schema_of(document, case)
        media = {JSON: {"schema": schema}}
        for name, body in ((f"take{index}", media), (f"give{index}", {JSON: {}})):
            reply = {"description": "d", "content": {JSON: {}} if name.startswith("take") else media}
            operation = {"operationId": name, "security": [], "requestBody": {"content": body}}
            paths[f"/{name}"] = {"post": {**operation, "responses": {"200": reply, "400": error}}}
            handlers[name], case_of[name] = same, case["input"]

    def refuse(problem: Any) -> Reply:
        return Reply(problem.status, {"error": {"code": problem.status, "message": problem.message}})

    return {**document, "paths": paths}, Behaviour(handlers=handlers, refuse=refuse)


def schema_of(document: Document, case: Mapping[str, Any]) -> Any:
    if "schema" in case:
        return {"$ref": f"#/components/schemas/{case['schema']}"}
    operations = (one for item in document["paths"].values() for one in item.values() if isinstance(one, dict))
    (operation,) = (one for one in operations if one.get("operationId") == case["operation"])
    reply = operation["responses"][str(case["status"])]
    while "$ref" in reply:
        reply = document["components"]["responses"][reply["$ref"].rpartition("/")[2]]
    return reply["content"][JSON]["schema"]


@pytest.fixture(scope="module", params=["official", "corrected"])
def echoing(request: pytest.FixtureRequest) -> Iterator[tuple[str, Api]]:
    document = request.getfixturevalue({"official": "official", "corrected": "effective"}[request.param])
    extended, behaviour = echo(document, CASES)
    with Emulator(extended, lambda context: behaviour) as running:
        yield request.param, Api(running)


def name_of(index: int) -> str:
    return f"{CASES[index]['row']}-{CASES[index].get('schema') or CASES[index]['operation']}-{index}"


@pytest.mark.parametrize("index", range(len(CASES)), ids=name_of)
def test_verdicts_on_requests_and_replies(echoing: tuple[str, Api], index: int) -> None:
    column, api = echoing
    accepted = CASES[index][column] == "accept"
    taken = api.call(f"/take{index}", CASES[index]["input"])
    assert taken.status == (200 if accepted else 400), taken.body
    given = api.call(f"/give{index}", {})
    assert given.status == (200 if accepted else 500), given.body
    if not accepted:
        assert taken.error["code"] == 400
        assert "breaks the document: body" in given.error["message"]


NAME = {"name": "n"}
REQUESTS: Mapping[str, Callable[[Any], tuple[str, Any]]] = {
    "FileDataUploadIds": lambda value: ("/files/multiuploadlink?parts=1", value),
    "CompleteMultiPartUpload": lambda value: ("/files/completemultipartupload", value),
    "FileDataIdsWithIgnoreUnknownIds": lambda value: ("/files/byids", value),
    "FileLinkIds": lambda value: ("/files/downloadlink", value),
    "FileDeleteByIds": lambda value: ("/files/delete", value),
    "ExternalFilesMetadata": lambda value: ("/files/initmultipartupload?parts=1", value),
    "InstanceId": lambda value: ("/files/multiuploadlink?parts=1", {"items": [{"instanceId": value}]}),
    **dict.fromkeys(
        ("GeoLocationGeometry", "Point", "LineString", "Polygon", "MultiPolygon"),
        lambda value: ("/files", {**NAME, "geoLocation": {"type": "Feature", "geometry": value}}),
    ),
}
BY_OPERATION = [index for index, case in enumerate(CASES) if case.get("schema") in REQUESTS]


@pytest.fixture(scope="module")
def tolerant(effective: Document) -> Iterator[Api]:
    """Unknown identifiers answer 404 here, so that 400 is the verdict of a schema."""
    with Emulator(effective, FILE, Options(settings={"missing_status": 404})) as running:
        yield Api(running)


@pytest.mark.parametrize("index", BY_OPERATION, ids=name_of)
def test_verdicts_by_the_operations(tolerant: Api, index: int) -> None:
    case = CASES[index]
    path, body = REQUESTS[case["schema"]](case["input"])
    answer = tolerant.call(path, body)
    assert (answer.status != 400) is (case["corrected"] == "accept"), answer.body
    assert answer.status in (201, 400, 404)
    if answer.status == 400:
        assert (answer.error["code"], bool(answer.error["message"])) == (400, True)
        assert answer.headers["x-request-id"]


def test_rows_that_no_request_can_carry() -> None:
    left = {case.get("schema") or case["operation"] for index, case in enumerate(CASES) if index not in BY_OPERATION}
    replies = {"DataMultiPartUploadFileMetadata", "FilesMetadata", "downloadLinks", "getUploadLink"}
    assert left == {*replies, "NodeOrEdgeExternalId"}


# D20-D25: the shapes of real replies

SHAPES = {
    "clients": {"multi link": True, "multi init": False, "link": True, "init": False},
    "official": {"multi link": True, "multi init": True, "link": False, "init": False},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_reply_shapes(emulator: Start, shape: str) -> None:
    api = emulator(reply_shape=shape)
    known = {"items": [{"externalId": "e"}]}
    answers = {
        "init": api.call("/files", {"name": "n", "externalId": "e"}),
        "multi init": api.call("/files/initmultipartupload?parts=2", NAME),
        "link": api.call("/files/uploadlink", known),
        "multi link": api.call("/files/multiuploadlink?parts=250", known),
    }
    assert {name: "items" in answer.json for name, answer in answers.items()} == SHAPES[shape]
    assert {name: record(answer)["uploaded"] for name, answer in answers.items()} == dict.fromkeys(answers, False)
    assert len(record(answers["multi link"])["uploadUrls"]) == 250


def test_mixed_shapes_follow_the_seed(emulator: Start) -> None:
    shapes = []
    for _ in range(2):
        api = emulator(reply_shape="mixed", seed=7)
        calls = [api.call("/files/initmultipartupload?parts=1", NAME).json for _ in range(12)]
        shapes.append(["items" in body for body in calls])
    assert shapes[0] == shapes[1]
    assert set(shapes[0]) == {True, False}


# Journeys


@pytest.mark.parametrize("flavor", ["aws", "azure", "gcp", "private-link"])
def test_a_new_file_in_parts(emulator: Start, flavor: str) -> None:
    api = emulator(flavor=flavor, strict=True)
    parts = [os.urandom(size) for size in (300_000, 5, 1)]
    begun = api.upload(parts, externalId="e", mimeType="x/y", directory="/d")
    assert api.file(begun["id"])["uploaded"] is True
    answer = api.download(begun["id"])
    assert answer.body == b"".join(parts)
    assert (answer.headers["content-type"], answer.headers["content-length"]) == ("x/y", "300006")
    journal = api.emulator.journal
    assert journal.notes == ()
    digests = [hashlib.sha256(part).hexdigest() for part in reversed(parts)]
    assert [entry.digest for entry in journal if entry.method == "PUT"] == digests
    assert {entry.origin for entry in journal if entry.method == "PUT"} == (
        {"api"} if flavor == "private-link" else {"storage"}
    )


def test_an_existing_file_gets_new_content(emulator: Start) -> None:
    api = emulator(uploaded_delay=1.0)
    clock = api.emulator.clock
    old = api.upload([b"old"], externalId="e")
    assert api.file(old["id"])["uploaded"] is False
    clock.advance(1)
    before = api.file(old["id"])
    assert before["uploaded"] is True
    link = record(api.call("/files/multiuploadlink?parts=2", {"items": [{"externalId": "e"}]}))
    assert link["id"] == old["id"]
    for url, text in zip(link["uploadUrls"], (b"new ", b"text"), strict=True):
        assert api.put(url, text).status == 200
    assert api.complete(link, externalId="e").status == 200
    assert (api.file(old["id"]), api.download(old["id"]).body) == (before, b"old")
    clock.advance(1)
    after = api.file(old["id"])
    assert after["uploadedTime"] > before["uploadedTime"]
    assert api.download(old["id"]).body == b"new text"


def test_new_content_shows_in_the_record_however_fast(emulator: Start) -> None:
    api = emulator()
    first = api.file(api.upload([b"1"], externalId="e")["id"])
    second = api.file(api.upload([b"2"], externalId="e", overwrite=True)["id"])
    assert second["uploadedTime"] > first["uploadedTime"]


def test_node_managed_files(emulator: Start) -> None:
    api = emulator()
    node = {"space": "plant", "externalId": "pump 7.pdf"}
    items = {"items": [{"instanceId": node}]}
    assert api.call("/files/multiuploadlink?parts=1", items).error["missing"] == [{"instanceId": node}]
    api.emulator.admin("instances", {**node, "delay": 5, "misses": 1})
    assert api.call("/files/multiuploadlink?parts=1", items).status == 400
    api.emulator.clock.advance(5)
    assert api.call("/files/multiuploadlink?parts=1", items).status == 400
    link = record(api.call("/files/multiuploadlink?parts=1", items))
    assert link["instanceId"] == node
    assert api.put(link["uploadUrls"][0], b"x").status == 200
    assert api.complete(link, instanceId=node).status == 200
    assert api.call("/files/byids", items).json["items"][0]["uploaded"] is True
    assert api.call("/files/delete", items).status == 400


@pytest.mark.parametrize("existing", [False, True])
def test_a_single_put_needs_no_completion(emulator: Start, existing: bool) -> None:
    api = emulator(flavor="gcp", strict=True)
    made = record(api.call("/files", {"name": "n", "externalId": "e", "mimeType": "a/b"}))
    if existing:
        made = record(api.call("/files/uploadlink", {"items": [{"externalId": "e"}]}))
    assert api.put(made["uploadUrl"], b"whole", Content_Type="a/b").status == 200
    assert api.file(made["id"])["uploaded"] is True
    assert api.download(made["id"]).body == b"whole"


def test_empty_files_and_repeated_parts(emulator: Start) -> None:
    api = emulator()
    assert api.download(api.upload([b""])["id"]).body == b""
    begun = api.init(1)
    for text in (b"first", b"second"):
        assert api.put(begun["uploadUrls"][0], text).status == 200
    assert api.complete(begun).status == 200
    assert api.download(begun["id"]).body == b"second"
    stored = api.emulator.admin("state")
    assert [file["content"][0]["length"] for file in stored["files"]] == [0, 6]
    assert len(list(api.emulator.contents.iterdir())) == 2


# Statuses of facts 10.2, in the order of the checks


def test_tokens_and_capabilities(emulator: Start) -> None:
    api = emulator(tokens={"r": ["filesAcl:READ"], "m": ["dataModelInstancesAcl:WRITE"], "n": []}, token_lifetime=60)
    body = {"items": [{"externalId": "e"}]}

    def status(path: str, token: str) -> int:
        return api.call(path, body, {"Authorization": f"Bearer {token}"}).status

    assert api.call("/files/byids", body, {}).status == 401
    assert api.call("/files/byids", body, {"Authorization": "Basic dTpw"}).status == 401
    assert status("/files/byids", "x") == 401
    assert status("/files/byids", "n") == 403
    assert status("/files/byids", "r") == 400
    assert status("/files/uploadlink", "r") == 403
    assert status("/files/uploadlink", "m") == 400
    assert status("/files/delete", "m") == 403
    api.emulator.clock.advance(60)
    assert status("/files/byids", "r") == 401
    assert api.call("/files/byids", b"not json", {}).status == 401


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/files/byids", b"{"),
        ("/files/byids", b""),
        ("/files/byids", []),
        ("/files/byids", {"items": [{"id": n} for n in range(1, 1002)]}),
        ("/files/downloadlink", {"items": [{"id": n} for n in range(1, 102)]}),
        ("/files/downloadlink?extendedExpiration=1", {"items": [{"id": 1}]}),
        ("/files/initmultipartupload", NAME),
        ("/files/initmultipartupload?parts=0", NAME),
        ("/files/initmultipartupload?parts=251", NAME),
        ("/files/initmultipartupload?parts=x", NAME),
        ("/files/initmultipartupload?parts=1&parts=2", NAME),
        ("/files/initmultipartupload?parts=1&overwrite=yes", NAME),
        ("/files?overwrite=True", NAME),
        ("/files", {"items": [NAME]}),
        ("/files", {**NAME, "directory": "d"}),
        ("/files", {**NAME, "metadata": {"k" * 129: ""}}),
        ("/files", {**NAME, "metadata": {"é" * 65: ""}}),
        ("/files", {**NAME, "metadata": {"k": "v" * 10_241}}),
        ("/files", {**NAME, "metadata": {str(n): "" for n in range(257)}}),
        ("/files", {**NAME, "metadata": {"a": "v" * 5_200, "b": "v" * 5_200}}),
        ("/files/0", None),
        ("/files/x", None),
        ("/files/9007199254740992", None),
    ],
)
def test_bad_requests(tolerant: Api, path: str, body: Any) -> None:
    answer = tolerant.call(path, body)
    assert (answer.status, answer.error["code"]) == (400, 400), answer.body


def test_identifiers_that_are_not_there(emulator: Start) -> None:
    api = emulator()
    known = api.call("/files", {"name": "n", "externalId": "e"}).json["id"]
    mixed = [{"id": known}, {"externalId": "x"}, {"id": 5}]
    for path in ("byids", "downloadlink", "delete"):
        answer = api.call(f"/files/{path}", {"items": mixed})
        assert (answer.status, answer.error["missing"]) == (400, mixed[1:])
    absent = api.call("/files/5")
    assert (absent.status, absent.error["missing"]) == (404, [{"id": 5}])
    assert [
        one["id"] for one in api.call("/files/byids", {"items": mixed, "ignoreUnknownIds": True}).json["items"]
    ] == [known]
    twice = api.call("/files/byids", {"items": [{"id": known}, {"id": 5}, {"id": known}]})
    assert (twice.status, twice.error["duplicated"]) == (400, [{"id": known}])
    assert api.call("/files/downloadlink", {"items": [{"id": known}]}).status == 400
    assert api.call("/files/delete", {"items": mixed, "ignoreUnknownIds": True}).json == {}
    assert api.call(f"/files/{known}").status == 404


@pytest.mark.parametrize("status", [409, 400])
def test_conflict_and_overwrite(emulator: Start, status: int) -> None:
    api = emulator(conflict_status=status)
    fields = {"externalId": "e", "metadata": {"a": "1"}, "source": "s", "assetIds": [1], "directory": "/a"}
    first = api.init(1, **fields)
    for path in ("/files/initmultipartupload?parts=1", "/files"):
        answer = api.call(path, {"name": "m", "externalId": "e"})
        assert (answer.status, answer.error["duplicated"]) == (status, [{"externalId": "e"}])
    second = api.init(1, overwrite=True, externalId="e", name="m", metadata={"b": "2"}, source="t", directory="/b")
    found = api.file(second["id"])
    assert second["id"] == first["id"]
    assert (found["name"], found["metadata"], found["assetIds"]) == ("m", {"b": "2"}, [1])
    assert (found["source"], found["directory"]) == ("s", "/a")
    assert api.init(1, overwrite=True)["id"] != first["id"]


def test_completion_is_checked(emulator: Start) -> None:
    api = emulator()
    begun, other = api.init(3), api.init(1)

    def refused(upload: Mapping[str, Any], **identifier: Any) -> str:
        answer = api.complete(upload, **identifier)
        assert answer.status == 400
        return str(answer.error["message"])

    assert "3 of 3 parts" in refused(begun)
    for index, text in enumerate((b"four", b"thr", b"")):
        assert api.put(begun["uploadUrls"][index], text).status == 200
    assert "Part 2 of 3 is under 4 bytes" in refused(begun)
    assert "not one of this file" in refused({**begun, "uploadId": "u"})
    assert "not one of this file" in refused({**begun, "uploadId": other["uploadId"]})
    assert api.complete(begun, id=5).error["missing"] == [{"id": 5}]
    assert api.put(begun["uploadUrls"][1], b"four").status == 200
    assert api.complete(begun).status == 200
    assert api.complete(begun).status == 200
    assert api.put(begun["uploadUrls"][1], b"late").status == 403
    assert api.download(begun["id"]).body == b"fourfour"


@pytest.mark.parametrize("status", [200, 400, 404, 409])
def test_completing_twice(emulator: Start, status: int) -> None:
    api = emulator(repeat_complete=status)
    assert api.complete(api.upload([b"x"])).status == status


def test_bounds(emulator: Start) -> None:
    strict = emulator(bounds="strict", bounds_at="put", maximum_part=10)
    urls = strict.init(2)["uploadUrls"]
    sizes = {(0, 4): 400, (0, 5): 200, (0, 9): 200, (0, 10): 400, (1, 0): 200, (1, 10): 400}
    assert {key: strict.put(urls[key[0]], b"x" * key[1]).status for key in sizes} == sizes
    lax = emulator(bounds_at="put", maximum_part=10)
    urls = lax.init(2)["uploadUrls"]
    sizes = {(0, 3): 400, (0, 4): 200, (0, 10): 200, (0, 11): 400, (1, 0): 200}
    assert {key: lax.put(urls[key[0]], b"x" * key[1]).status for key in sizes} == sizes


def test_time_passes(emulator: Start) -> None:
    api = emulator(dead_url_status=404)
    clock, kept = api.emulator.clock, api.upload([b"kept"])
    begun = api.init(1)
    short, long = api.download_url(kept["id"]), api.download_url(kept["id"], extended=True)
    clock.advance(30)
    assert [send(url, "GET", {}).status for url in (short, long)] == [404, 200]
    clock.advance(3_570)
    assert send(long, "GET", {}).status == 404
    clock.advance(604_800 - 3_600)
    assert api.put(begun["uploadUrls"][0], b"x").status == 404
    assert api.call(f"/files/{begun['id']}").status == 404
    assert api.file(kept["id"])["uploaded"] is True


def test_expired_uploads_leave_old_content(emulator: Start) -> None:
    api = emulator()
    api.upload([b"old"], externalId="e")
    again = api.init(1, overwrite=True, externalId="e")
    assert api.put(again["uploadUrls"][0], b"new").status == 200
    api.emulator.clock.advance(604_800)
    assert api.complete(again).status == 400
    assert api.download(again["id"]).body == b"old"


@pytest.mark.parametrize(("knob", "status"), [("coexist", 200), ("supersede", 403)])
def test_a_second_link(emulator: Start, knob: str, status: int) -> None:
    api = emulator(second_link=knob)
    first = api.init(1, externalId="e")
    api.call("/files/multiuploadlink?parts=1", {"items": [{"externalId": "e"}]})
    assert api.put(first["uploadUrls"][0], b"x").status == status


def test_deleting_ends_uploads(emulator: Start) -> None:
    api = emulator()
    begun = api.init(2)
    assert api.put(begun["uploadUrls"][0], b"four").status == 200
    assert api.call("/files/delete", {"items": [{"id": begun["id"]}]}).json == {}
    assert api.put(begun["uploadUrls"][1], b"x").status == 403
    assert list(api.emulator.contents.iterdir()) == []


@pytest.mark.parametrize(("knob", "counts"), [("fewer", (2, 2)), ("more", (4, 4)), ("repeated", (3, 1))])
def test_wrong_url_counts(emulator: Start, knob: str, counts: tuple[int, int]) -> None:
    urls = record(emulator(url_count=knob).call("/files/initmultipartupload?parts=3", NAME))["uploadUrls"]
    assert (len(urls), len(set(urls))) == counts


def test_never_uploaded(emulator: Start) -> None:
    api = emulator(uploaded_delay=None)
    begun = api.upload([b"x"])
    api.emulator.clock.advance(86_400)
    assert api.file(begun["id"])["uploaded"] is False


def test_unreachable_private_links(emulator: Start) -> None:
    api = emulator(flavor="private-link", private_link_urls="unreachable")
    begun = api.init(1)
    (url,) = begun["uploadUrls"]
    assert url.startswith("https://storage.invalid/")
    assert api.put(url.replace("https://storage.invalid", api.emulator.base_url), b"x").status == 200


def test_clients_may_pack_and_say_their_version(emulator: Start) -> None:
    api = emulator()
    headers = {**TOKEN, "Content-Encoding": "gzip", "cdf-version": "20230101", "Origin": "https://x.example"}
    assert api.call("/files", gzip.compress(json.dumps(NAME).encode()), headers).status == 201


def test_projects_are_apart(emulator: Start, effective: Document) -> None:
    api = emulator()
    begun = api.init(1, externalId="e")
    url = f"{api.emulator.base_url}/api/v1/projects/other/files/{begun['id']}"
    assert send(url, "GET", TOKEN).status == 404


def test_the_journal_holds_no_secret(emulator: Start) -> None:
    api = emulator()
    begun = api.upload([b"four", b"x"])
    text = json.dumps(api.emulator.journal.as_dict())
    for url in begun["uploadUrls"]:
        assert urlsplit(url).query not in text
    assert begun["uploadId"] not in text
    assert TOKEN["Authorization"] not in text
    labels = [entry.label for entry in api.emulator.journal]
    assert labels == ["initMultiPartUpload", "part 1", "part 0", "completeMultiPartUpload"]


def test_the_project_names_its_emulator(project: Path) -> None:
    findings = Findings()
    settings = from_folder(project, DiskReader().read, findings)
    with Emulator.from_project(settings, flavor="azure", uploaded_delay=0.0) as running:
        assert set(running.urls) == {"api", "storage", "admin"}
        assert Api(running).upload([b"x"])["uploadUrls"][0].startswith(running.storage_url)
        assert {entry.status for entry in running.journal if entry.method == "PUT"} == {201}


def test_a_lost_disk_is_the_stores_trouble(emulator: Start) -> None:
    api = emulator()
    begun = api.init(1)
    os.rmdir(api.emulator.contents)
    answer = api.put(begun["uploadUrls"][0], b"x")
    os.mkdir(api.emulator.contents)
    assert (answer.status, b"InternalError" in answer.body) == (500, True)
    assert "cannot store" in api.emulator.journal.notes[0]
    assert api.put(begun["uploadUrls"][0], b"x").status == 200


def test_settings_are_checked(effective: Document) -> None:
    for settings in ({"flavor": "aws"}, {"flavor": "ibm"}, {"strict": "yes"}):
        with pytest.raises(ValueError), Emulator(effective, FILE, Options(settings=settings)):
            raise AssertionError("never entered")


def test_the_document_alone_serves_too(effective: Document) -> None:
    """Without emulator.py the operations answer with the examples of the document, which it accepts."""

    def create(context: Context) -> Behaviour:
        return Behaviour()

    with Emulator(effective, create) as running:
        answer = Api(running).call("/files/byids", {"items": [{"id": 1}]})
        assert answer.status in (200, 501)
        assert running.journal.notes == ()
