"""The command line of the generated package, as processes: what it prints, how it ends, what the server then holds."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from specproof.emulate import Emulator
from tests.journeys.uploads.service import PART, PROJECT, SOURCE, TOKEN, base_url, puts, stored

Serve = Callable[..., Emulator]
SECONDS = 60


class Shell:
    """Runs ``python -m cdf_files`` against an address, in a folder of its own."""

    def __init__(self, address: str, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHONPATH": str(SOURCE),
            "CDF_FILES_STATE_DIR": str(folder / "state"),
            "CDF_FILES_BASE_URL": address,
            "CDF_FILES_TOKEN": TOKEN,
        }

    def start(self, *arguments: object, **more: Any) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "cdf_files", *map(str, arguments)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "env": self.environment}
        return subprocess.Popen(command, cwd=self.folder, **{**pipes, **more})

    def __call__(self, *arguments: object, status: int = 0, **environment: str | None) -> tuple[str, str]:
        """What it prints on both streams. Nothing secret, no traceback, and one line for each error."""
        changed = {**self.environment, **environment}
        with self.start(*arguments, env={name: value for name, value in changed.items() if value is not None}) as run:
            out, err = run.communicate(timeout=SECONDS)
        assert run.returncode == status, (run.returncode, out, err)
        assert "Traceback" not in out + err
        assert TOKEN not in out + err
        assert "ignature" not in out + err
        return out, err


@pytest.fixture
def emulator(serve: Serve) -> Emulator:
    return serve()


@pytest.fixture
def run(emulator: Emulator, tmp_path: Path) -> Shell:
    return Shell(base_url(emulator), tmp_path)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "small.bin").write_bytes(b"small" * 100)
    return tmp_path / "small.bin"


def test_a_file_arrives_with_its_fields(run: Shell, emulator: Emulator, path: Path, content: bytes) -> None:
    given = ["--external-id", "pump/1", "--part-size", "5.5MiB"]
    assert "is not a size" in run("upload", path, *given, status=2)[1]
    given[-1] = "6MB"
    fields = [
        "--metadata",
        '{"colour": "red"}',
        "--asset-ids",
        7,
        "--asset-ids",
        8,
        "--data-set-id",
        9,
        "--no-overwrite",
    ]
    out, err = run("upload", path, *given, *fields)
    assert (out.split()[:2], err) == (["uploaded", str(path)], "")
    assert stored(emulator) == [content]
    (record,) = emulator.admin("state", {"project": "test"})["files"]
    told = {"externalId": "pump/1", "metadata": {"colour": "red"}, "assetIds": [7, 8], "dataSetId": 9}
    assert {name: record[name] for name in told} == told


def test_json_tells_every_file(run: Shell, small: Path) -> None:
    (run.folder / "empty.bin").touch()
    out, err = run("upload", "small.bin", "nowhere.bin", "empty.bin", "--json", status=1)
    told = json.loads(out)
    assert (told["uploaded"], told["skipped"], told["failed"]) == (2, 0, 1)
    assert [set(one) for one in told["files"]] == [{"path", "status", "id", "record", "error"}] * 3
    good, bad, empty = told["files"]
    assert (good["path"], good["status"], good["error"]) == ("small.bin", "uploaded", None)
    assert good["record"]["id"] == good["id"]
    assert empty["status"] == "uploaded"
    assert (bad["status"], bad["id"], bad["record"]) == ("failed", None, None)
    assert bad["error"]["type"] == "UploadRefusedError"
    assert err.count("\n") == 1
    assert "nowhere.bin" in err


def test_what_is_done_is_skipped(run: Shell, emulator: Emulator, small: Path) -> None:
    first = run("upload", "small.bin", "--json")[0]
    record_id = json.loads(first)["files"][0]["id"]
    out, _ = run("upload", "small.bin")
    assert out.split() == ["skipped", "small.bin", str(record_id)]
    assert run("upload", "small.bin", "--again")[0].split()[0] == "uploaded"
    assert len(puts(emulator)) == 2


def test_a_download_is_byte_exact_and_whole_or_not_there(
    run: Shell, emulator: Emulator, path: Path, content: bytes
) -> None:
    record_id = json.loads(run("upload", path, "--json")[0])["files"][0]["id"]
    out, _ = run("download", record_id, "copy.pdf", "--json")
    assert json.loads(out) == {"path": "copy.pdf", "id": record_id, "bytes": len(content)}
    assert (run.folder / "copy.pdf").read_bytes() == content
    assert run("download", 17, "other.pdf", status=1)[1].count("\n") == 1
    assert "not a regular file" in run("download", record_id, ".", status=1)[1]
    os.mkfifo(run.folder / "pipe")
    assert "not a regular file" in run("download", record_id, "pipe", status=1)[1]
    assert (run.folder / "pipe").is_fifo()
    assert "nowhere" in run("download", record_id, "nowhere/copy.pdf", status=1)[1]
    before = set(run.folder.iterdir())
    fetching = {"origin": "storage", "method": "GET"}
    emulator.faults.replace([{"match": fetching, "reply": {"status": 404}}])
    assert "the storage answered 404" in run("download", record_id, "refused.pdf", status=1)[1]
    assert set(run.folder.iterdir()) == before
    emulator.faults.replace([{"match": fetching, "times": 1, "truncate": {"after": 1000}}])
    run("download", record_id, "copy.pdf")
    assert (run.folder / "copy.pdf").read_bytes() == content
    assert set(run.folder.iterdir()) == before


def test_after_a_kill_the_same_command_goes_on(run: Shell, emulator: Emulator, path: Path, content: bytes) -> None:
    emulator.faults.replace([{"match": {"part": 2}, "times": 1, "slow": {"stall": 60}}])
    upload = ["upload", path, "--external-id", "pump", "--part-size", PART, "--workers", 1]
    killed(run, emulator, upload)
    emulator.faults.replace([])
    (one,) = json.loads(run("uploads", "list", "--json")[0])
    assert (one["path"], one["parts"], one["parts_done"]) == (str(path), 3, 2)
    assert str(path)[-10:] in run("uploads", "list")[0].replace("\n", "")
    err = run(*upload)[1]
    assert "2 of 3 parts are stored" in err
    assert puts(emulator) == [0, 1, 2]
    assert stored(emulator) == [content]
    assert json.loads(run("uploads", "list", "--json")[0]) == []


def killed(run: Shell, emulator: Emulator, command: list[Any]) -> None:
    """Two parts are stored, and the third is on its way."""
    with run.start(*command) as process:
        while puts(emulator) != [0, 1]:
            assert process.poll() is None, process.communicate()
            time.sleep(0.02)
        time.sleep(0.2)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=SECONDS)


def test_by_its_key(run: Shell, emulator: Emulator, path: Path, content: bytes) -> None:
    emulator.faults.replace([{"match": {"part": 2}, "times": 1, "slow": {"stall": 60}}])
    killed(run, emulator, ["upload", path, "--part-size", PART, "--workers", 1])
    emulator.faults.replace([])
    (one,) = json.loads(run("uploads", "list", "--json")[0])
    assert json.loads(run("uploads", "resume", one["key"], "--json")[0])["files"][0]["status"] == "uploaded"
    assert puts(emulator) == [0, 1, 2]
    assert stored(emulator) == [content]
    assert "no unfinished upload" in run("uploads", "forget", one["key"], status=1)[1]
    assert run("uploads", "resume", one["key"], status=1)[1].count("\n") == 1


def test_what_is_forgotten_is_gone(run: Shell, emulator: Emulator, path: Path) -> None:
    emulator.faults.replace([{"match": {"part": 2}, "times": 1, "slow": {"stall": 60}}])
    killed(run, emulator, ["upload", path, "--part-size", PART, "--workers", 1])
    (one,) = json.loads(run("uploads", "list", "--json")[0])
    assert json.loads(run("uploads", "forget", one["key"], "--json")[0]) == {"forgotten": one["key"]}
    assert "no unfinished uploads" in run("uploads", "list")[0]


def test_without_resume_nothing_is_remembered(run: Shell, emulator: Emulator, path: Path) -> None:
    emulator.faults.replace([{"match": {"part": 2}, "times": 1, "slow": {"stall": 60}}])
    killed(run, emulator, ["upload", path, "--part-size", PART, "--workers", 1, "--no-resume"])
    assert json.loads(run("uploads", "list", "--json")[0]) == []


def test_ctrl_c_is_told_in_one_line(run: Shell, emulator: Emulator, path: Path) -> None:
    emulator.faults.replace([{"match": {"part": 2}, "times": 1, "slow": {"stall": 60}}])
    with run.start("upload", path, "--part-size", PART, "--workers", 1) as process:
        while puts(emulator) != [0, 1]:
            assert process.poll() is None, process.communicate()
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=SECONDS)
    assert (process.returncode, out) == (130, "")
    assert err == "cdf_files: interrupted; the same command resumes the uploads that have begun\n"


def test_a_wrong_token(run: Shell, serve: Serve, small: Path) -> None:
    strict = serve(tokens={"another": ["filesAcl:WRITE", "filesAcl:READ"]})
    _, err = run("upload", small, status=1, CDF_FILES_BASE_URL=base_url(strict))
    assert "401" in err
    assert err.count("\n") == 1


def test_no_credentials(run: Shell, small: Path) -> None:
    _, err = run("upload", small, status=2, CDF_FILES_TOKEN=None)
    assert "CDF_FILES_TOKEN" in err
    assert err.count("\n") == 1
    assert "CDF_FILES_CLIENT_SECRET is not set" in run("upload", small, status=2, CDF_FILES_CLIENT_ID="me")[1]


@pytest.mark.parametrize("by", ["option", "variable"])
def test_a_token_command(run: Shell, serve: Serve, small: Path, by: str) -> None:
    strict = serve(tokens={"fresh-one": ["filesAcl:WRITE", "filesAcl:READ"]})
    command = f"{sys.executable} -c 'print(\"fresh-one\")'"
    option = ["--token-command", command] if by == "option" else []
    variable = None if by == "option" else command
    address = base_url(strict)
    run("upload", small, *option, CDF_FILES_BASE_URL=address, CDF_FILES_TOKEN_COMMAND=variable)
    assert len(stored(strict)) == 1


@pytest.mark.parametrize(
    ("command", "said", "status"),
    [
        ("false", "status 1", 1),
        ("true", "printed nothing", 1),
        ("no-such-command-anywhere", "No such file", 1),
        ("echo 'a", "cannot be cut into words", 2),
    ],
)
def test_a_token_command_that_gives_none(run: Shell, small: Path, command: str, said: str, status: int) -> None:
    _, err = run("upload", small, "--token-command", command, status=status)
    assert said in err
    assert err.count("\n") == 1


def test_usage(run: Shell, small: Path) -> None:
    for arguments in ((), ("upload",), ("upload", small, "--unknown"), ("upload", small, "--workers", "0"), ("sing",)):
        _, err = run(*arguments, status=2)
        assert err.count("\n") == 1, arguments
    (run.folder / "other.bin").touch()
    assert "--external-id is for one file" in run("upload", small, "other.bin", "--external-id", "x", status=2)[1]
    assert "base_url" in run("upload", small, "--base-url", "ftp://x", status=2)[1]
    assert "--external-id" in run("upload", "--help")[0]


def test_fields_that_the_document_does_not_allow(run: Shell, emulator: Emulator, small: Path) -> None:
    _, err = run("upload", small, "--directory", "relative", status=1)
    assert "absolute path" in err
    assert len(emulator.journal) == 0


def test_a_reader_that_went_away(run: Shell, small: Path) -> None:
    with run.start("upload", small) as process:
        assert process.stdout is not None
        process.stdout.close()
        process.stdout = None
        _, err = process.communicate(timeout=SECONDS)
    assert (process.returncode, err) == (1, "")


def test_output_that_nobody_can_take(run: Shell, emulator: Emulator, small: Path) -> None:
    """No standard output, or one that cannot write the name, makes no failure of an upload."""
    named = run.folder / "é.bin"
    named.write_bytes(b"1")
    out, err = run("upload", named, "small.bin", "--files-at-once", "2", PYTHONIOENCODING="ascii")
    assert (out.count("uploaded"), err) == (2, "")
    assert r"\xe9.bin" in out
    line = f"exec {sys.executable} -m cdf_files upload small.bin --again >&-"
    with subprocess.Popen(["sh", "-c", line], cwd=run.folder, env=run.environment, stderr=subprocess.PIPE) as ended:
        assert (ended.communicate(timeout=SECONDS)[1], ended.returncode) == (b"", 0)


def test_progress_on_a_terminal(run: Shell, path: Path) -> None:
    seen = on_a_terminal(run, "upload", path, "--part-size", PART, "--workers", 1, "--bandwidth", "20MB")
    assert "manual.pdf" in seen
    for part in ("MiB", "/s", "0:00:0", "/3 parts"):
        assert part in seen, seen
    assert "uploaded" in seen


def test_no_progress_when_quiet(run: Shell, path: Path) -> None:
    assert "parts" not in on_a_terminal(run, "upload", path, "--quiet")


def on_a_terminal(run: Shell, *arguments: object) -> str:
    """What comes out of a pseudo-terminal."""
    ours, theirs = pty.openpty()
    environment = {**run.environment, "TERM": "xterm", "COLUMNS": "150"}
    with run.start(*arguments, stdout=theirs, stderr=theirs, stdin=theirs, env=environment) as process:
        os.close(theirs)
        seen = b"".join(chunks(ours))
        assert process.wait(timeout=SECONDS) == 0, seen
    return seen.decode()


def chunks(terminal: int) -> Iterator[bytes]:
    with closing(os.fdopen(terminal, "rb", buffering=0)) as file:
        while select.select([file], [], [], SECONDS)[0]:
            try:
                chunk = file.read(65_536)
            except OSError:  # the other end is closed
                return
            if not chunk:
                return
            yield chunk


def test_without_rich_it_says_what_to_install(run: Shell, small: Path, tmp_path: Path) -> None:
    """The interpreter finds everything but rich."""
    (tmp_path / "sitecustomize.py").write_text(
        "from importlib import util\nfind = util.find_spec\n"
        "util.find_spec = lambda name, package=None: None if name == 'rich' else find(name, package)\n"
    )
    _, err = run("upload", small, status=2, PYTHONPATH=f"{tmp_path}:{SOURCE}")
    assert err == "cdf_files: the command line needs rich: pip install 'cdf-files-client[cli]'\n"


@pytest.mark.parametrize("at_once", [1, 3])
def test_many_files(run: Shell, emulator: Emulator, at_once: int) -> None:
    for number in range(7):
        (run.folder / f"{number}.bin").write_bytes(bytes([number]) * number)
    names = [f"{number}.bin" for number in range(7)]
    out, _ = run("upload", *names, "--files-at-once", at_once)
    assert sorted(line.split()[1] for line in out.splitlines()) == names
    assert sorted(one or b"" for one in stored(emulator)) == [bytes([number]) * number for number in range(7)]


def test_each_line_comes_when_its_file_has_ended(run: Shell, emulator: Emulator, path: Path, small: Path) -> None:
    """The larger one goes first."""
    emulator.faults.replace([{"match": {"operation": "initMultiPartUpload", "nth": 2}, "slow": {"stall": 60}}])
    with run.start("upload", small, path, "--part-size", PART) as process:
        assert process.stdout is not None
        assert process.stdout.readline().split()[:2] == ["uploaded", str(path)]
        process.kill()
        process.communicate(timeout=SECONDS)


def test_against_specproof_serve(tmp_path: Path, path: Path, content: bytes) -> None:
    """Both as a stranger starts them: two processes, nothing in common but an address."""
    command = [sys.executable, "-m", "specproof", "serve", str(PROJECT), "--port", "0", "--storage-port", "0"]
    with subprocess.Popen([*command, "--format", "json"], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            told = json.loads(server.stdout.readline())
            run = Shell(told["base_url"].replace("{project}", "test"), tmp_path)
            record_id = json.loads(run("upload", path, "--verify", "--json")[0])["files"][0]["id"]
            run("download", record_id, "copy.pdf")
        finally:
            server.terminate()
    assert (tmp_path / "copy.pdf").read_bytes() == content
