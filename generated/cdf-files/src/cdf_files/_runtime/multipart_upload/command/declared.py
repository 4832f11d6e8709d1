"""The declaration of a command line, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Commands", "Option", "Transfer"]


@dataclass(frozen=True, slots=True)
class Option:
    """A keyword argument of the client or of an upload as a command-line option.

    Args:
        name: the option is ``--name`` with hyphens.
        kind: of its value, or of each value of a list; ``json`` is for everything else, and takes text that is not JSON
            as text.
        is_list: whether the option may be repeated.
        is_single: whether it identifies one file, so that it cannot be given for several.
        argument: name of the argument; empty if it is ``name``.
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
    """The commands of one upload protocol. ``download`` is None if the protocol declares none."""

    upload: str
    download: str | None
    resource: str
    method: str
    protocol: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Commands:
    """All commands and options of a package's command line.

    Args:
        module: import name of the package; its upper case begins the names of environment variables.
        distribution: name for pip.
        settings: arguments of the client that are not secret.
        secrets: secret arguments of the client, which come from the environment alone.
    """

    module: str
    distribution: str
    about: str
    settings: tuple[Option, ...]
    secrets: tuple[str, ...]
    transfers: tuple[Transfer, ...]

    @property
    def install(self) -> str:
        """Return the shell command that installs what the command line needs."""
        return f"pip install '{self.distribution}[cli]'"

    def variable(self, name: str) -> str:
        """Return the environment variable of an argument of the client, such as `PETS_TOKEN`."""
        return f"{self.module}_{name}".upper()

    @property
    def secrets_help(self) -> str:
        """Return a sentence that names the environment variables of secrets; empty without secrets."""
        found = [self.variable(name) for name in self.secrets if name != "client_credentials"]
        if "client_credentials" in self.secrets:
            found.append(f"{self.variable('client_id')} with {self.variable('client_secret')}")
        return f"Secrets come from the environment: {' or '.join(found)}." if found else ""
