"""Faults on the file operations: in the words of API and store, on every flavor, and the knobs while it runs."""

from __future__ import annotations

import http.client
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from specproof.emulate import Clock, Emulator, Options
from tests.endpoint.api import FILE, SMALL, Api, Document

FLAVORS = ("aws", "azure", "gcp", "private-link")
STARTS = {"operation": "initMultiPartUpload"}


@pytest.fixture
def api(effective: Document) -> Iterator[Api]:
    """One emulator with no fault, its clock stopped."""
    options = Options(settings=SMALL, clock=Clock(frozen=True))
    with Emulator(effective, FILE, options) as emulator:
        yield Api(emulator)


def faults(api: Api, *given: Mapping[str, Any]) -> None:
    api.emulator.faults.replace(list(given))


def test_the_api_fails_in_its_own_words(api: Api) -> None:
    faults(api, {"match": STARTS, "times": 1, "throttle": {"retry_after": 3, "message": "the rate of the identity"}})
    answer = api.call("/files/initmultipartupload?parts=1", {"name": "n"})
    assert (answer.status, answer.headers["retry-after"]) == (429, "3")
    assert answer.error == {"code": 429, "message": "the rate of the identity"}
    assert answer.headers["x-request-id"]
    assert api.emulator.admin("state")["files"] == []
    assert api.init(1)


@pytest.mark.parametrize("flavor", FLAVORS)
def test_the_store_fails_in_its_own_words_on_every_flavor(api: Api, flavor: str) -> None:
    api.emulator.configure(flavor=flavor)
    begun = api.init(2)
    faults(
        api,
        {"match": {"origin": "storage", "part": 1, "attempt": 1}, "unavailable": {"status": 503, "retry_after": 1}},
        {"match": {"origin": "storage", "part": 1, "attempt": 2}, "drop": {"after": "effect"}},
    )
    first, second = begun["uploadUrls"]
    assert api.put(first, b"1234").status in (200, 201)
    refused = api.put(second, b"56")
    assert (refused.status, refused.headers["retry-after"]) == (503, "1")
    assert refused.body.startswith(b"The service" if flavor == "private-link" else b"<?xml")
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        api.put(second, b"56")
    assert api.complete(begun).json == {}
    assert api.download(begun["id"]).body == b"123456"
    assert [entry.fault for entry in api.emulator.journal.select(method="PUT")] == ["", "unavailable", "drop"]


def test_a_damaged_part_is_seen_in_the_download_alone(api: Api) -> None:
    faults(api, {"match": {"part": 0}, "corrupt": {"byte": 3}})
    begun = api.upload([b"1234", b"56"])
    assert api.download(begun["id"]).body == b"123" + bytes((ord("4") ^ 0xFF,)) + b"56"


def test_swapped_parts(api: Api) -> None:
    api.emulator.configure(part_order="swapped")
    begun = api.upload([b"1111", b"2222", b"33"])
    assert api.download(begun["id"]).body == b"2222111133"


def test_a_quota_on_stored_bytes(api: Api) -> None:
    faults(api, {"match": {"origin": "storage", "method": "PUT"}, "quota": {"bytes": 6}})
    begun = api.init(2)
    assert [api.put(url, b"1234").status for url in begun["uploadUrls"]] == [200, 403]


def test_knobs_turn_while_it_runs(api: Api) -> None:
    """What existed before the turn is served by the new setting, too."""
    api.emulator.configure(uploaded_delay=None, conflict_status=400, token_lifetime=5.0)
    begun = api.upload([b"12"], externalId="e")
    api.emulator.clock.advance(4)
    assert api.file(begun["id"])["uploaded"] is False
    conflict = api.call("/files/initmultipartupload?parts=1", {"name": "n", "externalId": "e"})
    assert (conflict.status, conflict.error["duplicated"]) == (400, [{"externalId": "e"}])
    api.emulator.clock.advance(2)
    assert api.call(f"/files/{begun['id']}").status == 401
    known = api.emulator.configure(token_lifetime=None)
    assert (known["token_lifetime"], known["conflict_status"], known["minimum_part"]) == (None, 400, 4)
    assert api.file(begun["id"])["uploaded"] is False


def test_strictness_turns_on_for_urls_that_are_out(api: Api) -> None:
    begun = api.init(1)
    assert api.put(begun["uploadUrls"][0], b"1", Content_Type="text/plain").status == 200
    api.emulator.configure(strict=True)
    assert api.put(begun["uploadUrls"][0], b"1", Content_Type="text/plain").status == 400
    with pytest.raises(ValueError, match="flavor is aws or azure"):
        api.emulator.configure(flavor="ceph")


def test_the_example_file_is_a_bad_day_that_ends_well(effective: Document) -> None:
    """Every fault of ``spec/cdf-files/faults.yaml`` strikes a small upload, and the content arrives."""
    import yaml

    plan = yaml.safe_load((Path(FILE).parent / "faults.yaml").read_text(encoding="utf-8"))
    with Emulator(effective, FILE, Options(settings=SMALL, faults=plan, clock=Clock(frozen=True))) as emulator:
        api = Api(emulator)
        assert api.call("/files/initmultipartupload?parts=3", {"name": "n"}).status == 429
        begun = api.init(3)
        for url, data in zip(begun["uploadUrls"], (b"1111", b"2222", b"3"), strict=True):
            sent = False
            while not sent:
                try:
                    sent = api.put(url, data).status == 201
                except (http.client.RemoteDisconnected, ConnectionError):
                    sent = False
        with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
            api.complete(begun)
        assert api.call(f"/files/{begun['id']}").status == 502
        emulator.clock.advance(2)
        assert api.file(begun["id"])["uploaded"] is True
        assert api.download(begun["id"]).body == b"111122223"
        assert {"throttle", "unavailable", "drop", "reply", "slow"} <= {entry.fault for entry in emulator.journal}


def test_the_page_tells_every_setting(api: Api) -> None:
    """docs/serve.md: each setting of the file operations stands in a table, in the first column."""
    text = (Path(FILE).parents[2] / "docs" / "serve.md").read_text(encoding="utf-8")
    told = " ".join(line.split("|")[1] for line in text.splitlines() if line.startswith("| `"))
    assert [name for name in api.emulator.configure() if f"`{name}`" not in told] == []
