"""What each command says of a project with something wrong in it, to the letter.

A case is a project folder, ``<command>/<CODE>/<case>/``, with an ``expected.txt``. Where it has no ``specproof.toml``,
one is written that names ``openapi.json`` or ``openapi.yaml``, ``overlay.yaml`` where there is one, and the pins in
``references.json``; ``remote/`` holds what the network would send. Cases called ``silent`` show what the code is not
for. ``pytest --update-expected`` writes the expected files.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from specproof import cli
from specproof.core import codes
from specproof.extensions.registry import built_in
from tests.cases.built_inputs import BUILT

HERE = Path(__file__).parent
CODES = {**codes.CODES, **{name: code for extension in built_in() for name, code in extension.codes.items()}}
CASES = sorted({path.relative_to(HERE).as_posix() for path in HERE.glob("*/[A-Z]*/*") if path.is_dir()} | set(BUILT))
ARGUMENTS = {
    "generate": ["generate", "."],
    "audit": ["audit", "."],
    "serve": ["serve", ".", "--faults", "faults.yaml", "--port", "0", "--storage-port", "0"],
}
WARNED_BY_GENERATE = {
    "PATTERN_EXPLODES", "PATTERN_UNUSABLE", "DEFAULT_INVALID", "DISCRIMINATOR_TARGET", "ENUM_TYPE", "SCHEMA_IDENTITY",
    "SCHEMA_DIALECT",
}  # fmt: skip
SETTINGS_ARE_WRONG = ("PROJECT_", "OUTPUT_", "FAULTS_")


def settings(folder: Path) -> str:
    """A ``specproof.toml`` for the documents in a folder."""
    document = "openapi.json" if (folder / "openapi.json").exists() else "openapi.yaml"
    overlays = [path.name for path in folder.glob("overlay.yaml")]
    pins = json.loads((folder / "references.json").read_text()) if (folder / "references.json").exists() else {}
    return "\n".join(
        [
            f"spec = {{document = {document!r}, overlays = {overlays}}}",
            "package = {name = 'things-client', module = 'things', output = 'out'}",
            "limits = {bytes = 1_000_000}",
            "[references.pinned]",
            *(f"{url!r} = {digest!r}" for url, digest in pins.items()),
        ]
    )


def entries(folder: Path) -> dict[str, bytes | str | None]:
    """Everything in a folder but byte code: content of files, target of links."""
    return {
        path.relative_to(folder).as_posix(): os.readlink(path)
        if path.is_symlink()
        else path.read_bytes()
        if path.is_file()
        else None
        for path in folder.rglob("*")
        if "__pycache__" not in path.parts
    }


def answer(request: Any, timeout: float) -> io.BytesIO:
    """In place of ``urlopen``: the file in ``remote/`` that a URL ends with."""
    return io.BytesIO((Path("remote") / request.full_url.rpartition("/")[2]).read_bytes())


@pytest.fixture
def folder(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the case, as the current folder."""
    made = tmp_path / "case"
    if (HERE / case).is_dir():
        shutil.copytree(HERE / case, made, symlinks=True, ignore=shutil.ignore_patterns("expected.txt"))
    made.mkdir(exist_ok=True)
    if case in BUILT:
        BUILT[case](made)
    if not (made / "specproof.toml").exists() and "/PROJECT_" not in case:
        (made / "specproof.toml").write_text(settings(made))
    monkeypatch.chdir(made)
    return made


@pytest.mark.parametrize("case", CASES)
def test_what_is_said(
    case: str,
    folder: Path,
    expect: Callable[[Path, str], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    command, code, name = case.split("/")
    before = entries(folder)
    monkeypatch.setattr("urllib.request.urlopen", answer)
    monkeypatch.setattr("specproof.cli.serve._announce", lambda *_, **__: pytest.fail("it serves"))
    monkeypatch.setattr(sys, "argv", ["specproof", *ARGUMENTS[command]])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    printed = capsys.readouterr()
    said = printed.err.replace(str(folder.parent), "<here>")
    expect(HERE / case / "expected.txt", said)
    assert (f"[{code}]" in said) is (name != "silent")
    if CODES[code].severity == "error":
        status = 2 if code.startswith(SETTINGS_ARE_WRONG) else 1
        assert (ended.value.code, printed.out, entries(folder)) == (status, "", before)
    else:
        assert ended.value.code == 0


def test_every_error_has_a_case() -> None:
    errors = {name for name, code in CODES.items() if code.severity == "error"}
    assert errors == {case.split("/")[1] for case in CASES if not case.startswith("audit/")}


def test_every_code_of_an_audit_has_a_case_that_fires_and_one_that_does_not() -> None:
    audits = {code for code in CODES if code.startswith("AUDIT_")}
    cases = [case.split("/")[1:] for case in CASES if case.startswith("audit/")]
    assert {code for code, _ in cases} == audits | WARNED_BY_GENERATE
    for code in audits:
        assert [code, "silent"] in cases
        assert len([name for found, name in cases if found == code]) > 1
