"""Doubtful schemas that show only when requests and responses are seen apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from specproof.core.location import Pointer
from specproof.core.media_types import is_json
from specproof.core.openapi import schema_reference
from specproof.core.reachable import reachable
from specproof.normal import Normal
from specproof.schema.algebra import Algebra
from specproof.schema.findings import Analysis, Problem
from specproof.schema.walk import targets, walk

__all__ = ["add_direction_problems"]


def add_direction_problems(form: Normal, analysis: Analysis) -> None:
    """Add problems that show only if requests and responses are seen apart.

    These are `minItems` that both share, and schemas of JSON responses that accept an empty object.
    """

    def using(name: str) -> Iterator[str]:
        return targets(form.schemas[name])

    sent = reachable(_bodies(form.tree, "requestBody"), using)
    back = reachable(_bodies(form.tree, "responses"), using)
    for name in form.schemas:
        if name in sent and name in back:
            analysis.problems += _shared_limits(form.schemas, name)
    algebra = Algebra(form.schemas, form.opaque)
    for name in dict.fromkeys(_bodies(form.tree, "responses", successes=True)):
        accepts = algebra.accepts(schema_reference(name))
        if accepts is not None and accepts({}) and _declares(form.schemas, form.schemas[name]):
            message = "the schema requires no property: it accepts the response {}, and any with misspelled names"
            analysis.problems.append(Problem("AUDIT_EMPTY_REPLY", message, Pointer((name,)), ({},)))


def _bodies(tree: Mapping[str, Any], part: str, successes: bool = False) -> Iterator[str]:
    """The components that request bodies or responses refer to; with ``successes`` only JSON of 2XX responses."""
    for item in tree["paths"].values():
        for operation in item.values():
            if part == "requestBody":
                holders = [operation["requestBody"]] if part in operation else []
            else:
                responses = operation["responses"].items()
                holders = [response for status, response in responses if not successes or str(status).startswith("2")]
            for holder in holders:
                for media_type, media in holder["content"].items():
                    if "schema" in media and (not successes or is_json(media_type)):
                        yield from targets(media["schema"])


def _shared_limits(schemas: Mapping[str, Any], name: str) -> Iterator[Problem]:
    """Arrays that may be absent but not empty: sensible in a request, doubtful in a response."""
    for at, schema in walk(schemas[name], Pointer((name,))):
        if isinstance(schema, dict):
            for own, member in schema.get("properties", {}).items():
                if (
                    own not in schema.get("required", ())
                    and isinstance(member, dict)
                    and member.get("minItems", 0) >= 1
                ):
                    message = f'a response with "{own}": [] is rejected: requests and responses share minItems'
                    place = at / "properties" / own / "minItems"
                    yield Problem("AUDIT_SHARED_LIMIT", message, place, ({own: []},))


def _declares(schemas: Mapping[str, Any], schema: Any, depth: int = 10) -> bool:
    """Whether an object has named properties, itself or by reference."""
    if not isinstance(schema, dict) or depth == 0:
        return False
    parts = [*schema.get("allOf", ()), *schema.get("oneOf", ()), *schema.get("anyOf", ())]
    parts += [schemas[name] for name in targets({"$ref": schema["$ref"]})] if "$ref" in schema else []
    return bool(schema.get("properties")) or any(_declares(schemas, part, depth - 1) for part in parts)
