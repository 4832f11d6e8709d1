"""Values that the README shows where the document has none."""

from __future__ import annotations

from typing import Any

import pytest

from specproof.core.location import Pointer
from specproof.schema.native import (
    Anything,
    Boolean,
    Field,
    ListOf,
    Literals,
    MapOf,
    Native,
    Never,
    Null,
    Number,
    Object,
    Reference,
    Rich,
    String,
    TupleOf,
    Union,
)
from specproof.schema.split import Component, Residual
from specproof.spelling.invented import invented

LOOP = Object({"next": Field(Union((Reference("Loop"), Null())), required=True)})
COMPONENTS = {
    "Loop": Component("Loop", "Loop", LOOP),
    "Endless": Component("Endless", "Endless", Object({"next": Field(Reference("Endless"), required=True)})),
    "Guarded": Component("Guarded", "Guarded", String(), (Residual(Pointer(()), "not"),)),
}


@pytest.mark.parametrize(
    ("native", "value"),
    [
        (String(), "example"),
        (String(min_length=9), "exampleee"),
        (String(max_length=2), "ex"),
        (String(pattern="^[a-f]{3}-x$"), "aaa-x"),
        (String(pattern=r"^[\x{61}-\x{7A}]+$"), "example"),  # no pattern of Python's
        (String(format="date"), "2026-01-31"),
        (Rich("uuid.UUID"), "6f1e4b60-3b1c-4d0e-9c57-1f2d3a4b5c6d"),
        (Literals(("b", "a")), "b"),
        (Boolean(), True),
        (Null(), None),
        (Anything(), "example"),
        (Number(whole=True), 1),
        (Number(whole=False), 1.5),
        (Number(whole=True, minimum=10), 10),
        (Number(whole=True, exclusive_maximum=-3), -4),
        (Number(whole=True, multiple_of=7), 0),
        (Number(whole=True, multiple_of=7, exclusive_minimum=28), 35),
        (Number(whole=True, multiple_of=7, maximum=-3), -7),
        (Number(whole=False, exclusive_minimum=2), 3),
        (ListOf(Boolean()), [True]),
        (ListOf(Boolean(), min_items=2), [True, True]),
        (ListOf(Boolean(), max_items=0), []),
        (ListOf(Never()), []),
        (MapOf(Null(), min_properties=1), {"key1": None}),
        (MapOf(Null()), {}),
        (TupleOf((Boolean(), Null())), [True, None]),
        (Union((Never(), Null())), None),
        (Object({"a": Field(Null(), required=True), "b": Field(Never(), required=False)}), {"a": None}),
    ],
)
def test_values(native: Native, value: Any) -> None:
    assert invented(native, COMPONENTS) == (value,)


@pytest.mark.parametrize(
    "native",
    [
        Never(),
        Anything("not"),
        Reference("Guarded"),
        Reference("Endless"),
        Number(whole=True, minimum=3, maximum=2),
        ListOf(Never(), min_items=1),
        Object({"a": Field(Never(), required=True)}),
    ],
)
def test_nothing_is_shown_that_may_be_invalid(native: Native) -> None:
    assert invented(native, COMPONENTS) is None


def test_a_loop_ends_where_it_may() -> None:
    found = invented(Reference("Loop"), COMPONENTS)
    assert found is not None
    assert set(found[0]) == {"next"}
