"""What extensions add to a package, and what they may use to spell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from specproof.core.fragment import Fragment
from specproof.ir.api import Api, Operation
from specproof.spelling.annotations import Annotations
from specproof.spelling.clients import Client
from specproof.spelling.code import Code
from specproof.spelling.names import Names

__all__ = ["Contribution", "Distribution", "ErrorClass", "Export", "Members", "Opening", "Spelling"]


@dataclass(frozen=True, slots=True)
class Distribution:
    """Names of the package that comes out. ``version`` is a PEP 440 version."""

    name: str
    module: str
    version: str
    needs_guards: bool = False


@dataclass(frozen=True, slots=True)
class Spelling:
    """The API and the names of the package.

    Attributes:
        constants: the names of operations in ``_operations.py``, by operation key.
        classes: the names of the blocking classes, by resource.
        settings: arguments of the client in examples.
    """

    api: Api
    names: Names
    constants: Mapping[str, Code]
    classes: Mapping[str, Code]
    models: Annotations
    client: Client
    distribution: Distribution
    settings: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Members:
    """What goes into the module of one resource: imports, methods of both classes, classes after them.

    ``type_imports`` are for type checkers alone. ``class_names`` are those of ``classes`` that the module exports.
    """

    resource: str
    imports: tuple[Fragment, ...] = ()
    type_imports: tuple[Fragment, ...] = ()
    methods: tuple[Fragment, ...] = ()
    async_methods: tuple[Fragment, ...] = ()
    classes: tuple[Fragment, ...] = ()
    class_names: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class Export:
    """A name that the package itself offers, from the module ``home``, such as ``._runtime.<extension>``."""

    name: Code
    home: Code


@dataclass(frozen=True, slots=True)
class ErrorClass:
    """An exception of the extension's runtime that ``errors.py`` offers; ``line`` draws it in the tree there."""

    name: Code
    home: Code
    line: Code


@dataclass(frozen=True, slots=True)
class Opening:
    """What the examples of the README begin with, and the calls that go well with it, with their arguments."""

    line: Code
    async_line: Code
    calls: tuple[tuple[Operation, tuple[Code, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Contribution:
    """All that an extension adds to a package of a document that uses it.

    Attributes:
        files: fragments by path below the package's own folder.
        modules: those of ``files`` that the package offers as modules.
        readme: sections of the README.
        extras: requirements by the name of the optional dependency, an identifier.
    """

    files: Mapping[str, Fragment] = field(default_factory=dict)
    members: tuple[Members, ...] = ()
    modules: tuple[Code, ...] = ()
    exports: tuple[Export, ...] = ()
    errors: tuple[ErrorClass, ...] = ()
    readme: tuple[Fragment, ...] = ()
    extras: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    opening: Opening | None = None
