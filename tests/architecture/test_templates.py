"""Templates decide nothing: each holds loops over a view, tests of one attribute, includes and output."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from specproof.render.layout import LAYOUT

ROOT = Path(__file__).parents[2]
EXTENSIONS = ROOT / "generator" / "specproof" / "extensions"
HOMES = (ROOT / "templates", *sorted(EXTENSIONS.glob("*/templates")))
FILES = {
    (path.relative_to(ROOT).as_posix()): (home, path.relative_to(home).as_posix())
    for home in HOMES
    for path in sorted(home.rglob("*.j2"))
}
"""Path from the checkout to the folder that holds all templates of a kind, and the name in it."""


def forbidden(text: str) -> list[str]:
    """What a template holds beyond the four kinds of node."""
    return [
        f"line {node.lineno}: {type(node).__name__}" for node in Environment().parse(text).body for node in _wrong(node)
    ]


def _wrong(node: nodes.Node) -> Iterator[nodes.Node]:
    match node:
        case nodes.Output():
            yield from (each for each in node.nodes if not isinstance(each, nodes.TemplateData) and not _is_chain(each))
        case nodes.For():
            plain = _is_chain(node.iter) and not (node.test or node.recursive)
            yield from () if plain else (node,)
            yield from (wrong for each in [*node.body, *node.else_] for wrong in _wrong(each))
        case nodes.If():
            yield from () if _is_chain(node.test) else (node,)
            yield from (wrong for each in [*node.body, *node.elif_, *node.else_] for wrong in _wrong(each))
        case nodes.Include():
            yield from () if isinstance(node.template, nodes.Const) else (node,)
        case _:
            yield node


def _is_chain(node: nodes.Node) -> bool:
    """``view`` or ``view.attribute.attribute``."""
    while isinstance(node, nodes.Getattr):
        node = node.node
    return isinstance(node, nodes.Name)


@pytest.mark.parametrize("path", FILES)
def test_only_the_allowed_nodes(path: str) -> None:
    assert forbidden((ROOT / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "{% set a = 1 %}",
        "{% macro m() %}{% endmacro %}",
        "{{ a | upper }}",
        "{{ a() }}",
        "{{ a + b }}",
        "{{ a ~ b }}",
        "{{ a['b'] }}",
        "{{ 'text' }}",
        "{% if not a %}{% endif %}",
        "{% if a == b %}{% endif %}",
        "{% if a %}{% elif a and b %}{% endif %}",
        "{% for a in b if c %}{% endfor %}",
        "{% for a in b | sort %}{% endfor %}",
        "{% for a in b %}{{ a.c() }}{% endfor %}",
        "{% include name %}",
        "{% import 'x' as y %}",
        "{% extends 'x' %}",
        "{% raw %}{% endraw %}{{ 1 if a }}",
    ],
)
def test_the_test_sees_what_is_forbidden(text: str) -> None:
    assert forbidden(text)


@pytest.mark.parametrize("home", HOMES, ids=lambda home: home.parent.name)
def test_every_template_is_used(home: Path) -> None:
    """A template of an extension is used if its Python names it."""
    texts = {name: (home / name).read_text(encoding="utf-8") for place, name in FILES.values() if place == home}
    included = {
        node.template.value
        for text in texts.values()
        for node in Environment().parse(text).find_all(nodes.Include)
        if isinstance(node.template, nodes.Const)
    }
    named = {file.template for file in LAYOUT}
    if home.is_relative_to(EXTENSIONS):
        python = "".join(path.read_text(encoding="utf-8") for path in home.parent.glob("*.py"))
        named = set(re.findall(r"[\w/.]+\.j2", python))
    assert set(texts) == named | included
