"""Content of ``text/*`` types that is judged by its schema."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from ..codec import Codec
from ..drift import drifts
from ..errors import errors_of
from ..operation import Names

if TYPE_CHECKING:
    from ..response import Reading

__all__ = ["judged_text"]

_SCALAR = re.compile(r"true|false|null|-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?", re.ASCII)


def judged_text(text: str, name: str, names: Names, reading: Reading | None = None) -> str:
    """Return a text that a type accepts as a string, or as the number, boolean or null that it writes.

    Args:
        name: of the type.
        reading: the response that the text is of, whose policy says what to do about one that is not accepted.

    Raises:
        ValueError: the type accepts it as neither, and the policy is strict.
    """
    if reading is not None and reading.policy.validation == "off":
        return text
    try:
        _judge(text, names.codec(name))
    except ValidationError as error:
        if reading is None or reading.policy.validation == "strict":
            raise
        for drift in dict.fromkeys(drifts(errors_of(error), text)):
            reading.policy.report(reading.operation.id, reading.response, *drift)
    return text


def _judge(text: str, codec: Codec[Any]) -> None:
    try:
        codec.load_json(json.dumps(text))
    except ValidationError as error:
        says_more = any(not one["type"].endswith("_type") for one in errors_of(error))
        if not _SCALAR.fullmatch(text):
            raise
        try:
            codec.load_json(text)
        except ValidationError:
            if says_more:
                raise error from None
            raise
