"""The call for the next page, without input and output."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import urljoin

from pydantic import MISSING, BaseModel

from specproof.runtime.api import Api, Call
from specproof.runtime.errors import InvalidResponseError
from specproof.runtime.media import is_json
from specproof.runtime.not_given import NOT_GIVEN
from specproof.runtime.pointers import split_pointer
from specproof.runtime.raw_response import RawResponse
from specproof.runtime.response import Response
from specproof.runtime.url import Url, parse_url

__all__ = ["Paging", "items", "next_call"]

_LINK = re.compile(r"<([^>]*)>([^<]*)")
_REL = re.compile(r"""(?i);\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))""")


@dataclass(frozen=True, slots=True)
class Paging:
    """How an operation splits a list into pages: the keys of ``x-pagination``, with JSON pointers in page or body."""

    kind: Literal["cursor", "page", "offset", "link"]
    items: str = ""
    parameter: str | None = None
    property: str | None = None
    next: str | None = None
    first: int = 1
    total: str | None = None


def items(paging: Paging, page: Any) -> list[Any]:
    """Return the items of one parsed page; empty if the list is missing or null."""
    found = _at(page, paging.items)
    return found if isinstance(found, list) else []


def next_call(paging: Paging, api: Api, call: Call, response: Response[Any]) -> Call | None:
    """Return the call that gets the next page, or None after the last one.

    Raises:
        InvalidResponseError: the next page is the same page, or on another server.
    """
    if paging.kind == "link":
        url = _next_link(api, call, response)
        following = None if url is None else replace(call, url=url)
    else:
        value = _next_value(paging, api, call, response)
        following = None if value is None else _with_value(paging, api, call, value)
    if following == call:
        raise _invalid(call, response, "the next page is the same page")
    return following


def _next_value(paging: Paging, api: Api, call: Call, response: Response[Any]) -> Any:
    if paging.kind == "cursor":
        return _at(response.parsed, paging.next or "") or None
    count = len(items(paging, response.parsed))
    is_page = paging.kind == "page"
    current = _current_value(paging, api, call)
    current = (paging.first if is_page else 0) if current is None else current
    value = current + (1 if is_page else count)
    total = None if paging.total is None else _at(response.parsed, paging.total)
    done = not count or (total is not None and value >= (total + paging.first if is_page else total))
    return None if done else value


def _current_value(paging: Paging, api: Api, call: Call) -> Any:
    if paging.parameter is not None:
        value = call.arguments.get(paging.parameter, NOT_GIVEN)
        return None if value is NOT_GIVEN else value
    return _at(_body(api, call), paging.property or "")


def _with_value(paging: Paging, api: Api, call: Call, value: Any) -> Call:
    if paging.parameter is not None:
        return replace(call, arguments={**call.arguments, paging.parameter: value})
    return replace(call, body=_put(_body(api, call), split_pointer(paging.property or ""), value))


def _body(api: Api, call: Call) -> Any:
    """Return the body as JSON data."""
    if call.body is NOT_GIVEN or call.operation.body is None:
        return {}
    media = next(media for key, media in call.operation.body.content.items() if is_json(key))
    return call.body if media.type is None else api.package.codec(media.type).dump(call.body)


def _put(value: Any, tokens: list[str], leaf: Any) -> Any:
    if not tokens:
        return leaf
    inner = value if isinstance(value, dict) else {}
    return {**inner, tokens[0]: _put(inner.get(tokens[0]), tokens[1:], leaf)}


def _next_link(api: Api, call: Call, response: Response[Any]) -> Url | None:
    here = api.request(call).url
    for target, parameters in _LINK.findall(response.headers.get("link", "")):
        relations = _REL.search(parameters)
        if relations and "next" in (relations[1] or relations[2]).lower().split():
            try:
                url = parse_url(urljoin(here.root + here.target, target))
            except ValueError:
                raise _invalid(call, response, "the link to the next page is not a URL") from None
            if url.origin != here.origin:
                raise _invalid(call, response, "the next page is on another server")
            return url
    return None


def _invalid(call: Call, response: Response[Any], message: str) -> InvalidResponseError:
    problem: Mapping[str, Any] = {"type": "pagination", "loc": (), "msg": message}
    raw = RawResponse(response.status_code, response.headers, response.content)
    return InvalidResponseError((problem,), call.operation.id, raw)


def _at(value: Any, pointer: str) -> Any:
    """Return the value at a JSON pointer of a parsed value, or None."""
    for token in split_pointer(pointer):
        if isinstance(value, BaseModel):
            value = _member(value, token)
        elif isinstance(value, dict):
            value = value.get(token)
        else:
            return None
    return None if value is MISSING else value


def _member(model: BaseModel, name: str) -> Any:
    for attribute, field in type(model).model_fields.items():
        if (field.validation_alias or field.alias or attribute) == name:
            return getattr(model, attribute)
    return (model.model_extra or {}).get(name)
