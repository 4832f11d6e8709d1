"""Normal forms written by hand, and the packages that come of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from specproof.core.diagnostics import Findings
from specproof.core.location import Location, Pointer
from specproof.core.lock import Lock
from specproof.engines.operations import read
from specproof.extensions.registry import built_in
from specproof.extensions.wiring import contributions, readers, reserved_methods, reserved_names
from specproof.ir.api import Api
from specproof.lower import lower
from specproof.render.imports import BESIDE_CLASSES, BESIDE_METHODS, client_names, constant_names, imported_names
from specproof.render.render import render
from specproof.render.runtime_files import runtime_files
from specproof.spelling.annotations import ModelNames
from specproof.spelling.contribution import Distribution
from specproof.spelling.names import Names, choose_names
from specproof.spelling.views import Views, spelling_of, views


@dataclass(frozen=True)
class Form:
    """A normal form whose places are pointers into itself."""

    tree: Mapping[str, Any]

    @property
    def origins(self) -> Form:
        return self

    @property
    def written_at(self) -> Mapping[Pointer, Pointer]:
        return {}

    def at(self, pointer: Pointer) -> Location:
        return Location("openapi.yaml", pointer)


def form(paths: Mapping[str, Any], **rest: Any) -> Form:
    components = {"schemas": rest.pop("schemas", {}), "securitySchemes": rest.pop("schemes", {})}
    info = {"title": "Pets", "version": "1.2"}
    return Form({"openapi": "3.1.0", "info": info, "paths": paths, "components": components, **rest})


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def parameter(name: str, place: str, schema: str = "Text", **rest: Any) -> dict[str, Any]:
    styles = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
    style = styles[place]
    node = {"name": name, "in": place, "required": place == "path", "style": style, "explode": style == "form"}
    return node | {"schema": ref(schema)} | rest


def lowered(normal: Form, findings: Findings | None = None) -> tuple[Api, Findings]:
    findings = Findings() if findings is None else findings
    for extension in built_in():
        findings.add_codes(extension.codes)
    return lower(normal, findings, readers(built_in())), findings


def named(normal: Form, lock: Lock | None = None, findings: Findings | None = None) -> Names:
    api, findings = lowered(normal, findings)
    reserved, taken = reserved_methods(built_in(), api), reserved_names(built_in()) | imported_names(BESIDE_METHODS)
    return choose_names(
        api, read(normal, findings), (lock or Lock()).operations, findings, {}, reserved, taken, client_names()
    )


def viewed(normal: Form) -> Views:
    api, findings = lowered(normal)
    classes = {name: re.sub(r"\W", "_", name) for name in normal.tree["components"]["schemas"]}
    objects = frozenset(
        name for name, schema in normal.tree["components"]["schemas"].items() if schema.get("type") == "object"
    )
    reserved, taken = reserved_methods(built_in(), api), reserved_names(built_in()) | imported_names(BESIDE_CLASSES)
    distribution = Distribution("pets-client", "pets", "1.2")
    spelling = spelling_of(
        api, named(normal), ModelNames(classes, objects), distribution, reserved, taken, constant_names()
    )
    return views(spelling, read(normal, findings), contributions(built_in(), spelling))


def rendered(normal: Form) -> dict[str, str]:
    return render(viewed(normal))


ALL = frozenset(("forms", "guards", "oauth", "servers", "streams", "telemetry", "texts"))


def put_runtime(package: Path) -> None:
    """Write the whole runtime, as packages carry it, below a package."""
    for path, content in runtime_files(ALL, [extension.package for extension in built_in()]).items():
        file = package / "_runtime" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
