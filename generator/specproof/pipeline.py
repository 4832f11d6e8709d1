"""The order of the stages, and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import metadata, resources
from pathlib import Path

from specproof import __version__
from specproof.core.diagnostics import Findings
from specproof.core.location import Location, Pointer
from specproof.core.lock import Lock
from specproof.core.openapi import SCHEMAS
from specproof.core.project import Project
from specproof.document import Document, Reader, effective, upgrade
from specproof.engines.models import render_classes
from specproof.engines.operations import read
from specproof.engines.second_reading import second_reading as compare_readings
from specproof.extensions.registry import built_in, find, source_files
from specproof.extensions.wiring import Extensions, contributions, readers, reserved_methods, reserved_names
from specproof.ir.api import Api
from specproof.lower import lower
from specproof.normal import Normal
from specproof.normal import normalize as normalize
from specproof.normal.compound import compound, uri_of
from specproof.normal.inspect import inspect
from specproof.normal.names import Names, lock_attributes, locked_attributes
from specproof.prove.package_document import package_document
from specproof.render.imports import BESIDE_CLASSES, BESIDE_METHODS, client_names, constant_names, imported_names
from specproof.render.render import render, render_file
from specproof.render.runtime_files import runtime_files
from specproof.schema.constraint_report import ConstraintReport, constraint_report
from specproof.schema.guards import Guards, guards
from specproof.schema.split import Component, split
from specproof.spelling.attributes import names_to_lock
from specproof.spelling.class_text import class_text
from specproof.spelling.contract_view import contract_view
from specproof.spelling.contribution import Distribution
from specproof.spelling.models import Definition, Models, Plan, define, models_module, plan
from specproof.spelling.modules import Package, lay_out
from specproof.spelling.names import choose_names
from specproof.spelling.signatures import Signatures
from specproof.spelling.views import Views, spelling_of, version_of, views

__all__ = ["Build", "build", "extensions_of", "normal", "rebuild", "second_reading"]

_FIRST_VERSION = "0.1.0"


@dataclass(frozen=True, slots=True)
class Build:
    """A generated package in memory.

    Attributes:
        files: content by path below the output folder.
        document: the effective document.
        lock: the Python names, with those given in this run.
    """

    files: Mapping[str, str | bytes]
    document: Document
    lock: Lock
    normal: Normal
    api: Api
    constraint_report: ConstraintReport
    guards: Guards


@dataclass(frozen=True, slots=True)
class _Types:
    """The models before they are text."""

    parts: Mapping[str, Component]
    guards: Guards
    plan: Plan


def normal(project: Project, reader: Reader, findings: Findings) -> Normal:
    """Return the normal form of a project's document: loaded, bundled, overlaid, upgraded and normalized.

    Raises:
        StopError: the settings, the document or the lock have errors.
    """
    return _normal(project, effective(project, reader, findings), reader, findings)


def _normal(project: Project, document: Document, reader: Reader, findings: Findings) -> Normal:
    digest = hashlib.sha256(json.dumps(document.tree, sort_keys=True).encode()).hexdigest()
    lock = replace(_lock(project, reader, findings), document=digest, tools=_tools())
    return normalize(upgrade(document, findings), lock, findings, open_enums=project.open_enums)


def build(project: Project, reader: Reader, findings: Findings) -> Build:
    """Return the package of a project, generated in memory.

    Raises:
        StopError: the document or the lock have errors.
    """
    extensions = extensions_of(project, findings, reader)
    document = effective(project, reader, findings)
    form = _normal(project, document, reader, findings)
    inspect(form, findings)
    types = _types(project, form, findings)
    lock_attributes(form.lock, {name: names_to_lock(given) for name, given in types.plan.attributes.items()})
    models = _models(types, form, findings)
    api, spelled = _operations(project, form, types, extensions, findings)
    spelled = replace(spelled, contract=contract_view(types.parts, form, open_enums=project.open_enums))
    spelled = spelled.with_models(models, bool(types.guards.names))
    files: dict[str, str | bytes] = dict(render(spelled))

    root = f"src/{project.module}"
    runtime = runtime_files(spelled.runtime_folders, spelled.extensions)
    files |= {f"{root}/_runtime/{path}": text for path, text in runtime.items()}
    files |= _guard_file(root, types, form)
    files |= package_document(document)
    findings.stop_if_errors()
    found = constraint_report(form.schemas, types.parts, project.formats)
    return Build(files, document, form.lock, form, api, found, types.guards)


def rebuild(
    project: Project, document: Document, lock: Lock, findings: Findings, *, whole: bool = True
) -> dict[str, str | bytes]:
    """Return the modules of a package for a given effective document, by path, unformatted and without the runtime.

    Args:
        lock: names given before; it is not changed.
        whole: whether to include client, operations and errors besides the models.

    Raises:
        StopError: the document has errors.
    """
    form = normalize(upgrade(document, findings), lock, findings, open_enums=project.open_enums)
    types = _types(project, form, findings)
    definitions = _definitions(types, findings)
    models = models_module(types.plan, definitions, form.document_names, str(form.tree["info"].get("title", "")))
    root = f"src/{project.module}"
    files: dict[str, str | bytes] = {f"{root}/models.py": render_file("src/models.py.j2", models=models)}
    if types.guards.names:
        files[f"{root}/_guards.py"] = render_file("src/_guards.py.j2")
    if whole:
        _, spelled = _operations(project, form, types, extensions_of(project, findings), findings)
        files |= render(spelled, below=f"{root}/", formatted=False)
    findings.stop_if_errors()
    return files | _guard_file(root, types, form)


def extensions_of(project: Project, findings: Findings, reader: Reader | None = None) -> Extensions:
    """Return the extensions of specproof and those that the settings name, and allow their codes in findings.

    Args:
        reader: reads the source files of the latter, so that the cache knows them; None to read nothing.

    Raises:
        LookupError: one of those is not installed.
    """
    named = find(project.extensions)
    if reader is not None:
        for path in (path for extension in named for path in source_files(extension)):
            reader.read(path)
    extensions = (*built_in(), *named)
    for extension in extensions:
        findings.add_codes(extension.codes)
    return extensions


def _types(project: Project, form: Normal, findings: Findings) -> _Types:
    names = Names(form.lock, findings)
    parts = split(form.schemas, lambda name: names.auxiliary(name, form.at(SCHEMAS / name)), project.formats)
    judged = guards(parts, form.schemas, form.opaque)
    return _Types(parts, judged, plan(parts, judged, locked_attributes(form.lock)))


def _operations(
    project: Project, form: Normal, types: _Types, extensions: Extensions, findings: Findings
) -> tuple[Api, Views]:
    api = lower(form, findings, readers(extensions))
    proposals = read(form, findings)
    reserved, of_extensions = reserved_methods(extensions, api), reserved_names(extensions)
    of_methods, of_classes = (of_extensions | imported_names(beside) for beside in (BESIDE_METHODS, BESIDE_CLASSES))
    locations, locked = _locations(form), form.lock.operations
    chosen = choose_names(api, proposals, locked, findings, locations, reserved, of_methods, client_names())
    form.lock.operations.update(chosen.locks)
    version = project.version or _version(api.version, form, findings)
    distribution = Distribution(project.name, project.module, version, bool(types.guards.names))
    spelling = spelling_of(api, chosen, Signatures(types.parts), distribution, reserved, of_classes, constant_names())
    return api, views(spelling, proposals, contributions(extensions, spelling))


def _version(written: str, form: Normal, findings: Findings) -> str:
    """The version of the package by the document's; a first one, with a finding, where that is none."""
    version = version_of(written)
    if version is None:
        message = f"{written!r} is not a version of a Python package, which gets {_FIRST_VERSION}"
        findings.add("VERSION_UNUSABLE", message, form.source.origins.at(Pointer(("info", "version"))))
    return version or _FIRST_VERSION


def second_reading(project: Project, reader: Reader, findings: Findings) -> tuple[int, int]:
    """Compare the operations as specproof and as openapi-python-client read them, and report the differences.

    Returns:
        How many operations openapi-python-client read, and how many of these it reads differently.

    Raises:
        StopError: the document or the lock have errors.
    """
    document = effective(project, reader, findings)
    form = normal(project, reader, findings)
    return compare_readings(document.tree, lower(form, findings), findings, _locations(form))


def _models(types: _Types, form: Normal, findings: Findings) -> Models | Package:
    return lay_out(types.plan, types.parts, _definitions(types, findings), form)


def _definitions(types: _Types, findings: Findings) -> dict[str, Definition]:
    templates = Path(str(resources.files("specproof.templates") / "models"))
    planned = types.plan
    texts = render_classes(planned.form.tree, planned.texts, planned.spelled, templates, findings)
    classes = {name: class_text(texts[key]) for name, key in planned.form.keys.items()}
    return define(planned, types.parts, classes)


def _guard_file(root: str, types: _Types, form: Normal) -> dict[str, str | bytes]:
    if not types.guards.names:
        return {}
    return {f"{root}/_guards.json": json.dumps(_guard_documents(types.guards, form), indent=1) + "\n"}


def _guard_documents(judged: Guards, form: Normal) -> dict[str, object]:
    """The schemas that guards judge by; those of opaque components refer to the document as it was written."""
    uris = {name: uri_of(form.source, form.pointers[name]) for name in sorted(judged.opaque)}
    own = {name: {"$ref": uris[name]} if uris.get(name) else schema for name, schema in judged.schemas.items()}
    return {"$defs": own, "resources": compound(form.source) if uris else {}}


def _lock(project: Project, reader: Reader, findings: Findings) -> Lock:
    if not project.lock.exists():
        return Lock()
    try:
        return Lock.from_text(reader.read(project.lock).decode())
    except ValueError as error:
        findings.add("LOCK_SYNTAX", str(error), Location(str(project.lock)))
        findings.stop_if_errors()
        raise


def _tools() -> dict[str, str]:
    engines = ("datamodel-code-generator", "openapi-python-client")
    return {"specproof": __version__} | {name: metadata.version(name) for name in engines}


def _locations(form: Normal) -> dict[str, Location]:
    return {
        f"{method.upper()} {path}": form.at(Pointer(("paths", path, method)))
        for path, item in form.tree["paths"].items()
        for method in item
    }
