"""From the views of jsonschema-rs to ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from jsonschema_rs import canonical

from specproof.oracle.json_values import exact
from specproof.strategies.intervals import Interval
from specproof.strategies.views import (
    ANYTHING,
    AllOf,
    Choice,
    Contains,
    Json,
    Kinds,
    Link,
    ListOf,
    Not,
    OneOf,
    Opaque,
    Record,
    Text,
    Typed,
    Values,
    View,
    Violation,
)

if TYPE_CHECKING:
    from specproof.strategies.nodes import Node

__all__ = ["read"]


def read(node: Node) -> View:
    """The view of a node; `Opaque` where the algebra does not model it."""
    view = node.schema.view()
    reader = _READERS.get(type(view))
    return reader(node, view) if reader is not None else Opaque()


_DISTINCT = {canonical.Distinctness.ALL_DISTINCT.value: True, canonical.Distinctness.SOME_REPEATED.value: False}


def _array(node: Node, view: canonical.ArrayView) -> ListOf:
    contains = (
        Contains(node.child(one.schema), 1 if one.min_contains is None else one.min_contains, one.max_contains)
        for one in view.contains
    )
    return ListOf(
        view.min_items or 0,
        view.max_items,
        _DISTINCT.get(view.distinctness.value),
        tuple(map(node.child, view.prefix_items)),
        node.child(view.items) if view.items is not None else None,
        tuple(contains),
    )


def _object(node: Node, view: canonical.ObjectView) -> Record:
    return Record(
        view.min_properties or 0,
        view.max_properties,
        tuple(view.required),
        node.child(view.property_names) if view.property_names is not None else None,
        {name: node.child(schema) for name, schema in view.properties.items()},
        {pattern: node.child(schema) for pattern, schema in view.pattern_properties.items()},
        node.child(view.additional_properties) if view.additional_properties is not None else None,
        tuple(_violation(node, one) for one in view.violations),
    )


def _violation(
    node: Node, view: canonical.NameFailsView | canonical.UndeclaredValueFailsView | canonical.PatternValueFailsView
) -> Violation:
    match view:
        case canonical.NameFailsView(schema=schema):
            return Violation(node.child(schema), of_name=True)
        case canonical.PatternValueFailsView(pattern=pattern, schema=schema):
            return Violation(node.child(schema), pattern=pattern)
        case canonical.UndeclaredValueFailsView(names=names, patterns=patterns, additional=schema):
            return Violation(node.child(schema), names=frozenset(names), patterns=tuple(patterns))


def _reference(node: Node, view: canonical.ReferenceView) -> View:
    target = node.target(view.uri)
    return Link(target) if target is not None else Opaque()


def _text(view: canonical.StringView) -> Text:
    return Text(
        view.min_length or 0,
        view.max_length,
        tuple(view.patterns),
        tuple(view.excluded_patterns),
        tuple(view.excluded),
    )


def _number(view: canonical.NumberView) -> Interval:
    return Interval(
        None if view.minimum is None else exact(view.minimum),
        view.exclusive_minimum,
        None if view.maximum is None else exact(view.maximum),
        view.exclusive_maximum,
        tuple(map(exact, view.multiple_of)),
        tuple(map(exact, view.not_multiple_of)),
        False if view.excludes_integers else None,
    )


def _integer(view: canonical.IntegerView) -> Interval:
    return Interval(
        None if view.minimum is None else exact(view.minimum),
        high=None if view.maximum is None else exact(view.maximum),
        grids=tuple(map(exact, view.multiple_of)),
        off=tuple(map(exact, view.not_multiple_of)),
        whole=True,
    )


def _plain(value: object) -> Json:
    """Constants as the JSON values of the standard library: no `Decimal`."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    number = exact(value)
    return number.numerator if number.denominator == 1 else float(number)


_READERS: Mapping[type, Callable[[Node, Any], View]] = {
    canonical.TrueView: lambda node, view: ANYTHING,
    canonical.FalseView: lambda node, view: Values(()),
    canonical.MultiTypeView: lambda node, view: Kinds(tuple(view.types)),
    canonical.ConstView: lambda node, view: Values((_plain(view.value),)),
    canonical.EnumView: lambda node, view: Values(tuple(map(_plain, view.values))),
    canonical.TypedGroupView: lambda node, view: Typed(view.type_name, node.child(view.body)),
    canonical.AnyOfView: lambda node, view: Choice(tuple(map(node.child, view.branches))),
    canonical.OneOfView: lambda node, view: OneOf(tuple(map(node.child, view.branches))),
    canonical.AllOfView: lambda node, view: AllOf(tuple(map(node.child, view.branches))),
    canonical.NotView: lambda node, view: Not(node.child(view.schema)),
    canonical.StringView: lambda node, view: _text(view),
    canonical.NumberView: lambda node, view: _number(view),
    canonical.IntegerView: lambda node, view: _integer(view),
    canonical.ArrayView: _array,
    canonical.ObjectView: _object,
    canonical.ReferenceView: _reference,
}
