"""The schemas of the JSON-Schema-Test-Suite, draft 2020-12, each with an identity where it has none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.conftest import shared_folder

__all__ = ["Suited", "retrieve", "schemas"]

SUITE = shared_folder() / "suites" / "json-schema-draft2020-12"
REMOTES = shared_folder() / "suites" / "json-schema-remotes"
HOME = "http://localhost:1234/"


class Suited(NamedTuple):
    """A schema of the suite, and whether the suite knows a valid value."""

    name: str
    schema: Any
    satisfied: bool


def schemas() -> Iterator[Suited]:
    for path in sorted(SUITE.glob("*.json")):
        for index, group in enumerate(json.loads(path.read_text(encoding="utf-8"))):
            schema, name = group["schema"], f"{path.stem}:{index}"
            if isinstance(schema, dict):
                schema = {"$id": f"urn:suite:{name}", **schema}
            yield Suited(name, schema, any(case["valid"] for case in group["tests"]))


def retrieve(uri: str) -> Any:
    """A remote schema of the suite, from the folder beside the checkout."""
    assert uri.startswith(HOME), f"nothing is read from {uri}"
    return json.loads((REMOTES / uri.removeprefix(HOME).partition("#")[0]).read_text(encoding="utf-8"))
