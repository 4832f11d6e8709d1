"""What the stages get from all extensions of a run together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from specproof.extensions.hook import Extension
from specproof.ir.api import Api
from specproof.lower import ReadExtension
from specproof.spelling.contribution import Contribution, Spelling

__all__ = ["Extensions", "contributions", "keywords", "readers", "reserved_methods", "reserved_names"]

Extensions = Sequence[Extension[Any]]


def readers(extensions: Extensions) -> dict[str, ReadExtension]:
    """Return the functions that read ``x-…`` keywords, by the names of extensions."""
    return {extension.name: extension.read for extension in extensions}


def keywords(extensions: Extensions) -> dict[str, str]:
    """Return all ``x-…`` keywords, each with what the client does about it."""
    return {keyword: why for extension in extensions for keyword, why in extension.keywords.items()}


def reserved_names(extensions: Extensions) -> frozenset[str]:
    """Return the names that no method and no class of a resource may have."""
    return frozenset(name for extension in extensions for name in extension.names)


def reserved_methods(extensions: Extensions, api: Api) -> Mapping[str, set[str]]:
    """Return the names of methods that extensions add, by resource."""
    reserved: dict[str, set[str]] = {}
    for extension in _used(extensions, api):
        for resource, methods in extension.reserve(api.extensions[extension.name]).items():
            reserved.setdefault(resource, set()).update(methods)
    return reserved


def contributions(extensions: Extensions, spelling: Spelling) -> dict[str, Contribution]:
    """Return what the extensions that a document uses add to its package, by their import package."""
    declared = spelling.api.extensions
    used = _used(extensions, spelling.api)
    return {extension.package: extension.spell(declared[extension.name], spelling) for extension in used}


def _used(extensions: Extensions, api: Api) -> Iterator[Extension[Any]]:
    return (extension for extension in extensions if extension.name in api.extensions)
