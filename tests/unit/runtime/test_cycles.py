"""Classes that refer to each other in circles: built once each, cut where a long circle closes, exact all the same."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator
from pydantic import BaseModel, TypeAdapter, ValidationError

from specproof.runtime.model_build import unguarded_validator
from specproof.runtime.models import Model

HEAD = """
from __future__ import annotations
from pydantic import MISSING, Field
from specproof.runtime.guards import Guards
from specproof.runtime.models import Model
GUARDS = Guards(lambda: {"$defs": {"Ring": RING}, "resources": {}})
RING = {
    "properties": {"name": {"not": {"const": "bad"}}, "next": {"$ref": "#/$defs/Ring"}},
}
"""
CLASS = """
class Ring{own}(Model):
    {guard}
    name: str
    from_: int | MISSING = Field(default=MISSING, validation_alias="from", serialization_alias="from")
    next: Ring{other} | MISSING = MISSING
    many: list[Ring{other}] | MISSING = MISSING
"""
SHORT, LONG, VERY_LONG = 5, 12, 300
_numbers = count()


@pytest.fixture
def ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., ModuleType]:
    """A module of classes, each of which names the next twice, and the last one the first."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def made(length: int, guard: str = "__guard__ = None") -> ModuleType:
        name = f"ring_{next(_numbers)}"
        texts = [CLASS.format(own=i, other=(i + 1) % length, guard=guard) for i in range(length)]
        (tmp_path / f"{name}.py").write_text(HEAD + "".join(texts), encoding="utf-8")
        return importlib.import_module(name)

    return made


def nested(depth: int, innermost: Any) -> Any:
    for _ in range(depth):
        innermost = {"name": "x", "next": innermost}
    return innermost


def peak(module: ModuleType, length: int) -> int:
    tracemalloc.start()
    for i in range(length):
        getattr(module, f"Ring{i}").model_validate_json('{"name": "x"}')
    _, highest = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return highest


def test_memory_grows_with_the_number_of_classes_and_not_with_its_square(ring: Callable[..., ModuleType]) -> None:
    assert peak(ring(VERY_LONG), VERY_LONG) < 4 * peak(ring(VERY_LONG // 3), VERY_LONG // 3)


def test_the_default_recursion_limit_is_enough(ring: Callable[..., ModuleType], tmp_path: Path) -> None:
    name = ring(VERY_LONG).__name__
    code = f'import {name} as m; print(m.Ring0.model_validate_json(\'{{"name": "x"}}\').name)'
    ended = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ended.stdout, ended.stderr) == ("x\n", "")


@pytest.mark.parametrize("length", [1, 2, SHORT, LONG])
class TestAnyCircle:
    def test_verdicts_and_places(self, ring: Callable[..., ModuleType], length: int) -> None:
        first = ring(length).Ring0
        depth = 3 * length
        for wrong, place in (({"name": 1}, "name"), ({"name": "x", "from": True}, "from"), ({}, "name")):
            for judge in (first.model_validate, lambda value: first.model_validate_json(json.dumps(value))):
                with pytest.raises(ValidationError) as caught:
                    judge(nested(depth, wrong))
                assert [error["loc"] for error in caught.value.errors()] == [("next",) * depth + (place,)]
        assert first.model_validate_json(json.dumps(nested(depth, {"name": "x", "from": 1.0})))

    def test_what_is_read_is_written(self, ring: Callable[..., ModuleType], length: int) -> None:
        text = json.dumps(nested(2 * length, {"name": "x", "from": 2**70, "other": [None]}), separators=(",", ":"))
        for kind in (ring(length).Ring0, list[ring(length).Ring0]):  # type: ignore[misc]  # classes made just now
            wrapped = text if isinstance(kind, type) and issubclass(kind, Model) else f"[{text}]"
            adapter = TypeAdapter(kind)
            assert adapter.dump_json(adapter.validate_json(wrapped)).decode() == wrapped

    def test_keywords_are_read_all_the_way_down(self, ring: Callable[..., ModuleType], length: int) -> None:
        value = ring(length).Ring0(name="x", next=nested(length, {"name": "y", "from_": 1}))
        assert '"from":1' in value.model_dump_json()

    def test_classes_are_those_of_the_circle(self, ring: Callable[..., ModuleType], length: int) -> None:
        module = ring(length)
        value = module.Ring0.model_validate(nested(length, {"name": "x"}))
        for i in range(length + 1):
            assert type(value) is getattr(module, f"Ring{i % length}")
            value = value.next

    def test_a_guard_judges_once_from_outside(
        self, ring: Callable[..., ModuleType], length: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        module = ring(length, '__guard__ = GUARDS["Ring"]')
        judged: list[Any] = []
        guard = type(module.Ring0.__guard__)
        real = guard.judge
        monkeypatch.setattr(guard, "judge", lambda self, value: (judged.append(value), real(self, value))[1])
        module.Ring0.model_validate(nested(2 * length, {"name": "x"}))
        assert len(judged) == 1
        with pytest.raises(ValidationError) as caught:
            module.Ring0.model_validate_json(json.dumps(nested(length, {"name": "bad"})))
        assert caught.value.errors()[0]["loc"] == ("next",) * length + ("name",)
        assert unguarded_validator(module.Ring0).validate_python(nested(length, {"name": "bad"}))

    def test_a_type_of_somebody_else_may_be_built_anew(self, ring: Callable[..., ModuleType], length: int) -> None:
        module = ring(length)
        outer: Any = type(
            "Outer", (BaseModel,), {"__annotations__": {"one": module.Ring0}, "__module__": module.__name__}
        )
        for force in (False, True):
            outer.model_rebuild(force=force)
            text = json.dumps({"one": nested(length, {"name": "x", "from": 1, "other": 2})}, separators=(",", ":"))
            assert outer.model_validate_json(text).model_dump(mode="json") == json.loads(text)
            with pytest.raises(ValidationError):
                outer.model_validate({"one": nested(length, {"name": 1})})

    def test_the_schema_of_a_class_says_what_it_is(self, ring: Callable[..., ModuleType], length: int) -> None:
        described = Draft202012Validator(ring(length).Ring0.model_json_schema())
        assert described.is_valid(nested(2 * length, {"name": "x"}))
        assert not described.is_valid(nested(2 * length, {"name": 1}))


def test_classes_may_be_derived_from_in_another_module(ring: Callable[..., ModuleType]) -> None:
    base: Any = ring(LONG).Ring0
    derived: Any = type("Derived", (base,), {"__annotations__": {"more": "int"}, "__module__": __name__})
    value = derived.model_validate_json('{"name": "x", "more": 1, "next": {"name": "y"}}')
    assert (value.more, type(value.next).__name__) == (1, "Ring1")


UNION = """
class Link{own}(Model):
    __guard__ = GUARDS["Ring"]
    kind: Literal["{own}"]
    tag: Literal["t{own}"] = Field(validation_alias="@tag", serialization_alias="@tag")
    next: Annotated[Link{other} | Link{third}, Field(discriminator="kind")] | MISSING = MISSING
"""


@pytest.mark.parametrize("length", [SHORT, LONG])
def test_a_discriminator_chooses_among_classes_of_a_circle(
    length: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    name = f"links_{next(_numbers)}"
    texts = [UNION.format(own=i, other=(i + 1) % length, third=(i + 3) % length) for i in range(length)]
    (tmp_path / f"{name}.py").write_text(HEAD + "from typing import Annotated, Literal\n" + "".join(texts))
    module = importlib.import_module(name)
    for own in range(length):
        cls = getattr(module, f"Link{own}")
        for other in ((own + 1) % length, (own + 3) % length):
            value = {"kind": f"{own}", "@tag": f"t{own}", "next": {"kind": f"{other}", "@tag": f"t{other}"}}
            model = cls.model_validate(value)
            assert type(model.next) is getattr(module, f"Link{other}")
            assert model.model_dump() == json.loads(model.model_dump_json()) == value
            assert cls(kind=f"{own}", tag=f"t{own}", next=model.next) == model
        for wrong in (
            {"kind": "x", "@tag": "t0"},
            {"kind": f"{other}"},
            {"kind": f"{other}", "@tag": "", "name": "bad"},
        ):
            with pytest.raises(ValidationError):
                cls.model_validate({"kind": f"{own}", "@tag": f"t{own}", "next": wrong})
