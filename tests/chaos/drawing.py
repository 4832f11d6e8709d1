"""What happens in one run, drawn from its seed alone: the file, who uploads it and how, what fails, when it dies."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.journeys.uploads.faults.matrix import CALLS, FLAVORS
from tests.journeys.uploads.faults.variant import SMALLEST

__all__ = ["DELAY", "LIFETIME", "Moment", "Run", "drawn"]

Way = Literal["new", "overwrite", "content", "instance"]
Fault = Mapping[str, Any]

LIFETIME = 604_801.0
"""Seconds after which part URLs are dead."""
DELAY = 30.0
"""Virtual seconds from a completion until ``uploaded`` is true, where that is delayed."""
LARGE = 1 << 20
"""Bytes of a part that no socket's buffer holds."""


@dataclass(frozen=True)
class Moment:
    """When something befalls a process: so many seconds after the ``nth`` request with a label, or after its start.

    ``label`` may be "any" request, or "start". A process that ends earlier is spared.
    """

    label: str
    nth: int
    delay: float


@dataclass(frozen=True)
class Run:
    """One upload, from its first process to the one that succeeds.

    ``kills`` and ``expiries`` are handed out a process at a time; at an expiry the clock moves on until all links are
    dead. ``knows_time`` says whether the uploader's clock moves with the service's. ``patience`` is its timeout.
    ``by_key`` has later processes ask for what is remembered, and go on with that.
    """

    seed: int
    size: int
    part_size: int
    workers: int
    driver: Literal["sync", "async", "command"]
    way: Way
    verify: bool
    settings: Mapping[str, Any]
    faults: tuple[Fault, ...]
    kills: tuple[Moment, ...]
    expiries: tuple[Moment | None, ...]
    knows_time: bool
    patience: float | None
    by_key: bool = False
    misses: int = 0
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def project(self) -> str:
        return f"chaos-{self.seed}"

    def data(self) -> bytes:
        return random.Random(f"data/{self.seed}").randbytes(self.size)


def drawn(seed: int) -> Run:
    """The run of this seed."""
    dice = random.Random(f"chaos/{seed}")
    driver = dice.choice(("sync", "sync", "async", "async", "command"))
    way = _way(dice, driver)
    size, part_size = _size(dice)
    parts = max(-(-size // part_size), 1)
    faults = tuple(_fault(dice) for _ in range(dice.randint(0, 8)))
    verify = dice.random() < 0.4
    if verify:
        faults = (*faults, *_damage(dice))
    waits = driver != "command" and dice.random() < 0.25
    settings, options = _settings(dice, seed, driver)
    return Run(
        seed=seed,
        size=size,
        part_size=part_size,
        workers=dice.randint(1, 5),
        driver=driver,
        way=way,
        verify=verify,
        settings=settings,
        faults=(_stall(dice), *faults) if waits else faults,
        kills=tuple(_moment(dice, parts) for _ in range(dice.choice((0, 1, 1, 2, 2, 3)))),
        expiries=tuple(_moment(dice, parts) if dice.random() < 0.5 else None for _ in range(dice.choice((0, 0, 1, 3)))),
        knows_time=dice.random() < 0.5,
        patience=1.5 if waits else None,
        by_key=driver != "command" and dice.random() < 0.3,
        misses=dice.randint(0, 3) if way == "instance" else 0,
        options=options,
    )


def _way(dice: random.Random, driver: str) -> Way:
    if driver == "command":
        return dice.choice(("new", "overwrite"))
    return dice.choice(("new", "new", "new", "overwrite", "content", "instance"))


def _size(dice: random.Random) -> tuple[int, int]:
    """Bytes of the file and of a part."""
    kind = dice.random()
    if kind < 0.1:
        return dice.choice((0, 1)), SMALLEST
    if kind < 0.2:
        return dice.randint(LARGE + 1, 3 * LARGE), LARGE
    part = dice.randint(SMALLEST, 4 * SMALLEST)
    parts = dice.randint(1, 12)
    return (parts - 1) * part + dice.choice((1, part, dice.randint(1, part))), part


def _settings(dice: random.Random, seed: int, driver: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The service's knobs, and what the uploader is told to meet them."""
    settings = {
        "strict": True,
        "seed": seed,
        "minimum_part": SMALLEST,
        "flavor": dice.choice(FLAVORS),
        "uploaded_delay": dice.choice((0.0, DELAY)),
        "reply_shape": dice.choice(("clients", "official", "mixed")),
        "repeat_complete": dice.choice((200, 400, 404, 409)),
        "conflict_status": dice.choice((409, 400)),
        "missing_status": dice.choice((400, 404)),
        "dead_url_status": dice.choice((403, 404)),
        "second_link": dice.choice(("coexist", "supersede")),
        "abandoned_lifetime": dice.choice((LIFETIME - 1, 1e9)),
    }
    if driver == "command" or settings["flavor"] != "private-link" or dice.random() < 0.5:
        return settings, {}
    return {**settings, "private_link_urls": "unreachable"}, {"part_origin": "server"}


def _moment(dice: random.Random, parts: int) -> Moment:
    """Most after a request, since the time that a process takes to its first one is the machine's."""
    label = dice.choice(("part", "part", "part", "any", "init", "complete", "poll", "start"))
    if label == "start":
        return Moment(label, 1, dice.uniform(0.0, 1.5))
    nth = {"part": dice.randint(1, parts), "any": dice.randint(1, parts + 4), "poll": dice.randint(1, 2)}.get(label, 1)
    return Moment(label, nth, dice.choice((0.0, dice.uniform(0.0, 0.03))))


def _fault(dice: random.Random) -> Fault:
    call = dice.choice(TARGETS)
    effect, times = dice.choice(EFFECTS)(dice), dice.choice((1, 1, 2, 3))
    match: dict[str, Any] = {name: value for name, value in CALLS[call].items() if name != "part"}
    chance = dice.random()
    if chance < 0.4:
        match["nth"] = dice.randint(1, 4)
    elif chance < 0.8:
        match["probability"] = round(dice.uniform(0.2, 0.9), 2)
    else:
        times = dice.choice((3, 6, 7))
    return {"match": match, "times": times, **effect}


def _retry_after(dice: random.Random) -> dict[str, Any]:
    if dice.random() < 0.4:
        return {}
    return {"retry_after": int(dice.random() < 0.1), "as_date": dice.random() < 0.5}


def _throttle(dice: random.Random) -> Fault:
    limit = dice.choice(({}, {}, {"at_once": 1}, {"per_second": 5}))
    return {"throttle": {**limit, **_retry_after(dice)}}


def _unavailable(dice: random.Random) -> Fault:
    status, when = dice.choice((500, 502, 503, 504)), dice.choice(("early", "before", "after"))
    return {"unavailable": {"status": status, "when": when, **_retry_after(dice)}}


def _drop(dice: random.Random) -> Fault:
    return {"drop": {"after": dice.choice((0, "half", "body", "effect", dice.randint(1, 2 * SMALLEST)))}}


def _lost(dice: random.Random) -> Fault:
    return {"drop": {"after": "effect"}}


def _slow(dice: random.Random) -> Fault:
    side = dice.choice(("reading", "replying"))
    return {"slow": {"bytes_per_second": dice.randint(300_000, 3_000_000), "stall": 0.02, "side": side}}


def _truncate(dice: random.Random) -> Fault:
    return {"truncate": {"after": dice.choice(("half", 0, 1))}}


def _late(dice: random.Random) -> Fault:
    return {"late": {"others": dice.randint(1, 3), "at_most": 0.1}}


def _quota(dice: random.Random) -> Fault:
    return {"quota": {"requests": dice.randint(0, 6)}}


ODD: tuple[Mapping[str, Any], ...] = (
    {"status": 400, "body": {"error": "only a text"}},
    {"status": 400, "body": {"error": {"message": "without a code"}}},
    {"status": 401, "body": {"error": {"code": 401, "message": "not now"}}},
    {"status": 403, "body": "<Error/>", "media_type": "application/xml"},
    {"status": 404, "body": {"error": {"code": 404, "message": "not here"}}},
    {"status": 408},
    {"status": 418, "body": "teapot"},
    {"status": 425},
    {"status": 500, "body": {"error": "only a text"}},
    {"status": 502, "body": "<html>Bad gateway", "media_type": "text/html"},
    {"status": 503},
    {"status": 307, "headers": {"location": "http://127.0.0.1:9/elsewhere"}},
)


def _odd(dice: random.Random) -> Fault:
    return {"reply": {**dice.choice(ODD), "when": dice.choice(("before", "before", "after"))}}


TARGETS = ("init", "init", "link", "part", "part", "part", "part", "complete", "complete", "poll", "poll", *CALLS)
EFFECTS: tuple[Callable[[random.Random], Fault], ...] = (
    _throttle,
    _throttle,
    _unavailable,
    _unavailable,
    _unavailable,
    _drop,
    _drop,
    _lost,
    _slow,
    _truncate,
    _late,
    _quota,
    _odd,
)


def _stall(dice: random.Random) -> Fault:
    """Longer than anybody waits."""
    match = CALLS[dice.choice(("init", "part", "complete", "poll"))]
    return {
        "match": {**match, "nth": 1},
        "times": 1,
        "slow": {"stall": 20, "side": dice.choice(("reading", "replying"))},
    }


def _damage(dice: random.Random) -> tuple[Fault, ...]:
    """A byte that turns over in the store or on the way back, for those who look."""
    match, side = dice.choice(((CALLS["part"], "reading"), (CALLS["download"], "replying")))
    fault = {"match": {**match, "nth": 1}, "times": 1, "corrupt": {"byte": 0, "side": side}}
    return (fault,) if dice.random() < 0.5 else ()
