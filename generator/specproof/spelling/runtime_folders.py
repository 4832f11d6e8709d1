"""Which folders of the runtime a document makes use of; what these need in turn, their own imports say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from specproof.ir.api import Api
from specproof.ir.parameters import Parameter, Styled
from specproof.ir.security import OAuth2
from specproof.spelling.content import is_judged_text
from specproof.spelling.servers import uses_folder

__all__ = ["RuntimeFolders", "runtime_folders"]

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_PLAIN = ("simple", "form")


@dataclass(frozen=True, slots=True)
class RuntimeFolders:
    """Flags for those folders of the runtime that a package has only if its operations or security schemes use them."""

    parameters: bool
    styles: bool
    bodies: bool
    forms: bool
    credentials: bool
    oauth: bool
    servers: bool
    texts: bool

    @property
    def names(self) -> frozenset[str]:
        """Return the names of the folders whose flag is set."""
        return frozenset(name for name in _USED_BY if getattr(self, name))


def _has_forms(api: Api) -> bool:
    """Whether some body may be a form: by its own media type, or by a range such as ``*/*``."""
    bodies = [operation.body for operation in api.operations if operation.body is not None]
    return any(_may_be_form(media.type.partition(";")[0].strip().lower()) for body in bodies for media in body.content)


def _may_be_form(declared: str) -> bool:
    return declared in ("*/*", *_FORMS) or any(f"{form.partition('/')[0]}/*" == declared for form in _FORMS)


def _has_judged_texts(api: Api) -> bool:
    """Whether the text of some body or response has to match a schema."""
    medias = [media for one in api.operations for media in (one.body.content if one.body else ())]
    medias += [media for one in api.operations for response in one.responses for media in response.content]
    return any(map(is_judged_text, medias))


def _needs_styles(parameter: Parameter) -> bool:
    """Whether a parameter is more than a scalar in the style simple or form."""
    way = parameter.carrier
    return isinstance(way, Styled) and not (way.is_scalar and way.style in _PLAIN and not way.allow_reserved)


_USED_BY: Mapping[str, Callable[[Api], bool]] = {
    "parameters": lambda api: any(operation.parameters for operation in api.operations),
    "styles": lambda api: any(_needs_styles(one) for operation in api.operations for one in operation.parameters),
    "bodies": lambda api: any(operation.body is not None for operation in api.operations),
    "forms": _has_forms,
    "credentials": lambda api: bool(api.security_schemes),
    "oauth": lambda api: any(isinstance(one, OAuth2) and one.token_url is not None for one in api.security_schemes),
    "texts": _has_judged_texts,
    "servers": uses_folder,
}


def runtime_folders(api: Api) -> RuntimeFolders:
    """Return which optional folders of the runtime the operations and security schemes of an API use."""
    return RuntimeFolders(**{name: is_used(api) for name, is_used in _USED_BY.items()})
