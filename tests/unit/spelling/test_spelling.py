"""Python names for what no engine spells."""

from __future__ import annotations

import pytest

from specproof.ir.api import Api, Server, Variable
from specproof.spelling.clients import keywords
from specproof.spelling.constants import uri_path
from specproof.spelling.identifiers import snake


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("/größe/{größe}", "/gr%C3%B6%C3%9Fe/{größe}"),
        ("/my shelf/a%20b", "/my%20shelf/a%20b"),
        ("/poems#burn", "/poems%23burn"),
        ("/100%/%zz", "/100%25/%25zz"),
        ("/poems?draft=true&tag={tag}", "/poems?draft=true&tag={tag}"),
        ("/a\"<>\\^`|b:@!$&'()*+,;=~", "/a%22%3C%3E%5C%5E%60%7Cb:@!$&'()*+,;=~"),
        ("/a\u2028\n", "/a%E2%80%A8%0A"),
    ],
)
def test_a_path_is_written_as_a_uri_can_hold_it(written: str, sent: str) -> None:
    assert uri_path(written) == sent


def test_a_name_fits_into_a_file_name() -> None:
    assert snake("a" * 300, "tag") == "a" * 120


def test_server_variables_that_differ_in_a_sign_alone_are_two_arguments() -> None:
    variables = tuple(Variable(name, "x") for name in ("a", "a-"))
    api = Api("t", "1", "", (Server("https://{a}.{a-}.x", variables),), (), (), ())
    assert [str(one.name) for one in keywords(api)] == ["server_a", "server_a_hyphen_minus"]


def test_no_setting_hides_what_the_constructor_calls() -> None:
    api = Api("t", "1", "", (Server("https://{given}.x", (Variable("given", "x"),)),), (), (), ())
    assert [str(one.name) for one in keywords(api)] == ["server_given"]
