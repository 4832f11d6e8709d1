"""A second reader of parameters, openapi-core, which others wrote; its deviations from OpenAPI are named here."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, quote

from specproof.oracle.json_pointer import resolve
from specproof.oracle.operations import METHODS, MOST_HOPS, Operation, Parameter, is_ignored
from specproof.oracle.representable import texts_of
from specproof.oracle.shape import Shape

__all__ = ["DEVIATIONS", "OpenapiCoreReader", "deviation"]

_ORIGIN = "https://openapi-core.example"
_ELSEWHERE = [{"url": "https://elsewhere.example"}]
_MOST_READERS = 4
_IN_PATHS = "/{}%:@!$&'()*+,;=~"
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]+")
_DELIMITERS = {"form": ",", "pipeDelimited": "|"}
_LOCATIONS = ("path", "query", "header", "cookie")

DEVIATIONS: Mapping[str, str] = {
    "label and matrix": "it does not look for them",
    "encoded text in paths and cookies": "it takes both as a framework has decoded them",
    "spaceDelimited": "it splits at other blanks than those",
    "exploded spaceDelimited and pipeDelimited": "it splits at the delimiter nevertheless",
    "the separator within an item": "it decodes before it splits",
    "exploded objects": "it does not find their properties, or keeps the declared ones alone",
    "exploded lists in cookies": "it knows one cookie of a name",
    "deepObject of anything but declared scalars": "it does not look for more, nor for one that is not exploded",
    "empty text in a query": "it refuses a parameter without text (allowEmptyValue)",
    "several types": "it fails on a list of types",
    "documents in paths and cookies": "it parses their text before it is decoded",
}
"""What openapi-core 0.23 reads otherwise than OpenAPI has it, and how."""


def deviation(parameter: Parameter, value: Any, shape: Shape) -> str:
    """Return the key of ``DEVIATIONS`` that says how openapi-core misreads a value; empty if it must not."""
    if parameter.media_type is not None:
        return "documents in paths and cookies" if parameter.location in ("path", "cookie") else ""
    if len(shape.types) > 1:
        return "several types"
    return _of_style(parameter, value, shape) or _of_text(parameter, value)


def _of_style(parameter: Parameter, value: Any, shape: Shape) -> str:
    if parameter.style in ("label", "matrix"):
        return "label and matrix"
    if parameter.style == "spaceDelimited":
        return "spaceDelimited"
    if parameter.style == "pipeDelimited" and (parameter.explode or not isinstance(value, dict | list)):
        return "exploded spaceDelimited and pipeDelimited"
    if parameter.style == "deepObject":
        properties = value if isinstance(value, dict) else {None: value}
        plain = parameter.explode and properties.keys() <= shape.properties.keys()
        is_flat = plain and not any(isinstance(one, dict | list) for one in properties.values())
        return "" if is_flat else "deepObject of anything but declared scalars"
    if parameter.location in ("query", "cookie") and parameter.explode and isinstance(value, dict):
        return "exploded objects"
    is_repeated = parameter.location == "cookie" and parameter.explode and isinstance(value, list)
    return "exploded lists in cookies" if is_repeated else ""


def _of_text(parameter: Parameter, value: Any) -> str:
    texts = texts_of(value)
    if parameter.location == "query" and "" in texts:
        return "empty text in a query"
    delimiter = _DELIMITERS.get(parameter.style) if isinstance(value, dict | list) and not parameter.explode else None
    if delimiter is not None and any(delimiter in text for text in texts):
        return "the separator within an item"
    if parameter.location in ("path", "cookie") and not all(map(_UNRESERVED.fullmatch, texts)):
        return "encoded text in paths and cookies"
    return ""


class OpenapiCoreReader:
    """Decodes the parameters of requests with openapi-core, as a second opinion.

    Args:
        base: the path of the server, which precedes those of the document, such as ``/v1``.
    """

    def __init__(self, document: Mapping[str, Any], base: str) -> None:
        self._served = _served(document, _ORIGIN + base)
        items = self._served["paths"].items()
        self._elsewhere = {path: {**item, "servers": _ELSEWHERE} for path, item in items if isinstance(item, dict)}
        self._reader = lru_cache(_MOST_READERS)(self._reader_of)

    def _reader_of(self, path: str) -> Any:
        """openapi-core for the requests to one path: it would take some for those to another path that is like it."""
        from openapi_core import Config, OpenAPI  # optional: only tests install it

        unchecked: Any = None  # documents are checked elsewhere
        key = quote(path.partition("?")[0], safe=_IN_PATHS)
        served = {**self._served, "paths": {**self._elsewhere, key: self._served["paths"][path]}}
        return OpenAPI.from_dict(served, config=Config(spec_validator_cls=unchecked))

    def parameters(self, operation: Operation, target: str, headers: Mapping[str, str]) -> dict[str, Any]:
        """Return the decoded parameters of a request, by ``Parameter.key`` such as ``query.limit``.

        Args:
            target: path and query, encoded.
            headers: by lower-case name.

        Raises:
            ValueError: openapi-core rejects a parameter.
        """
        from openapi_core.testing import MockRequest  # optional, as above
        from openapi_core.validation.request.exceptions import ParameterValidationError  # optional, as above
        from werkzeug.datastructures import ImmutableMultiDict  # optional: comes with openapi-core

        path, _, query = target.partition("?")
        cookies = (pair.partition("=") for pair in headers.get("cookie", "").split("; ") if pair)
        request = MockRequest(
            _ORIGIN,
            operation.method.lower(),
            path,
            args=ImmutableMultiDict(parse_qsl(query, keep_blank_values=True)),
            headers=dict(headers),
            cookies={name: value for name, _, value in cookies},
        )
        result = self._reader(operation.path).unmarshal_request(request)
        wrong = [one for one in result.errors if isinstance(one, ParameterValidationError)]
        if wrong:
            raise ValueError("; ".join(f"{one}: {one.__cause__}" for one in wrong))
        read = result.parameters
        return {f"{where}.{name}": value for where in _LOCATIONS for name, value in getattr(read, where).items()}


def _served(document: Mapping[str, Any], url: str) -> dict[str, Any]:
    """The document with one server, without credentials, and without formats, which our validator only annotates."""
    served = _without(("servers", "security"), _without_ignored_headers(document, document))
    return {**served, "servers": [{"url": url}]}


def _without_ignored_headers(node: Any, document: Mapping[str, Any]) -> Any:
    """A node without the header parameters that are ignored (OpenAPI 3.1, 4.8.12.2), of any operation below."""
    if isinstance(node, list):
        return [_without_ignored_headers(one, document) for one in node]
    if not isinstance(node, dict):
        return node
    left = {key: _without_ignored_headers(one, document) for key, one in node.items()}
    if isinstance(node.get("parameters"), list):
        left["parameters"] = [one for one in node["parameters"] if not _is_ignored(one, document)]
    return left


def _is_ignored(parameter: Any, document: Mapping[str, Any]) -> bool:
    for _ in range(MOST_HOPS):
        if not isinstance(parameter, dict) or not str(parameter.get("$ref", "")).startswith("#/"):
            break
        parameter = resolve(document, parameter["$ref"])
    return isinstance(parameter, dict) and parameter.get("in") == "header" and is_ignored(str(parameter.get("name")))


def _without(keys: Collection[str], node: Any) -> Any:
    """A node without these keys, down to operations, and without formats anywhere below."""
    if isinstance(node, list):
        return [_without((), one) for one in node]
    if not isinstance(node, dict):
        return node
    left = {key: one for key, one in node.items() if key not in keys and not (key == "format" and isinstance(one, str))}
    return {key: _without(keys if _leads_to_operations(key) else (), one) for key, one in left.items()}


def _leads_to_operations(key: str) -> bool:
    return key == "paths" or key.startswith("/") or key in METHODS
