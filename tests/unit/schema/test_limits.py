"""What a document can make the split do is bounded."""

from __future__ import annotations

from typing import Any

import pytest

from specproof.schema.native import Object, String
from specproof.schema.scalars import count
from specproof.schema.split import split


def test_schemas_that_combine_each_other_twice_do_not_double_the_work_each_time() -> None:
    depth = 40
    twice: dict[str, Any] = {
        f"A{i}": {"allOf": [{"$ref": f"#/components/schemas/A{i + 1}"}] * 2 + [{"type": "object"}]}
        for i in range(depth)
    }
    parts = split({**twice, f"A{depth}": {"type": "object", "properties": {"x": {"type": "string"}}}}, str)
    assert parts["A38"].native == Object(parts["A40"].native.fields)  # type: ignore[union-attr]  # an Object, as asserted
    assert parts["A0"].residuals


@pytest.mark.parametrize(("keyword", "value", "kept"), [("maxLength", 2**64, None), ("minLength", 2**64, 2**63 - 1)])
def test_a_length_that_no_value_has(keyword: str, value: int, kept: int | None) -> None:
    """The engine's limits are 64 bits wide."""
    assert count({keyword: value}, keyword) == kept
    native = split({"S": {"type": "string", keyword: value}}, str)["S"].native
    assert isinstance(native, String)
