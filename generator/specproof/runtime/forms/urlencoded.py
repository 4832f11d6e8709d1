"""Forms in one line of text (WHATWG URL, application/x-www-form-urlencoded; OpenAPI 3.1, Encoding Object)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..operation import Media, Names
from ..request import Content
from ..styles import Spelling, query_text, refuse_clashes
from ..url import percent
from .encoding import Encoding
from .properties import PLAIN, form_properties, property_items, property_text

__all__ = ["encode_urlencoded"]


def encode_urlencoded(media: Media, media_type: str, value: Any, names: Names) -> tuple[Content, str]:
    """Return content and Content-Type of a URL-encoded form. Raises: InvalidArgumentError, pydantic.ValidationError."""
    return _form(media, form_properties(media, value, names)), media_type


def _form(media: Media, properties: Mapping[str, Any]) -> bytes:
    spellings = {name: _spelling(name, media.encoding.get(name, PLAIN)) for name in {**media.encoding, **properties}}
    texts = {
        name: _form_text(spellings[name], item, media.encoding.get(name, PLAIN)) for name, item in properties.items()
    }
    # A name that the document does not have, such as `filter[a]`, is that of a part of what it has.
    refuse_clashes(
        {
            one if name in media.encoding else one._replace(name=""): texts.get(name, "")
            for name, one in spellings.items()
        }
    )
    return "&".join(texts.values()).encode("ascii")


def _spelling(name: str, encoding: Encoding) -> Spelling:
    return Spelling(name, encoding.style or "form", encoding.explode, encoding.allow_reserved, f"body.{name}")


def _form_text(spelling: Spelling, value: Any, encoding: Encoding) -> str:
    """By the declared style; else one field a value, or an item of a list."""
    if encoding.style is not None:
        return query_text(spelling, value)
    items = property_items(spelling.name, value)
    texts = [property_text(spelling.name, item, encoding.content_type) for item in items]
    return "&".join(f"{percent(spelling.name)}={percent(text)}" for text in texts)
