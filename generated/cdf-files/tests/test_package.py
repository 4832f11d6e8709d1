"""The package imports, every model can be built, and every operation is there."""

from __future__ import annotations

from importlib import import_module

import pytest
from pydantic import TypeAdapter

MODULE = "cdf_files"
OPERATIONS = [
    ("files", "Files", "get_multi_part_upload_link"),
    ("files", "Files", "init_multi_part_upload"),
    ("files", "Files", "complete_multi_part_upload"),
    ("files", "Files", "get_file_by_internal_id"),
    ("files", "Files", "by_ids_files"),
    ("files", "Files", "download_links"),
    ("files", "Files", "get_upload_link"),
    ("files", "Files", "init_file_upload"),
    ("files", "Files", "delete_files"),
]


def test_public_names() -> None:
    package = import_module(MODULE)
    assert all(getattr(package, name) is not None for name in package.__all__)


def test_models() -> None:
    models = import_module(f"{MODULE}.models")
    for name in models.__all__:
        assert TypeAdapter(getattr(models, name)).core_schema is not None, name


@pytest.mark.parametrize("prefix", ["", "Async", "Raw", "AsyncRaw"])
@pytest.mark.parametrize(("resource", "name", "method"), OPERATIONS)
def test_operation(resource: str, name: str, method: str, prefix: str) -> None:
    module = import_module(f"{MODULE}.resources.{resource}")
    assert callable(getattr(getattr(module, prefix + name), method))
