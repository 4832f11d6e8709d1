"""The vendor's SDK, with the same size of parts. Arguments: API, file, bytes of a part. A call comes first."""

from __future__ import annotations

import sys
from pathlib import Path

from cognite.client import ClientConfig, CogniteClient, global_config
from cognite.client._api import files
from cognite.client.credentials import Token
from measured import measured

_, api, path, part_size = sys.argv
files.FILE_DEFAULT_MULTIPART_SIZE = int(part_size)
global_config.disable_pypi_version_check = True
client = CogniteClient(ClientConfig("bench", "bench", Token("none"), base_url=api))
client.files.retrieve(id=1)
with measured():
    client.files.upload(Path(path))
