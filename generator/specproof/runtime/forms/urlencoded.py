"""Forms in one line of text (WHATWG URL, application/x-www-form-urlencoded; OpenAPI 3.1, Encoding Object)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..operation import Media, Names
from ..request import Content
from ..styles import Spelling, query_text
from ..url import percent
from .encoding import Encoding
from .properties import PLAIN, form_properties, property_items, property_text

__all__ = ["encode_urlencoded"]


def encode_urlencoded(media: Media, media_type: str, value: Any, names: Names) -> tuple[Content, str]:
    """Return content and Content-Type of a URL-encoded form. Raises: InvalidArgumentError, pydantic.ValidationError."""
    return _form(media, form_properties(media, value, names)), media_type


def _form(media: Media, properties: Mapping[str, Any]) -> bytes:
    texts = (_form_text(name, item, media.encoding.get(name, PLAIN)) for name, item in properties.items())
    return "&".join(texts).encode("ascii")


def _form_text(name: str, value: Any, encoding: Encoding) -> str:
    """By the declared style; else one field a value, or an item of a list."""
    if encoding.style is not None:
        spelling = Spelling(name, encoding.style, encoding.explode, encoding.allow_reserved, f"body.{name}")
        return query_text(spelling, value)
    texts = [property_text(name, item, encoding.content_type) for item in property_items(name, value)]
    return "&".join(f"{percent(name)}={percent(text)}" for text in texts)
