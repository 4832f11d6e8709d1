"""The generated package as the runtime sees it: where names in operations lead, and what its document makes use of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from .authorization import Authorization
from .errors import StatusError
from .operation import NOTHING
from .request import BodyEncoder, ParameterWriter, no_body, no_parameters

if TYPE_CHECKING:
    from .codec import Codec

__all__ = ["Package"]


@dataclass(frozen=True)
class Package:
    """The generated package. Models and error classes are imported when a call first needs them.

    Args:
        module: import name of the package.
        server: URL of the document's server, None if it has none; or what ``server_url`` takes for it.
        schemes: the document's security schemes by name, each a ``credentials.Scheme``.
        user_agent: sent with every request.
        server_url: from the folder ``servers``, where servers are several, relative, or hold variables.
        others: from folders of the runtime that the document makes use of.
    """

    module: str
    server: Any = None
    schemes: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    user_agent: str = "python-httpx2"
    server_url: Callable[..., str | None] = lambda server, base_url, _: server if base_url is None else base_url
    write_parameters: ParameterWriter = no_parameters
    encode_body: BodyEncoder = no_body
    authorization: type[Authorization] = Authorization
    _codecs: dict[str, Codec[Any]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def codec(self, name: str) -> Codec[Any]:
        if name not in self._codecs:
            from .codec import Codec  # pydantic, which a call needs first

            self._codecs[name] = Codec(lambda: getattr(import_module(f"{self.module}.models"), name))
        return self._codecs[name]

    def error(self, name: str) -> type[StatusError]:
        found: type[StatusError] = getattr(import_module(f"{self.module}.errors"), name)
        return found
