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
from specproof.core.project import Project
from specproof.document import Reader, effective, upgrade
from specproof.engines.models import render_classes
from specproof.engines.operations import read
from specproof.engines.second_reading import second_reading as compare_readings
from specproof.ir.api import Api
from specproof.lower import lower
from specproof.normal import Normal, normalise
from specproof.normal.compound import compound, uri_of
from specproof.normal.inspect import inspect
from specproof.normal.names import Names, lock_attributes, locked_attributes
from specproof.python.attributes import worth_locking
from specproof.python.class_text import class_text
from specproof.python.models import Models, Plan, define, plan
from specproof.python.modules import Package, lay_out
from specproof.python.names import choose
from specproof.python.signatures import Signatures
from specproof.python.views import Distribution, version_of, views
from specproof.render.render import render
from specproof.schema.guards import Guards, guards
from specproof.schema.ledger import Ledger, ledger
from specproof.schema.split import Component, split

__all__ = ["Built", "build", "normal", "second_reading"]


@dataclass(frozen=True, slots=True)
class Built:
    """A package in memory. `files` are by path below the output folder; the rest is for those who report."""

    files: Mapping[str, str | bytes]
    lock: Lock
    normal: Normal
    api: Api
    ledger: Ledger
    guards: Guards


def normal(project: Project, reader: Reader, findings: Findings) -> Normal:
    """load, bundle, overlay, upgrade, normalise. Raises: Stop."""
    document = effective(project, reader, findings)
    digest = hashlib.sha256(json.dumps(document.tree, sort_keys=True).encode()).hexdigest()
    lock = replace(_lock(project, reader, findings), document=digest, tools=_tools())
    return normalise(upgrade(document, findings), lock, findings, open_enums=project.open_enums)


def build(project: Project, reader: Reader, findings: Findings) -> Built:
    """All stages up to files in memory. Raises: Stop."""
    form = normal(project, reader, findings)
    inspect(form, findings)
    names = Names(form.lock, findings)
    parts = split(form.schemas, lambda name: names.auxiliary(name, form.at(_schema(name))), project.formats)
    judged = guards(parts, form.schemas, form.opaque)
    planned = plan(parts, judged, locked_attributes(form.lock))
    lock_attributes(form.lock, {name: worth_locking(given) for name, given in planned.attributes.items()})
    models = _models(planned, parts, form, findings)

    api = lower(form, findings)
    readings = read(form, findings)
    chosen = choose(api, readings, form.lock.operations, findings, _places(form))
    form.lock.operations.update(chosen.locks)
    version = project.version or version_of(api.version)
    distribution = Distribution(project.name, project.module, version, bool(judged.names))
    spelled = views(api, chosen, readings, Signatures(parts), distribution)
    files: dict[str, str | bytes] = dict(render(spelled.with_models(models, bool(judged.names))))

    root = f"src/{project.module}"
    files |= _runtime(f"{root}/_runtime", spelled.runtime_folders)
    if judged.names:
        files[f"{root}/_guards.json"] = json.dumps(_guard_documents(judged, form), indent=1) + "\n"
    findings.stop_if_errors()
    return Built(files, form.lock, form, api, ledger(form.schemas, parts, project.formats), judged)


def second_reading(project: Project, reader: Reader, findings: Findings) -> tuple[int, int]:
    """Let openapi-python-client read the document itself: how many operations it read, and how many otherwise than we.

    Raises: Stop.
    """
    document = effective(project, reader, findings)
    form = normal(project, reader, findings)
    return compare_readings(document.tree, lower(form, findings), findings, _places(form))


def _models(planned: Plan, parts: Mapping[str, Component], form: Normal, findings: Findings) -> Models | Package:
    templates = Path(str(resources.files("specproof.templates") / "models"))
    texts = render_classes(planned.form.tree, planned.texts, planned.spelled, templates, findings)
    classes = {name: class_text(texts[key]) for name, key in planned.form.keys.items()}
    return lay_out(planned, parts, define(planned, parts, classes), form)


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


def _places(form: Normal) -> dict[str, Location]:
    return {
        f"{method.upper()} {path}": form.at(Pointer(("paths", path, method)))
        for path, item in form.tree["paths"].items()
        for method in item
    }


def _schema(*tokens: str) -> Pointer:
    return Pointer(("components", "schemas", *tokens))


def _runtime(target: str, folders: frozenset[str]) -> dict[str, str | bytes]:
    """The runtime's files, byte for byte: the core, and the folders that this package has a use for."""
    home = Path(str(resources.files("specproof"))) / "runtime"
    found = {path.relative_to(home): path for path in sorted(home.rglob("*.py"))}
    return {
        f"{target}/{at.as_posix()}": path.read_bytes()
        for at, path in found.items()
        if at.parent == Path() or at.parts[0] in folders
    }
