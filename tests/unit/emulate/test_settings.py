from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pytest

from specproof.emulate import read_settings


@dataclass(frozen=True)
class Knobs:
    flavor: Literal["a", "b"] = "a"
    status: Literal[200, 400] = 200
    strict: bool = False
    delay: float | None = 1.0
    size: int = 5
    tokens: Mapping[str, Sequence[str]] | None = None


@pytest.mark.parametrize(
    "values",
    [{}, {"flavor": "b"}, {"delay": None}, {"delay": 2}, {"tokens": {"t": []}}, {"status": 400}, {"strict": True}],
)
def test_accepted(values: dict[str, Any]) -> None:
    assert read_settings(Knobs, values) == Knobs(**values)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"flavr": "a"}, "did you mean flavor"),
        ({"zzz": 1}, "no setting 'zzz'; there are flavor, status"),
        ({"flavor": "c"}, "flavor is a or b, not 'c'"),
        ({"strict": "yes"}, "strict is true or false, not 'yes'"),
        ({"strict": 1}, "strict"),
        ({"size": True}, "size is a whole number"),
        ({"size": 1.5}, "size"),
        ({"delay": "1"}, "delay is a number or none"),
        ({"status": True}, "status"),
        ({"tokens": ["t"]}, "tokens"),
    ],
)
def test_refused(values: dict[str, Any], text: str) -> None:
    with pytest.raises(ValueError, match=text):
        read_settings(Knobs, values)
