"""Example values of a set of values, in a fixed order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from jsonschema_rs import CanonicalSchema, canonical

from specproof.schema.specimens import texts

__all__ = ["example_value"]

_MOST = 40
_DEEPEST = 8
_LONGEST = 1_000  # items or members of a candidate; one tenth of it with each level, since these multiply
_FIRST: dict[str, Any] = {
    "object": {}, "array": [], "string": "a", "integer": 1, "number": 1.5, "boolean": True, "null": None,
}  # fmt: skip
_ANYTHING: tuple[Any, ...] = ("a", 1, True, None, [], {})


def example_value(values: CanonicalSchema, is_one: Callable[[Any], bool]) -> tuple[Any] | None:
    """Return the first of some 40 candidates from a set for which ``is_one`` is true, or None if there is none.

    The value is in a tuple of its own, since it may be null.
    """
    return next(((value,) for value in islice(_Finder(values).of(values, 0), _MOST) if is_one(value)), None)


class _Finder:
    def __init__(self, root: CanonicalSchema) -> None:
        self._root = root

    def of(self, values: CanonicalSchema, depth: int) -> Iterator[Any]:
        if depth > _DEEPEST:
            return iter(())
        view: Any = values.view()
        method = getattr(self, "_" + type(view).__name__.removesuffix("View").lower(), None)
        return iter(()) if method is None else method(view, depth)

    def _true(self, view: canonical.TrueView, depth: int) -> Iterator[Any]:
        return iter(_ANYTHING)

    def _multitype(self, view: canonical.MultiTypeView, depth: int) -> Iterator[Any]:
        return iter([_FIRST[kind] for kind in view.types])

    def _typedgroup(self, view: canonical.TypedGroupView, depth: int) -> Iterator[Any]:
        if isinstance(view.body.view(), canonical.TrueView):
            return iter([_FIRST[view.type_name]])
        return self.of(view.body, depth)

    def _const(self, view: canonical.ConstView, depth: int) -> Iterator[Any]:
        return iter([view.value])

    def _enum(self, view: canonical.EnumView, depth: int) -> Iterator[Any]:
        return iter(view.values)

    def _string(self, view: canonical.StringView, depth: int) -> Iterator[Any]:
        return texts(view.patterns, view.min_length or 0, view.max_length)

    def _integer(self, view: canonical.IntegerView, depth: int) -> Iterator[Any]:
        step = int(max((1, *view.multiple_of)))
        start = view.minimum if view.minimum is not None else min(1, 1 if view.maximum is None else view.maximum)
        start = -(-start // step) * step
        return iter([start, start + step, start + 2 * step])

    def _number(self, view: canonical.NumberView, depth: int) -> Iterator[Any]:
        low, high = view.minimum, view.maximum
        steps = view.multiple_of or [1]
        middle = (float(low) + float(high)) / 2 if low is not None and high is not None else 0.5
        near = float(low if low is not None else high if high is not None else 0)
        return iter([near, middle, near + 1, near - 1, near + 0.5, *(float(step) for step in steps), 0])

    def _array(self, view: canonical.ArrayView, depth: int) -> Iterator[Any]:
        least = view.min_items or 0
        if _is_too_long(least, depth):
            return
        wanted = [*view.prefix_items, *(contained.schema for contained in view.contains)]
        rest = view.items
        firsts = [next(self.of(item, depth + 1), None) for item in wanted]
        more = list(islice(self.of(rest, depth + 1), max(3, least))) if rest is not None else list(_ANYTHING)
        for extra in (max(0, least - len(firsts)), 0, 1):
            filled = [*firsts, *(more[i % len(more)] for i in range(extra if more else 0))]
            if len(filled) >= least:
                yield filled[: view.max_items]

    def _object(self, view: canonical.ObjectView, depth: int) -> Iterator[Any]:
        must = {name: next(self._member(view, name, depth), _NONE) for name in view.required}
        if _NONE in must.values():
            return
        may = [name for name in view.properties if name not in must]
        some = ({name: value} for name in may for value in islice(self._member(view, name, depth), 1))
        shapes: Sequence[Iterator[dict[str, Any]]] = (iter([{}]), some) if must else (some, iter([{}]))
        for more in chain(*shapes):
            yield {**must, **more}
        yield from self._variations(view, must, depth)

    def _variations(self, view: canonical.ObjectView, must: dict[str, Any], depth: int) -> Iterator[Any]:
        """The required members again, one of them with another value at a time; then filled to the least number."""
        for name in must:
            for value in islice(self._member(view, name, depth), 1, 4):
                yield {**must, name: value}
        least = view.min_properties or 0
        if _is_too_long(least, depth):
            return
        names = [*view.properties, *(f"key{i}" for i in range(least))]
        filled = dict(must)
        for name in names:
            if len(filled) < least and name not in filled:
                filled.update((name, value) for value in islice(self._member(view, name, depth), 1))
        yield filled

    def _member(self, view: canonical.ObjectView, name: str, depth: int) -> Iterator[Any]:
        declared = view.properties.get(name)
        if declared is None:
            declared = view.additional_properties
        return iter(_ANYTHING) if declared is None else self.of(declared, depth + 1)

    def _anyof(self, view: Any, depth: int) -> Iterator[Any]:
        """The first value of each branch, then the second."""
        streams = [self.of(branch, depth) for branch in view.branches]
        for _ in range(4):
            for stream in streams:
                yield from islice(stream, 1)

    _oneof = _allof = _anyof

    def _not(self, view: canonical.NotView, depth: int) -> Iterator[Any]:
        return iter(_ANYTHING)

    def _reference(self, view: canonical.ReferenceView, depth: int) -> Iterator[Any]:
        definition = self._root.definition(view.uri)
        return iter(()) if definition is None else self.of(definition, depth + 1)


_NONE = object()


def _is_too_long(least: int, depth: int) -> bool:
    return least > max(3, _LONGEST // (1, 10, 100)[min(depth, 2)])
