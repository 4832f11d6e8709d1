"""Files of all kinds, from their first call to their content."""

from __future__ import annotations

import hashlib
import os

import pytest

from tests.endpoint.api import Start, record


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
