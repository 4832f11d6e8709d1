"""Every status that the emulated file operations give, in the order of the checks, and what they keep."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from specproof.core.diagnostics import Findings
from specproof.document import DiskReader
from specproof.emulate import Behaviour, Context, Emulator, Options
from specproof.project import from_folder
from tests.endpoint.api import FILE, NAME, TOKEN, Api, Document, Start, record, send


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
    for settings in ({"flavour": "aws"}, {"flavor": "ibm"}, {"strict": "yes"}):
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
