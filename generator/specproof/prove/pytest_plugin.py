"""For pytest: near misses of a project's own document as parameters, and the document as a fixture.

pytest loads this module in every run where specproof is installed, so that it imports nothing before it is used.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

import pytest

if TYPE_CHECKING:
    from specproof.prove import Document, NearMiss
    from specproof.prove.documents import Direction

__all__ = ["pytest_addoption", "pytest_configure", "pytest_generate_tests", "pytest_runtest_setup"]

SETTING = "specproof_document"
_ARGUMENT = "near_miss"
_USE = '@pytest.mark.near_misses("Pet")'
_documents = pytest.StashKey[dict[Path, "Document"]]()


class _Arguments(NamedTuple):
    """The arguments of the marker."""

    schema: str
    direction: Direction = ""
    document: str | Path | None = None


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the setting `specproof_document`."""
    meaning = "an OpenAPI document, or a folder with a specproof.toml, relative to this file"
    parser.addini(SETTING, meaning, type="string", default="")


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker `near_misses`."""
    meaning = (
        'near_misses(schema, direction="", document=None): run the test with each near miss of a schema as `near_miss`;'
        " the schema is the name of a component or a JSON pointer, the direction request or response"
    )
    config.addinivalue_line("markers", meaning)


@pytest.fixture(scope="session", name=SETTING)
def specproof_document(pytestconfig: pytest.Config) -> Document:
    """Return the document that the setting `specproof_document` names."""
    return _document(pytestconfig, None)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Parametrize a test with the marker `near_misses`: one for each constraint of the schema."""
    mark = metafunc.definition.get_closest_marker("near_misses")
    if mark is None:
        return
    if _ARGUMENT not in metafunc.fixturenames:
        pytest.fail(f"{_USE}: the test takes no argument {_ARGUMENT}", pytrace=False)
    try:
        arguments = _Arguments(*mark.args, **mark.kwargs)
    except TypeError:
        pytest.fail(f"the marker is used like this: {_USE}", pytrace=False)
    misses = _near_misses(metafunc.config, arguments)
    metafunc.parametrize(_ARGUMENT, misses, ids=_ids(misses))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a constraint that has no near misses; the reason says whether that is proved."""
    if item.get_closest_marker("near_misses") is None or not isinstance(item, pytest.Function):
        return
    miss = cast("NearMiss", item.callspec.params[_ARGUMENT])
    if miss.strategy is None:
        pytest.skip(f"{miss.how}: no value fails for this constraint alone")


def _near_misses(config: pytest.Config, arguments: _Arguments) -> list[NearMiss]:
    document = _document(config, arguments.document)
    try:
        return document.near_misses(arguments.schema, arguments.direction)
    except ValueError as error:
        pytest.fail(str(error), pytrace=False)


def _document(config: pytest.Config, named: str | Path | None) -> Document:
    """Read once a run."""
    name = named or config.getini(SETTING)
    if not name:
        pytest.fail(f"which document? Set {SETTING} among pytest's settings, to its path", pytrace=False)
    path = (config.inipath.parent if config.inipath else config.rootpath) / name
    known = config.stash.setdefault(_documents, {})
    if path not in known:
        known[path] = _loaded(path)
    return known[path]


def _loaded(path: Path) -> Document:
    from specproof.prove.documents import DocumentError, load  # slow: pytest loads this module in every run

    try:
        return load(path)
    except DocumentError as error:
        pytest.fail(str(error), pytrace=False)


def _ids(misses: list[NearMiss]) -> list[str]:
    """The text of each; where two have the same one, with the location in the schema."""
    texts = [str(miss) for miss in misses]
    return [
        text if texts.count(text) == 1 else f"{text} in {miss.pointer}"
        for text, miss in zip(texts, misses, strict=True)
    ]
