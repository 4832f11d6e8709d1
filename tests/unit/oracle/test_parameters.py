"""Which parameters of a document a request can have."""

from __future__ import annotations

import pytest

from specproof.oracle.operations import is_ignored, operations


@pytest.mark.parametrize(
    "name", ["Accept", "HOST", "content-length", "Transfer-Encoding", "Connection", "X Y", "X:Y", "É", ""]
)
def test_headers_that_are_no_parameters(name: str) -> None:
    assert is_ignored(name)


@pytest.mark.parametrize("name", ["X-Trace", "x_trace", "ETag", "a!#$%&'*+.^`|~9"])
def test_headers_that_are_parameters(name: str) -> None:
    assert not is_ignored(name)


def test_names_of_headers_have_no_case_and_cookies_have_one_header() -> None:
    shared = [{"name": "x-trace", "in": "header", "schema": {}}, {"name": "Cookie", "in": "header", "schema": {}}]
    own = [{"name": "X-Trace", "in": "header", "schema": {}}]
    cookie = [{"name": "one", "in": "cookie", "schema": {}}]
    item = {"parameters": shared, "get": {"parameters": own}, "put": {"parameters": [*own, *cookie]}}
    get, put = operations({"openapi": "3.1.0", "paths": {"/": item}})
    assert [one.name for one in get.parameters] == ["X-Trace", "Cookie"]
    assert [one.name for one in put.parameters] == ["X-Trace", "one"]
