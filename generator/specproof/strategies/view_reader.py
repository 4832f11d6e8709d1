"""The view of a canonical schema, read from jsonschema-rs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from jsonschema_rs import CanonicalSchema, canonical

from specproof.oracle.json_values import exact
from specproof.strategies.intervals import Interval
from specproof.strategies.views import (
    ANYTHING,
    AllOfView,
    AnyOfView,
    ArrayView,
    Contains,
    EnumView,
    Json,
    NotView,
    ObjectView,
    OneOfView,
    ReferenceView,
    StringView,
    TypedView,
    TypesView,
    UnknownView,
    View,
    Violation,
)

__all__ = ["Below", "read_view"]


N = TypeVar("N")


@dataclass(frozen=True, slots=True)
class Below(Generic[N]):
    """Makes the nodes for the subschemas of a canonical schema.

    Attributes:
        child: canonical subschema -> its node.
        target: URI of a definition -> its node; None if there is no definition.
    """

    child: Callable[[CanonicalSchema], N]
    target: Callable[[str], N | None]


def read_view(schema: CanonicalSchema, below: Below[N]) -> View[N]:
    """Return the view of a canonical schema; `UnknownView` if jsonschema-rs has no view for it."""
    view = schema.view()
    reader = _READERS.get(type(view))
    return reader(below, view) if reader is not None else UnknownView()


_DISTINCT = {canonical.Distinctness.ALL_DISTINCT.value: True, canonical.Distinctness.SOME_REPEATED.value: False}


def _array(below: Below[N], view: canonical.ArrayView) -> ArrayView[N]:
    contains = (
        Contains(below.child(one.schema), 1 if one.min_contains is None else one.min_contains, one.max_contains)
        for one in view.contains
    )
    return ArrayView(
        view.min_items or 0,
        view.max_items,
        _DISTINCT.get(view.distinctness.value),
        tuple(map(below.child, view.prefix_items)),
        below.child(view.items) if view.items is not None else None,
        tuple(contains),
    )


def _object(below: Below[N], view: canonical.ObjectView) -> ObjectView[N]:
    return ObjectView(
        view.min_properties or 0,
        view.max_properties,
        tuple(view.required),
        below.child(view.property_names) if view.property_names is not None else None,
        {name: below.child(schema) for name, schema in view.properties.items()},
        {pattern: below.child(schema) for pattern, schema in view.pattern_properties.items()},
        below.child(view.additional_properties) if view.additional_properties is not None else None,
        tuple(_violation(below, one) for one in view.violations),
    )


def _violation(
    below: Below[N],
    view: canonical.NameFailsView | canonical.UndeclaredValueFailsView | canonical.PatternValueFailsView,
) -> Violation[N]:
    match view:
        case canonical.NameFailsView(schema=schema):
            return Violation(below.child(schema), of_name=True)
        case canonical.PatternValueFailsView(pattern=pattern, schema=schema):
            return Violation(below.child(schema), pattern=pattern)
        case canonical.UndeclaredValueFailsView(names=names, patterns=patterns, additional=schema):
            return Violation(below.child(schema), names=frozenset(names), patterns=tuple(patterns))


def _reference(below: Below[N], view: canonical.ReferenceView) -> View[N]:
    target = below.target(view.uri)
    return ReferenceView(target) if target is not None else UnknownView()


def _text(view: canonical.StringView) -> StringView:
    return StringView(
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


_READERS: Mapping[type, Callable[[Below[Any], Any], View[Any]]] = {
    canonical.TrueView: lambda below, view: ANYTHING,
    canonical.FalseView: lambda below, view: EnumView(()),
    canonical.MultiTypeView: lambda below, view: TypesView(tuple(view.types)),
    canonical.ConstView: lambda below, view: EnumView((_plain(view.value),)),
    canonical.EnumView: lambda below, view: EnumView(tuple(map(_plain, view.values))),
    canonical.TypedGroupView: lambda below, view: TypedView(view.type_name, below.child(view.body)),
    canonical.AnyOfView: lambda below, view: AnyOfView(tuple(map(below.child, view.branches))),
    canonical.OneOfView: lambda below, view: OneOfView(tuple(map(below.child, view.branches))),
    canonical.AllOfView: lambda below, view: AllOfView(tuple(map(below.child, view.branches))),
    canonical.NotView: lambda below, view: NotView(below.child(view.schema)),
    canonical.StringView: lambda below, view: _text(view),
    canonical.NumberView: lambda below, view: _number(view),
    canonical.IntegerView: lambda below, view: _integer(view),
    canonical.ArrayView: _array,
    canonical.ObjectView: _object,
    canonical.ReferenceView: _reference,
}
