"""Inputs that are better built than kept: very long, very deep, or no plain file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

__all__ = ["BUILT"]

HEAD = "openapi: 3.1.0\ninfo:\n  title: Pets\n  version: '1'\n"


def five_thousand_lines(folder: Path) -> None:
    """A document of 5,000 lines in which one reference is misspelled."""
    lines = [HEAD, "components:\n  schemas:\n"]
    for number in range(1242):
        target = "Schema0600" if number != 700 else "Schema060O"
        lines.append(f"    Schema{number:04}:\n      type: object\n      properties:\n")
        lines.append(f"        other: {{$ref: '#/components/schemas/{target}'}}\n")
    (folder / "openapi.yaml").write_text("".join(lines) + "# the end\n" * 26)


def alias_bomb(folder: Path) -> None:
    """Ten levels of nine aliases each: 3.5 thousand million nodes."""
    lines = [HEAD, "x-a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"]
    for level in range(1, 10):
        lines.append(f"x-a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n")
    (folder / "openapi.yaml").write_text("".join(lines))


def deep_yaml(folder: Path) -> None:
    (folder / "openapi.yaml").write_text(HEAD + "x-deep: " + "[" * 400 + "]" * 400 + "\n")


def deep_json(folder: Path) -> None:
    text = '{"openapi": "3.1.0",\n "x-deep": ' + '{"a":' * 100_000 + "1" + "}" * 100_000 + "}"
    (folder / "openapi.json").write_text(text)


def too_large(folder: Path) -> None:
    (folder / "openapi.yaml").write_text(HEAD + "# nothing\n" * 100_000)


def utf8_broken(folder: Path) -> None:
    (folder / "openapi.yaml").write_bytes(HEAD.encode() + b"x-name: caf\xe9\n")


def a_folder(folder: Path) -> None:
    (folder / "openapi.yaml").mkdir()


def a_link_out(folder: Path) -> None:
    (folder.parent / "secret.yaml").write_text("type: string\n")
    (folder / "pet.yaml").symlink_to(folder.parent / "secret.yaml")
    (folder / "openapi.yaml").write_text(HEAD + "components:\n  schemas:\n    Pet:\n      $ref: pet.yaml\n")


BUILT: dict[str, Callable[[Path], None]] = {
    "generate/REF_DANGLING/in-five-thousand-lines": five_thousand_lines,
    "generate/LOAD_BUDGET/aliases": alias_bomb,
    "generate/LOAD_BUDGET/deep-yaml": deep_yaml,
    "generate/LOAD_BUDGET/deep-json": deep_json,
    "generate/LOAD_BUDGET/bytes": too_large,
    "generate/LOAD_SYNTAX/encoding": utf8_broken,
    "generate/LOAD_UNREADABLE/a-folder": a_folder,
    "generate/REF_OUTSIDE_ROOT/symbolic-link": a_link_out,
}
"""Case to what fills its folder."""
