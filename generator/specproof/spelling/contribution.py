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
    """Name, import name and PEP 440 version of the generated package."""

    name: str
    module: str
    version: str
    needs_guards: bool = False


@dataclass(frozen=True, slots=True)
class Spelling:
    """The API with all Python names that were chosen for it; what extensions and emitters write code with.

    Attributes:
        constants: name of the constant in ``_operations.py``, by operation key.
        classes: name of the synchronous class, by resource.
        settings: `name=value` arguments that the README's examples construct the client with.
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
    """Code that an extension adds to the module of one resource.

    Attributes:
        type_imports: imports for type checkers alone, below `TYPE_CHECKING`.
        methods, async_methods: methods of the synchronous and the asynchronous class.
        classes: classes that follow these two.
        class_names: those of ``classes`` that the module exports.
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
    """A name that the package's ``__init__`` re-exports from the module ``home``, such as ``._runtime.<extension>``."""

    name: Code
    home: Code


@dataclass(frozen=True, slots=True)
class ErrorClass:
    """An exception of an extension's runtime that the package's ``errors.py`` re-exports.

    Attributes:
        line: the line that shows it in the class tree of that module's docstring.
    """

    name: Code
    home: Code
    line: Code


@dataclass(frozen=True, slots=True)
class Opening:
    """Start of the README's examples as an extension wants it, and operations to show with it.

    Attributes:
        line, async_line: statement that opens the client.
        calls: operation and the `name=value` arguments of its call.
    """

    line: Code
    async_line: Code
    calls: tuple[tuple[Operation, tuple[Code, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Contribution:
    """Everything that one extension adds to a package whose document uses it.

    Attributes:
        files: source by path below the package's own folder.
        modules: import names of those of ``files`` that are public modules.
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
