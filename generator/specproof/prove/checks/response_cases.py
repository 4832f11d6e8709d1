"""Responses to try: the statuses, media types, headers and bodies that an operation declares, as they are sent."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from hypothesis import strategies as st

from specproof.oracle.media_types import essence, is_json
from specproof.oracle.operations import DeclaredResponse, Header, Operation, Parameter
from specproof.oracle.representable import obstacle, texts_of
from specproof.prove.checks.api_under_test import ApiUnderTest
from specproof.prove.checks.call_cases import schemaless_values
from specproof.prove.checks.check import WITHOUT_CASES, Case
from specproof.prove.checks.harness import concrete_media_type
from specproof.prove.checks.recording_clients import StubResponse
from specproof.prove.checks.texts import is_judged_text, texts
from specproof.prove.checks.value_pool import ValueSet

__all__ = [
    "EVENTS",
    "NO_BODY",
    "ResponseCases",
    "content_of",
    "is_error",
    "is_sequence",
    "statuses_of",
    "stub_response",
]

EVENTS = "text/event-stream"
LINES = frozenset({"application/x-ndjson", "application/jsonl", "application/json-seq", "application/jsonlines"})
NO_BODY = frozenset({204, 205, 304})
_USUAL = (200, 201, 202, 204, 206, 299, 300, 302, 304, 307, 400, 401, 404, 409, 418, 422, 429, 499, 500, 502, 503, 599)
_MOST = 12


def is_sequence(media_type: str) -> bool:
    """Return whether content of a media type is a sequence of values of the schema, such as events or JSON lines."""
    return essence(media_type) in LINES or essence(media_type) == EVENTS


def is_error(operation: Operation, pattern: str) -> bool:
    """Return whether a response key such as `404` declares an error: all but 2XX; `default` only beside a 2XX."""
    if pattern == "default":
        return any(one.startswith("2") for one in operation.responses)
    return not pattern.startswith("2")


def statuses_of(operation: Operation, pattern: str) -> tuple[int, ...]:
    """Return statuses that a response key covers (OpenAPI 3.1, 4.8.16): of `4XX` both ends and one between."""
    if pattern.isdigit():
        return (int(pattern),) if int(pattern) >= 200 else ()
    declared = operation.responses[pattern]
    if pattern == "default":
        return tuple(one for one in _USUAL if operation.response(one) is declared)[:4]
    first = int(pattern[0]) * 100
    return tuple(one for one in (first, first + 99, first + 18) if first >= 200 and str(one) not in operation.responses)


class ResponseCases:
    """The cases of one declared response of an operation.

    A case is ``{"status": 200, "media_type": "application/json", "headers": {…}, "body": …}``.

    Args:
        pattern: its key, such as `200`, `4XX` or `default`.
    """

    def __init__(self, api: ApiUnderTest, operation: Operation, pattern: str) -> None:
        self.api, self.operation, self.pattern = api, operation, pattern

    @property
    def declared(self) -> DeclaredResponse:
        """Return the declaration of the response."""
        return self.operation.responses[self.pattern]

    @cached_property
    def statuses(self) -> tuple[int, ...]:
        """Return the statuses to test."""
        return statuses_of(self.operation, self.pattern)

    @property
    def has_content(self) -> bool:
        """Whether any of the statuses has content."""
        bodied = [one for one in self.statuses if one not in NO_BODY]
        return bool(self.declared.content) and self.operation.method != "HEAD" and bool(bodied)

    def bodies(self, media_type: str) -> ValueSet:
        """Return the values of a declared media type; for a sequence, lists of its items."""
        schema, kind = self.declared.content[media_type].schema, self.concrete_media_type(media_type)
        if schema is not None and is_judged_text(self.api, schema, kind, "response"):
            return texts(self.api, schema, "response", is_valid=True)
        if schema is None or not (is_json(kind) or is_sequence(kind)):
            value_set = _lines_of_text() if essence(kind) == EVENTS else schemaless_values(kind)
        else:
            value_set = self.api.value_pool.valid(schema, "response")
        if not is_sequence(kind) or value_set.strategy is None:
            return value_set
        boundary_cases = ((), *((one,) for one in value_set.boundary_cases), value_set.boundary_cases)
        return ValueSet(value_set.how, tuple(map(list, boundary_cases)), st.lists(value_set.strategy, max_size=3))

    def concrete_media_type(self, media_type: str) -> str:
        """Return a media type to send for a declared one, which may be a range."""
        return concrete_media_type(media_type, self.declared.content)

    @cached_property
    def value_set(self) -> dict[str, ValueSet]:
        """Return the values of each declared media type; empty if the response has no content."""
        return {media_type: self.bodies(media_type) for media_type in self.declared.content} if self.has_content else {}

    @property
    def how(self) -> str:
        """Return where the cases come from, or why there are none (``WITHOUT_CASES``)."""
        if not self.statuses:
            return "redundant"
        hows = [one.how for one in self.value_set.values()] or ["document"]
        return next((how for how in hows if how not in WITHOUT_CASES), hows[0])

    @cached_property
    def boundary_cases(self) -> tuple[Case, ...]:
        """Return the cases to test in every run."""
        return tuple(self._boundary_cases()) if self.how not in WITHOUT_CASES else ()

    def _boundary_cases(self) -> Iterator[Case]:
        headers = self.headers(0)
        for status in self.statuses:
            if not self.value_set or status in NO_BODY:
                yield {"status": status, "headers": headers}
        for media_type, value_set in self.value_set.items():
            for at, body in enumerate(value_set.boundary_cases[:_MOST]):
                status = self.statuses[at % len(self.statuses)]
                if status not in NO_BODY:
                    kind = self.concrete_media_type(media_type)
                    yield {"status": status, "media_type": kind, "headers": self.headers(at), "body": body}

    def headers(self, at: int) -> dict[str, str]:
        """Return a value, as text, for each declared header that has one.

        Args:
            at: number of the case: each takes the next of a header's values.
        """
        found: dict[str, str] = {}
        for name, header in self.declared.headers.items():
            texts = list(_texts(self.api, name, header))
            if texts:
                found[name] = texts[at % len(texts)]
        return found

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        """Return a strategy of further cases; None if there are none."""
        if self.how in WITHOUT_CASES:
            return None
        bodied = [one for one in self.statuses if one not in NO_BODY]
        each = [
            st.fixed_dictionaries(
                {
                    "status": st.sampled_from(bodied),
                    "media_type": st.just(self.concrete_media_type(media_type)),
                    "body": value_set.strategy,
                }
            )
            for media_type, value_set in self.value_set.items()
            if value_set.strategy is not None
        ]
        return st.one_of(each) if each else None


def _lines_of_text() -> ValueSet:
    """What an event without a schema can hold on one line."""
    line = st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]), max_size=20)
    return ValueSet("document", ("a", "é 😀", "{"), line)


def _texts(api: ApiUnderTest, name: str, header: Header) -> Iterator[str]:
    if header.schema is None:
        yield "proof"
        return
    parameter = Parameter(name, "header", False, "simple", header.explode, header.schema)
    for value in api.value_pool.valid(header.schema, "response").boundary_cases:
        if not obstacle(parameter, value):
            yield _header_text(value, header.explode)


def _header_text(value: Any, explode: bool) -> str:
    if isinstance(value, dict) and explode:
        return ",".join(f"{key}={texts_of(one)[0]}" for key, one in value.items())
    return ",".join(texts_of(value))


def content_of(media_type: str, body: Any) -> bytes:
    """Return a body as it is sent; text of one character a byte (Latin-1) for what is neither JSON nor text."""
    kind = essence(media_type)
    if kind == EVENTS:
        return "".join(f"data: {one if isinstance(one, str) else json.dumps(one)}\n\n" for one in body).encode()
    if kind in LINES:
        mark = "\x1e" if kind == "application/json-seq" else ""
        return "".join(f"{mark}{json.dumps(one, ensure_ascii=False)}\n" for one in body).encode()
    if is_json(kind):
        return json.dumps(body, ensure_ascii=False).encode()
    return str(body).encode() if kind.startswith("text/") else str(body).encode("latin-1")


def stub_response(case: Mapping[str, Any]) -> StubResponse:
    """Return the response of a case, to be given to a client. A ``text`` in the case is sent as it is."""
    headers = tuple((name, value) for name, value in case.get("headers", {}).items())
    if "media_type" not in case:
        return StubResponse(case["status"], headers)
    content = case["text"].encode() if "text" in case else content_of(case["media_type"], case["body"])
    return StubResponse(case["status"], (*headers, ("content-type", case["media_type"])), content)
