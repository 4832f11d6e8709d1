from __future__ import annotations

import pytest
from jinja2 import UndefinedError

from specproof.core.fragment import Fragment
from specproof.render.environment import environment
from specproof.spelling.code import identifier


@pytest.mark.parametrize("value", ["text", True, None, 1, identifier("a") + "b", ["a"]])
def test_only_code_is_let_through(value: object) -> None:
    with pytest.raises(TypeError, match="reached a template"):
        environment().from_string("{{ value }}").render(value=value)


def test_code_is_let_through_as_it_is() -> None:
    assert environment().from_string("<{{ value }}>").render(value=identifier("a")) == "<a>"


def test_nothing_is_undefined_in_silence() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ nothing }}").render()


def test_templates_are_found_by_name_only() -> None:
    assert environment().loader is not None
    assert environment().get_template("src/client.py.j2").name == "src/client.py.j2"


def test_a_fragment_is_rendered_where_it_stands() -> None:
    fragment = Fragment("specproof.extensions.pagination:accessor.j2", {"name": identifier("EachPets")})
    text = environment().from_string("<{{ value }}>").render(value=fragment)
    assert text.startswith("<    @cached_property\n    def each(self) -> EachPets:")


def test_only_code_reaches_a_fragment() -> None:
    fragment = Fragment("specproof.extensions.pagination:accessor.j2", {"name": "EachPets"})
    with pytest.raises(TypeError, match="reached a template"):
        environment().from_string("{{ value }}").render(value=fragment)
