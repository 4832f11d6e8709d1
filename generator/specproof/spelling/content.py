"""Python types of request bodies and of results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from specproof.ir.api import Operation
from specproof.ir.content import Body, Media, Response
from specproof.ir.property_types import Anything, ListOf, Named, PropertyType, Scalar
from specproof.spelling.annotations import Annotations, content_type_of, is_json, union
from specproof.spelling.code import Code, compose, identifier

__all__ = [
    "body_type",
    "errors_of",
    "is_error",
    "is_judged_text",
    "is_sequence",
    "modelled",
    "parsed_type",
    "property_annotation",
    "result_parts",
    "result_type",
    "results_of",
    "streamed_type",
]

_FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
_EVENTS = "text/event-stream"
_LINES = {"application/x-ndjson", "application/jsonl", "application/json-seq", "application/jsonlines"}
_ANY_JSON = {"*/*", "application/*"}
_SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
_BYTES = identifier("bytes")
_STR = identifier("str")
_RAW = identifier("RawBody")
_NONE = compose("None")
_ANY = identifier("Any")
_MAPPING = compose("Mapping[str, Any]")


def modelled(media: Media) -> bool:
    """Whether content of the media type is parsed by its schema: JSON, forms, `*/*`; other types are text or bytes."""
    return media.schema is not None and (is_json(media) or content_type_of(media) in _FORMS | _ANY_JSON)


def is_judged_text(media: Media) -> bool:
    """Whether content is a text that has to match its schema: `text/*`, unless the schema describes a tree."""
    is_plain = not (modelled(media) or is_json(media) or is_sequence(media))
    return media.schema is not None and media.is_scalar and _is_text(media) and is_plain


def is_sequence(media: Media) -> bool:
    """Whether the content is a sequence of values that each match the schema: server-sent events, or JSON lines."""
    return content_type_of(media) in {_EVENTS, *_LINES}


def streamed_type(operation: Operation, models: Annotations) -> Code | None:
    """Return the type of one item of an operation's streamed response, or None if every response is read as a whole."""
    medias = [media for response in results_of(operation) for media in response.content if not _is_whole(media)]
    return union(_item(media, models) for media in medias) if medias else None


def _is_whole(media: Media) -> bool:
    return is_json(media) or content_type_of(media) in _FORMS | _ANY_JSON


def _item(media: Media, models: Annotations) -> Code:
    if not is_sequence(media):
        return _BYTES
    is_event = content_type_of(media) == _EVENTS
    plain = _STR if is_event else _ANY
    item = models.annotation(media.schema) if media.schema is not None else plain
    return compose("Event[{}]", item) if is_event else item


def is_error(response: Response, operation: Operation) -> bool:
    """Whether a response makes the client raise: all but 2XX do, and `default` if the operation also declares a 2XX."""
    if response.status.pattern == "default":
        return any(other.status.is_success for other in operation.responses)
    return not response.status.is_success


def results_of(operation: Operation) -> tuple[Response, ...]:
    """Return the responses whose content a call of the operation returns."""
    return tuple(response for response in operation.responses if not is_error(response, operation))


def errors_of(operation: Operation) -> tuple[Response, ...]:
    """Return the responses on which a call of the operation raises."""
    return tuple(response for response in operation.responses if is_error(response, operation))


def parsed_type(media: Media, models: Annotations) -> Code:
    """Return the Python type of content of a media type: the schema's, `Any`, `str` or `bytes`."""
    if media.schema is not None and modelled(media):
        return models.annotation(media.schema)
    if is_json(media) or content_type_of(media) in _ANY_JSON:
        return _ANY
    return _STR if _is_text(media) else _BYTES


def result_parts(responses: Iterable[Response], models: Annotations) -> list[Code]:
    """Return the types that content of these responses is parsed to, with ``None`` for a response without content."""
    return [
        part
        for response in responses
        for part in ([_read_type(media, models) for media in response.content] if response.content else [_NONE])
    ]


def _read_type(media: Media, models: Annotations) -> Code:
    """Return the type of content as it is read: bytes for forms, which the client only writes."""
    return _BYTES if content_type_of(media) in _FORMS else parsed_type(media, models)


def result_type(operation: Operation, models: Annotations) -> Code:
    """Return the return annotation of an operation's method: the union over all responses that are no errors.

    Where a response declares JSON, this is its type alone; `.stream` gives its other types.
    """
    json_first = [replace(one, content=_preferred(one.content)) for one in results_of(operation)]
    return union(result_parts(json_first, models) or [_NONE])


def _preferred(content: tuple[Media, ...]) -> tuple[Media, ...]:
    return tuple(filter(is_json, content)) or content


def body_type(body: Body, models: Annotations) -> Code:
    """Return the annotation of the argument ``body``: the schema's type, or `RawBody` for text and binary types.

    A multipart form may be a mapping too, which can hold files.
    """
    parts = [parsed_type(media, models) for media in body.content] or [_ANY]
    parts += [_MAPPING for media in body.content if content_type_of(media) == "multipart/form-data"]
    return union(_RAW if part in {_STR, _BYTES} else part for part in parts)


def _is_text(media: Media) -> bool:
    return content_type_of(media).startswith("text/")


def property_annotation(type_: PropertyType, models: Annotations) -> Code:
    """Return the annotation of a property of a request body, such as `str` or `Sequence[models.Pet]`."""
    match type_:
        case Named():
            return models.annotation(type_.schema)
        case Scalar():
            return identifier(_SCALARS[type_.kind])
        case ListOf():
            return compose("Sequence[{}]", property_annotation(type_.item, models))
        case Anything():
            return identifier("Any")
