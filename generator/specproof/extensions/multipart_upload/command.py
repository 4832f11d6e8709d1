"""The command line of a package that uploads: which commands and options the document's declarations give."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from specproof.core.fragment import Fragment
from specproof.core.name_proposals import distinct
from specproof.extensions.multipart_upload.declared import Upload
from specproof.extensions.multipart_upload.methods import UploadView
from specproof.extensions.multipart_upload.runtime.command import Option, Transfer
from specproof.spelling.clients import Keyword
from specproof.spelling.code import identifier, literal, markdown
from specproof.spelling.contribution import Spelling
from specproof.spelling.identifiers import upper
from specproof.spelling.instances import instance
from specproof.spelling.methods import Argument
from specproof.spelling.prose import one_line

__all__ = ["command_files", "command_readme"]

_Kind = Literal["text", "integer", "number", "boolean", "json"]
_KINDS: Mapping[str, _Kind] = {
    "str": "text",
    "int": "integer",
    "float": "number",
    "int | float": "number",
    "bool": "boolean",
}
_LIST = re.compile(r"(?:Sequence|list)\[(.+)\]")
_TAKEN = frozenset("again base_url bandwidth help json part_size quiet resume token_command verify workers".split())
_UPLOADS = "uploads"
_BASE_URL = Option("base_url", help="URL to use in place of the document's server.")


def command_files(uploads: Sequence[Upload], views: Sequence[UploadView], spelling: Spelling) -> dict[str, Fragment]:
    """Return the package's ``__main__.py``, by its path."""
    api, distribution, keywords = spelling.api, spelling.distribution, spelling.client.keywords
    settings = [one for one in keywords if one.is_setting]
    options = [*(_setting(one) for one in settings), _BASE_URL]
    secrets = tuple(str(one.name) for one in keywords if not one.is_setting)
    taken = _TAKEN | {str(one.name) for one in settings}
    transfers = [
        _transfer(view, *names, taken) for view, names in zip(views, _command_names(uploads, views), strict=True)
    ]
    shown = {
        "module": identifier(distribution.module),
        "module_text": literal(distribution.module),
        "distribution": literal(distribution.name),
        "about": literal(f"Command line of {one_line(api.title)} {one_line(api.version)}."),
        "settings": tuple(instance(option, positional=True) for option in options),
        "secrets": literal(secrets),
        "transfers": tuple(instance(transfer, positional=True) for transfer in transfers),
    }
    return {"__main__.py": Fragment("specproof.extensions.multipart_upload:__main__.py.j2", shown)}


def command_readme(uploads: Sequence[Upload], views: Sequence[UploadView], spelling: Spelling) -> Fragment:
    """Return the README's section about the command line, with the environment variables that most users need."""
    module, keywords = spelling.distribution.module, spelling.client.keywords
    settings = [one for one in keywords if one.is_setting and one.example is not None]
    needed = settings + [one for one in keywords if one.is_secret]
    shown = {
        "name": markdown(spelling.distribution.name),
        "module": identifier(module),
        "variables": tuple(identifier(upper(f"{module}_{one.name}")) for one in needed),
        "upload": markdown(_command_names(uploads, views)[0][0]),
        "has_token": any(one.kind == "token" for one in keywords),
    }
    return Fragment("specproof.extensions.multipart_upload:readme_command.md.j2", shown)


def _command_names(uploads: Sequence[Upload], views: Sequence[UploadView]) -> list[tuple[str, str | None]]:
    """Return the commands that upload and download; of several protocols, those that would clash name the resource."""
    names = [(view.resource, str(view.methods[0].name)) for view in views]
    uploading = [[method, f"{resource}_{method}"] for resource, method in names]
    chosen = distinct(uploading, {"download", _UPLOADS}.__contains__)
    loading = [upload.protocol.download is not None for upload in uploads]
    options = [
        ["download", f"{resource}_download", f"{resource}_{method}_download"] if loads else []
        for (resource, method), loads in zip(names, loading, strict=True)
    ]
    fetching = distinct(options, set(chosen).__contains__)
    return [
        (_hyphens(upload or f"upload_{at}"), _hyphens(fetch or f"download_{at}") if loads else None)
        for at, (upload, fetch, loads) in enumerate(zip(chosen, fetching, loading, strict=True))
    ]


def _hyphens(name: str) -> str:
    return name.replace("_", "-")


def _setting(keyword: Keyword) -> Option:
    return Option(str(keyword.name), help=one_line(keyword.description), choices=keyword.choices)


def _transfer(view: UploadView, command: str, download: str | None, taken: frozenset[str]) -> Transfer:
    upload, arguments = view.methods[0], view.methods[0].arguments
    names = distinct([[str(one.name), f"record_{one.name}"] for one in arguments], taken.__contains__)
    options = [_option(one, name or f"record_{one.name}") for one, name in zip(arguments, names, strict=True)]
    return Transfer(command, download, view.resource, str(upload.name), str(upload.protocol), tuple(options))


def _option(argument: Argument, shown: str) -> Option:
    in_list = _LIST.fullmatch(argument.annotation)
    kind = _KINDS.get(in_list[1] if in_list else str(argument.annotation), "json")
    return Option(
        shown,
        kind=kind,
        help=one_line(argument.description),
        is_required=argument.is_required,
        is_list=in_list is not None and kind != "json",
        is_single=argument.is_single,
        argument="" if argument.name == shown else str(argument.name),
    )
