from __future__ import annotations

import pytest

from specproof.core.location import Pointer
from specproof.emulate.routes import Match, Routes
from specproof.oracle.operations import Operation


def routes(*paths: str, servers: tuple[str, ...] = ("/",)) -> Routes:
    return Routes(Operation(path, "GET", path, Pointer(), servers=servers) for path in paths)


@pytest.mark.parametrize(
    ("paths", "target", "path", "values"),
    [
        (["/a/{x}", "/a/b"], "/a/b", "/a/b", {}),
        (["/a/{x}", "/a/b"], "/a/c%2Fd", "/a/{x}", {"x": "c%2Fd"}),
        (["/{x}/b", "/a/{y}"], "/a/b", "/a/{y}", {"y": "b"}),
        (["/f/{name}.{ext}"], "/f/a.b.c", "/f/{name}.{ext}", {"name": "a.b", "ext": "c"}),
        (["/é/{1x}"], "/%c3%A9/5", "/é/{1x}", {"1x": "5"}),
        (["/a:b"], "/a%3Ab", "/a:b", {}),
        (["/{x}/{x}"], "/1/1", "/{x}/{x}", {"x": "1"}),
        (["/files"], "/files", "/files", {}),
        (["/{x}", "/shelves/{x}"], "/shelves%2Fb", "/{x}", {"x": "shelves%2Fb"}),
        (["/{x}", "/shelves/{x}"], "/shelves%2fb", "/{x}", {"x": "shelves%2fb"}),
        (["/{x}", "/shelves/{x}"], "/%73helves/b%2F", "/shelves/{x}", {"x": "b%2F"}),
        (["/f/{x}", "/f/{x}.pdf"], "/f/a.pdf", "/f/{x}.pdf", {"x": "a"}),
        (["/f/{x}", "/f/{x}-{y}"], "/f/a-b", "/f/{x}-{y}", {"x": "a", "y": "b"}),
        (["/f/{x}", "/f/{x}:move"], "/f/a%3Amove", "/f/{x}:move", {"x": "a"}),
    ],
)
def test_matches(paths: list[str], target: str, path: str, values: dict[str, str]) -> None:
    found = routes(*paths).find("GET", target)
    assert isinstance(found, Match)
    assert (found.operation.path, found.values) == (path, values)


@pytest.mark.parametrize(
    ("path", "target"), [("/a/{x}", "/a/"), ("/a/{x}", "/a/b/c"), ("/{x}/{x}", "/1/2"), ("/a", "/a/"), ("/a", "/A")]
)
def test_misses(path: str, target: str) -> None:
    assert routes(path).find("GET", target) == ()


@pytest.mark.parametrize(
    ("server", "target", "variables"),
    [
        ("https://{c}.example/api/v1/projects/{project}", "/api/v1/projects/p%20q/x", {"project": "p q"}),
        ("{scheme}://{host}:{port}/v1/", "/v1/x", {}),
        ("/v2", "/v2/x", {}),
        ("v2", "/v2/x", {}),
        ("./v2/", "/v2/x", {}),
        ("https://example.org", "/x", {}),
        ("https://example.org/{base}", "/v1/api/x", {"base": "v1/api"}),
    ],
)
def test_the_base_path_is_a_template(server: str, target: str, variables: dict[str, str]) -> None:
    found = routes("/x", servers=(server,)).find("GET", target)
    assert isinstance(found, Match)
    assert found.variables == variables


def test_the_path_of_the_server_counts_too() -> None:
    below = Operation("below", "GET", "/{x}", Pointer(), servers=("/v1",))
    above = Operation("above", "GET", "/{x}", Pointer(), servers=("/{version}",))
    found = Routes([above, below]).find("GET", "/v1/a")
    assert isinstance(found, Match)
    assert found.operation.id == "below"


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("", "/poems"),
        ("draft=true", "/poems?draft=true"),
        ("limit=3&dr%61ft=true", "/poems?draft=true"),
        ("draft=false", "/poems"),
    ],
)
def test_the_query_of_a_path_tells_operations_apart(query: str, path: str) -> None:
    found = routes("/poems", "/poems?draft=true").find("GET", "/poems", query)
    assert isinstance(found, Match)
    assert found.operation.path == path
