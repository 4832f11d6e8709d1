"""Laws of reading: one tree whatever the notation, places that lead back to the node, and inputs that stay."""

from __future__ import annotations

import copy
import json
from typing import Any

import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from specproof.core.diagnostics import Findings
from specproof.core.limits import Limits
from specproof.core.location import Location, Pointer
from specproof.document import Document, Origins, Sources, apply_overlays
from specproof.document.load import parse
from specproof.document.merge import merged
from specproof.document.patch import patched

_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x7f"), max_size=8)
_AMBIGUOUS = st.sampled_from(
    ["012", "0o14", "yes", "null", "~", "12:30", "1e3", ".inf", "<<", "true", " a", "a: b", "#", "-"]
)
_LEAF = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | _TEXT | _AMBIGUOUS
)
_KEY = _TEXT | _AMBIGUOUS
_TREES = st.recursive(
    _LEAF, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEY, inner, max_size=4), max_leaves=20
)


class _Quoting(yaml.SafeDumper):
    """PyYAML writes plain scalars by YAML 1.1; quoting each string leaves nothing to interpretation."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Quoting.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))
_Quoting.add_representer(
    float, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", json.dumps(value))
)


def read(text: str, file: str) -> Any:
    findings = Findings()
    tree = parse(text.encode(), file, Limits(), findings)
    assert [one.message for one in findings] == []
    return tree


def as_yaml(tree: Any, **options: Any) -> str:
    return str(yaml.dump(tree, Dumper=_Quoting, allow_unicode=True, sort_keys=False, **options))


def same(left: Any, right: Any) -> bool:
    """Equal, and of equal types: 1 is not 1.0, and not true."""
    return json.dumps(left) == json.dumps(right)


@given(_TREES, st.sampled_from([True, False, None]))
def test_yaml_and_json_give_the_same_tree(tree: Any, flow: bool | None) -> None:
    assert same(read(json.dumps(tree), "a.json"), tree)
    assert same(read(json.dumps(tree, ensure_ascii=False, indent=1), "a.json"), tree)
    assert same(read(as_yaml(tree, default_flow_style=flow), "a.yaml"), tree)


def nodes(tree: Any, at: Pointer = Pointer()) -> list[tuple[Pointer, Any]]:
    found = [(at, tree)]
    if isinstance(tree, dict):
        found += [pair for name, value in tree.items() for pair in nodes(value, at / name)]
    elif isinstance(tree, list):
        found += [pair for index, value in enumerate(tree) for pair in nodes(value, at / index)]
    return found


@given(_TREES, st.booleans())
def test_the_place_of_a_scalar_is_where_it_is_written(tree: Any, indented: bool) -> None:
    """From the place on, the JSON decoder reads the same scalar, or the key of the same container."""
    text = json.dumps(tree, indent=1 if indented else None)
    sources = Sources({"a.json": text.encode()})
    lines = text.split("\n")
    for pointer, node in nodes(tree):
        place = sources.position(Location("a.json", pointer))
        assert place is not None
        read_there = json.JSONDecoder().raw_decode(
            lines[place[0] - 1][place[1] - 1 :] + "\n".join(["", *lines[place[0] :]])
        )[0]
        is_named = isinstance(node, dict | list) and pointer and isinstance(pointer.parent.find(tree), dict)
        assert same(read_there, pointer[-1] if is_named else node)


@given(_TREES)
def test_yaml_and_json_agree_on_places(tree: Any) -> None:
    """JSON is YAML: the same text has the same places, read either way."""
    text = json.dumps({"root": tree}, ensure_ascii=False)
    assume(text.isprintable() and len(text) < 1000)  # YAML wants keys of at most 1,024 characters
    as_json, as_yaml_ = Sources({"a": text.encode()}), Sources({"a": b"# YAML\n" + text.encode()})
    for pointer, _ in nodes({"root": tree}):
        line, column = as_json.position(Location("a", pointer)) or (0, 0)
        assert as_yaml_.position(Location("a", pointer)) == (line + 1, column)


def overlay(*actions: dict[str, Any]) -> Document:
    tree = {"overlay": "1.0.0", "info": {"title": "o", "version": "1"}, "actions": list(actions)}
    return Document(tree, Origins(Location("o.json")), "1.0.0", {})


@given(st.dictionaries(_KEY, _TREES))
def test_an_overlay_of_nothing_changes_nothing(tree: dict[str, Any]) -> None:
    document = Document(tree, Origins(Location("a.json")), "3.1.0", {})
    before = copy.deepcopy(tree)
    actions = (
        {"target": "$", "update": {}},
        {"target": "$", "update": {"new": [1]}},
        {"target": "$.new", "remove": True},
    )
    assume("new" not in tree)
    made = apply_overlays(document, [overlay(*actions)], Findings())
    assert same(made.tree, before)
    assert same(tree, before)
    assert all(made.origins.at(pointer) == Location("a.json", pointer) for pointer, _ in nodes(before))


@given(st.dictionaries(_KEY, _TREES, max_size=3))
def test_merging_a_tree_into_nothing_gives_it_back(tree: dict[str, Any]) -> None:
    placed: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    assert same(merged({}, tree, placed), tree)
    assert placed == [((name,), (name,)) for name in tree]


@given(_TREES, st.data())
def test_a_patch_changes_what_it_names_and_no_input(tree: Any, data: st.DataObject) -> None:
    tree = {"root": tree}
    before = copy.deepcopy(tree)
    chosen = data.draw(st.lists(st.sampled_from(nodes(tree)), max_size=3, unique_by=lambda pair: pair[0]))
    outer = [pair for pair in chosen if not any(pair[0][: len(one[0])] == one[0] for one in chosen if one is not pair)]
    made = patched(tree, {tuple(pointer): ["new", str(pointer)] for pointer, _ in outer})
    assert same(tree, before)
    for pointer, _ in outer:
        assert pointer.find(made) == ["new", str(pointer)]
    for pointer, node in nodes(before):
        if not any(_related(pointer, changed) for changed, _ in outer):
            assert same(pointer.find(made), node)


def _related(one: Pointer, other: Pointer) -> bool:
    """Whether one is the other or lies above or below it."""
    return one[: len(other)] == other or other[: len(one)] == one
