"""Which requests meet a fault, and how faults are changed while the emulator runs."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

import pytest

from specproof.emulate import Behaviour, Context, Emulator, MisplacedFaultError, Options, Origin, plan_of
from specproof.emulate.faults import Selector, running_faults
from specproof.emulate.faults.plan import ObservedRequest

from .conftest import DOCUMENT, Start


def statuses(server: Any, *parts: int) -> list[int]:
    return [server.put(part).status for part in parts]


@pytest.mark.parametrize(
    ("on", "struck"),
    [
        ({}, [1, 1, 1, 1, 1, 1]),
        ({"part": 1}, [0, 1, 0, 1, 0, 1]),
        ({"part": [0, 2]}, [1, 0, 1, 0, 1, 0]),
        ({"attempt": 1}, [1, 1, 1, 0, 0, 0]),
        ({"attempt": [1, 3]}, [1, 1, 1, 0, 0, 1]),
        ({"nth": 2}, [0, 1, 0, 0, 0, 0]),
        ({"nth": [1, 6]}, [1, 0, 0, 0, 0, 1]),
        ({"part": 1, "nth": 3}, [0, 0, 0, 0, 0, 1]),
        ({"skip": 4}, [0, 0, 0, 0, 1, 1]),
        ({"method": "PUT"}, [1, 1, 1, 1, 1, 1]),
        ({"method": ["GET", "POST"]}, [0, 0, 0, 0, 0, 0]),
        ({"origin": "parts"}, [1, 1, 1, 1, 1, 1]),
        ({"origin": "api"}, [0, 0, 0, 0, 0, 0]),
        ({"operation": ["keep", "look"]}, [0, 0, 0, 0, 0, 0]),
        ({"probability": 0}, [0, 0, 0, 0, 0, 0]),
    ],
)
def test_selection(start: Start, on: Any, struck: list[int]) -> None:
    server = start({"match": on, "unavailable": {}})
    assert statuses(server, 0, 1, 2, 1, 0, 1) == [503 if one else 201 for one in struck]


def test_the_first_that_is_due_strikes_alone_and_each_counts_for_itself(start: Start) -> None:
    server = start(
        {"match": {"nth": [1, 2]}, "times": 1, "throttle": {}},
        {"match": {"nth": [1, 2, 3]}, "unavailable": {}},
        {"match": {"nth": 4}, "reply": {"status": 418}},
    )
    assert statuses(server, 0, 0, 0, 0, 0) == [429, 503, 503, 418, 201]
    told = server.emulator.faults.as_dict()["faults"]
    assert [(one["matched"], one["struck"]) for one in told] == [(5, 1), (5, 2), (5, 1)]
    assert [entry.fault for entry in server.emulator.journal] == ["throttle", "unavailable", "unavailable", "reply", ""]


def test_chance_is_the_seeds_and_not_the_orders() -> None:
    """Whoever comes first: what falls on the third attempt at part 5 is one thing under one seed."""
    selector = Selector(probability=0.5)

    def drawn(seed: str, parts: list[int]) -> dict[tuple[int, int], bool]:
        found: dict[tuple[int, int], bool] = {}
        for nth, (part, attempt) in enumerate(((part, attempt) for part in parts for attempt in range(4)), 1):
            asked = ObservedRequest("storage", "PUT", f"part {part}", attempt, attempt)
            found[part, attempt] = selector.falls_on(nth, asked, seed)
        return found

    forth, back = drawn("7/0", [*range(50)]), drawn("7/0", [*reversed(range(50))])
    assert forth == back
    assert 60 < sum(forth.values()) < 140
    assert forth != drawn("8/0", [*range(50)])


def test_two_faults_of_one_chance_do_not_fall_together(start: Start) -> None:
    halves = {"match": {"probability": 0.5}}
    server = start({**halves, "throttle": {}}, {**halves, "unavailable": {}}, seed=3)
    found = statuses(server, *range(40))
    assert {429, 503, 201} == set(found)
    again = start({**halves, "throttle": {}}, {**halves, "unavailable": {}}, seed=3)
    assert statuses(again, *range(40)) == found


def ask(emulator: Emulator, name: str, method: str = "GET", body: Any = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{emulator.admin_url}/{name}", data, method=method)
    with urllib.request.urlopen(request, timeout=10) as reply:
        return json.loads(reply.read())


def test_admin_changes_faults(start: Start) -> None:
    server = start()
    emulator = server.emulator
    fault = {"match": {"part": 0}, "unavailable": {"status": 500}}
    told = ask(emulator, "faults", "PUT", {"seed": 5, "faults": [fault]})
    assert told == {"seed": 5, "faults": [{**fault, "matched": 0, "struck": 0}]} == ask(emulator, "faults")
    assert ask(emulator, "faults", "POST", {"times": 1, "throttle": {}})["faults"][1]["throttle"] == {}
    assert statuses(server, 0, 1, 1) == [500, 429, 201]
    assert ask(emulator, "faults", "PUT", [fault])["faults"][0]["matched"] == 0
    assert ask(emulator, "faults", "DELETE")["faults"] == []
    assert statuses(server, 0, 1) == [201, 201]


def test_admin_refuses_and_keeps_what_was(start: Start) -> None:
    server = start({"unavailable": {}})
    for body, said in (
        ([{"drop": {"after": "never"}}], "/faults/0/drop/after: drop: after is"),
        (
            [{"match": {"origin": "part"}, "drop": None}],
            "/faults/0/match/origin: no origin 'part'; did you mean parts?",
        ),
        (
            [{"match": {"operation": "kept"}, "drop": None}],
            "/faults/0/match/operation: the document has no operation 'kept'",
        ),
        ({"settings": {"odd": 1}, "faults": []}, "no setting 'odd'"),
    ):
        with pytest.raises(urllib.error.HTTPError, match="400") as caught:
            ask(server.emulator, "faults", "PUT", body)
        assert said in json.loads(caught.value.read())["error"]
    assert statuses(server, 0) == [503]


def test_settings_change_while_it_runs(start: Start) -> None:
    emulator = start(settings={"delay": 3}).emulator
    assert ask(emulator, "settings") == {"delay": 3}
    assert ask(emulator, "settings", "POST", {"delay": 4}) == {"delay": 4} == emulator.configure()
    assert emulator.configure(delay=5) == {"delay": 5}
    emulator.faults.add({"settings": {"delay": 6}})
    assert ask(emulator, "settings") == {"delay": 6}


def test_a_behaviour_without_settings_says_so() -> None:
    with Emulator(DOCUMENT) as emulator:
        with pytest.raises(ValueError, match="takes no settings"):
            emulator.configure(delay=1)
        with pytest.raises(urllib.error.HTTPError, match="404"):
            ask(emulator, "settings")
        with pytest.raises(ValueError, match="takes no settings"):
            emulator.faults.replace({"settings": {"delay": 1}})
    with (
        pytest.raises(MisplacedFaultError, match="did you mean api"),
        Emulator(DOCUMENT, options=Options(faults=[{"match": {"origin": "app"}, "drop": {}}])),
    ):
        raise AssertionError("never entered")


def test_the_index_tells_what_there_is(start: Start) -> None:
    addresses = ask(start().emulator, "")["addresses"]
    assert {"GET /_emulator/journal", "PUT /_emulator/faults", "POST /_emulator/settings"} <= set(addresses)


def test_a_mounted_origin_keeps_its_name() -> None:
    """A store on the API's own port is still the store to a fault."""

    def create(context: Context) -> Behaviour:
        async def empty(scope: Any, receive: Any, send: Any) -> None:
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body", "body": b""})

        store = Origin(empty, lambda scope: "part 0")
        return Behaviour(origins={"storage": store}, mounts={"/store/": store})

    faults = plan_of([{"match": {"origin": "storage", "part": 0}, "reply": {"status": 418}}])
    with Emulator(DOCUMENT, create, Options(faults=faults)) as emulator:
        for url in (emulator.storage_url, emulator.base_url + "/store"):
            with pytest.raises(urllib.error.HTTPError, match="418"):
                urllib.request.urlopen(url + "/x", timeout=10)


def test_only_so_many_paths_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running_faults, "_MOST_COUNTED", 3)
    state = running_faults._State()
    assert [state.count(("a",)), state.count(("b",)), state.count(("a",)), state.count(("c",))] == [1, 1, 2, 1]
    assert state.count(("d",)) == 1
    assert set(state.attempts) == {("a",), ("c",), ("d",)}
    assert state.count(("a",)) == 3
