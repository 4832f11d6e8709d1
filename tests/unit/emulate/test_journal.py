"""The journal keeps the last requests, and little of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from specproof.emulate import Behaviour, Clock, Entry, Journal, create_app
from specproof.emulate.recorder import Recorder

Document = Callable[..., dict[str, Any]]
Ask = Callable[..., Any]


def test_the_oldest_entries_go() -> None:
    journal = Journal()
    for number in range(10_005):
        entry = Entry(float(number), "api", "GET", f"/{number}")
        journal.begin(entry)
        journal.end(entry)
    assert (len(journal), journal.dropped, next(iter(journal)).path) == (10_000, 5, "/5")
    found = journal.as_dict()
    assert (len(found["entries"]), found["dropped"], found["largest_at_once"]) == (10_000, 5, {"api GET": 1})
    journal.clear()
    assert (len(journal), journal.dropped) == (0, 0)


def test_an_entry_is_small_whatever_is_sent(ask: Ask, document: Document) -> None:
    journal = Journal()
    api = create_app(document({}), Behaviour())
    headers = {f"x-{number}-{'a' * 5000}": "v" for number in range(1000)} | {"content-length": "9" * 5000}
    answer = ask(Recorder("api", api, api.label, journal, Clock()), "GET", "/" + "p" * 100_000, headers=headers)
    (entry,) = journal
    assert (answer.status, entry.status, entry.declared) == (404, 404, None)
    assert len(entry.path) == 2000
    assert len(entry.header_names) == 100
    assert max(map(len, entry.header_names)) == 2000


def test_methods_are_not_remembered_once_their_requests_are_over() -> None:
    journal = Journal()
    first, second = (Entry(0.0, "api", "GET", "/") for _ in range(2))
    journal.begin(first)
    journal.begin(second)
    journal.end(first)
    journal.end(second)
    third = Entry(0.0, "api", "GET", "/")
    journal.begin(third)
    assert [entry.at_once for entry in journal] == [1, 2, 1]
