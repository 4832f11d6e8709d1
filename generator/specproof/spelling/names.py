"""Python names of operations and arguments: those of the lock first, then an engine's proposals, each once."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from specproof.core.diagnostics import Findings
from specproof.core.location import Location
from specproof.core.name_proposals import NameProposal, distinct
from specproof.core.words import spelled_out
from specproof.ir.api import Api, Operation
from specproof.ir.parameters import Parameter
from specproof.spelling.identifiers import safe, snake
from specproof.spelling.locked import check_locked_names

__all__ = ["Names", "OperationName", "choose_names"]

_PLAIN_SEGMENT = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_VERSION_SEGMENT = re.compile(r"(?i)v\d+([._-]?\w+)?|api|apis|rest|\d[\d.-]*")
_NOTHING: Mapping[str, Collection[str]] = MappingProxyType({})
_RESERVED_ARGUMENTS = {"body", "extra_headers", "media_type", "result", "self", "timeout"}


@dataclass(frozen=True, slots=True)
class OperationName:
    """Name of an operation's method, ``client.{resource}.{method}(…)``, and of its arguments.

    Attributes:
        arguments: ``Parameter.key``, such as `query.limit` -> argument.
    """

    resource: str
    method: str
    arguments: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Names:
    """Python names of all operations, by operation key (`GET /pets`), and the resource of each tag."""

    operations: Mapping[str, OperationName]
    tags: Mapping[str, str]

    @property
    def locks(self) -> dict[str, tuple[str, str]]:
        """Return what the lock file is to hold: resource and method by operation key."""
        return {key: (name.resource, name.method) for key, name in self.operations.items()}


def choose_names(
    api: Api,
    proposals: Mapping[str, NameProposal],
    locked: Mapping[str, tuple[str, str]],
    findings: Findings,
    locations: Mapping[str, Location],
    reserved: Mapping[str, Collection[str]] = _NOTHING,
    unusable: Collection[str] = (),
    of_client: Collection[str] = (),
) -> Names:
    """Return the method and argument names of all operations of an API.

    Args:
        proposals: proposed names by operation key, one for each operation.
        locked: resource and method by operation key, of this and of earlier versions of the document; these never
            change, and no other operation ever gets such a name.
        locations: location of each operation in the document, for findings.
        reserved: method names that extensions use, by resource.
        unusable: names that no method of any resource may have.
        of_client: names that no resource may have, since they are attributes of a client.

    Raises:
        StopError: an operation or argument has no free name left, or a locked name is invalid.
    """
    resources = {operation.key: _resource(operation, locked, of_client) for operation in api.operations}
    refused = {name: frozenset(unusable).union(reserved.get(name, ())) for name in dict.fromkeys(resources.values())}
    check_locked_names({key: locked[key] for key in resources if key in locked}, refused, findings, locations)
    findings.stop_if_errors()
    methods: dict[str, str] = {}
    for resource in refused:
        members = [operation for operation in api.operations if resources[operation.key] == resource]
        methods |= _methods(resource, members, proposals, locked, refused[resource], findings, locations)
    names = Names(
        {
            operation.key: OperationName(
                resources[operation.key],
                methods[operation.key],
                _arguments(operation, proposals[operation.key], findings, locations.get(operation.key)),
            )
            for operation in api.operations
        },
        {tag.name: _of_tag(tag.name, of_client) for tag in api.tags},
    )
    findings.stop_if_errors()
    return names


def _resource(operation: Operation, locked: Mapping[str, tuple[str, str]], of_client: Collection[str]) -> str:
    """Return the resource of an operation: of its tag, or of the first segment of its path that is no version."""
    if operation.key in locked:
        return locked[operation.key][0]
    if operation.tag is not None:
        return _of_tag(operation.tag, of_client)
    return _free(_from_path(operation.path), of_client)


def _of_tag(tag: str, of_client: Collection[str]) -> str:
    return _free(snake(tag, "tag"), of_client)


def _from_path(path: str) -> str:
    segments = (segment for segment in path.split("/") if segment and not _VERSION_SEGMENT.fullmatch(segment))
    first = next(segments, "")
    return snake(first, "tag") if _PLAIN_SEGMENT.fullmatch(first) else "default"


def _methods(
    resource: str,
    members: Sequence[Operation],
    proposals: Mapping[str, NameProposal],
    locked: Mapping[str, tuple[str, str]],
    reserved: Collection[str],
    findings: Findings,
    locations: Mapping[str, Location],
) -> dict[str, str]:
    known = {operation.key: locked[operation.key][1] for operation in members if operation.key in locked}
    taken = {method for holder, method in locked.values() if holder == resource}
    new = [operation for operation in members if operation.key not in locked]
    options = [[_free(safe(name), reserved) for name in proposals[operation.key].names] for operation in new]
    for operation, name in zip(new, distinct(options, taken.__contains__), strict=True):
        if name is None:
            message = f"{operation.key} finds every name taken that its operationId and path give"
            findings.add(
                "OPERATION_NAME_CLASH",
                message,
                locations.get(operation.key),
                hint=f"name it in specproof.lock, under {operation.key!r}",
            )
        known[operation.key] = name or "_"
    return known


def _free(name: str, reserved: Collection[str]) -> str:
    return f"{name}_" if name in reserved else name


def _arguments(operation: Operation, proposal: NameProposal, findings: Findings, at: Location | None) -> dict[str, str]:
    options = [_argument_names(parameter, proposal.parameters.get(parameter.key)) for parameter in operation.parameters]
    found: dict[str, str] = {}
    for parameter, name in zip(operation.parameters, distinct(options, _RESERVED_ARGUMENTS.__contains__), strict=True):
        if name is None:
            message = f"{parameter.key} of {operation.key} has no Python name of its own"
            findings.add("OPERATION_NAME_CLASH", message, at)
        else:
            found[parameter.key] = name
    return found


def _argument_names(parameter: Parameter, proposed: str | None) -> list[str]:
    """Return names to choose from: the proposal, with the parameter's location, with every odd character named.

    ``client`` and ``url``, which the engine keeps for itself, are free in our methods.
    """
    own = snake(parameter.name, "field")
    kept_by_engine = own in {"client", "url"} and proposed == f"{own}_{parameter.location}"
    name = safe(own if proposed is None or kept_by_engine else proposed)
    return [name, safe(f"{name.rstrip('_')}_{parameter.location}"), snake(spelled_out(parameter.name), "field")]
