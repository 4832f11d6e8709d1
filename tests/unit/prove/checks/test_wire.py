"""Every way to write a parameter, a body or a reply, generated and proved; and bugs, each seen by its property."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

from specproof.oracle.openapi_core_reader import DEVIATIONS, deviation
from specproof.prove.checks import Check, Contract, Package, checks, prove
from specproof.prove.checks.api_under_test import ApiUnderTest
from specproof.prove.checks.call_cases import CallCases
from tests.unit.prove.checks.cells import cells, document
from tests.unit.prove.checks.contracts import write
from tests.unit.prove.checks.packages import contract_in, edited, red

PROPERTIES = ("request", "invalid request", "decoders agree", "response", "unexpected response", "invalid response")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(document(), tmp_path_factory.mktemp("cells"), "cells")


@pytest.fixture(scope="module")
def contract(folder: Path) -> Contract:
    return contract_in(folder)


@pytest.fixture(scope="module")
def package(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Package]:
    with edited(folder, tmp_path_factory.mktemp("whole") / "whole") as found:
        yield found


@pytest.fixture(scope="module", autouse=True)
def few() -> Iterator[None]:
    """Few examples: the boundary cases are most of it."""
    before = settings.get_current_profile_name()
    settings.register_profile("few", max_examples=3, derandomize=True, database=None, deadline=None)
    settings.load_profile("few")
    yield
    settings.load_profile(before)


@pytest.mark.parametrize("name", PROPERTIES)
def test_every_cell_is_held(contract: Contract, package: Package, name: str) -> None:
    tried = 0
    for check in checks(contract, name):
        counted = prove(check, package)
        tried += counted.inside + counted.outside
    assert tried > 200


def test_each_cell_has_a_request_and_a_refusal(contract: Contract) -> None:
    """What the shape cannot say in the style is all refused; everything else is sent at least once."""
    plans = {check.id.subject: check.calls for check in checks(contract, "request") if hasattr(check, "calls")}
    for place, style, explode, shape in cells():
        name = f"/{place}-{style}-{'exploded' if explode else 'whole'}-{shape}"
        calls: CallCases = plans[f"GET {name}/{{p}}" if place == "path" else f"GET {name}"]
        given = [case for case in calls.boundary_cases if f"{place}.p" in case["arguments"]]
        sent = [case for case in given if not any(calls.obstacles(case))]
        assert given, name
        assert sent or shape == "nested", name


def test_what_the_second_reader_is_not_asked_is_named(contract: Contract) -> None:
    api, met = ApiUnderTest(contract), set[str]()
    for check in checks(contract, "request"):
        calls: CallCases = check.calls  # type: ignore[attr-defined] # all checks of this property have one
        for case in calls.boundary_cases:
            for one in calls.operation.parameters:
                if one.key in case["arguments"] and not any(calls.obstacles(case)):
                    met.add(deviation(one, case["arguments"][one.key], api.shape(one.schema)))
    assert met - {""} == DEVIATIONS.keys()


class Bug(NamedTuple):
    property: str
    subject: str
    file: str
    old: str
    new: str


BUGS = {
    "wrong separator": Bug(
        "request",
        "query-pipeDelimited",
        "_runtime/styles/__init__.py",
        '"pipeDelimited": "|"',
        '"pipeDelimited": ";"',
    ),
    "joined where it is exploded": Bug(
        "request", "query-form-exploded-list", "_runtime/styles/__init__.py", "elif not explode:", "elif True:"
    ),
    "label without a dot": Bug(
        "request",
        "path-label",
        "_runtime/styles/__init__.py",
        '_Rule(".", ".", named=False)',
        '_Rule("", ".", named=False)',
    ),
    "path not encoded": Bug(
        "request",
        "path-simple-whole-text",
        "_runtime/url.py",
        'return quote(text, safe="~")',
        'return quote(text, safe="~/?#%")',
    ),
    "null left out": Bug(
        "request",
        "query-form-whole-mixed",
        "_runtime/parameters/scalars.py",
        "if value is None:",
        'if value is None:\n        return ""',
    ),
    "empty list sent": Bug(
        "request",
        "query-form-whole-list",
        "_runtime/styles/__init__.py",
        "if value == [] or value == {}:",
        "if value == {}:",
    ),
    "true as Python writes it": Bug(
        "request",
        "body/form",
        "_runtime/parameters/scalars.py",
        'return "true" if value else "false"',
        "return str(value)",
    ),
    "header under another name": Bug(
        "request",
        "header-simple-whole-text",
        "_operations.py",
        'Parameter("p", "header", "HeaderSimpleWholeTextP")',
        'Parameter("q", "header", "HeaderSimpleWholeTextP")',
    ),
    "cookies run together": Bug(
        "request", "cookie-form", "_runtime/parameters/__init__.py", 'cookies = "; ".join', 'cookies = "&".join'
    ),
    "wrong Content-Length": Bug(
        "request",
        "body/json",
        "_runtime/request.py",
        "length = len(content) if isinstance(content, bytes)",
        "length = len(content) + 1 if isinstance(content, bytes)",
    ),
    "a form that says JSON": Bug(
        "request",
        "body/plain-form",
        "_runtime/forms/__init__.py",
        '"application/x-www-form-urlencoded": encode_urlencoded',
        '"application/x-www-form": encode_urlencoded',
    ),
    "parts without names": Bug(
        "request",
        "body/multipart",
        "_runtime/forms/multipart.py",
        "disposition = f'form-data; name=\"{_quoted(name)}\"'",
        "disposition = 'form-data; name=\"x\"'",
    ),
    "credentials where nobody asks": Bug(
        "request",
        "open",
        "_runtime/credentials/__init__.py",
        "        return []\n\n    def texts(",
        "        return [(name, secret) for name, secret in self._secrets.items() if secret]\n\n    def texts(",
    ),
    "two alternatives at once": Bug(
        "request",
        "secured",
        "_operations.py",
        '{"key": (), "login": ()},\n        {"query": ()},',
        '{"key": (), "login": (), "query": ()},',
    ),
    "arguments not judged": Bug(
        "invalid request",
        "query-form-whole-text",
        "_runtime/parameters/__init__.py",
        "return codec.dump(value)",
        "return value",
    ),
    "dots in a path": Bug(
        "request",
        "path-label",
        "_runtime/parameters/__init__.py",
        'if filled in {"", ".", ".."}:',
        'if filled in {""}:',
    ),
    "201 is a failure": Bug(
        "response",
        "reply/beside",
        "_runtime/response.py",
        "failed = declared.error is not None or response.status_code >= _FIRST_ERROR",
        "failed = declared.error is not None or response.status_code > 200",
    ),
    "error swallowed": Bug(
        "response",
        "reply/exact",
        "_runtime/response.py",
        "    if failed:\n        raise",
        "    if failed and response.status_code != 404:\n        raise",
    ),
    "the body of an error lost": Bug(
        "response",
        "reply/exact",
        "_runtime/response.py",
        "(_reason(response), operation.id, response, parsed)",
        "(_reason(response), operation.id, response, None)",
    ),
    "ranges before exact statuses": Bug(
        "response",
        "reply/ranges",
        "_runtime/response.py",
        "if (exact := responses.get(str(status))) is not None:",
        'if (exact := responses.get(f"{status // 100}XX")) is not None:',
    ),
    "undeclared statuses pass": Bug(
        "unexpected response",
        "reply/exact",
        "_runtime/response.py",
        'if declared is None and (any_success or policy.validation != "strict"):',
        "if declared is None:",
    ),
    "undeclared media types pass": Bug(
        "unexpected response",
        "reply/exact",
        "_runtime/response.py",
        '            if self.policy.validation == "strict":\n                raise ValueError(message)',
        "            if False:\n                raise ValueError(message)",
    ),
    "responses not validated": Bug(
        "invalid response",
        "reply/exact",
        "_runtime/response.py",
        '        if self.policy.validation == "strict":\n            return codec.load_json(content)',
        "        if False:\n            return codec.load_json(content)",
    ),
    "drift not reported": Bug(
        "invalid response", "reply/exact", "_runtime/drift.py", "if self._on_drift is not None:", "if False:"
    ),
    "lines cut in the middle": Bug(
        "response",
        "reply/lines",
        "_runtime/streams/items.py",
        'first, *others = chunk.split(b"\\n")',
        'first, *others = chunk.split(b",")',
    ),
}


def test_every_bug_has_a_text_to_change() -> None:
    runtime = Path(__file__).parents[4] / "generator" / "specproof" / "runtime"
    rows = ((runtime / bug.file.removeprefix("_runtime/"), bug) for bug in BUGS.values() if "_runtime/" in bug.file)
    assert [bug.old for path, bug in rows if path.read_text(encoding="utf-8").count(bug.old) != 1] == []


@pytest.mark.parametrize("name", BUGS)
def test_bugs_are_seen_by_their_property(name: str, folder: Path, contract: Contract, tmp_path: Path) -> None:
    bug = BUGS[name]
    wanted: list[Check] = [one for one in checks(contract, *PROPERTIES) if bug.subject in one.id.subject]
    with edited(folder, tmp_path / "bugged", bug.file, bug.old, bug.new) as package:
        assert bug.property in red(wanted, package)
