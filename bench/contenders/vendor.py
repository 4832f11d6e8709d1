"""The vendor's SDK, with the same size of parts. Arguments: API, file, bytes of a part, certificate or nothing."""

from __future__ import annotations

import sys
from pathlib import Path

from cognite.client import ClientConfig, CogniteClient
from cognite.client._api import files
from cognite.client.credentials import Token
from measured import measured

_, api, path, part_size = sys.argv
files.FILE_DEFAULT_MULTIPART_SIZE = int(part_size)
client = CogniteClient(ClientConfig("bench", "bench", Token("none"), base_url=api))
with measured():
    client.files.upload(Path(path))
