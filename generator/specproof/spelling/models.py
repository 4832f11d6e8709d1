"""The models module: what the engine is to render, and its classes in order with the aliases."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from specproof.core.class_source import ClassSource
from specproof.schema.guards import Guards, references
from specproof.schema.native import Field, Object, Reference
from specproof.schema.native_form import NativeForm, native_form
from specproof.schema.split import Component
from specproof.spelling.attributes import attributes
from specproof.spelling.code import Code, compose, docstring, identifier, join, literal
from specproof.spelling.model_types import Types

__all__ = ["Definition", "Models", "Plan", "define", "models_module", "names_in", "plan", "renamed_components"]


_NOTHING = join("", ())


@dataclass(frozen=True, slots=True)
class Plan:
    """What the models engine is given, with the names and texts that replace its own in the classes that it returns.

    Attributes:
        form: the schemas that the engine renders.
        texts: key of a schema in ``form`` -> docstring, fields and defaults of its class.
        spelled: key of a schema, or a name that the engine uses -> the name in the module.
        attributes: class -> JSON property -> attribute.
    """

    form: NativeForm
    types: Types
    guards: Guards
    texts: Mapping[str, ClassSource]
    spelled: Mapping[str, Code]
    attributes: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Definition:
    """Source text of one class or type alias of the models module."""

    name: Code
    text: Code


@dataclass(frozen=True, slots=True)
class Models:
    """Data for the template of a models module.

    Attributes:
        imports: (module, what to import from it).
        names: literals of all exported names.
        document_names: (name in the document, Python name), as literals, where these differ.
    """

    docstring: Code
    imports: tuple[tuple[Code, Code], ...]
    definitions: tuple[Definition, ...]
    names: tuple[Code, ...]
    document_names: tuple[tuple[Code, Code], ...]


def plan(components: Mapping[str, Component], guards: Guards, locked: Mapping[str, Mapping[str, str]]) -> Plan:
    """Return everything about the model classes that does not depend on the engine.

    Args:
        locked: class -> JSON property -> attribute, from earlier runs.
    """
    classes = {name: c.native for name, c in components.items() if isinstance(c.native, Object)}
    names = {name: attributes(native.fields, locked.get(name, {})) for name, native in classes.items()}
    types = Types(components, names)
    form = native_form(classes, names)
    texts = {
        form.keys[name]: _texts(components[name], names[name], form.apart[name], types, guards) for name in classes
    }
    spelled = {key: identifier(name) for name, key in form.keys.items()}
    spelled |= {name: types.name(name) for name in ("Model", "MISSING", "Any")}
    return Plan(form, types, guards, texts, spelled, names)


def _texts(
    component: Component, names: Mapping[str, str], apart: frozenset[str], types: Types, guards: Guards
) -> ClassSource:
    native = component.native
    assert isinstance(native, Object)
    members = {names[name]: (name, member) for name, member in native.fields.items()}
    return ClassSource(
        docstring=docstring(_words(component.facts) or f"`{component.schema}` of the document.", 4),
        head=tuple(_head(component, types, guards)),
        names={own: identifier(own) for own in members},
        types={own: _annotation(member, types) if name in apart else "" for own, (name, member) in members.items()},
        values={own: _value(own, name, member.required, types) for own, (name, member) in members.items()},
        docs={
            own: docstring(words, 4) if (words := _words(member.facts)) else "" for own, (_, member) in members.items()
        },
    )


def _annotation(member: Field, types: Types) -> Code:
    text = types.spell(member.type)
    return text if member.required else compose("{} | {}", text, types.name("MISSING"))


def _head(component: Component, types: Types, guards: Guards) -> Iterator[Code]:
    native = component.native
    assert isinstance(native, Object)
    if component.name in guards.names:
        yield compose("__guard__ = {}[{}]", types.name("GUARDS"), literal(guards.names[component.name]))
    if native.extra is None:
        yield compose('model_config = {}(extra="forbid")', types.name("ConfigDict"))
    elif (extra := types.spell(native.extra)) != types.name("Any"):
        pattern = (
            "__pydantic_extra__: dict[str, {}] = {}(init=False)"
            "  # pyright: ignore[reportIncompatibleVariableOverride]  # how pydantic types unknown properties"
        )
        yield compose(pattern, extra, types.name("Field"))


def _value(own: str, name: str, required: bool, types: Types) -> Code:
    """Return the value of a field: aliases where the names differ, MISSING where the property may be absent."""
    alias = compose("validation_alias={0}, serialization_alias={0}", literal(name))
    if own == name:
        return _NOTHING if required else compose(" = {}", types.name("MISSING"))
    if required:
        return compose(" = {}({})", types.name("Field"), alias)
    return compose(" = {}(default={}, {})", types.name("Field"), types.name("MISSING"), alias)


def _words(facts: Mapping[str, Any]) -> str:
    """Return the documentation of a schema: description or title, deprecation, the server's default."""
    text = str(facts.get("description") or facts.get("title") or "")
    if facts.get("deprecated") is True:
        text += "\n\nDeprecated."
    if "default" in facts:
        text += f"\n\nThe server's default: {facts['default']!r}."
    return text.strip()


def define(plan: Plan, components: Mapping[str, Component], classes: Mapping[str, Code]) -> dict[str, Definition]:
    """Return the definition of each class and alias, ordered so that an alias follows the names that it uses.

    Args:
        classes: component -> source text of its class.
    """
    cyclic = _cyclic(components)
    definitions: dict[str, Definition] = {}

    def emit(name: str) -> None:
        if name in definitions:
            return
        if name in classes:
            definitions[name] = Definition(identifier(name), classes[name])
            return
        if name not in cyclic:
            for other in references(components[name].native):
                emit(other)
        definitions[name] = Definition(identifier(name), _alias(plan, components[name], name in cyclic))

    for name in components:
        emit(name)
    return definitions


def models_module(
    plan: Plan, definitions: Mapping[str, Definition], document_names: Mapping[str, str], title: str
) -> Models:
    """Return the data for a models module that holds all definitions in one file.

    Args:
        document_names: component -> its name in the document.
        title: title of the API, for the module's docstring.
    """
    return Models(
        docstring=docstring(f"Types of {title}: one name for every schema of the document.", 0),
        imports=plan.types.imports(names_in(definition.text for definition in definitions.values())),
        definitions=tuple(definitions.values()),
        names=tuple(literal(name) for name in sorted(definitions)),
        document_names=renamed_components(document_names),
    )


def renamed_components(document_names: Mapping[str, str]) -> tuple[tuple[Code, Code], ...]:
    """Return (name in the document, Python name), as literals, for those names that differ.

    Args:
        document_names: name in the document -> Python name.
    """
    return tuple((literal(own), literal(name)) for name, own in document_names.items() if own != name)


def _alias(plan: Plan, component: Component, cyclic: bool) -> Code:
    types, name = plan.types, identifier(component.name)
    guard = plan.guards.names.get(component.name)
    judge = compose("{}[{}]", types.name("GUARDS"), literal(guard)) if guard else _NOTHING
    if isinstance(component.native, Reference) and guard is None:
        inner = types.spell(component.native)
    else:
        inner = types.marked(component.native, compose("{}({})", types.name("Exact"), judge))
    if cyclic:
        quoted = literal(str(inner))
        text = compose("{} = {}({}, {})", name, types.name("TypeAliasType"), literal(component.name), quoted)
    else:
        text = compose("{}: {} = {}", name, types.name("TypeAlias"), inner)
    words = _words(component.facts)
    return join("\n", [text, docstring(words, 0)]) if words else text


def _cyclic(components: Mapping[str, Component]) -> set[str]:
    """Return the aliases that refer to themselves, directly or through other aliases."""
    uses = {
        name: [other for other in references(component.native) if not isinstance(components[other].native, Object)]
        for name, component in components.items()
        if not isinstance(component.native, Object)
    }
    return {name for name in uses if _reaches(uses, name)}


def _reaches(uses: Mapping[str, list[str]], name: str) -> bool:
    seen: set[str] = set()
    waiting = list(uses[name])
    while waiting:
        other = waiting.pop()
        if other == name:
            return True
        if other not in seen:
            seen.add(other)
            waiting += uses[other]
    return False


def names_in(texts: Iterable[Code]) -> set[str]:
    """Return all identifiers in source texts, also those in the quoted type of a recursive alias."""
    nodes = [node for text in texts for node in ast.walk(ast.parse(text))]
    aliases = [node.args[1] for node in nodes if isinstance(node, ast.Call) and len(node.args) == 2]
    quoted = [text.value for text in aliases if isinstance(text, ast.Constant) and isinstance(text.value, str)]
    nodes += [node for text in quoted for node in ast.walk(ast.parse(text))]
    return {node.id for node in nodes if isinstance(node, ast.Name)}
