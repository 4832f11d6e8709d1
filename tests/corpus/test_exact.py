"""Every schema that a real document names: its type accepts what the schema accepts, nothing else, and gives it back.

The judge is jsonschema-rs on the effective document, not upgraded, not normalized: a 3.0 document has its own rules.
"""

from __future__ import annotations

import importlib
import json
import random
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema_rs
import pytest
from pydantic import TypeAdapter, ValidationError

from specproof import strategies
from specproof.core.diagnostics import Findings
from specproof.document import DiskReader, effective
from specproof.oracle.dialect import in_draft_2020_12
from specproof.oracle.directions import Direction
from specproof.oracle.pattern_matching import compiles
from specproof.project import from_options
from specproof.strategies.choices import SeededChoices
from specproof.strategies.value_changes import perturbed
from tests.corpus.packages import DOCUMENTS, Package, build, write

VALUES = 30
HOME = "urn:document"
MARKS = ("readOnly", "writeOnly")


@dataclass
class Outcome:
    """What came of one document: how many values were tried, and what was wrong with some."""

    valid: int = 0
    missed: int = 0
    perturbed: int = 0
    without_values: list[str] = field(default_factory=list)
    ways: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    lossy: list[str] = field(default_factory=list)


class Document:
    """The schemas of an effective document, for judging in a direction, or in none: then all that is required is."""

    def __init__(self, path: Path, direction: Direction | None) -> None:
        tree = effective(from_options(path, path.parent, "exact", {}), DiskReader(), Findings()).tree
        marked = tree if direction else unmarked(tree)
        self.tree: dict[str, Any] = readable(in_draft_2020_12(marked, direction or "response"))
        absolute = elsewhere(self.tree)
        self.registry = jsonschema_rs.Registry([(HOME, absolute)], draft=jsonschema_rs.Draft202012)

    @property
    def schemas(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.tree.get("components", {}).get("schemas", {})
        return found

    def judge(self, name: str) -> jsonschema_rs.Validator:
        token = name.replace("~", "~0").replace("/", "~1").replace("%", "%25")
        ref = {"$ref": f"{HOME}#/components/schemas/{token}"}
        return jsonschema_rs.Draft202012Validator(ref, registry=self.registry, offline=True)


def elsewhere(node: Any) -> Any:
    """Its references are to `HOME`."""
    if isinstance(node, list):
        return [elsewhere(one) for one in node]
    if not isinstance(node, dict):
        return node
    out = {name: elsewhere(one) for name, one in node.items()}
    if isinstance(out.get("$ref"), str) and out["$ref"].startswith("#"):
        out["$ref"] = HOME + out["$ref"]
    return out


def unmarked(node: Any) -> Any:
    """Without the marks of properties that travel one way."""
    if isinstance(node, list):
        return [unmarked(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        name: unmarked(one) for name, one in node.items() if name not in ("readOnly", "writeOnly") or one is not True
    }


def readable(node: Any) -> Any:
    """Without the patterns that no engine reads: nothing can be judged by them."""
    if isinstance(node, list):
        return [readable(one) for one in node]
    if not isinstance(node, dict):
        return node
    kept = {name: readable(one) for name, one in node.items()}
    if isinstance(node.get("pattern"), str) and not compiles(node["pattern"]):
        del kept["pattern"]
    return kept


def imported(package: Package, folder: Path) -> ModuleType:
    sys.path.insert(0, str(write(package, folder)))
    return importlib.import_module(f"{package.module}.models")


def misses(schema: Any, tree: Mapping[str, Any], seed: int, ways: dict[str, int]) -> Iterator[Any]:
    """Values that fail for one constraint each, for as many constraints as there are values to try."""
    constraints = strategies.near_misses(schema, tree)
    chosen = random.Random(seed).sample(constraints, min(VALUES, len(constraints)))
    found = 0
    for left, miss in zip(range(len(chosen), 0, -1), chosen, strict=True):
        ways[miss.how] = ways.get(miss.how, 0) + 1
        if miss.strategy is not None:
            for value in strategies.sample(miss.strategy, -(-(VALUES - found) // left), seed):
                found += 1
                yield value


def told(package: Package, models: ModuleType, judges: Document) -> Outcome:
    """Try all that a document names."""
    outcome = Outcome()
    for number, (component, name) in enumerate(package.built.normal.document_names.items()):
        if name in judges.schemas:
            look_at(getattr(models, component), name, judges, number, outcome)
    return outcome


def told_of_variants(package: Package, models: ModuleType, document: Path) -> Outcome:
    """Try the types of named schemas that differ in requests or responses."""
    outcome, normal = Outcome(), package.built.normal
    names = {normal.pointers[component]: name for component, name in normal.document_names.items()}
    for number, (component, pointer) in enumerate(normal.pointers.items()):
        if pointer in names and component not in normal.document_names:
            direction: Direction = "request" if "Request" in component.removeprefix(names[pointer]) else "response"
            look_at(getattr(models, component), names[pointer], Document(document, direction), number, outcome)
    return outcome


def look_at(kind: Any, name: str, document: Document, seed: int, outcome: Outcome) -> None:
    adapter, judge = TypeAdapter(kind), document.judge(name)
    schema = document.schemas[name]
    try:
        values = strategies.sample(strategies.values(schema, document.tree), VALUES, seed)
    except strategies.NoStrategyError as error:
        outcome.without_values.append(f"{name}: {error}")
        values = []
    for value in values:
        outcome.valid += 1
        assert judge.is_valid(value), f"the strategy of {name} gave {value!r}"
        compare(adapter, name, value, True, outcome)
    draws = SeededChoices(seed)
    for value in [perturbed(draws, value) for value in values]:
        outcome.perturbed += 1
        compare(adapter, name, value, judge.is_valid(value), outcome)
    for value in misses(schema, document.tree, seed, outcome.ways):
        outcome.missed += 1
        assert not judge.is_valid(value), f"a near miss of {name} is valid: {value!r}"
        compare(adapter, name, value, False, outcome)


def compare(adapter: TypeAdapter[Any], name: str, value: Any, valid: bool, outcome: Outcome) -> None:
    """Note where a type does not share the verdict, or does not give back what it took."""
    try:
        parsed = adapter.validate_json(text(value))
    except ValidationError as error:
        if valid:
            said = error.errors(include_url=False, include_input=False)[:2]
            outcome.wrong.append(f"{name}: refused {text(value)}: {said}")
        return
    dumped = adapter.dump_json(parsed, by_alias=True)
    if not valid:
        outcome.wrong.append(f"{name}: accepted {text(value)}")
    elif not same(exact(text(value)), exact(dumped)):
        outcome.lossy.append(f"{name}: {text(value)} became {dumped.decode()}")


def text(value: Any) -> str:
    return json.dumps(value)


def exact(words: str | bytes) -> Any:
    return json.loads(words, parse_float=Decimal)


def same(one: Any, other: Any) -> bool:
    """Equal as JSON; numbers that are written with a fraction or an exponent count as doubles."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) or isinstance(other, bool) or not isinstance(one, int | Decimal):
        return type(one) is type(other) and bool(one == other)
    return isinstance(other, int | Decimal) and (
        one == other or (isinstance(one, Decimal) and float(one) == float(other))
    )


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sys, "path", [*sys.path])
    before = set(sys.modules)
    yield
    for name in [name for name in sys.modules if name.startswith("exact_") and name not in before]:
        del sys.modules[name]


@pytest.mark.corpus
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_types_are_exact(document: Path, tmp_path: Path) -> None:
    package = build(document, tmp_path, f"exact-{document.stem}")
    models = imported(package, tmp_path)
    outcome = told(package, models, Document(document, None))
    assert (outcome.wrong[:20], outcome.lossy[:20]) == ([], [])
    variants = told_of_variants(package, models, document)
    assert (variants.wrong[:20], variants.lossy[:20]) == ([], [])


def _text(**keywords: Any) -> dict[str, Any]:
    return {"type": "string", **keywords}


def _record(**keywords: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}, **keywords}


BUGS: dict[str, tuple[Any, Any]] = {
    "maximum lost": ({"type": "integer", "maximum": 9}, {"type": "integer"}),
    "maximum off by one": ({"type": "integer", "maximum": 9}, {"type": "integer", "maximum": 10}),
    "minimum too strict": ({"type": "integer", "minimum": 1}, {"type": "integer", "minimum": 2}),
    "open bound": ({"type": "number", "exclusiveMinimum": 0}, {"type": "number", "minimum": 0}),
    "grid lost": ({"type": "number", "multipleOf": 0.5}, {"type": "number"}),
    "integer as number": ({"type": "integer"}, {"type": "number"}),
    "number as integer": ({"type": "number"}, {"type": "integer"}),
    "null lost": ({"type": ["string", "null"]}, {"type": "string"}),
    "null added": ({"type": "string"}, {"type": ["string", "null"]}),
    "length off by one": (_text(maxLength=20), _text(maxLength=21)),
    "length lost": (_text(minLength=1), _text()),
    "pattern lost": (_text(pattern="^[a-z]*$"), _text()),
    "enum in any case": (_text(enum=["a", "b"]), _text(enum=["a", "b", "A", "B"])),
    "enum narrowed": (_text(enum=["a", "b"]), _text(enum=["a"])),
    "required lost": (_record(required=["a", "b"]), _record(required=["a"])),
    "required added": (_record(required=["a"]), _record(required=["a", "b"])),
    "closed": (_record(), _record(additionalProperties=False)),
    "opened": (_record(additionalProperties=False), _record()),
    "property renamed": (
        _record(additionalProperties=False),
        {**_record(additionalProperties=False), "properties": {"a": {"type": "string"}, "B": {"type": "integer"}}},
    ),
    "property untyped": (_record(), {"type": "object", "properties": {"a": {"type": "string"}}}),
    "items off by one": ({"type": "array", "items": {}, "maxItems": 3}, {"type": "array", "items": {}, "maxItems": 4}),
    "items untyped": ({"type": "array", "items": {"type": "string"}}, {"type": "array", "items": {}}),
    "uniqueness lost": ({"type": "array", "items": {}, "uniqueItems": True}, {"type": "array", "items": {}}),
    "one of as any of": ({"oneOf": [{"type": "integer"}, {"minimum": 2}]}, {}),
    "not lost": ({"type": "string", "not": {"enum": ["a"]}}, {"type": "string"}),
    "branch lost": ({"anyOf": [{"type": "integer"}, _text(), _record()]}, {"anyOf": [{"type": "integer"}, _text()]}),
}  # fmt: skip
"""What a document says, and what a generator with one bug would make of it."""


def test_every_bug_is_seen(tmp_path: Path) -> None:
    """The types are made from the schemas with a bug and judged by the right ones."""
    names = {f"Schema{number}": bug for number, bug in enumerate(BUGS)}
    for folder, side in (("right", 0), ("wrong", 1)):
        schemas = {name: BUGS[bug][side] for name, bug in names.items()}
        tree = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}}
        path = tmp_path / folder / "openapi.json"
        path.parent.mkdir()
        path.write_text(json.dumps({**tree, "components": {"schemas": schemas}}), encoding="utf-8")
    package = build(tmp_path / "wrong" / "openapi.json", tmp_path / "wrong", "exact-bugs")
    judges = Document(tmp_path / "right" / "openapi.json", None)
    outcome = told(package, imported(package, tmp_path), judges)
    seen = {said.partition(":")[0] for said in outcome.wrong}
    assert [bug for name, bug in names.items() if name not in seen] == []
    assert outcome.lossy == []
