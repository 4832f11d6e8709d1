"""Calls to try: arguments and bodies of one operation, put together from the values of their schemas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import zip_longest
from typing import Any

from hypothesis import strategies as st

from specproof.oracle.json_pointer import resolve
from specproof.oracle.media_types import content_key, essence, is_json
from specproof.oracle.operations import MediaType, Operation, Parameter
from specproof.oracle.representable import form_obstacles, obstacles
from specproof.prove.checks.api_under_test import ApiUnderTest
from specproof.prove.checks.check import WITHOUT_CASES, Case
from specproof.prove.checks.harness import FORM, MULTIPART, concrete_media_type
from specproof.prove.checks.texts import is_judged_text, texts
from specproof.prove.checks.value_pool import ValueSet

__all__ = ["CallCases", "files_in", "is_raw", "media_types", "schemaless_values"]

_MOST = 40
_RAW = ("a", "\x00\xff\r\n--", "%41+&=é", "")
_TEXTS = ("a", "é😀\r\n", "%41+&=", "")
_AWKWARD_TEXTS = ("/%41?", "&=+ #", ";,|:", "é😀", "a.[b]", "true", "0")
_AWKWARD: tuple[Any, ...] = (*_AWKWARD_TEXTS, [*_AWKWARD_TEXTS[:3]], ["&=+ #"], ["0", "a"], {"a": "&/%41"}, {"é=&": ""})
"""Texts that mean something where they stand, and lists and objects of them."""
_JSON: tuple[Any, ...] = ({"a": [1, 2.5, True, None, "é"]}, [], "", 0, False)


def media_types(operation: Operation) -> list[str | None]:
    """Return the media types in which a request body can be sent, one for each declared; ``[None]`` without a body."""
    content = operation.body.content if operation.body else {}
    return [concrete_media_type(one, content) for one in content] or [None]


def is_raw(media_type: str) -> bool:
    """Whether the clients take and return a body of this media type as text or bytes: it is neither JSON nor a form."""
    return not is_json(media_type) and essence(media_type) not in (FORM, MULTIPART)


def schemaless_values(media_type: str) -> ValueSet:
    """Return values of a media type that has no schema; bytes are written as text of one character a byte (Latin-1)."""
    if is_json(media_type):
        scalars = (
            st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
        )
        return ValueSet("document", _JSON, scalars | st.lists(scalars, max_size=3))
    if essence(media_type).startswith("text/"):
        return ValueSet("document", _TEXTS, st.text(max_size=20))
    return ValueSet("document", _RAW, st.binary(max_size=20).map(lambda data: data.decode("latin-1")))


class CallCases:
    """The cases in which one operation is called, with bodies of one media type; None for calls without a body.

    A case is ``{"arguments": {"query.limit": 1}, "media_type": "application/json", "body": …}``.
    """

    def __init__(self, api: ApiUnderTest, operation: Operation, media_type: str | None) -> None:
        self.api, self.operation, self.media_type = api, operation, media_type

    @cached_property
    def arguments(self) -> dict[str, ValueSet]:
        """Return the values of each parameter, by ``Parameter.key``."""
        return {one.key: self._supplied(one) for one in self.operation.parameters}

    def _supplied(self, parameter: Parameter) -> ValueSet:
        """Its values, and those among the awkward ones that its schema accepts."""
        plain = self.api.value_pool.valid(parameter.schema, "request")
        if plain.strategy is None:
            return plain
        awkward = (one for one in _AWKWARD if not self.api.document.errors(parameter.schema, one, "request"))
        return ValueSet(plain.how, (*plain.boundary_cases[:1], *awkward, *plain.boundary_cases[1:]), plain.strategy)

    @cached_property
    def media(self) -> MediaType | None:
        """Return the declaration of the media type; None without a body."""
        body = self.operation.body
        declared = content_key(body.content, self.media_type) if body and self.media_type else None
        return body.content[declared] if body and declared else None

    @cached_property
    def body(self) -> ValueSet | None:
        """Return the values of the body; None without a body."""
        if self.media is None or self.media_type is None:
            return None
        kind = self.media_type
        if self.media.schema is not None and is_judged_text(self.api, self.media.schema, kind, "request"):
            return texts(self.api, self.media.schema, "request", is_valid=True)
        if self.media.schema is None or is_raw(kind):
            return schemaless_values(kind)
        value_set = self.api.value_pool.valid(self.media.schema, "request")
        if is_json(kind):
            return value_set
        return self._with_representable(_only(value_set, dict) or schemaless_values(kind))

    def _with_representable(self, value_set: ValueSet) -> ValueSet:
        """Forms as they are, and without the properties that a form cannot say, where that is still valid."""
        if value_set.strategy is None or is_raw(self.media_type or ""):
            return value_set
        representable = [
            one
            for one in map(self._representable_body, value_set.boundary_cases)
            if one not in value_set.boundary_cases
        ]
        boundary_cases = tuple(
            one for pair in zip_longest(value_set.boundary_cases, representable) for one in pair if one is not None
        )
        return ValueSet(
            value_set.how, boundary_cases, value_set.strategy | value_set.strategy.map(self._representable_body)
        )

    def _representable_body(self, body: Any) -> Any:
        if self.media is None or self.media.schema is None:
            return body
        wrong = dict(form_obstacles(self.media, essence(self.media_type or ""), body))
        left = {name: one for name, one in body.items() if name not in wrong}
        return body if self.api.document.errors(self.media.schema, left, "request") else left

    @cached_property
    def files(self) -> frozenset[str]:
        """Return the properties of a multipart body that are files."""
        if self.media is None or self.media.schema is None or essence(self.media_type or "") != MULTIPART:
            return frozenset()
        return files_in(self.api.document.tree("request"), self.media.schema)

    @cached_property
    def how(self) -> str:
        """Return where the cases come from, or why there are none: a required part has no value (``WITHOUT_CASES``)."""
        needed = [self.arguments[one.key].how for one in self.operation.parameters if one.required]
        if self.body is not None and self.requires_body:
            needed.append(self.body.how)
        return next((how for how in needed if how in WITHOUT_CASES), "document")

    @property
    def requires_body(self) -> bool:
        """Whether the operation requires a body."""
        return self.operation.body is not None and self.operation.body.required

    @cached_property
    def boundary_cases(self) -> tuple[Case, ...]:
        """Return the calls to test in every run: one with the required parts only, then some that cover all values.

        Among them are calls that no request can express, each followed by one without the parts to blame.
        """
        if self.how in WITHOUT_CASES:
            return ()
        given = {key: one for key, one in self.arguments.items() if one.boundary_cases}
        most = max(
            [1, *(len(one.boundary_cases) for one in given.values()), len(self.body.boundary_cases) if self.body else 0]
        )
        full = [self._full(given, at) for at in range(min(most, _MOST))]
        cases = (one for case in full for one in (case, self._representable_call(case)) if one is not None)
        return (self._needed(0), *cases)

    def _representable_call(self, case: Case) -> Case | None:
        """Return the call with what can be written, the rest as in the smallest; None if all or nothing can."""
        wrong = {reason.partition(": ")[0] for reason in self.obstacles(case)}
        if not wrong or self.minimal_call is None:
            return None
        kept = {key: value for key, value in case["arguments"].items() if key not in wrong}
        needed = {key: value for key, value in self.minimal_call["arguments"].items() if key in wrong}
        representable = {**case, "arguments": {**kept, **needed}}
        return None if any(self.obstacles(representable)) else representable

    @cached_property
    def minimal_call(self) -> Case | None:
        """Return a call with only the required parts, which a request can express; None if none is found."""
        if self.how in WITHOUT_CASES:
            return None
        return next((case for case in map(self._needed, range(_MOST)) if not any(self.obstacles(case))), None)

    @property
    def why_no_call(self) -> str:
        """Return why ``minimal_call`` is None."""
        return self.how if self.how in WITHOUT_CASES else "no strategy"

    def obstacles(self, case: Case) -> Iterator[str]:
        """Yield the reasons why no request can express a call."""
        return obstacles(self.operation, case["arguments"], case.get("body"), case.get("media_type"))

    def _needed(self, at: int) -> Case:
        needed = {one.key: self.arguments[one.key].boundary_cases for one in self.operation.parameters if one.required}
        arguments = {key: boundary_cases[at % len(boundary_cases)] for key, boundary_cases in needed.items()}
        return {"arguments": arguments, **(self._bodied(at) if self.requires_body else {})}

    def _full(self, given: Mapping[str, ValueSet], at: int) -> Case:
        arguments = {key: one.boundary_cases[at % len(one.boundary_cases)] for key, one in given.items()}
        return {"arguments": arguments, **self._bodied(at)}

    def _bodied(self, at: int) -> dict[str, Any]:
        if self.body is None or not self.body.boundary_cases:
            return {}
        return {"media_type": self.media_type, "body": self.body.boundary_cases[at % len(self.body.boundary_cases)]}

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        """Return a strategy of calls in which optional parts are there or not; None if there are no cases."""
        if self.how in WITHOUT_CASES:
            return None
        made = {key: one.strategy for key, one in self.arguments.items() if one.strategy is not None}
        needed = {one.key for one in self.operation.parameters if one.required}
        arguments: st.SearchStrategy[Any] = st.fixed_dictionaries(
            {key: one for key, one in made.items() if key in needed},
            optional={key: one for key, one in made.items() if key not in needed},
        )
        without: st.SearchStrategy[Case] = st.fixed_dictionaries({"arguments": arguments})
        if self.body is None or self.body.strategy is None:
            return without
        parts = {"arguments": arguments, "media_type": st.just(self.media_type), "body": self.body.strategy}
        whole: st.SearchStrategy[Case] = st.fixed_dictionaries(parts)
        return whole if self.requires_body else without | whole


def _only(value_set: ValueSet, kind: type) -> ValueSet | None:
    """The values of one kind."""
    boundary_cases = tuple(one for one in value_set.boundary_cases if isinstance(one, kind))
    if value_set.strategy is None:
        return value_set
    return (
        ValueSet(value_set.how, boundary_cases, value_set.strategy.filter(lambda one: isinstance(one, kind)))
        if boundary_cases
        else None
    )


def files_in(document: Mapping[str, Any], at: str) -> frozenset[str]:
    """Return the properties of an object schema that are files or lists of files (OpenAPI 3.1, 4.8.14.2).

    Args:
        at: JSON pointer of the schema.
    """
    properties = dict(_properties(document, resolve(document, at), 8))
    return frozenset(name for name, one in properties.items() if _is_file(document, one, 8))


def _parts(document: Mapping[str, Any], schema: Any, depth: int) -> Iterator[Any]:
    """A schema and what applies to the same value."""
    if isinstance(schema, dict) and depth:
        yield schema
        behind = [resolve(document, schema["$ref"])] if str(schema.get("$ref", "")).startswith("#/") else []
        for one in [*behind, *schema.get("allOf", ())]:
            yield from _parts(document, one, depth - 1)


def _properties(document: Mapping[str, Any], schema: Any, depth: int) -> Iterator[tuple[str, Any]]:
    for part in _parts(document, schema, depth):
        yield from (part.get("properties") or {}).items()


def _is_file(document: Mapping[str, Any], schema: Any, depth: int) -> bool:
    for part in _parts(document, schema, depth):
        if part.get("format") == "binary" or ("contentMediaType" in part and "contentEncoding" not in part):
            return True
        if "items" in part and _is_file(document, part["items"], depth - 1):
            return True
    return False
