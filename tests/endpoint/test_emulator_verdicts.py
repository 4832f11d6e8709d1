"""Every row of the verdict table: each schema as a body and as a response, then by the operations that use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from specproof.emulate import Behaviour, Call, Emulator, Response
from tests.endpoint.api import JSON, NAME, Api, Document, Start, record

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "verdicts.yaml").read_text(encoding="utf-8"))

# The verdict table, twice: every schema both as a body and as a reply, and then by the operations that use it.


def echo(document: Document, cases: list[dict[str, Any]]) -> tuple[Document, Behaviour]:
    """The document with one more operation a case, which takes and gives what the case's schema says."""
    paths, handlers = dict(document["paths"]), {}
    error = {"description": "d", "content": {JSON: {"schema": {"$ref": "#/components/schemas/ErrorResponse"}}}}

    async def same(call: Call) -> Response:
        return Response(200, case_of[call.operation.id])

    case_of: dict[str, Any] = {}
    for index, case in enumerate(cases):
        schema = schema_of(document, case)
        media = {JSON: {"schema": schema}}
        for name, body in ((f"take{index}", media), (f"give{index}", {JSON: {}})):
            reply = {"description": "d", "content": {JSON: {}} if name.startswith("take") else media}
            operation = {"operationId": name, "security": [], "requestBody": {"content": body}}
            paths[f"/{name}"] = {"post": {**operation, "responses": {"200": reply, "400": error}}}
            handlers[name], case_of[name] = same, case["input"]

    def refuse(problem: Any) -> Response:
        return Response(problem.status, {"error": {"code": problem.status, "message": problem.message}})

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
