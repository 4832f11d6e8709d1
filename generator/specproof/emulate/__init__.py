"""An API played by its own document, which judges requests and replies; behaviour comes from an ``emulator.py``.

The modules, from the wire inwards: ``server`` and ``protocol`` (sockets), ``recorder`` and ``journal`` (what was
asked), ``app`` (the order of steps), ``routes``, ``credentials``, ``check`` with ``decode``, ``shape``, ``judge`` and
``dialect`` (the verdicts), ``behaviour`` (what an API adds), ``contents`` (bytes on disk), ``faults`` (what goes wrong
on purpose), ``assembly`` and ``emulator`` (all of it together).
"""

from specproof.emulate.app import create_app
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
    Refusal,
    Reply,
    Scope,
    Send,
)
from specproof.emulate.clock import Clock
from specproof.emulate.contents import Piece, joined, receive_piece, remove
from specproof.emulate.emulator import Emulator, serve
from specproof.emulate.faults import Faults, Misplaced, Plan, plan_of, read_faults
from specproof.emulate.journal import Entry, Journal
from specproof.emulate.protocol import Connection, connection_of
from specproof.emulate.recorder import entry_of
from specproof.emulate.settings import WrongSetting, read_settings
from specproof.emulate.storage import FLAVORS, Flavor, Source, Storage, Target
from specproof.emulate.wire import Disconnected, TooLarge, headers_of, send_reply
from specproof.oracle.operations import Operation, operations

__all__ = [
    "FLAVORS",
    "NO_BODY",
    "ASGIApp",
    "Behaviour",
    "Call",
    "Clock",
    "Connection",
    "Context",
    "Create",
    "Disconnected",
    "Emulator",
    "Entry",
    "Faults",
    "Flavor",
    "Handler",
    "Interceptor",
    "Journal",
    "Message",
    "Misplaced",
    "Operation",
    "Options",
    "Origin",
    "Piece",
    "Plan",
    "Problem",
    "Receive",
    "Refusal",
    "Reply",
    "Scope",
    "Send",
    "Source",
    "Storage",
    "Target",
    "TooLarge",
    "WrongSetting",
    "connection_of",
    "create_app",
    "entry_of",
    "headers_of",
    "joined",
    "load_behaviour",
    "operations",
    "plan_of",
    "read_faults",
    "read_settings",
    "receive_piece",
    "remove",
    "send_reply",
    "serve",
]
