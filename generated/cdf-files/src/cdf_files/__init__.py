"""Client of Cognite API v1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import errors, models, uploads
    from ._runtime.drift import Drift
    from ._runtime.multipart_upload.batch import FromEnvironment, Outcome, Report
    from ._runtime.not_given import NOT_GIVEN, NotGiven
    from ._runtime.oauth import ClientCredentials
    from ._runtime.response import Response
    from ._runtime.retries import Retries
    from .client import AsyncClient, Client

__all__ = [
    "NOT_GIVEN",
    "AsyncClient",
    "Client",
    "ClientCredentials",
    "Drift",
    "FromEnvironment",
    "NotGiven",
    "Outcome",
    "Report",
    "Response",
    "Retries",
    "__version__",
    "errors",
    "models",
    "uploads",
]

__version__ = "1"

_MODULES = {
    "errors",
    "models",
    "uploads",
}

_HOMES = {
    "AsyncClient": ".client",
    "Client": ".client",
    "ClientCredentials": "._runtime.oauth",
    "Drift": "._runtime.drift",
    "NOT_GIVEN": "._runtime.not_given",
    "NotGiven": "._runtime.not_given",
    "Response": "._runtime.response",
    "Retries": "._runtime.retries",
    "FromEnvironment": "._runtime.multipart_upload.batch",
    "Outcome": "._runtime.multipart_upload.batch",
    "Report": "._runtime.multipart_upload.batch",
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Import what is asked for, when it is first asked for (PEP 562)."""
        from importlib import import_module

        if name in _MODULES:
            return import_module(f".{name}", __name__)
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_HOMES[name], __name__), name)

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
