"""Whatever fails, and however often its process is killed: an upload that is started again until it succeeds ends well.

``make chaos`` is 200 runs, ``make chaos SEED=17`` one of them. All that happens in a run is drawn from its seed, but
for the order in which the machine lets parallel requests and a kill meet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.drawing import drawn
from tests.chaos.judging import judged, story
from tests.chaos.trial import Trial


@pytest.mark.chaos
def test_it_arrives(
    seed: int,
    document: Mapping[str, Any],
    package: Path,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    trial = Trial(drawn(seed), document, package, tmp_path)
    try:
        with trial.played() as (emulator, service):
            record_property("chaos", judged(trial, emulator, service))
    except AssertionError as error:
        pytest.fail(story(trial, error))
