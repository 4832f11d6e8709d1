"""All that the templates of one package are given."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from specproof import __version__
from specproof.core.name_proposals import NameProposal
from specproof.ir.api import Api, Operation
from specproof.spelling.annotations import Annotations
from specproof.spelling.calls import calls
from specproof.spelling.clients import Client, client
from specproof.spelling.code import Code, docstring, identifier, literal, markdown, markdown_text, toml_string
from specproof.spelling.commands import CommandView, commands
from specproof.spelling.constants import Constant, constant_names, constants
from specproof.spelling.contract_view import ContractView
from specproof.spelling.errors import ErrorView, errors
from specproof.spelling.examples import ExampleView, example
from specproof.spelling.models import Models
from specproof.spelling.modules import Module, Package
from specproof.spelling.names import Names
from specproof.spelling.prose import one_line
from specproof.spelling.resources import Resource, resources
from specproof.spelling.uploads import UploadView, uploads_of

__all__ = ["Distribution", "Entry", "Index", "Views", "of_same_minor", "version_of", "views"]

_WITH_UPLOADS = ("multipart_upload",)
_VERSION = re.compile(r"v?(\d+(?:\.\d+)*)")


@dataclass(frozen=True, slots=True)
class Distribution:
    """Names of the package that comes out. ``version`` is a PEP 440 version."""

    name: str
    module: str
    version: str
    needs_guards: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the README's table, and one case of the smoke test."""

    resource: Code
    class_name: Code
    method: Code
    request: Code
    words: Code


@dataclass(frozen=True, slots=True)
class Index:
    """Texts about the package."""

    name: Code
    module: Code
    name_text: Code
    module_text: Code
    version_text: Code
    description: Code
    title: Code
    about: Code
    docstring: Code
    user_agent: Code
    specproof_text: Code
    needs_guards: bool
    needs_typing_extensions: bool
    has_streams: bool
    has_pages: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Views:
    """``module`` is the import package, for the names of output files. Models are one file or, if many, a package."""

    module: str
    package: Index
    client: Client
    resources: tuple[Resource, ...]
    constants: tuple[Constant, ...]
    errors: tuple[ErrorView, ...]
    uploads: tuple[UploadView, ...]
    calls: tuple[Code, ...]
    example: ExampleView | None
    command: CommandView | None = None
    contract: ContractView = field(default_factory=ContractView)
    models: Models | None = None
    models_root: Package | None = None
    models_modules: tuple[Module, ...] = ()
    guards: bool = False

    @property
    def runtime_folders(self) -> frozenset[str]:
        """What the package needs of the runtime beside its core."""
        needs: dict[str, Sequence[object]] = dict.fromkeys(_WITH_UPLOADS, self.uploads)
        needs["streams"] = [one for one in self.resources if one.streamed]
        needs["pagination"] = [one for one in self.resources if one.paged]
        return frozenset({"telemetry", *(folder for folder, users in needs.items() if users)})

    def with_models(self, models: Models | Package, needs_guards: bool) -> Views:
        """One file or a package of types; ``guards`` says that some of them need one."""
        if isinstance(models, Models):
            return replace(self, models=models, guards=needs_guards)
        return replace(self, models_root=models, models_modules=models.modules, guards=needs_guards)


def version_of(document_version: str) -> str:
    """A PEP 440 version from ``info.version``: ``v1.2`` gives ``1.2``; a date or a word gives ``0.1.0``."""
    found = _VERSION.fullmatch(document_version.strip())
    return found.group(1) if found else "0.1.0"


def of_same_minor(version: str) -> str:
    """The requirement for the checks that tests of a package import: `0.1.3` gives `specproof>=0.1,<0.2`."""
    major, minor = version.split(".")[:2]
    return f"specproof>={major}.{minor},<{major}.{int(minor) + 1}"


def views(
    api: Api, names: Names, readings: Mapping[str, NameProposal], models: Annotations, distribution: Distribution
) -> Views:
    """Spell a whole package.

    Raises:
        ValueError: the module's name is no identifier.
    """
    arguments = {key: name.arguments for key, name in names.operations.items()}
    uploads = uploads_of(api, constant_names(api, names), arguments, models)
    groups = resources(api, names, readings, models, uploads)
    opened = client(api)
    return Views(
        module=identifier(distribution.module),
        package=_index(api, names, groups, distribution),
        client=opened,
        resources=groups,
        constants=constants(api, names, models),
        errors=errors(api, models),
        uploads=uploads,
        calls=calls(api, names, models),
        command=commands(api, opened, uploads, distribution.name, distribution.module),
        example=example(api, opened, names, models, uploads, distribution.module.upper()),
    )


def _index(api: Api, names: Names, groups: tuple[Resource, ...], distribution: Distribution) -> Index:
    classes = {str(group.attribute): group.name for group in groups}
    return Index(
        name=markdown(distribution.name),
        module=identifier(distribution.module),
        name_text=toml_string(distribution.name),
        module_text=literal(distribution.module),
        version_text=toml_string(distribution.version),
        description=toml_string(f"Client of {one_line(api.title)}"),
        title=markdown(api.title),
        about=markdown_text(_opening(api.description)),
        docstring=docstring(f"Client of {one_line(api.title)} {one_line(api.version)}.", 0),
        user_agent=literal(f"{distribution.name}/{distribution.version}"),
        specproof_text=toml_string(of_same_minor(__version__)),
        needs_guards=distribution.needs_guards,
        needs_typing_extensions=any(operation.deprecated for operation in api.operations),
        has_streams=any(group.streamed for group in groups),
        has_pages=any(group.paged for group in groups),
        entries=tuple(_entry(operation, names, classes) for operation in api.operations),
    )


def _opening(description: str) -> str:
    """What a description says before its first heading."""
    return re.split(r"(?m)^\s{0,3}#{1,6}\s|^[=-]{3,}\s*$", description, maxsplit=1)[0]


def _entry(operation: Operation, names: Names, classes: Mapping[str, Code]) -> Entry:
    name = names.operations[operation.key]
    return Entry(
        resource=identifier(name.resource),
        class_name=classes[name.resource],
        method=identifier(name.method),
        request=markdown(operation.key),
        words=markdown(operation.summary),
    )
