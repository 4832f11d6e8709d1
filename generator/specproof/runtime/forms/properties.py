"""The properties of a form, and the text of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..bodies import json_text
from ..errors import InvalidArgumentError
from ..media import is_json
from ..not_given import NOT_GIVEN
from ..operation import Media, Names
from ..parameters.scalars import scalar_text
from .encoding import Encoding
from .files import file_content, is_file

__all__ = ["PLAIN", "form_properties", "property_items", "property_text"]

PLAIN = Encoding()
_LONGEST = 1 << 24  # a text of so many characters stands for all files that are longer


def form_properties(media: Media, value: Any, names: Names) -> dict[str, Any]:
    """Return the validated properties of a form as JSON data; files are kept as they are.

    Raises:
        InvalidArgumentError: the value has no named properties.
        pydantic.ValidationError: its type refuses it.
    """
    if not isinstance(value, Mapping) or media.type is None:
        judged = value if media.type is None else names.codec(media.type).dump(value)
        if not isinstance(judged, Mapping):
            raise InvalidArgumentError("body", "a form is made of named values")
        return {str(name): item for name, item in judged.items() if item is not NOT_GIVEN}
    given = {name: item for name, item in value.items() if item is not NOT_GIVEN}
    files = {name: item for name, item in given.items() if _is_part(item) or _are_parts(item)}
    stand_ins = {
        name: [_stand_in(one) for one in item] if isinstance(item, list) else _stand_in(item)
        for name, item in files.items()
    }
    return {**names.codec(media.type).dump({**given, **stand_ins}), **files}


def _stand_in(item: Any) -> Any:
    """What is judged by the type in place of a part: a text as long as the file, or the value that a tuple holds."""
    if isinstance(item, tuple) and len(item) > 1:
        return _stand_in(item[1])
    if not is_file(item):
        return item
    content = file_content(item)
    length = len(content) if isinstance(content, bytes) else content.length
    return "x" * min(length or 0, _LONGEST)


def _is_part(item: Any) -> bool:
    return isinstance(item, tuple) or is_file(item)


def _are_parts(item: Any) -> bool:
    return isinstance(item, list) and bool(item) and all(_is_part(part) for part in item)


def property_items(name: str, value: Any) -> list[Any]:
    """Return the values to write for one property: the items of a list, or the value alone.

    Raises:
        InvalidArgumentError: an empty list, which has no serialization.
    """
    if value == []:
        raise InvalidArgumentError(f"body.{name}", "an empty list cannot be written: leave it out")
    return value if isinstance(value, list) else [value]


def property_text(name: str, item: Any, media_type: str | None) -> str:
    """Return the text of a form value: JSON for objects, arrays and declared JSON, else the scalar as text."""
    is_document = isinstance(item, (dict, list)) or is_json(media_type or "")
    return json_text(item) if is_document else scalar_text(f"body.{name}", item)
