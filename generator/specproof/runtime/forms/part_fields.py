"""The header fields of one part of a multipart form (OpenAPI 3.1, Encoding Object)."""

from __future__ import annotations

from collections.abc import Mapping
from mimetypes import guess_type
from typing import Any

from ..bodies import json_text
from ..errors import InvalidArgumentError, problems
from ..media import best, is_json
from ..not_given import NOT_GIVEN
from ..operation import Names
from ..parameters.parameter import Parameter
from ..request import checked_headers
from ..styles import header_value
from .encoding import PartHeader

__all__ = ["file_type", "kept_type", "part_headers", "value_type"]

_OCTETS = "application/octet-stream"


def _choices(declared: str | None) -> list[str]:
    return [one.strip() for one in (declared or "").split(",") if one.strip()]


def kept_type(name: str, given: str, declared: str | None) -> str:
    """Return the media type that the caller gave. Raises: InvalidArgumentError, if the document declares others."""
    if (choices := _choices(declared)) and best(choices, given) is None:
        raise InvalidArgumentError(f"body.{name}", f"the media type of this part is one of {', '.join(choices)}")
    return given


def file_type(name: str, filename: str | None, declared: str | None) -> str:
    """Return the media type of a file: the declared one; of several, what its name says, else the first.

    Raises:
        InvalidArgumentError: only ranges are declared, and the name says nothing.
    """
    choices = _choices(declared) or [_OCTETS]
    guess = guess_type(filename or "")[0]
    if guess is not None and best(choices, guess) is not None:
        return next((one for one in choices if one.startswith(guess)), guess)
    concrete = [one for one in choices if "*" not in one]
    if concrete or best(choices, _OCTETS) is not None:
        return concrete[0] if concrete else _OCTETS
    raise InvalidArgumentError(f"body.{name}", f"give (file name, content, media type): the type is one of {declared}")


def value_type(item: Any, declared: str | None) -> str | None:
    """Return the media type of a value that is no file; None if the part needs none."""
    concrete = [one for one in _choices(declared) if "*" not in one]
    if isinstance(item, (dict, list)):
        return next(filter(is_json, concrete), next(iter(concrete), "application/json"))
    return next(iter(concrete), None)


def part_headers(name: str, declared: Mapping[str, PartHeader], given: Mapping[str, Any], names: Names) -> list[str]:
    """Return the lines of a part's headers: those that the caller gave, and the declared ones that have a value.

    Raises:
        InvalidArgumentError: a required one is missing, or a value is not what the document allows.
    """
    values = {key.lower(): value for key, value in given.items()}
    if values.keys() & {"content-type", "content-disposition"}:
        raise InvalidArgumentError(f"body.{name}", "give media type and file name before the headers of the part")
    texts: dict[str, str] = {}
    for key, header in declared.items():
        value = values.pop(key.lower(), header.value)
        if value is not NOT_GIVEN:
            texts[key] = _text(key, header, value, names)
        elif header.required:
            raise InvalidArgumentError(
                f"body.{name}", f"its part needs the header {key}: give (file name, content, media type, headers)"
            )
    checked_headers({**texts, **values})
    return [f"{key}: {value}" for key, value in {**texts, **values}.items()]


def _text(key: str, header: PartHeader, value: Any, names: Names) -> str:
    try:
        data = names.codec(header.type).dump(value) if header.type is not None else value
    except ValueError as error:
        raise InvalidArgumentError(f"header.{key}", problems(error)) from None
    if header.media_type is not None and is_json(header.media_type):
        return json_text(data)
    return header_value(Parameter(key, "header", "", explode=header.explode), data)
