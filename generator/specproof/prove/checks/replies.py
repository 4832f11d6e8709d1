"""Replies to try: statuses, media types, headers and bodies that an operation declares, and how they travel."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from hypothesis import strategies as st

from specproof.oracle.media_types import is_json
from specproof.oracle.operations import DeclaredResponse, Header, Operation, Parameter
from specproof.oracle.representable import obstacle, texts_of
from specproof.prove.checks.call_cases import anything
from specproof.prove.checks.check import WITHOUT_CASES, Case
from specproof.prove.checks.harness import concrete, essence
from specproof.prove.checks.service import Service
from specproof.prove.checks.value_pool import Supplied
from specproof.prove.checks.wire import Answer

__all__ = ["EVENTS", "NO_BODY", "ReplyPlan", "answer_of", "content_of", "is_error", "is_sequence", "statuses_of"]

EVENTS = "text/event-stream"
LINES = frozenset({"application/x-ndjson", "application/jsonl", "application/json-seq", "application/jsonlines"})
NO_BODY = frozenset({204, 205, 304})
_USUAL = (200, 201, 202, 204, 206, 299, 300, 302, 304, 307, 400, 401, 404, 409, 418, 422, 429, 499, 500, 502, 503, 599)
_MOST = 12


def is_sequence(media_type: str) -> bool:
    """Whether content of this type is values one after the other, each of which the schema describes."""
    return essence(media_type) in LINES or essence(media_type) == EVENTS


def is_error(operation: Operation, pattern: str) -> bool:
    """Anything but 2XX; `default` too, where a 2XX is declared beside it."""
    if pattern == "default":
        return any(one.startswith("2") for one in operation.responses)
    return not pattern.startswith("2")


def statuses_of(operation: Operation, pattern: str) -> tuple[int, ...]:
    """Statuses that a pattern answers for (OpenAPI 3.1, 4.8.16): both ends of a range, some of the rest."""
    if pattern.isdigit():
        return (int(pattern),) if int(pattern) >= 200 else ()
    declared = operation.responses[pattern]
    if pattern == "default":
        return tuple(one for one in _USUAL if operation.response(one) is declared)[:4]
    first = int(pattern[0]) * 100
    return tuple(one for one in (first, first + 99, first + 18) if first >= 200 and str(one) not in operation.responses)


class ReplyPlan:
    """Replies of one operation under one pattern of statuses."""

    def __init__(self, service: Service, operation: Operation, pattern: str) -> None:
        self.service, self.operation, self.pattern = service, operation, pattern

    @property
    def declared(self) -> DeclaredResponse:
        return self.operation.responses[self.pattern]

    @cached_property
    def statuses(self) -> tuple[int, ...]:
        return statuses_of(self.operation, self.pattern)

    @property
    def has_content(self) -> bool:
        bodied = [one for one in self.statuses if one not in NO_BODY]
        return bool(self.declared.content) and self.operation.method != "HEAD" and bool(bodied)

    def bodies(self, media_type: str) -> Supplied:
        """Values of one declared media type; of a sequence: its items in lists."""
        schema, kind = self.declared.content[media_type].schema, self.concrete(media_type)
        if schema is None or not (is_json(kind) or is_sequence(kind)):
            supplied = _lines_of_text() if essence(kind) == EVENTS else anything(kind)
        else:
            supplied = self.service.supply.inside(schema, "response")
        if not is_sequence(kind) or supplied.strategy is None:
            return supplied
        corners = ((), *((one,) for one in supplied.corners), supplied.corners)
        return Supplied(supplied.how, tuple(map(list, corners)), st.lists(supplied.strategy, max_size=3))

    def concrete(self, media_type: str) -> str:
        """What travels for a declared media type."""
        return concrete(media_type, self.declared.content)

    @cached_property
    def supplied(self) -> dict[str, Supplied]:
        return {media_type: self.bodies(media_type) for media_type in self.declared.content} if self.has_content else {}

    @property
    def how(self) -> str:
        """Why there are no cases, if so."""
        if not self.statuses:
            return "redundant"
        hows = [one.how for one in self.supplied.values()] or ["document"]
        return next((how for how in hows if how not in WITHOUT_CASES), hows[0])

    @cached_property
    def corners(self) -> tuple[Case, ...]:
        return tuple(self._corners()) if self.how not in WITHOUT_CASES else ()

    def _corners(self) -> Iterator[Case]:
        headers = self.headers(0)
        for status in self.statuses:
            if not self.supplied or status in NO_BODY:
                yield {"status": status, "headers": headers}
        for media_type, supplied in self.supplied.items():
            for at, body in enumerate(supplied.corners[:_MOST]):
                status = self.statuses[at % len(self.statuses)]
                if status not in NO_BODY:
                    kind = self.concrete(media_type)
                    yield {"status": status, "media_type": kind, "headers": self.headers(at), "body": body}

    def headers(self, at: int) -> dict[str, str]:
        """A text for each declared header."""
        found: dict[str, str] = {}
        for name, header in self.declared.headers.items():
            texts = list(_texts(self.service, name, header))
            if texts:
                found[name] = texts[at % len(texts)]
        return found

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        if self.how in WITHOUT_CASES:
            return None
        bodied = [one for one in self.statuses if one not in NO_BODY]
        each = [
            st.fixed_dictionaries(
                {
                    "status": st.sampled_from(bodied),
                    "media_type": st.just(self.concrete(media_type)),
                    "body": supplied.strategy,
                }
            )
            for media_type, supplied in self.supplied.items()
            if supplied.strategy is not None
        ]
        return st.one_of(each) if each else None


def _lines_of_text() -> Supplied:
    """What an event without a schema can hold on one line."""
    line = st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]), max_size=20)
    return Supplied("document", ("a", "é 😀", "{"), line)


def _texts(service: Service, name: str, header: Header) -> Iterator[str]:
    if header.schema is None:
        yield "proof"
        return
    parameter = Parameter(name, "header", False, "simple", header.explode, header.schema)
    for value in service.supply.inside(header.schema, "response").corners:
        if not obstacle(parameter, value):
            yield _header_text(value, header.explode)


def _header_text(value: Any, explode: bool) -> str:
    if isinstance(value, dict) and explode:
        return ",".join(f"{key}={texts_of(one)[0]}" for key, one in value.items())
    return ",".join(texts_of(value))


def content_of(media_type: str, body: Any) -> bytes:
    """A body as it travels; what is neither JSON nor text has one character a byte."""
    kind = essence(media_type)
    if kind == EVENTS:
        return "".join(f"data: {one if isinstance(one, str) else json.dumps(one)}\n\n" for one in body).encode()
    if kind in LINES:
        mark = "\x1e" if kind == "application/json-seq" else ""
        return "".join(f"{mark}{json.dumps(one, ensure_ascii=False)}\n" for one in body).encode()
    if is_json(kind):
        return json.dumps(body, ensure_ascii=False).encode()
    return str(body).encode() if kind.startswith("text/") else str(body).encode("latin-1")


def answer_of(case: Mapping[str, Any]) -> Answer:
    """The reply of a case. ``text`` stands for a body that is to travel as it is."""
    headers = tuple((name, value) for name, value in case.get("headers", {}).items())
    if "media_type" not in case:
        return Answer(case["status"], headers)
    content = case["text"].encode() if "text" in case else content_of(case["media_type"], case["body"])
    return Answer(case["status"], (*headers, ("content-type", case["media_type"])), content)
