"""An API on this machine: its document validates requests and responses, an ``emulator.py`` adds behaviour.

The modules, from the socket inwards:

- ``server``, ``protocol``, ``asgi_messages``: uvicorn on real sockets, and ASGI messages as bytes.
- ``recorder``, ``journal``: one journal entry for each request.
- ``faults``: what goes wrong on purpose.
- ``app``: the steps of a request, with ``routes``, ``credentials`` and ``check`` (validation by ``specproof.oracle``).
- ``behaviour``, ``settings``, ``storage``, ``contents``, ``clock``: the interface of an ``emulator.py``, and what it
  may use. ``examples``: responses where it has no handler.
- ``assembly``, ``admin``, ``emulator``: all of it together, and its control while it runs.
"""

from specproof.emulate.app import create_app
from specproof.emulate.asgi_messages import BodyTooLargeError, DisconnectedError, headers_of, send_response
from specproof.emulate.assembly import Create, Interceptor, Options, load_behaviour
from specproof.emulate.behaviour import (
    NO_BODY,
    ASGIApp,
    Behaviour,
    Call,
    Context,
    Handler,
    Message,
    Origin,
    Problem,
    Receive,
    RefusalError,
    Response,
    Scope,
    Send,
)
from specproof.emulate.clock import Clock
from specproof.emulate.contents import Piece, read_pieces, receive_piece, remove_pieces
from specproof.emulate.emulator import Emulator, serve
from specproof.emulate.faults import Faults, MisplacedFaultError, Plan, plan_of, read_faults
from specproof.emulate.journal import Entry, Journal
from specproof.emulate.protocol import Connection, connection_of
from specproof.emulate.recorder import entry_of
from specproof.emulate.routes import base_path
from specproof.emulate.settings import SettingError, read_settings
from specproof.emulate.storage import FLAVORS, Flavor, Source, Storage, Target
from specproof.oracle.operations import Operation, operations

__all__ = [
    "FLAVORS",
    "NO_BODY",
    "ASGIApp",
    "Behaviour",
    "BodyTooLargeError",
    "Call",
    "Clock",
    "Connection",
    "Context",
    "Create",
    "DisconnectedError",
    "Emulator",
    "Entry",
    "Faults",
    "Flavor",
    "Handler",
    "Interceptor",
    "Journal",
    "Message",
    "MisplacedFaultError",
    "Operation",
    "Options",
    "Origin",
    "Piece",
    "Plan",
    "Problem",
    "Receive",
    "RefusalError",
    "Response",
    "Scope",
    "Send",
    "SettingError",
    "Source",
    "Storage",
    "Target",
    "base_path",
    "connection_of",
    "create_app",
    "entry_of",
    "headers_of",
    "load_behaviour",
    "operations",
    "plan_of",
    "read_faults",
    "read_pieces",
    "read_settings",
    "receive_piece",
    "remove_pieces",
    "send_response",
    "serve",
]
