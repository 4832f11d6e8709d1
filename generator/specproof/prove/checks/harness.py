"""A package ready to be called: its methods by operation, arguments as Python has them, and the results of calls."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from inspect import signature
from typing import Any

from pydantic import ValidationError

from specproof.oracle.media_types import content_key, essence, is_json
from specproof.oracle.operations import Operation
from specproof.prove.checks.client_methods import ClientMethod
from specproof.prove.checks.package import MissingNameError, Package
from specproof.prove.checks.recording_clients import RecordingClients, SentRequest, StubResponse
from specproof.prove.checks.schema_types import SchemaTypes

__all__ = ["ALL_FLAVORS", "FLAVORS", "FORM", "MULTIPART", "CallResult", "Flavor", "Harness", "concrete_media_type"]

FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
_JSON_OR_NOT = ("application/json", "application/octet-stream", "application/x-proof")
_OF_RANGES = {
    "*/*": (*_JSON_OR_NOT, "x-proof/x-proof"),
    "application/*": _JSON_OR_NOT,
    "text/*": ("text/plain", "text/x-proof"),
}
_EMPTY = StubResponse(204)
_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Flavor:
    """A form of a client method.

    Attributes:
        is_raw: whether the result is the whole response, not only its content.
        is_typed: whether arguments are converted to the declared types first.
    """

    is_async: bool
    is_raw: bool
    is_typed: bool

    def __str__(self) -> str:
        words = ("async" if self.is_async else "blocking", "raw" if self.is_raw else "", "method")
        return " ".join(filter(None, words))


FLAVORS = (Flavor(False, False, True), Flavor(True, True, False))
"""Between them: both clients, whole responses and parsed ones, objects and plain JSON."""

ALL_FLAVORS = (*FLAVORS, Flavor(True, False, True), Flavor(False, True, False))
"""Every form: one of them may be wrong where the others are right."""


@dataclass(frozen=True, slots=True)
class CallResult:
    """What a call of a client method gave: a value or an error, and the requests that were sent."""

    value: Any
    error: Exception | None
    sent: tuple[SentRequest, ...]


class Harness:
    """Calls the client methods of one package, over a transport that records requests."""

    def __init__(self, package: Package, secrets: Mapping[str, str], schema_types: SchemaTypes) -> None:
        self._package, self._schema_types = package, schema_types
        self.clients = RecordingClients(package.module, secrets)

    def has(self, method: ClientMethod, flavor: Flavor) -> bool:
        """Return whether the package has a flavor of a method."""
        client = self.clients.async_client if flavor.is_async else self.clients.sync_client
        try:
            return callable(self._method(client, method, flavor))
        except MissingNameError:
            return False

    def call(
        self,
        method: ClientMethod,
        flavor: Flavor,
        keywords: Mapping[str, Any],
        response: StubResponse = _EMPTY,
        **options: Any,
    ) -> CallResult:
        """Call a client method in one flavor; return its result or error, and the requests that were sent.

        Args:
            keywords: the arguments.
            response: of the server to every request.
            options: of the client, such as ``validation``.
        """
        client = self.clients.async_client if flavor.is_async else self.clients.sync_client
        client = client.with_options(**options) if options else client
        bound = self._method(client, method, flavor)
        with self.clients.responding_with(response) as sent:
            try:
                result = self.clients.run(bound(**keywords)) if flavor.is_async else bound(**keywords)
            except Exception as error:
                return CallResult(None, error, tuple(sent))
            return CallResult(result, None, tuple(sent))

    def _method(self, client: Any, method: ClientMethod, flavor: Flavor) -> Callable[..., Any]:
        if not method.name:
            raise MissingNameError(f"the package has no method for {method.operation}")
        resource, _, name = method.name.rpartition(".")
        try:
            group = getattr(client, resource)
            found: Callable[..., Any] = getattr(group.raw if flavor.is_raw else group, name)
        except AttributeError:
            raise MissingNameError(f"the package has no {flavor} {method.name}") from None
        return found

    def keywords(
        self,
        operation: Operation,
        method: ClientMethod,
        case: Mapping[str, Any],
        is_typed: bool,
        files: Collection[str] = (),
    ) -> dict[str, Any]:
        """Return the keyword arguments of a client method for a case.

        Args:
            is_typed: whether values are converted to the declared types first.
            files: the properties of a form that are files.
        """
        found: dict[str, Any] = {}
        schemas = {one.key: one.schema for one in operation.parameters}
        for key, value in case.get("arguments", _NOTHING).items():
            found[method.argument(key)] = self._typed(schemas[key], value) if is_typed else value
        if "body" in case and operation.body is not None:
            kind = case["media_type"]
            media = operation.body.content.get(content_key(operation.body.content, kind) or "")
            schema = media.schema if media is not None else None
            found["body"] = self._body(schema, kind, case["body"], is_typed, files)
            if "media_type" in signature(self._method(self.clients.sync_client, method, FLAVORS[0])).parameters:
                found["media_type"] = kind
        return found

    def _typed(self, schema: str | None, value: Any) -> Any:
        """The value as the type of a schema has it; as it is, if that rejects it: then the method has to reject it."""
        kind = self._schema_types.name(schema, "request") if schema is not None else ""
        if not kind:
            return value
        try:
            return self._package.adapter(kind).validate_python(value)
        except ValidationError:
            return value

    def loaded(self, kind: str, value: Any) -> Any:
        """Return a JSON value as an instance of an exported type. Raises: ValueError, if the type rejects it."""
        return self._package.adapter(kind).validate_python(value)

    def dumped(self, kind: str, value: Any) -> Any:
        """Return a value of an exported type as JSON."""
        return self._package.adapter(kind).dump_python(value, mode="json", by_alias=True, warnings=False)

    def _body(self, schema: str | None, kind: str, value: Any, is_typed: bool, files: Collection[str]) -> Any:
        if is_json(kind):
            return self._typed(schema, value) if is_typed else value
        if essence(kind) in (FORM, MULTIPART):
            if files or not is_typed or not isinstance(value, dict):
                return _with_files(value, files)
            return self._typed(schema, value)
        if essence(kind).startswith("text/"):
            return value
        return str(value).encode("latin-1")


def concrete_media_type(declared: str, content: Collection[str]) -> str:
    """Return a media type to send for a declared one: itself, or for a range (`text/*`) one that only the range covers.

    Args:
        content: all declared media types.
    """
    kind = essence(declared)
    if "*" not in kind:
        return declared
    has_json = any(map(is_json, content))
    each = _OF_RANGES.get(kind, ()) or (kind.replace("*", "x-proof"),)
    fitting = (one for one in each if content_key(content, one) == declared and not (has_json and is_json(one)))
    return next(fitting, each[-1])


def _with_files(value: Any, files: Collection[str]) -> Any:
    if not isinstance(value, dict):
        return value
    return {name: _bytes(one) if name in files else one for name, one in value.items()}


def _bytes(value: Any) -> Any:
    if isinstance(value, list):
        return [_bytes(one) for one in value]
    return value.encode("latin-1", "replace") if isinstance(value, str) else value
