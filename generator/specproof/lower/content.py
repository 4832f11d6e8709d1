"""Request bodies and responses (OpenAPI 3.1, 4.8.13 to 4.8.17) of the normal form."""

from __future__ import annotations

from typing import Any

from specproof.core.location import Pointer
from specproof.core.media_types import is_json
from specproof.ir.content import Body, Encoding, Header, Media, Response, Status
from specproof.lower.schemas import example_of, fixed_value, is_scalar, reference
from specproof.lower.source import Source

__all__ = ["body", "responses"]


def body(node: dict[str, Any] | None, source: Source) -> Body | None:
    """Return the request body of an operation, or None if it declares none."""
    if node is None:
        return None
    return Body(_content(node, source), node.get("required", False), node.get("description", ""))


def responses(nodes: dict[str, Any], at: Pointer, source: Source) -> tuple[Response, ...]:
    """Return the responses of an operation: status codes, then ranges, then ``default`` (OpenAPI 3.1, 4.8.16.2).

    A response under another key is reported as STATUS_UNREADABLE and left out.

    Args:
        at: JSON pointer of the Responses Object in the normal form.
    """
    found = []
    for pattern, node in nodes.items():
        if pattern.startswith("x-"):
            continue
        try:
            status = Status.parse(pattern)
        except ValueError:
            source.say(
                "STATUS_UNREADABLE", f"{pattern!r} is no status pattern, so this response is never met", at / pattern
            )
            continue
        found.append(
            Response(
                status,
                node.get("description", ""),
                _content(node, source),
                _headers(node.get("headers")),
                source.component(at / pattern),
            )
        )
    return tuple(sorted(found, key=lambda response: response.status))


def _content(node: dict[str, Any], source: Source) -> tuple[Media, ...]:
    """JSON first, ranges of it last among these: a map has no order (OpenAPI 3.1, 4.8.13 and 4.8.17)."""
    content = node.get("content", {})
    return tuple(
        Media(
            media_type,
            reference(media.get("schema")),
            _encodings(media.get("encoding"), source),
            example_of(media, source.schemas),
            is_scalar=is_scalar(media.get("schema"), source.schemas),
        )
        for media_type, media in sorted(content.items(), key=lambda one: (not is_json(one[0]), "*" in one[0]))
    )


def _encodings(nodes: dict[str, Any] | None, source: Source) -> tuple[Encoding, ...]:
    return tuple(
        Encoding(
            name,
            node.get("contentType"),
            node.get("style"),
            node.get("explode"),
            node.get("allowReserved", False),
            tuple(_part_header(one, written, source) for one, written in _written_headers(node.get("headers"))),
        )
        for name, node in (nodes or {}).items()
    )


def _headers(nodes: dict[str, Any] | None) -> tuple[Header, ...]:
    return tuple(
        Header(name, reference(node.get("schema")), node.get("required", False), node.get("description", ""))
        for name, node in _written_headers(nodes)
    )


def _written_headers(nodes: dict[str, Any] | None) -> list[tuple[str, dict[str, Any]]]:
    return [(name, node) for name, node in (nodes or {}).items() if name.lower() != "content-type"]


def _part_header(name: str, node: dict[str, Any], source: Source) -> Header:
    media_type, media = next(iter(node.get("content", {}).items()), (None, node))
    return Header(
        name,
        reference(media.get("schema")),
        node.get("required", False),
        node.get("description", ""),
        fixed_value(media.get("schema"), source.schemas),
        node.get("explode", False),
        media_type,
    )
