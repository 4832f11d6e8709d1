"""URLs, origins, server templates, media types, credentials."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

import pytest

from specproof.runtime.api import Api, Call
from specproof.runtime.authorization import SecretSettings
from specproof.runtime.credentials import Credentials, Scheme
from specproof.runtime.errors import InvalidArgumentError
from specproof.runtime.media import accept, best
from specproof.runtime.not_given import NOT_GIVEN, given
from specproof.runtime.operation import Operation
from specproof.runtime.package import Package
from specproof.runtime.servers import Server, Variable, choose, expand_server, server_url
from specproof.runtime.url import Url, parse_url
from tests.unit.runtime.sample.operations import PACKAGE


@pytest.mark.parametrize(
    ("text", "root", "target"),
    [
        ("https://H.example/a/../b%2f?x=%zz&&y=a+b'#frag", "https://H.example", "/a/../b%2f?x=%zz&&y=a+b'"),
        ("HTTP://h:8080", "http://h:8080", "/"),
        ("http://h?q=1", "http://h", "/?q=1"),
        ("http://[::1]:80/x", "http://[::1]:80", "/x"),
    ],
)
def test_urls_are_cut_and_not_changed(text: str, root: str, target: str) -> None:
    url = parse_url(text)
    assert (url.root, url.target) == (root, target)


@pytest.mark.parametrize(
    "text",
    [
        "/relative",
        "//host/x",
        "ftp://h/",
        "http://",
        "http://u:p@h/",
        "http://u@h/",
        "http://h/ b",
        "http://h/é",
        "http://h/\n",
        "http://h:x/",
        "http://h:999999/",
        "http://h:65536/",
        "http://a..b/",
        f"http://{'a' * 64}/",
        "h",
        "",
        "http://[::1/x",
        "http://h\\@evil/",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_url(text: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_url(text)
    assert not text or text not in str(caught.value)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a/x", "https://A:443/y?z", True),
        ("http://a", "http://a:80/", True),
        ("http://a", "https://a", False),
        ("http://a:1", "http://a:2", False),
        ("http://a", "http://b", False),
        ("http://a.b", "http://a.b.evil", False),
    ],
)
def test_origins(one: str, other: str, same: bool) -> None:
    assert (parse_url(one).origin == parse_url(other).origin) is same


def test_the_query_of_a_url_is_not_shown() -> None:
    url = parse_url("https://h/p?sig=hidden")
    assert url.shown == "https://h/p?…"
    assert "hidden" not in repr(url) + str(url) + f"{url}"
    assert isinstance(url, Url)


@pytest.mark.parametrize(
    ("template", "variables", "url"),
    [
        ("https://{r}.x/api/{p}", {"r": "eu-1", "p": "my project/é"}, "https://eu-1.x/api/my%20project/%C3%A9"),
        ("{s}://{h}/{v}", {"s": "http", "h": "localhost:80", "v": "v1"}, "http://localhost:80/v1"),
        ("https://x/", {}, "https://x/"),
        ("{b}", {"b": "https://x:8443/base?key=1"}, "https://x:8443/base?key=1"),
        ("{b}/v1", {"b": "https://x/base"}, "https://x/base/v1"),
        ("https://{h}{p}", {"h": "x", "p": "/v 1"}, "https://x/v%201"),
    ],
)
def test_server_templates(template: str, variables: dict[str, str], url: str) -> None:
    assert expand_server(template, variables) == url


@pytest.mark.parametrize(
    ("variables", "name"),
    [
        ({"r": "eu"}, "p"),
        ({"r": "", "p": "x"}, "r"),
        ({"r": "evil/", "p": "x"}, "r"),
        ({"r": "a@evil", "p": "x"}, "r"),
        ({"r": "a?", "p": "x"}, "r"),
        ({"r": "a", "p": ".."}, "p"),
        ({"r": "a", "p": "b/../c"}, "p"),
    ],
)
def test_server_variables_cannot_change_the_url(variables: dict[str, str], name: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        expand_server("https://{r}.x/{p}", variables)
    assert caught.value.argument == name


@pytest.mark.parametrize(
    ("template", "value"),
    [
        ("{v}/x", "https://h?a=b"),
        ("{v}", "https://h/#a"),
        ("https://a.{v}/x", "/b"),
        ("https://{v}", "/b"),
        ("{v}.a/x", "https://h/"),
        ("https://a{v}.b", "/b"),
    ],
)
def test_what_a_variable_must_not_change(template: str, value: str) -> None:
    with pytest.raises(InvalidArgumentError, match="v: "):
        expand_server(template, {"v": value})


REGION = {"region": Variable("eu", ("eu", "us", ""))}
VERSION = {"at": Variable("/v1")}


@pytest.mark.parametrize(
    ("server", "base_url", "variables", "url"),
    [
        (Server("https://a{region}/v1", REGION), None, {}, "https://aeu/v1"),
        (Server("https://a{region}/v1", REGION), None, {"region": ""}, "https://a/v1"),
        (Server("https://{region}/v1", REGION), "http://h", {}, "http://h"),
        (Server("{at}", VERSION), "http://h", {"at": "https://own"}, "http://h"),
        (Server("{at}", VERSION), None, {"at": "https://own"}, "https://own"),
        (Server("{at}", VERSION), "http://h", {}, "http://h/v1"),
        (Server("/api/v7"), "http://h", {}, "http://h/api/v7"),
        (Server("/api/v7"), "http://h/", {}, "http://h/api/v7"),
        (Server("/api/v7"), "http://h/api/v7", {}, "http://h/api/v7"),
        (Server("/api/v7"), "http://h?key=1", {}, "http://h/api/v7?key=1"),
        (Server("../v7/"), "http://h", {}, "http://h/v7/"),
        (Server("./.v7"), "http://h", {}, "http://h/.v7"),
        (Server("//other/v7"), "http://h", {}, "http://h/v7"),
        (Server(".."), "http://h", {}, "http://h/"),
    ],
)
def test_a_server_and_a_base_url(server: Server, base_url: str | None, variables: dict[str, str], url: str) -> None:
    assert server_url((server,), base_url, variables) == url


@pytest.mark.parametrize(
    ("server", "base_url", "variables", "message"),
    [
        (Server("https://{region}/", REGION), None, {"region": "mars"}, "region: 'mars' is none of eu, us, "),
        (Server("https://{region}/", REGION), "http://h", {"region": "mars"}, "region: 'mars' is none of eu, us, "),
        (Server("https://{r}/", {"r": Variable()}), None, {}, "r: this server variable needs a value"),
        (Server("https://{r}/", {"r": Variable("a")}), None, {"r": ""}, "r: this server variable needs a value"),
        (Server("/api/v7"), None, {}, "base_url: the server '/api/v7' is relative: give the URL of its host"),
    ],
)
def test_no_server(server: Server, base_url: str | None, variables: dict[str, str], message: str) -> None:
    with pytest.raises(InvalidArgumentError, match=f"^{re.escape(message)}"):
        server_url((server,), base_url, variables)


def test_which_of_several_servers_is_used() -> None:
    package = Package("x", server=(Server("https://a"), Server("https://b")), server_url=server_url)
    known = ("https://a", "https://b", "https://c")
    assert choose(package, None, known) is package
    own = Operation("o", "GET", "/pets", server=(Server("https://c"), Server("https://b")))
    for chosen, root, of_operation in [
        (None, "https://a/", "https://c/"),
        ("https://b", "https://b/", "https://b/"),
        (("https://a", "https://c"), "https://a/", "https://c/"),
        (("https://b", "https://a"), "https://a/", "https://b/"),
    ]:
        api = Api(choose(package, chosen, known))
        assert api.base.shown == root
        assert api.request(Call(own, {})).url.shown == f"{of_operation}pets"
    with pytest.raises(InvalidArgumentError, match="server: 'https://d' is none of https://a, https://b, https://c"):
        choose(package, "https://d", known)


def test_which_server_is_used() -> None:
    assert Api(PACKAGE, variables={"region": "eu", "account": "me"}).base.shown == "https://eu.example/me"
    assert Api(PACKAGE, base_url="http://h/v2").base.shown == "http://h/v2"
    with pytest.raises(InvalidArgumentError, match="account"):
        Api(PACKAGE, variables={"region": "eu"})
    with pytest.raises(InvalidArgumentError, match="base_url: the document names no server"):
        Api(Package("x"))
    with pytest.raises(InvalidArgumentError, match="base_url: not an absolute URL"):
        Api(Package("x", server="/api/v1"))
    assert repr(Api(PACKAGE, base_url="http://h/?sig=hidden")) == "Api('http://h/?…')"


@pytest.mark.parametrize(
    ("declared", "actual", "key"),
    [
        (["application/json"], "APPLICATION/JSON; charset=utf-8", "application/json"),
        (["application/json; v=1"], "application/json", "application/json; v=1"),
        (["*/*", "image/*", "image/png"], "image/png", "image/png"),
        (["*/*", "image/*"], "image/gif", "image/*"),
        (["*/*"], "x/y", "*/*"),
        (["*/*", "application/json"], "application/problem+json", "application/json"),
        (["application/json"], "text/html", None),
        (["image/*"], "imagex/png", None),
        ([], "text/html", None),
    ],
)
def test_media_types(declared: list[str], actual: str, key: str | None) -> None:
    assert best(declared, actual) == key


def test_accept() -> None:
    assert accept(["a/b", "c/d", "a/b"]) == "a/b, c/d"
    assert accept([]) == "*/*"


SECRETS = {"token": "T", "basic_auth": ("usér", "p:w"), "api_key": "K", "credentials": {"hoba": "r=1"}}


def credentials(schemes: Mapping[str, Scheme] = PACKAGE.schemes, **secrets: Any) -> Credentials:
    return Credentials(Api(Package("sample", "https://h.test", schemes)), cast(SecretSettings, secrets))


def chosen_of(alternatives: list[list[str]], **secrets: Any) -> list[str]:
    operation = Operation("op", "GET", "/", security=tuple(dict.fromkeys(names, ()) for names in alternatives))
    return [name for name, _ in credentials(**secrets).secrets(operation)]


@pytest.mark.parametrize(
    ("alternatives", "chosen"),
    [
        ([["oidc"]], ["oidc"]),
        ([["tls"], ["user"]], ["user"]),
        ([["oidc", "key"]], ["oidc", "key"]),
        ([["oidc", "tls"]], ["oidc"]),
        ([[]], []),
        ([], []),
        ([[], ["key"]], ["key"]),
    ],
)
def test_the_first_alternative_that_can_be_met(alternatives: list[list[str]], chosen: list[str]) -> None:
    assert chosen_of(alternatives, **SECRETS) == chosen


def test_half_an_alternative_is_none() -> None:
    assert chosen_of([["oidc", "key"], ["user"]], token="T") == []


@pytest.mark.parametrize(
    ("scheme", "secret", "location", "name", "value"),
    [
        ("oidc", "T", "header", "Authorization", "Bearer T"),
        ("user", "usér:p:w", "header", "Authorization", "Basic dXPDqXI6cDp3"),
        ("hoba", "r=1", "header", "Authorization", "HOBA r=1"),
        ("key", "secret", "header", "X-Key", "secret"),
        ("querykey", "K&", "query", "key", "K%26"),
        ("cookiekey", "K%3B/=", "cookie", "session", "K%3B/="),
    ],
)
def test_where_credentials_go(scheme: str, secret: str, location: str, name: str, value: str) -> None:
    placement = credentials().placement(scheme, secret)
    assert tuple(placement) == (location, name, value)
    assert value not in repr(placement)


@pytest.mark.parametrize("scheme", ["oidc", "key"])
@pytest.mark.parametrize("secret", ["hidden\n", "hid\r\nX: y", "hiddén"])
def test_a_secret_that_no_header_carries_is_refused_unseen(scheme: str, secret: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        credentials().placement(scheme, secret)
    assert "hid" not in repr(caught.value) + repr(caught.value.errors)


def test_credentials_are_not_shown_and_their_schemes_must_exist() -> None:
    assert repr(credentials(token="hidden")) == "Credentials(['oidc'])"
    with pytest.raises(InvalidArgumentError, match="no security scheme 'nope'"):
        credentials({"a": Scheme("bearer")}, credentials={"nope": "x"})


def test_given() -> None:
    assert given(a="1", b=None, c=NOT_GIVEN) == {"a": "1"}
    assert repr(NOT_GIVEN) == "NOT_GIVEN"
    assert not NOT_GIVEN
