"""The command line of a package that uploads: which options come of the document's declarations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from specproof.core.name_proposals import distinct
from specproof.ir.api import Api
from specproof.spelling.clients import Client, Keyword
from specproof.spelling.code import Code, compose, identifier, join, literal, markdown
from specproof.spelling.methods import Argument
from specproof.spelling.prose import one_line
from specproof.spelling.uploads import UploadView

__all__ = ["CommandView", "commands"]

_KINDS = {"str": "text", "int": "integer", "float": "number", "int | float": "number", "bool": "boolean"}
_LIST = re.compile(r"(?:Sequence|list)\[(.+)\]")
_TAKEN = frozenset("again base_url bandwidth help json part_size quiet resume token_command verify workers".split())
_UPLOADS = "uploads"


@dataclass(frozen=True, slots=True)
class CommandView:
    """What ``__main__.py`` holds: ``settings`` and ``transfers`` are expressions of the runtime's dataclasses.

    ``variables`` are those of the environment that most users need.
    """

    about: Code
    distribution: Code
    settings: tuple[Code, ...]
    secrets: Code
    transfers: tuple[Code, ...]
    variables: tuple[Code, ...]
    has_token: bool
    upload: Code
    many: tuple[Code, ...]


def commands(
    api: Api, client: Client, uploads: Sequence[UploadView], distribution: str, module: str
) -> CommandView | None:
    """The view, or None where nothing is uploaded."""
    if not uploads:
        return None
    settings = [one for one in client.keywords if one.is_setting]
    secrets = [one for one in client.keywords if not one.is_setting]
    choices = {variable.name: variable.choices for server in api.servers[:1] for variable in server.variables}
    taken = _TAKEN | {str(one.name) for one in settings}
    needed = [one for one in settings if one.example is not None] + [one for one in secrets if one.is_secret]
    names = _command_names(api, uploads)
    return CommandView(
        about=literal(f"Command line of {one_line(api.title)} {one_line(api.version)}."),
        distribution=literal(distribution),
        settings=(*(_setting(one, choices) for one in settings), _BASE_URL),
        secrets=literal(tuple(str(one.name) for one in secrets)),
        transfers=tuple(_transfer(view, *names[at], taken) for at, view in enumerate(uploads)),
        variables=tuple(identifier(f"{module}_{one.name}".upper()) for one in needed),
        has_token=any(one.kind == "token" for one in client.keywords),
        upload=markdown(names[0][0]),
        many=_many(uploads[0]),
    )


def _many(view: UploadView) -> tuple[Code, ...]:
    """The method that an example can call with files alone, if there is one."""
    upload = view.methods[0]
    if upload.many is None or any(argument.is_required for argument in upload.arguments):
        return ()
    return (compose("{}.{}", identifier(view.resource), upload.many.name),)


_BASE_URL = compose(
    "Option({}, help={})", literal("base_url"), literal("URL to use in place of the document's server.")
)


def _command_names(api: Api, uploads: Sequence[UploadView]) -> list[tuple[str, str | None]]:
    """The commands that upload and download: with several protocols, those that would clash carry the resource."""
    names = [(view.resource, str(view.methods[0].name)) for view in uploads]
    uploading = [[method, f"{resource}_{method}"] for resource, method in names]
    chosen = distinct(uploading, {"download", _UPLOADS}.__contains__)
    loading = [upload.download is not None for upload in api.uploads]
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


def _setting(keyword: Keyword, choices: Mapping[str, tuple[str, ...]]) -> Code:
    parts = [literal(str(keyword.name)), compose("help={}", literal(one_line(keyword.description)))]
    if keyword.kind == "variable" and choices.get(keyword.source):
        parts.append(compose("choices={}", literal(choices[keyword.source])))
    return compose("Option({})", join(", ", parts))


def _transfer(view: UploadView, command: str, download: str | None, taken: frozenset[str]) -> Code:
    upload, arguments = view.methods[0], view.methods[0].arguments
    names = distinct([[str(one.name), f"record_{one.name}"] for one in arguments], taken.__contains__)
    options = [_option(one, name or f"record_{one.name}") for one, name in zip(arguments, names, strict=True)]
    parts = [literal(command), literal(download), literal(view.resource)]
    parts += [literal(str(upload.name)), literal(str(upload.protocol)), compose("({},)", join(", ", options))]
    return compose("Transfer({})", join(", ", parts if options else parts[:-1]))


def _option(argument: Argument, shown: str) -> Code:
    in_list = _LIST.fullmatch(argument.annotation)
    kind = _KINDS.get(in_list[1] if in_list else str(argument.annotation), "json")
    is_list = in_list is not None and kind != "json"
    given = {
        "kind": (kind, "text"),
        "help": (one_line(argument.description), ""),
        "is_required": (argument.is_required, False),
        "is_list": (is_list, False),
        "is_single": (argument.is_single, False),
        "argument": (str(argument.name), shown),
    }
    named = [
        compose("{}={}", identifier(key), literal(value)) for key, (value, default) in given.items() if value != default
    ]
    return compose("Option({})", join(", ", [literal(shown), *named]))
