"""Dataclass instances as the calls that construct them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from specproof.spelling.code import Code, compose, identifier
from specproof.spelling.instances import instance


@dataclass(frozen=True)
class Wheel:
    size: int
    spokes: int = 32


@dataclass(frozen=True)
class Bicycle:
    name: str
    wheels: tuple[Wheel, ...] = ()
    lamp: Wheel | None = None
    extras: dict[str, Any] = field(default_factory=dict)


FULL = Bicycle('say "hi"', (Wheel(28), Wheel(26, 28)), Wheel(1), {"bell": [True, None]})


@pytest.mark.parametrize(
    ("value", "positional", "expected"),
    [
        (Wheel(28), False, "Wheel(size=28)"),
        (Wheel(28), True, "Wheel(28)"),
        (Wheel(28, 28), True, "Wheel(28, spokes=28)"),
        (Bicycle("", extras={}), False, 'Bicycle(name="")'),
    ],
)
def test_defaults_are_left_out(value: object, positional: bool, expected: str) -> None:
    assert instance(value, positional=positional) == expected


def test_the_call_makes_an_equal_instance() -> None:
    assert eval(instance(FULL)) == FULL
    assert eval(instance(FULL, positional=True)) == FULL
    assert isinstance(instance(FULL), Code)


def test_what_is_known_stands_for_itself() -> None:
    spelled = instance(FULL, {Wheel: lambda wheel: compose("wheels.{}", identifier(f"W{wheel.size}"))})
    assert "wheels=(wheels.W28, wheels.W26,), lamp=wheels.W1" in spelled


def test_what_has_no_literal_is_refused() -> None:
    with pytest.raises(TypeError, match="no literal for object"):
        instance(Bicycle("", extras={"a": object()}))
