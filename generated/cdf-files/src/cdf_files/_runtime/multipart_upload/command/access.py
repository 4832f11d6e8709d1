"""The client of a command: its settings come from options and environment, its secrets from the environment alone."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import time
from importlib import import_module
from threading import Lock
from typing import Any

from ...errors import ClientError
from ...oauth import ClientCredentials
from ...session import SyncSession

from .declared import Commands

__all__ = ["CommandFailedError", "TokenCommand", "make_client"]

_FRESH_SECONDS = 30.0
_TIMEOUT_SECONDS = 120.0


class CommandFailedError(ClientError):
    """Raised when a command failed; the message says why in one line."""


def make_client(commands: Commands, given: argparse.Namespace) -> SyncSession:
    """Return the package's client, set up by options and environment variables.

    Raises:
        InvalidArgumentError, CommandFailedError: a setting or a secret is missing or wrong.
    """
    settings = {
        option.name: getattr(given, option.name) or _variable(commands, option.name) for option in commands.settings
    }
    arguments = {name: value for name, value in {**settings, **_secrets(commands, given)}.items() if value}
    client: SyncSession = import_module(f"{commands.module}.client").Client(**arguments)
    return client


def _variable(commands: Commands, name: str) -> str | None:
    return os.environ.get(commands.variable(name)) or None


def _secrets(commands: Commands, given: argparse.Namespace) -> dict[str, Any]:
    found: dict[str, Any] = {name: _variable(commands, name) for name in commands.secrets}
    if found.get("basic_auth"):
        found["basic_auth"] = tuple(found["basic_auth"].partition(":")[::2])
    if "token" in commands.secrets and (line := given.token_command or _variable(commands, "token_command")):
        found["token"] = TokenCommand(line)
    if "client_credentials" in commands.secrets:
        found["client_credentials"] = _client_credentials(commands)
    return found


def _client_credentials(commands: Commands) -> ClientCredentials | None:
    """Return the client credentials, or None. Raises: CommandFailedError, if only one half is set."""
    name, secret = _variable(commands, "client_id"), _variable(commands, "client_secret")
    if name is None or secret is None:
        if name is None and secret is None:
            return None
        missing = "client_id" if name is None else "client_secret"
        raise CommandFailedError(f"{commands.variable(missing)} is not set in the environment")
    scopes = _variable(commands, "scopes")
    return ClientCredentials(
        name, secret, token_url=_variable(commands, "token_url"), scopes=tuple(scopes.split()) if scopes else None
    )


class TokenCommand:
    """A token that a shell command prints, run once more after 30 seconds. The repr shows neither of them.

    Raises:
        CommandFailedError: the command cannot be run, fails, or prints nothing.
    """

    def __init__(self, line: str) -> None:
        try:
            self._words = shlex.split(line)
        except ValueError as error:
            raise CommandFailedError(f"the token command cannot be cut into words: {error}") from None
        self._token, self._until, self._lock = "", 0.0, Lock()

    def __call__(self) -> str:
        with self._lock:
            if time.monotonic() >= self._until:
                self._token = self._run()
                self._until = time.monotonic() + _FRESH_SECONDS
            return self._token

    def _run(self) -> str:
        try:
            ended = subprocess.run(
                self._words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=_TIMEOUT_SECONDS, check=False
            )
        except (OSError, ValueError, IndexError) as error:
            raise CommandFailedError(
                f"the token command cannot be run: {getattr(error, 'strerror', None) or error}"
            ) from None
        except subprocess.TimeoutExpired:
            raise CommandFailedError(f"the token command printed nothing within {_TIMEOUT_SECONDS:g} s") from None
        token = ended.stdout.decode("ascii", "replace").strip()
        if ended.returncode:
            raise CommandFailedError(f"the token command ended with status {ended.returncode}")
        if not token:
            raise CommandFailedError("the token command printed nothing")
        return token
