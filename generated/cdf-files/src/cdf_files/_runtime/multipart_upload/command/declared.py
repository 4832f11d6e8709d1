"""What a command line offers, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Commands", "Option", "Transfer"]


@dataclass(frozen=True, slots=True)
class Option:
    """A keyword argument of the client or of an upload, as an option.

    Args:
        name: the option is ``--name`` with hyphens.
        kind: of its value, or of each value of a list; ``json`` is for whatever is neither text nor a number, and takes
            text that is no JSON as text.
        is_list: whether the option may be repeated.
        is_single: whether it names one file, so that it cannot be for several.
        argument: that it becomes, if that has another name.
    """

    name: str
    kind: Literal["text", "integer", "number", "boolean", "json"] = "text"
    help: str = ""
    is_required: bool = False
    is_list: bool = False
    is_single: bool = False
    choices: tuple[str, ...] = ()
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """An upload protocol: the commands for it, and where its method is. ``download`` is None where it declares none."""

    upload: str
    download: str | None
    resource: str
    method: str
    protocol: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Commands:
    """The whole command line.

    Args:
        module: import name of the package; its upper case begins the names of environment variables.
        distribution: what is installed.
        settings: arguments of the client that are no secrets.
        secrets: arguments of the client that are; they come from the environment alone.
    """

    module: str
    distribution: str
    about: str
    settings: tuple[Option, ...]
    secrets: tuple[str, ...]
    transfers: tuple[Transfer, ...]

    @property
    def install(self) -> str:
        return f"pip install '{self.distribution}[cli]'"

    def variable(self, name: str) -> str:
        """The environment variable of an argument."""
        return f"{self.module}_{name}".upper()

    @property
    def secrets_told(self) -> str:
        """Where secrets come from, for people."""
        found = [self.variable(name) for name in self.secrets if name != "client_credentials"]
        if "client_credentials" in self.secrets:
            found.append(f"{self.variable('client_id')} with {self.variable('client_secret')}")
        return f"Secrets come from the environment: {' or '.join(found)}." if found else ""
