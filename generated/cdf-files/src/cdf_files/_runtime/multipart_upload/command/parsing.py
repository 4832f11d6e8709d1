"""The parser of a command line: argparse, filled from the declaration."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable
from typing import Any, NoReturn

from .declared import Commands, Option, Transfer

__all__ = ["fields_of", "make_parser"]

_FIELD = "field "
_SIZES = {"": 1, "b": 1} | {
    f"{letter}{end}": base**power
    for power, letter in enumerate("kmgt", 1)
    for end, base in (("", 1000), ("b", 1000), ("ib", 1024), ("i", 1024))
}
_UPLOADS = "uploads"


class _Parser(argparse.ArgumentParser):
    """A parser with errors in one line, and without abbreviated options, which a later option could change."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see --help)\n")


def make_parser(commands: Commands) -> argparse.ArgumentParser:
    """Return the parser; its result's ``command`` is ``upload``, ``download``, ``list``, ``resume`` or ``forget``."""
    parser = _Parser(prog=f"python -m {commands.module}", description=_escaped(commands.about))
    kinds = parser.add_subparsers(required=True, metavar="COMMAND")
    shared = _shared(commands)
    for transfer in commands.transfers:
        _add_upload(kinds.add_parser(transfer.upload, parents=[shared], help="upload files in parts"), transfer)
        if transfer.download is not None:
            about = "download the content of a record"
            _add_download(kinds.add_parser(transfer.download, parents=[shared], help=about), transfer)
    _add_journal(kinds, shared)
    return parser


def _shared(commands: Commands) -> _Parser:
    parser = _Parser(add_help=False)
    server = parser.add_argument_group("server and credentials", commands.secrets_help)
    for option in commands.settings:
        about = f"{option.help} [environment: {commands.variable(option.name)}]".lstrip()
        server.add_argument(_flag(option.name), dest=option.name, choices=option.choices or None, help=_escaped(about))
    if "token" in commands.secrets:
        about = (
            f"a command that prints a token, run without a shell [environment: {commands.variable('token_command')}]"
        )
        server.add_argument("--token-command", metavar="COMMAND", help=about)
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument("--quiet", action="store_true", help="show no progress")
    return parser


def _add_upload(parser: argparse.ArgumentParser, transfer: Transfer) -> None:
    parser.set_defaults(command="upload", transfer=transfer)
    parser.add_argument("files", metavar="FILE", nargs="+", help="a local file")
    about = parser.add_argument_group("fields of the record")
    for option in transfer.options:
        _add_field(about, option)
    how = parser.add_argument_group("how it is sent")
    how.add_argument("--part-size", metavar="SIZE", type=_size, help="bytes of each part, such as 64MiB")
    how.add_argument("--workers", metavar="N", type=_positive, help="parts of one file at once")
    how.add_argument("--bandwidth", metavar="SIZE", type=_size, help="most bytes a second, such as 20MB")
    how.add_argument(
        "--resume", action=argparse.BooleanOptionalAction, default=True, help="resume an unfinished upload (yes)"
    )
    how.add_argument("--verify", action="store_true", help="fetch the content at the end, and compare")
    how.add_argument("--files-at-once", metavar="N", type=_positive, default=1, help="files at once (1)")
    how.add_argument(
        "--again", action="store_true", help="upload also files that an earlier run uploaded and that have not changed"
    )


def _add_field(group: Any, option: Option) -> None:
    flag, about = _flag(option.name), {"dest": _FIELD + (option.argument or option.name), "help": _escaped(option.help)}
    if option.kind == "boolean" and not option.is_list:
        group.add_argument(flag, action=argparse.BooleanOptionalAction, required=option.is_required, **about)
        return
    metavar = option.name.rpartition("_")[2].upper() if option.kind != "json" else "JSON"
    group.add_argument(
        flag,
        type=_KINDS[option.kind],
        action="append" if option.is_list else "store",
        required=option.is_required,
        metavar=metavar,
        **about,
    )


def _add_download(parser: argparse.ArgumentParser, transfer: Transfer) -> None:
    parser.set_defaults(command="download", transfer=transfer)
    parser.add_argument("record", metavar="ID", type=_json, help="of the record")
    parser.add_argument("file", metavar="FILE", help="where the content goes; it appears when all of it has arrived")


def _add_journal(kinds: Any, shared: argparse.ArgumentParser) -> None:
    each = kinds.add_parser(_UPLOADS, help="unfinished uploads").add_subparsers(required=True, metavar="COMMAND")
    for name, about in (("list", "list them"), ("resume", "resume one"), ("forget", "remove one from the journal")):
        parser = each.add_parser(name, parents=[shared], help=about)
        parser.set_defaults(command=name)
        if name != "list":
            parser.add_argument("key", metavar="KEY", help="as `uploads list` shows it")
        if name == "resume":
            parser.add_argument("--verify", action="store_true", help="fetch the content at the end, and compare")


def fields_of(given: argparse.Namespace) -> dict[str, Any]:
    """Return the arguments of the upload method that are on the command line, by name."""
    found = {name.removeprefix(_FIELD): value for name, value in vars(given).items() if name.startswith(_FIELD)}
    return {name: value for name, value in found.items() if value is not None}


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _escaped(text: str) -> str:
    return text.replace("%", "%%")


def _size(text: str) -> int:
    found = re.fullmatch(r"(\d+) ?([a-z]*)", text.strip().lower())
    if found is None or found[2] not in _SIZES:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size: give bytes, or such as 64MiB")
    size: int = int(found[1]) * _SIZES[found[2]]
    return size


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of at least 1")
    return int(text)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _boolean(text: str) -> bool:
    if text not in {"true", "false"}:
        raise argparse.ArgumentTypeError(f"{text!r} is neither true nor false")
    return text == "true"


_KINDS: dict[str, Callable[[str], Any]] = {
    "text": str,
    "integer": int,
    "number": float,
    "boolean": _boolean,
    "json": _json,
}
