"""Python names for what no engine spells."""

from __future__ import annotations

from specproof.ir.api import Api, Server, Variable
from specproof.spelling.clients import keywords
from specproof.spelling.identifiers import snake


def test_a_name_fits_into_a_file_name() -> None:
    assert snake("a" * 300, "tag") == "a" * 120


def test_server_variables_that_differ_in_a_sign_alone_are_two_arguments() -> None:
    variables = tuple(Variable(name, "x") for name in ("a", "a-"))
    api = Api("t", "1", "", (Server("https://{a}.{a-}.x", variables),), (), (), ())
    assert [str(one.name) for one in keywords(api)] == ["server_a", "server_a_hyphen_minus"]
