"""Every kind of fault, on every call of an upload, on every flavor of the storage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["CALLS", "FLAVORS", "Cell", "Kind", "cells"]

FLAVORS = ("aws", "azure", "gcp", "private-link")

CALLS: Mapping[str, Mapping[str, Any]] = {
    "init": {"operation": "initMultiPartUpload"},
    "nameless init": {"operation": "initMultiPartUpload"},
    "link": {"operation": "getMultiPartUploadLink"},
    "part": {"origin": "storage", "method": "PUT", "part": 1},
    "complete": {"operation": "completeMultiPartUpload"},
    "poll": {"operation": "getFileByInternalId"},
    "download link": {"operation": "downloadLinks"},
    "download": {"origin": "storage", "method": "GET"},
}
EVERYWHERE = frozenset(CALLS)
NAMED = EVERYWHERE - {"nameless init"}
"""A start that may have worked and names nothing is never repeated."""


@dataclass(frozen=True)
class Kind:
    """``arrives`` are the calls at which the content arrives all the same, ``fails`` those at which the caller is told.

    At calls in neither both are right, so long as the caller knows which it was.
    """

    name: str
    effect: Mapping[str, Any]
    arrives: frozenset[str] = frozenset()
    fails: frozenset[str] = frozenset()
    times: int | None = 1
    patience: float | None = None

    @property
    def fault(self) -> Mapping[str, Any]:
        return self.effect if self.times is None else {**self.effect, "times": self.times}


def _reply(status: int, body: Any = None, **more: Any) -> Mapping[str, Any]:
    return {"reply": {"status": status, "body": body, **more}}


ENVELOPE = {"error": {"code": 400, "message": "no"}}
ELSEWHERE = {"location": "http://127.0.0.1:9/elsewhere"}
NAMELESS = frozenset({"nameless init"})
STARTS = frozenset({"init", "nameless init", "link"})
ANSWERED = EVERYWHERE - {"download"}
"""A download is asked for anew, with a new link, whatever the storage answers."""


def _healing(name: str, effect: Mapping[str, Any], patience: float | None = None) -> Kind:
    """It may have worked: what is named goes on, what is nameless is told of."""
    return Kind(name, effect, NAMED, NAMELESS, patience=patience)


def _final(name: str, effect: Mapping[str, Any]) -> Kind:
    """An answer that no repetition changes."""
    return Kind(name, effect, frozenset({"download"}), ANSWERED)


def _outages() -> Iterator[Kind]:
    for status, when in ((500, "before"), (502, "after"), (503, "before"), (503, "after"), (504, "before")):
        yield _healing(f"{status} {when}", {"unavailable": {"status": status, "when": when}})
    yield _healing("503 early", {"unavailable": {"when": "early"}})
    yield _healing("503 that says when", {"unavailable": {"retry_after": 0, "as_date": True}})


ONCE = (
    Kind("429", {"throttle": {}}, NAMED),
    Kind("429 with seconds", {"throttle": {"retry_after": 0}}, NAMED),
    Kind("429 with a date", {"throttle": {"retry_after": 0, "as_date": True}}, NAMED),
    Kind("429 without a code", _reply(429, {"error": {"message": "too fast"}}), NAMED),
    *_outages(),
    _healing("drop at once", {"drop": {}}),
    _healing("drop half-way", {"drop": {"after": "half"}}),
    _healing("drop after the body", {"drop": {"after": "body"}}),
    _healing("drop after the effect", {"drop": {"after": "effect"}}),
    _healing("reply cut in half", {"truncate": {}}),
    _healing("reply without its body", {"truncate": {"after": 0}}),
    _healing("reader that stalls", {"slow": {"stall": 20}}, patience=0.5),
    _healing("writer that stalls", {"slow": {"stall": 20, "side": "replying"}}, patience=0.5),
    _healing("408", _reply(408)),
    _healing("425", _reply(425)),
    _healing("502 as a page", _reply(502, "<html>Bad gateway", media_type="text/html")),
    _healing("503 without a body", _reply(503)),
    _healing("500 as a string", _reply(500, {"error": "only a text"})),
    Kind("slow reader", {"slow": {"bytes_per_second": 40_000, "stall": 0.02}}, EVERYWHERE),
    Kind("slow writer", {"slow": {"bytes_per_second": 40_000, "stall": 0.02, "side": "replying"}}, EVERYWHERE),
    Kind("late reply", {"late": {"at_most": 0.05}}, EVERYWHERE),
    _final("400", _reply(400, ENVELOPE)),
    _final("400 as a string", _reply(400, {"error": "no"})),
    _final("401", _reply(401, ENVELOPE)),
    Kind("403", _reply(403, "<Error/>", media_type="application/xml"), fails=STARTS),
    Kind("404", _reply(404, ENVELOPE), fails=STARTS),
    _final("409", _reply(409, ENVELOPE)),
    _final("413", _reply(413)),
    _final("418", _reply(418, "teapot")),
    _final("redirect", _reply(307, headers=ELSEWHERE)),
    Kind("empty object", _reply(200, {}), fails=EVERYWHERE),
    Kind("page for a reply", _reply(200, "<html>Sign in", media_type="text/html"), fails=EVERYWHERE),
    Kind("list for a reply", _reply(201, []), fails=ANSWERED),
    Kind("quota", {"quota": {"requests": 0}}, fails=STARTS | {"part", "complete"}),
    Kind("damaged on the way in", {"corrupt": {}}, frozenset({"poll", "download"}), STARTS | {"part", "complete"}),
    Kind(
        "damaged on the way out",
        {"corrupt": {"side": "replying"}},
        frozenset({"part", "complete"}),
        STARTS | {"download"},
    ),
)
FOR_EVER = (
    Kind("429", {"throttle": {}}, fails=EVERYWHERE, times=None),
    Kind("503 before", {"unavailable": {}}, fails=EVERYWHERE, times=None),
    Kind("503 after", {"unavailable": {"when": "after"}}, frozenset({"complete"}), EVERYWHERE - {"complete"}, None),
    Kind("drop at once", {"drop": {}}, fails=EVERYWHERE, times=None),
    Kind(
        "drop after the effect", {"drop": {"after": "effect"}}, frozenset({"complete"}), EVERYWHERE - {"complete"}, None
    ),
    Kind(
        "reply without its body", {"truncate": {"after": 0}}, frozenset({"part", "complete"}), STARTS | {"poll"}, None
    ),
    Kind("400", _reply(400, ENVELOPE), fails=EVERYWHERE, times=None),
    Kind("redirect", _reply(307, headers=ELSEWHERE), fails=EVERYWHERE, times=None),
    Kind("a limit per second", {"throttle": {"per_second": 30, "retry_after": 0}}, times=None),
    Kind("one at once", {"throttle": {"at_once": 1}}, EVERYWHERE, times=None),
    Kind("slow writer", {"slow": {"bytes_per_second": 40_000, "side": "replying"}}, EVERYWHERE, times=None),
    Kind("late replies", {"late": {"at_most": 0.05}}, EVERYWHERE, times=None),
    Kind("quota of bytes", {"quota": {"bytes": 100}}, frozenset({"poll", "download"}), frozenset({"part"}), None),
)


@dataclass(frozen=True)
class Cell:
    kind: Kind
    call: str
    flavor: str

    @property
    def id(self) -> str:
        often = "" if self.kind.times else " for ever"
        return f"{self.call}-{self.kind.name}{often}-{self.flavor}".replace(" ", "_")

    @property
    def faults(self) -> Mapping[str, Any]:
        return {"match": CALLS[self.call], **self.kind.fault}


def cells() -> list[Cell]:
    """The flavors differ in how they take parts: what fails for ever, and the other calls, take turns with them."""
    found = []
    for number, kind in enumerate((*ONCE, *FOR_EVER)):
        for turn, call in enumerate(CALLS):
            flavors = FLAVORS if call == "part" and kind.times else (FLAVORS[(number + turn) % len(FLAVORS)],)
            found += [Cell(kind, call, flavor) for flavor in flavors]
    return found
