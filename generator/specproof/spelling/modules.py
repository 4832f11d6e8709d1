"""The models of a large document as a package: the module of each, and what modules import of one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from graphlib import TopologicalSorter

from specproof.core.location import Pointer
from specproof.core.words import words
from specproof.normal import Normal
from specproof.schema.guards import references
from specproof.schema.native import Object
from specproof.schema.split import Component
from specproof.spelling.code import Code, compose, docstring, identifier, join, literal
from specproof.spelling.identifiers import snake
from specproof.spelling.models import Definition, Models, Plan, models_module, names_in, renamed_components

__all__ = ["LARGEST_FILE", "Module", "Package", "assign_modules", "lay_out", "models_package"]

LARGEST_FILE = 250
"""Names that one file may hold: it takes some 120 ms to import, and about 6,000 lines to read."""

_DEEPEST = 30
"""Modules that import each other in a row: each takes half a dozen frames of the interpreter's stack."""

_LONGEST = 80  # characters of a file's name
_SHARED = frozenset(("parameters", "headers"))


@dataclass(frozen=True, slots=True)
class Module:
    """Data for one module of a models package. `types` are imports for type checkers alone."""

    module: Code
    docstring: Code
    imports: tuple[tuple[Code, Code], ...]
    types: tuple[tuple[Code, Code], ...]
    definitions: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """Data for the ``__init__`` of a models package, which imports a module when one of its names is first used.

    Attributes:
        homes: (exported name, its module), as literals.
        document_names: (name in the document, Python name), as literals, where these differ.
    """

    docstring: Code
    types: tuple[tuple[Code, Code], ...]
    names: tuple[Code, ...]
    homes: tuple[tuple[Code, Code], ...]
    document_names: tuple[tuple[Code, Code], ...]
    modules: tuple[Module, ...]


def lay_out(
    plan: Plan, components: Mapping[str, Component], definitions: Mapping[str, Definition], form: Normal
) -> Models | Package:
    """Return the models as one file if they are at most ``LARGEST_FILE`` definitions, otherwise as a package."""
    title = str(form.tree["info"].get("title", ""))
    if len(definitions) <= LARGEST_FILE:
        return models_module(plan, definitions, form.document_names, title)
    pointers = {name: form.pointers[component.schema] for name, component in components.items()}
    home = assign_modules(pointers, _operations(form), _needs(components), set(form.document_names.values()))
    return models_package(plan, components, definitions, home, form.document_names, title)


def _operations(form: Normal) -> dict[Pointer, str]:
    """Return the pointers at which operations are written, and their ids."""
    found = {}
    for at, place in form.written_at.items():
        if len(at) == 3:
            operation = form.tree["paths"][at[1]][at[2]]
            found[place] = str(operation.get("operationId") or f"{at[2]} {at[1]}")
    return found


def assign_modules(
    pointers: Mapping[str, Pointer],
    operations: Mapping[Pointer, str],
    needs: Mapping[str, Set[str]],
    unusable: Set[str],
) -> dict[str, str]:
    """Return the module of every component of a models package.

    A module is named after a component or operation of the document, and holds also what is nested in it. A schema that
    arrives later therefore moves no other one, unless it closes a circle of imports: modules in a circle are merged,
    under the first of their names.

    Args:
        pointers: component -> JSON pointer of its schema.
        operations: JSON pointer of an operation -> its id.
        needs: component -> components that have to be defined before it.
        unusable: names that no module may have.
    """
    labels = {name: _label(pointer, operations) for name, pointer in pointers.items()}
    wanted: dict[str, set[str]] = {label: set() for label in labels.values()}
    for name, others in needs.items():
        wanted[labels[name]] |= {labels[other] for other in others}
    merged = _merged(wanted)
    return {name: _free(merged[label], unusable) for name, label in labels.items()}


def _label(pointer: Pointer, operations: Mapping[Pointer, str]) -> str:
    if pointer[0] == "components" and len(pointer) > 2:
        return _named(str(pointer[1] if pointer[1] in _SHARED else pointer[2]))
    for length in range(len(pointer), 0, -1):
        if (operation := operations.get(Pointer(pointer[:length]))) is not None:
            return _named(operation)
    return _named(" ".join(map(str, pointer[:2])))


def _named(text: str) -> str:
    return f"_{snake(' '.join(words(text)), 'schema')[:_LONGEST].strip('_')}"


def _free(label: str, unusable: Set[str]) -> str:
    while label in unusable:
        label += "_"
    return label


def _merged(wanted: Mapping[str, Set[str]]) -> dict[str, str]:
    """Return the module of each label.

    Modules that import one another become one, under the first of their names; what stands above ``_DEEPEST`` levels of
    imports becomes one, too.
    """
    reached = {label: _reached(wanted, label) for label in wanted}
    merged = {
        label: min([label, *(other for other in found if label in reached[other])]) for label, found in reached.items()
    }
    graph: dict[str, set[str]] = {own: set() for own in merged.values()}
    for label, others in wanted.items():
        graph[merged[label]] |= {merged[other] for other in others} - {merged[label]}
    depths: dict[str, int] = {}
    for label in TopologicalSorter(graph).static_order():
        depths[label] = max((depths[other] + 1 for other in graph[label]), default=0)
    return {label: own if depths[own] < _DEEPEST else f"_above_{_DEEPEST}" for label, own in merged.items()}


def _reached(wanted: Mapping[str, Set[str]], label: str) -> set[str]:
    found: set[str] = set()
    waiting = list(wanted[label])
    while waiting:
        other = waiting.pop()
        if other not in found:
            found.add(other)
            waiting += wanted[other]
    return found


def models_package(
    plan: Plan,
    components: Mapping[str, Component],
    definitions: Mapping[str, Definition],
    home: Mapping[str, str],
    document_names: Mapping[str, str],
    title: str,
) -> Package:
    """Return the models as a package of several modules.

    Args:
        home: component -> its module.
        document_names: component -> its name in the document.
        title: title of the API, for docstrings.
    """
    modules: dict[str, list[str]] = {}
    for name in definitions:
        modules.setdefault(home[name], []).append(name)
    about = "one name for every schema of the document. A module is loaded when a name of it is first used."
    return Package(
        docstring=docstring(f"Types of {title}: {about}", 0),
        types=_imports(definitions, "", home),
        names=tuple(literal(name) for name in sorted(definitions)),
        homes=tuple((literal(name), literal(home[name])) for name in sorted(definitions)),
        document_names=renamed_components(document_names),
        modules=tuple(
            _module(own, modules[own], plan, components, definitions, home, title) for own in sorted(modules)
        ),
    )


def _needs(components: Mapping[str, Component]) -> dict[str, set[str]]:
    """Return which components have to exist before each: an alias is evaluated at import, a class later."""
    return {
        name: set() if isinstance(component.native, Object) else set(references(component.native))
        for name, component in components.items()
    }


def _module(
    own: str,
    names: Sequence[str],
    plan: Plan,
    components: Mapping[str, Component],
    definitions: Mapping[str, Definition],
    home: Mapping[str, str],
    title: str,
) -> Module:
    used = names_in(definitions[name].text for name in names)
    classes = [name for name in names if isinstance(components[name].native, Object)]
    hard = {other for name in names if name not in classes for other in references(components[name].native)}
    soft = {other for name in classes for other in references(components[name].native)} - hard
    return Module(
        module=identifier(own),
        docstring=docstring(f"Types of {title}.", 0),
        imports=(*(_up(line) for line in plan.types.imports(used)), *_imports(hard, own, home)),
        types=_imports(soft, own, home),
        definitions=tuple(definitions[name].text for name in names),
    )


def _up(line: tuple[Code, Code]) -> tuple[Code, Code]:
    """Return an import of the package as a module one folder below writes it."""
    source, names = line
    return (compose(".{}", source) if source.startswith(".") else source), names


def _imports(names: Iterable[str], own: str, home: Mapping[str, str]) -> tuple[tuple[Code, Code], ...]:
    """Return modules of the models and what to import from them, sorted, without the module `own`."""
    found: dict[str, list[Code]] = {}
    for name in sorted(set(names)):
        if home[name] != own:
            found.setdefault(home[name], []).append(identifier(name))
    return tuple((compose(".{}", identifier(module)), join(", ", found[module])) for module in sorted(found))
