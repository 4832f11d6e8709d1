"""What generated packages are made of. Names are imported when first used, so that importing a package costs little."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .content import RawBody
    from .credentials import AsyncSecret, ClientCredentials, Secret
    from .drift import Drift, Validation
    from .not_given import NOT_GIVEN, NotGiven, given
    from .operation import Body, DeclaredResponse, Encoding, Media, Operation, Parameter, Scheme
    from .package import Package
    from .raw_response import Headers
    from .response import Response
    from .retries import Retries
    from .session import AsyncSession, SyncSession
    from .transport import Timeout

__all__ = [
    "NOT_GIVEN",
    "AsyncSecret",
    "AsyncSession",
    "Body",
    "ClientCredentials",
    "DeclaredResponse",
    "Drift",
    "Encoding",
    "Headers",
    "Media",
    "NotGiven",
    "Operation",
    "Package",
    "Parameter",
    "RawBody",
    "Response",
    "Retries",
    "Scheme",
    "Secret",
    "SyncSession",
    "Timeout",
    "Validation",
    "given",
]

_HOMES = {
    "not_given": ("NOT_GIVEN", "NotGiven", "given"),
    "content": ("RawBody",),
    "credentials": ("AsyncSecret", "ClientCredentials", "Secret"),
    "drift": ("Drift", "Validation"),
    "operation": ("Body", "Encoding", "Media", "Operation", "Parameter", "DeclaredResponse", "Scheme"),
    "package": ("Package",),
    "raw_response": ("Headers",),
    "response": ("Response",),
    "retries": ("Retries",),
    "session": ("AsyncSession", "SyncSession"),
    "transport": ("Timeout",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = found
    return found
