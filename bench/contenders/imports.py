"""From nothing to the first model. Arguments: which package, and how far: import, or model."""

from __future__ import annotations

import sys

from measured import measured

_, which, how_far = sys.argv


def ours() -> None:
    import cdf_files

    if how_far == "model":
        with cdf_files.Client(project="bench", token="none"):
            cdf_files.models.FilesMetadata(
                id=1, name="pump.pdf", uploaded=True, created_time=1700000000000, last_updated_time=1700000000000
            )


def vendor() -> None:
    from cognite.client import ClientConfig, CogniteClient, global_config
    from cognite.client.credentials import Token
    from cognite.client.data_classes import FileMetadataWrite

    if how_far == "model":
        global_config.disable_pypi_version_check = True
        CogniteClient(ClientConfig("bench", "bench", Token("none"), base_url="https://api.cognitedata.com"))
        FileMetadataWrite(name="pump.pdf", source_created_time=1700000000000)


with measured():
    {"ours": ours, "vendor": vendor}[which]()
