"""Names and defaults of operations, by openapi-python-client; the only module that imports it, and only when called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from specproof.core.diagnostics import Findings
from specproof.core.location import Location, Pointer
from specproof.core.name_proposals import EngineReading, NameProposal, distinct
from specproof.core.openapi import METHODS
from specproof.core.words import spelled_out
from specproof.engines.operation_view import Subject, subjects, view
from specproof.engines.readable import readable

if TYPE_CHECKING:
    from openapi_python_client.config import Config
    from openapi_python_client.parser.openapi import Endpoint, EndpointCollection

__all__ = ["engine_readings", "read"]

_PREFIX = "field_"


class _Origins(Protocol):
    def at(self, pointer: Pointer, /) -> Location | None: ...


class _Normal(Protocol):
    @property
    def tree(self) -> Mapping[str, Any]: ...

    @property
    def origins(self) -> _Origins: ...


def read(normal: _Normal, findings: Findings) -> dict[str, NameProposal]:
    """Return the names that openapi-python-client proposes for each operation and its parameters, by operation key.

    An operation that the engine cannot read gets names by the same rules without it, and is reported as
    ENGINE_OPERATION.
    """
    chosen = {f"op{index}": subject for index, subject in enumerate(subjects(normal.tree))}
    schemas = normal.tree.get("components", {}).get("schemas", {})
    collections = _collections(chosen, schemas)
    proposals = {}
    for tag, subject in chosen.items():
        proposal = _reading(subject, collections[tag])
        proposals[subject.key] = proposal
        if proposal.refused:
            message = f"openapi-python-client cannot read the operation: {proposal.refused}"
            findings.add(
                "ENGINE_OPERATION", message, normal.origins.at(Pointer(("paths", subject.path, subject.method)))
            )
    return proposals


def _tagged(document: dict[str, Any]) -> Mapping[str, EndpointCollection] | str:
    """The engine's reading of a document whose operations have a tag each; the reason where it has none."""
    from openapi_python_client.parser.errors import GeneratorError  # here: slow to import
    from openapi_python_client.parser.openapi import GeneratorData

    try:
        data = GeneratorData.from_dict(document, config=_config())
    except Exception as error:
        # It promises no exception and raises many (OverflowError, ValueError, RecursionError): each means no opinion.
        return f"{type(error).__name__}: {error}"
    if isinstance(data, GeneratorError):
        return f"{data.header}: {data.detail}"
    return {str(tag): collection for tag, collection in data.endpoint_collections_by_tag.items()}


def _config() -> Config:
    from openapi_python_client.config import Config, ConfigFile, MetaType  # here: slow to import

    kinds = ("text/plain", "text/html", "text/xml", "application/xml", "*/*")
    file = ConfigFile(
        post_hooks=[], literal_enums=True, content_type_overrides=dict.fromkeys(kinds, "application/octet-stream")
    )
    return Config.from_sources(file, MetaType.NONE, "document", "utf-8", overwrite=False, output_path=None)


def _collections(chosen: Mapping[str, Subject], schemas: Mapping[str, Any]) -> dict[str, EndpointCollection | str]:
    """Readings by tag, halving the document around an operation that makes the engine refuse all of it."""
    result = _tagged(view(chosen, schemas))
    if not isinstance(result, str):
        return {tag: result[tag] for tag in chosen}
    if len(chosen) <= 1:
        return dict.fromkeys(chosen, result)
    tags = list(chosen)
    half = len(tags) // 2
    return {
        tag: collection
        for part in (tags[:half], tags[half:])
        for tag, collection in _collections({tag: chosen[tag] for tag in part}, schemas).items()
    }


def _reading(subject: Subject, collection: EndpointCollection | str) -> NameProposal:
    if isinstance(collection, str):
        return _unaided(subject, collection)
    if not collection.endpoints:
        return _unaided(subject, "; ".join(error.detail or "" for error in collection.parse_errors))
    return _aided(subject, collection.endpoints[0])


def _aided(subject: Subject, endpoint: Endpoint) -> NameProposal:
    properties = {
        f"{place.value}.{subject.renamed.get(name, name) if place.value == 'path' else name}": prop
        for place, prop in endpoint.iter_all_parameters()
        for name in (_text(prop.name),)
    }
    names = {key: str(prop.python_name) for key, prop in properties.items()}
    return NameProposal(
        key=subject.key,
        names=(str(endpoint.name), *_path_names(subject)) if subject.node.get("operationId") else _path_names(subject),
        parameters=names if not subject.renamed else _parameter_names(subject.parameters),
        defaults={
            key: prop.default.python_code.as_unembedded_code() for key, prop in properties.items() if prop.default
        },
        statuses=tuple(response.status_code.pattern for response in endpoint.responses),
    )


def _unaided(subject: Subject, reason: str) -> NameProposal:
    name = subject.node.get("operationId")
    return NameProposal(
        key=subject.key,
        names=((_identifier(name),) if name else ()) + _path_names(subject),
        parameters=_parameter_names(subject.parameters),
        refused=reason,
    )


def _parameter_names(parameters: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The engine's rules for clashes: add the place, then keep the spelling; after these, name odd characters."""
    keys = [(place, name) for place, name in dict.fromkeys(parameters)]
    options = [
        (
            _identifier(name),
            f"{_identifier(name)}_{place}",
            _identifier(name, keep_case=True),
            _identifier(spelled_out(name)),
            f"{_identifier(spelled_out(name))}_{place}",
        )
        for place, name in keys
    ]
    chosen = distinct(options, lambda _: False)
    return {f"{place}.{name}": python for (place, name), python in zip(keys, chosen, strict=True) if python}


def _path_names(subject: Subject) -> tuple[str, ...]:
    """``get_pets_id``, the engine's own spelling; ``get_pets_by_id``; capitals kept; odd characters named."""
    plain = _path_text(subject, subject.path.replace("{", ""))
    return (
        _identifier(plain),
        _identifier(_path_text(subject, subject.path.replace("{", "by "))),
        _identifier(plain, keep_case=True),
        _identifier(_path_text(subject, spelled_out(subject.path))),
    )


def _path_text(subject: Subject, text: str) -> str:
    return f"{subject.method}_{text.replace('}', '').replace('/', '_').strip('_')}"


def _identifier(value: str, *, keep_case: bool = False) -> str:
    from openapi_python_client.strings import PythonIdentifier  # here: slow to import

    return str(PythonIdentifier(value, _PREFIX, skip_snake_case=keep_case))


def _text(value: Any) -> str:
    """A document string out of the engine's wrapper."""
    return str(value.get_untrusted_value()) if hasattr(value, "get_untrusted_value") else str(value)


def engine_readings(document: Mapping[str, Any]) -> dict[str, EngineReading]:
    """Return the parameters, statuses and bodies that openapi-python-client finds in each operation, by operation key.

    If the engine refuses the whole document, each reading holds the reason.

    Args:
        document: an effective document, of OpenAPI 3.0 or 3.1.
    """
    keys = [
        (f"{method.upper()} {path}", path, method)
        for path, item in document.get("paths", {}).items()
        for method in METHODS
        if isinstance(item, dict) and method in item
    ]
    paths = {path: dict(item) if isinstance(item, dict) else item for path, item in document.get("paths", {}).items()}
    for index, (_, path, method) in enumerate(keys):
        paths[path][method] = {**paths[path][method], "tags": [f"op{index}"]}
    result = _tagged(readable({**document, "paths": paths}))
    if isinstance(result, str):
        return {key: EngineReading(refused=result) for key, _, _ in keys}
    return {key: _engine_reading(result[f"op{index}"]) for index, (key, _, _) in enumerate(keys)}


def _engine_reading(collection: EndpointCollection) -> EngineReading:
    if not collection.endpoints:
        return EngineReading(refused="; ".join(error.detail or "" for error in collection.parse_errors))
    endpoint = collection.endpoints[0]
    return EngineReading(
        parameters=frozenset(
            (place.value, _text(prop.name), prop.required) for place, prop in endpoint.iter_all_parameters()
        ),
        statuses=tuple(response.status_code.pattern for response in endpoint.responses),
        bodies=tuple(_text(body.content_type) for body in endpoint.bodies),
        is_partial=bool(collection.parse_errors),
    )
