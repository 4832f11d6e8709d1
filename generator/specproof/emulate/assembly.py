"""Everything of one emulator that exists before its servers run: ports, journal, clock, behaviour, applications."""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from specproof.emulate.admin import Admin
from specproof.emulate.app import create_app
from specproof.emulate.behaviour import ASGIApp, Behaviour, Context, Origin, Receive, Scope, Send
from specproof.emulate.clock import Clock
from specproof.emulate.faults import Faults
from specproof.emulate.journal import Journal
from specproof.emulate.recorder import Recorder
from specproof.emulate.server import Ports

__all__ = ["ADMIN", "API", "Assembly", "Create", "Interceptor", "Options", "load_behaviour"]

API, ADMIN = "api", "admin"

Create = Callable[[Context], Behaviour]
Interceptor = Callable[[str, ASGIApp], ASGIApp]


@dataclass(frozen=True, slots=True)
class Options:
    """How an emulator is set up.

    Attributes:
        ports: origin (``api``, ``admin``, or the behaviour's own such as ``storage``) -> port; 0 for any free one.
        contents: folder below which stored bytes are kept, and removed at the end; None for the system's.
        settings: of the behaviour, by name.
        faults: what goes wrong on purpose: the content of a faults file (docs/serve.md), or a ``Plan``.
        interceptor: wraps the application of each origin, given the origin's name, for what no fault can do.
        clock: None for one that runs with the real time.
    """

    host: str = "127.0.0.1"
    ports: Mapping[str, int] = field(default_factory=dict)
    contents: Path | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    faults: Any = ()
    interceptor: Interceptor | None = None
    clock: Clock | None = None


def load_behaviour(file: Path) -> Create:
    """Return the function ``create`` of an ``emulator.py``. The file is run: pass only one that specproof.toml names.

    Raises:
        ImportError: the file cannot be read, fails while it runs, or has no ``create``.
    """
    name = f"specproof_emulator_{sha256(bytes(file.resolve())).hexdigest()[:16]}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None or not file.is_file():
        raise ImportError(f"{file} is not a Python file that exists; correct [serve] emulator")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise ImportError(f"{file} does not run: {type(error).__name__}: {error}") from error
    create: Create | None = getattr(module, "create", None)
    if create is None:
        raise ImportError(f"{file} defines no create(context); add one that returns a Behaviour")
    return create


def _document_only(context: Context) -> Behaviour:
    """No emulator.py: every operation answers with its example."""
    return Behaviour()


class _Mounted:
    """The API, and what else its origin serves below a path prefix."""

    def __init__(self, api: Origin, mounts: Mapping[str, Origin]) -> None:
        self._api, self._mounts = api, mounts

    def _origin(self, scope: Scope) -> Origin:
        mounted = (origin for prefix, origin in self._mounts.items() if scope["path"].startswith(prefix))
        return next(mounted, self._api)

    def label(self, scope: Scope) -> str:
        return self._origin(scope).label(scope)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._origin(scope).app(scope, receive, send)


class Assembly:
    """All of an emulator except its servers: bound ports, journal, clock, behaviour, faults, applications."""

    def __init__(self, document: Mapping[str, Any], behaviour: Path | Create | None, options: Options) -> None:
        create = load_behaviour(behaviour) if isinstance(behaviour, Path) else behaviour or _document_only
        self.clock, self.journal = options.clock or Clock(), Journal()
        self.ports = Ports(options.host, options.ports)
        if options.contents is not None:
            options.contents.mkdir(parents=True, exist_ok=True)
        self._folder = tempfile.TemporaryDirectory(prefix="specproof-emulator-", dir=options.contents)
        self.contents = Path(self._folder.name)
        self.behaviour = Behaviour()
        try:
            self.apps = self._apps(document, create, options)
        except BaseException:
            self.close()
            raise

    def _apps(self, document: Mapping[str, Any], create: Create, options: Options) -> dict[str, ASGIApp]:
        self.ports.url(API)
        context = Context(document, self.ports.url, self.contents, self.clock, self.journal, options.settings)
        self.behaviour = create(context)
        api = create_app(document, self.behaviour)
        self.faults = Faults(self.clock, api.operation_ids)
        mounted = self._mounted(Origin(api, api.label, api.rejected))
        apps: dict[str, ASGIApp] = {API: self._recorded(API, mounted, mounted.label, options)}
        for name, origin in self.behaviour.origins.items():
            apps[name] = self._recorded(name, self.faults.wrapped(name, origin), origin.label, options)
        self.faults.configure = self.behaviour.configure
        self.faults.replace(options.faults)
        apps[ADMIN] = Admin(self.journal, self.clock, self.faults, self.behaviour)
        for name in apps:
            self.ports.url(name)
        return apps

    def _mounted(self, api: Origin) -> _Mounted:
        """Faults know what is mounted by the name of the origin that it is elsewhere."""
        names = {id(origin): name for name, origin in self.behaviour.origins.items()}
        mounts = {
            prefix: replace(origin, app=self.faults.wrapped(names.get(id(origin), prefix), origin))
            for prefix, origin in self.behaviour.mounts.items()
        }
        return _Mounted(replace(api, app=self.faults.wrapped(API, api)), mounts)

    def _recorded(self, name: str, app: ASGIApp, label: Callable[[Scope], str], options: Options) -> ASGIApp:
        inner = options.interceptor(name, app) if options.interceptor else app
        return Recorder(name, inner, label, self.journal, self.clock)

    def close(self) -> None:
        """Close the sockets and the behaviour, and remove the stored contents."""
        self.ports.close()
        self.behaviour.close()
        self._folder.cleanup()
