"""All that the templates of one package see."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from specproof import __version__
from specproof.core.fragment import Fragment
from specproof.core.name_proposals import NameProposal
from specproof.ir.api import Api, Operation
from specproof.spelling.annotations import Annotations
from specproof.spelling.calls import calls
from specproof.spelling.clients import Client, client
from specproof.spelling.code import (
    Code,
    compose,
    docstring,
    identifier,
    join,
    literal,
    markdown,
    markdown_text,
    toml_string,
)
from specproof.spelling.constants import constant_names, constants
from specproof.spelling.contract_view import ContractView
from specproof.spelling.contribution import Contribution, Distribution, ErrorClass, Export, Spelling
from specproof.spelling.errors import ErrorView, errors
from specproof.spelling.examples import ExampleView, example, settings_of
from specproof.spelling.models import Models
from specproof.spelling.modules import Module, Package
from specproof.spelling.names import Names
from specproof.spelling.prose import one_line
from specproof.spelling.resources import Resource, class_names, groups_of, resources
from specproof.spelling.runtime_folders import RuntimeFolders, runtime_folders
from specproof.spelling.shared_constants import Constant

__all__ = ["Added", "Entry", "Index", "Views", "compatible_requirement", "spelling_of", "version_of", "views"]

_NOTHING: Mapping[str, Contribution] = MappingProxyType({})
_VERSION = re.compile(
    r"v?([0-9]+(?:\.[0-9]+)*)"
    r"(?:[-_.]?(alpha|beta|preview|pre|rc|a|b|c)[-_.]?([0-9]*))?"
    r"(?:[-_.]?post[-_.]?([0-9]*))?"
    r"(?:[-_.]?dev[-_.]?([0-9]*))?"
    r"(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?"
)
_STAGES = {"alpha": "a", "beta": "b", "preview": "rc", "pre": "rc", "c": "rc"}


@dataclass(frozen=True, slots=True)
class Entry:
    """An operation as a row of the README's table."""

    resource: Code
    method: Code
    request: Code
    words: Code


@dataclass(frozen=True, slots=True)
class Index:
    """Names and texts for the package's metadata, README and ``__init__``.

    Attributes:
        specproof_text: requirement for the version of specproof that the package's tests need.
    """

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
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """What extensions add to files that every package has.

    Attributes:
        readme: sections of the README.
        extras: lines of `[project.optional-dependencies]`.
    """

    modules: tuple[Code, ...]
    exports: tuple[Export, ...]
    errors: tuple[ErrorClass, ...]
    readme: tuple[Fragment, ...]
    extras: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Views:
    """Data for all templates of one package.

    Attributes:
        module: import name of the package, for the paths of output files.
        extensions: import names of the extensions that the document uses.
        files: source that extensions add, by path.
        models, models_root, models_modules: the models as one file, or as a package with its modules.
        guards: whether some model needs a JSON Schema validator.
    """

    module: str
    package: Index
    client: Client
    resources: tuple[Resource, ...]
    constants: tuple[Constant, ...]
    errors: tuple[ErrorView, ...]
    calls: tuple[Code, ...]
    runtime: RuntimeFolders
    example: ExampleView | None
    added: Added
    extensions: tuple[str, ...]
    files: Mapping[str, Fragment]
    contract: ContractView = field(default_factory=ContractView)
    models: Models | None = None
    models_root: Package | None = None
    models_modules: tuple[Module, ...] = ()
    guards: bool = False

    @property
    def runtime_folders(self) -> frozenset[str]:
        """Return the folders of the runtime that the package needs besides its core."""
        whole = () if self.models is None else self.models.imports
        imports = [*whole, *(line for module in self.models_modules for line in module.imports)]
        used = {
            "guards": self.guards,
            "streams": any(one.streamed for one in self.resources),
            "tagged": any(str(module).endswith("._runtime.tagged") for module, _ in imports),
        }
        return self.runtime.names | {"telemetry"} | {name for name, is_used in used.items() if is_used}

    def with_models(self, models: Models | Package, needs_guards: bool) -> Views:
        """Return a copy of the views with the models added.

        Args:
            needs_guards: whether some model needs a JSON Schema validator.
        """
        if isinstance(models, Models):
            return replace(self, models=models, guards=needs_guards)
        return replace(self, models_root=models, models_modules=models.modules, guards=needs_guards)


def version_of(document_version: str) -> str | None:
    """Return a PEP 440 version for ``info.version``: `v1.2` -> `1.2`, `1.0.0-rc.1` -> `1.0.0rc1`.

    `0.1.0` for a date or a word.
    """
    found = _VERSION.fullmatch(unicodedata.normalize("NFKC", document_version).strip().lower())
    if found is None:
        return None
    release, stage, number, post, dev, local = found.groups()
    out: str = release
    if stage:
        out += f"{_STAGES.get(stage, stage)}{int(number or 0)}"
    out += "".join(f".{name}{int(count or 0)}" for name, count in (("post", post), ("dev", dev)) if count is not None)
    return f"{out}+{re.sub('[-_]', '.', local)}" if local else out


def compatible_requirement(version: str) -> str:
    """Return the requirement on specproof for a package's tests: `0.1.3` -> `specproof>=0.1,<0.2`."""
    major, minor = version.split(".")[:2]
    return f"specproof>={major}.{minor},<{major}.{int(minor) + 1}"


def spelling_of(
    api: Api,
    names: Names,
    models: Annotations,
    distribution: Distribution,
    added: Iterable[str] = (),
    unusable: Collection[str] = (),
    of_constants: Collection[str] = (),
) -> Spelling:
    """Return the API with the Python names of its constants, classes and client arguments.

    Args:
        added: resources to which extensions add methods.
        unusable: names that no class of a resource may have.
        of_constants: names that no constant of an operation may have.
    """
    opened = client(api)
    return Spelling(
        api=api,
        names=names,
        constants=constant_names(api, names, of_constants),
        classes=class_names(groups_of(api, names, added), unusable),
        models=models,
        client=opened,
        distribution=distribution,
        settings=tuple(settings_of(api, opened, distribution.module.upper())),
    )


def views(
    spelling: Spelling, proposals: Mapping[str, NameProposal], contributions: Mapping[str, Contribution] = _NOTHING
) -> Views:
    """Return the data for all templates of a package, still without its models.

    Args:
        proposals: proposed names and default texts by operation key.
        contributions: what extensions add, by their import package.

    Raises:
        ValueError: the package's import name is no identifier.
    """
    api, names, models = spelling.api, spelling.names, spelling.models
    added = tuple(contributions.values())
    groups = resources(spelling, proposals, [members for one in added for members in one.members])
    opening = next((one.opening for one in added if one.opening is not None), None)
    return Views(
        module=identifier(spelling.distribution.module),
        package=_index(api, names, groups, spelling.distribution),
        client=spelling.client,
        resources=groups,
        constants=constants(api, spelling.constants, models),
        errors=errors(api, models),
        calls=calls(api, names, models),
        runtime=runtime_folders(api),
        example=example(spelling, opening),
        added=_added(added),
        extensions=tuple(contributions),
        files={path: fragment for one in added for path, fragment in one.files.items()},
    )


def _added(contributions: Sequence[Contribution]) -> Added:
    extras = [(name, needed) for one in contributions for name, needed in one.extras.items()]
    return Added(
        modules=tuple(module for one in contributions for module in one.modules),
        exports=tuple(export for one in contributions for export in one.exports),
        errors=tuple(error for one in contributions for error in one.errors),
        readme=tuple(section for one in contributions for section in one.readme),
        extras=tuple(
            compose("{} = [{}]", identifier(name), join(", ", map(toml_string, needed))) for name, needed in extras
        ),
    )


def _index(api: Api, names: Names, groups: tuple[Resource, ...], distribution: Distribution) -> Index:
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
        specproof_text=toml_string(compatible_requirement(__version__)),
        needs_guards=distribution.needs_guards,
        needs_typing_extensions=any(operation.deprecated for operation in api.operations),
        has_streams=any(group.streamed for group in groups),
        entries=tuple(_entry(operation, names) for operation in api.operations),
    )


def _opening(description: str) -> str:
    """Return what stands before the first heading of a description."""
    return re.split(r"(?m)^\s{0,3}#{1,6}\s|^[=-]{3,}\s*$", description, maxsplit=1)[0]


def _entry(operation: Operation, names: Names) -> Entry:
    name = names.operations[operation.key]
    return Entry(
        resource=identifier(name.resource),
        method=identifier(name.method),
        request=markdown(operation.key),
        words=markdown(operation.summary),
    )
