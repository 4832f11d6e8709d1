"""What several operations share, written once as named constants of a package's ``_operations.py``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from specproof.core.name_proposals import distinct
from specproof.ir.content import Response
from specproof.ir.parameters import Parameter
from specproof.ir.security import Requirement
from specproof.spelling.code import Code, identifier
from specproof.spelling.identifiers import snake
from specproof.spelling.statuses import error_name

__all__ = ["Constant", "Part", "constant_of", "parameter_part", "response_part", "security_part", "shared_constants"]


@dataclass(frozen=True, slots=True)
class Constant:
    """A name and the expression that it stands for."""

    name: Code
    value: Code


@dataclass(frozen=True, slots=True)
class Part:
    """An expression in an operation; ``names`` are those that its constant may have, the best first.

    ``component`` is what the document names it; parts without one take what names are left.
    """

    value: Code
    names: tuple[str, ...] = ()
    component: str = ""


def parameter_part(value: Code, parameter: Parameter) -> Part:
    """A parameter: ``LIMIT_PARAMETER`` of a component, without a name of its own where it is written in place."""
    return Part(value, _names(parameter.component, "PARAMETER"), parameter.component)


def response_part(value: Code, response: Response, *, is_error: bool) -> Part:
    """A response: ``NOT_FOUND_RESPONSE`` of a component, ``NOT_FOUND_ERROR_RESPONSE`` of the error that it is.

    A component that stands for several errors has theirs in its names, an error with several types of content these.
    """
    error = error_name(response.status) if is_error else ""
    types = " ".join(media.schema for media in response.content if media.schema is not None)
    word, more = (response.component, error) if response.component else (error, types)
    names = (*_names(word, "RESPONSE"), *(_names(f"{word} {more}", "RESPONSE") if word else ()))
    return Part(value, names, response.component)


def security_part(value: Code, alternatives: tuple[Requirement, ...], declared: tuple[Requirement, ...]) -> Part:
    """Security requirements: ``SECURITY`` where they are those of the whole document, else by schemes and scopes."""
    if alternatives == declared:
        return Part(value, ("SECURITY",), "SECURITY")
    words = [" ".join(word for name, scopes in one.schemes for word in (name, *scopes)) for one in alternatives]
    return Part(value, _names(" or ".join(words), "SECURITY"))


def shared_constants(parts: Iterable[Part], used: Collection[str]) -> dict[Part, Constant]:
    """Return constants for what stands at least twice among the parts and finds a name.

    Args:
        used: names of the other constants; what else the module has does not end as these do.
    """
    counts = Counter(parts)
    repeated = [part for part, count in counts.items() if count > 1 and part.names]
    found: dict[Part, Constant] = {}
    for has_component in (True, False):
        asked = [part for part in repeated if bool(part.component) is has_component]
        taken = {*used, *(constant.name for constant in found.values())}
        chosen = distinct([part.names for part in asked], taken.__contains__)
        found |= {
            part: Constant(identifier(name), part.value) for part, name in zip(asked, chosen, strict=True) if name
        }
    return found


def constant_of(part: Part, constants: Mapping[Part, Constant]) -> Code:
    """Return the name of a part's constant, or its own expression."""
    return constants[part].name if part in constants else part.value


def _names(words: str, suffix: str) -> tuple[str, ...]:
    """``NOT_FOUND_RESPONSE`` for ``NotFound`` or ``NotFoundResponse``; none where nothing can be spelled in ASCII."""
    word = snake(words, "x").strip("_").upper().removesuffix(suffix).strip("_")
    name = f"{word}_{suffix}" if word else suffix
    return (name,) if words and name.isascii() and name.isidentifier() else ()
