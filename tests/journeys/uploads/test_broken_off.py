"""Parts larger than what sockets hold: what fails in the middle of one, with the rest of it on the way.

Everything that can fail is tried on small files in ``faults/``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.journeys.uploads.conftest import Serve, Upload
from tests.journeys.uploads.service import PART, puts, stored

PUT = {"origin": "storage", "method": "PUT"}
SECOND = {**PUT, "part": 1, "attempt": 1}


@pytest.mark.usefixtures("nothing_left")
@pytest.mark.parametrize(
    ("fault", "patience"),
    [
        ({"match": SECOND, "drop": {"after": 1_000_000}}, None),
        ({"match": SECOND, "drop": {"after": "body"}}, None),
        ({"match": SECOND, "unavailable": {"when": "early", "retry_after": 0}}, None),
        ({"match": SECOND, "throttle": {}}, None),
        ({"match": SECOND, "slow": {"stall": 20}}, 0.5),
        ({"match": {"origin": "storage", "method": "GET"}, "times": 1, "truncate": {"after": PART}}, None),
    ],
    ids=["dropped", "dropped at its end", "refused early", "refused", "not read", "download cut short"],
)
def test_one_part_again(
    serve: Serve, upload: Upload, path: Path, content: bytes, fault: Mapping[str, Any], patience: float | None
) -> None:
    """It is sent anew from its first byte, and its siblings are not."""
    emulator = serve(faults=[fault])
    record = upload(emulator, path, part_size=PART, verify=True, transfer_timeout=patience)
    assert record.uploaded is True
    assert sorted(puts(emulator)) == [0, 1, 2]
    (told,) = emulator.faults.as_dict()["faults"]
    assert told["struck"] == 1
    assert stored(emulator) == [content]


@pytest.mark.usefixtures("nothing_left")
def test_refused_for_good_in_the_middle(serve: Serve, upload: Upload, package: ModuleType, path: Path) -> None:
    """The reply comes while the part is on its way: it is heard, and the siblings end at once."""
    early = {"status": 400, "when": "early", "body": "<Error>no</Error>", "media_type": "application/xml"}
    emulator = serve(
        faults=[{"match": SECOND, "reply": early}, {"match": PUT, "slow": {"bytes_per_second": 2_000_000}}]
    )
    with pytest.raises(package.errors.PartFailedError, match="part 2: the storage answered 400"):
        upload(emulator, path, part_size=PART)
    assert emulator.journal.select(label="completeMultiPartUpload") == ()
    assert stored(emulator) == [None]


@pytest.mark.parametrize("side", ["reading", "replying"])
def test_one_byte_in_the_middle(serve: Serve, upload: Upload, package: ModuleType, path: Path, side: str) -> None:
    """A byte that turned over, in the store or on the way back: only a look at the content tells."""
    match = SECOND if side == "reading" else {"origin": "storage", "method": "GET"}
    emulator = serve(faults=[{"match": match, "corrupt": {"byte": 3_000_000, "side": side}}])
    with pytest.raises(package.errors.ContentDiffersError, match="upload it again"):
        upload(emulator, path, part_size=PART, verify=True)
