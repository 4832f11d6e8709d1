"""Writing is one step: all of the new package or all of the old one, and never a file of the user's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from specproof.core.diagnostics import Findings, StopError
from specproof.output import swap
from specproof.output.manifest import MANIFEST, owned_files
from specproof.output.write import apply, plan, replace_file

OLD = {"README.md": b"old\n", "src/pets/__init__.py": b"old = 1\n", "src/pets/gone.py": b"gone = 1\n"}
NEW = {"README.md": b"new\n", "src/pets/__init__.py": b"new = 1\n", "src/pets/added.py": b"added = 1\n"}


def write(want: dict[str, bytes], folder: Path) -> list[tuple[str, str]]:
    steps = plan(want, folder, Findings())
    apply(steps)
    return [(row.kind, row.path) for row in steps.changes]


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


def refused(want: dict[str, bytes], folder: Path) -> str:
    findings = Findings()
    with pytest.raises(StopError):
        plan(want, folder, findings)
    (error,) = findings.errors
    return f"{error.code}: {error.message}"


def test_the_folder_is_made_with_its_parents(tmp_path: Path) -> None:
    write(OLD, tmp_path / "a" / "b")
    assert tree(tmp_path / "a" / "b") == OLD
    assert sorted(owned_files(tmp_path / "a" / "b", Findings())) == sorted(OLD)


def test_a_second_run_changes_nothing_at_all(tmp_path: Path) -> None:
    write(OLD, tmp_path / "out")
    before = {path: path.stat() for path in (tmp_path / "out").rglob("*")}
    assert write(OLD, tmp_path / "out") == []
    assert {path: path.stat() for path in (tmp_path / "out").rglob("*")} == before


def test_drift_says_missing_changed_and_orphan(tmp_path: Path) -> None:
    write(OLD, tmp_path / "out")
    assert write(NEW, tmp_path / "out") == [
        ("changed", MANIFEST),
        ("changed", "README.md"),
        ("changed", "src/pets/__init__.py"),
        ("missing", "src/pets/added.py"),
        ("orphan", "src/pets/gone.py"),
    ]
    assert tree(tmp_path / "out") == NEW


def test_what_did_not_change_is_not_written_again(tmp_path: Path) -> None:
    write(OLD, tmp_path / "out")
    before = (tmp_path / "out" / "README.md").stat().st_ino
    write({**NEW, "README.md": OLD["README.md"]}, tmp_path / "out")
    assert (tmp_path / "out" / "README.md").stat().st_ino == before


def test_files_of_the_user_stay_the_same_files(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(OLD, out)
    (out / "notes").mkdir()
    (out / "notes" / "mine.txt").write_text("mine")
    (out / "src" / "pets" / "mine.py").write_text("mine = 1")
    (out / "src" / "link").symlink_to("pets")
    (out / "empty").mkdir()
    inode = (out / "notes" / "mine.txt").stat().st_ino
    write(NEW, out)
    assert (out / "notes" / "mine.txt").stat().st_ino == inode
    assert (out / "src" / "pets" / "mine.py").read_text() == "mine = 1"
    assert os.readlink(out / "src" / "link") == "pets"
    assert (out / "empty").is_dir()
    assert not (out / "src" / "pets" / "gone.py").exists()


def test_a_folder_that_held_only_generated_files_goes_with_them(tmp_path: Path) -> None:
    write({**OLD, "src/pets/resources/dogs.py": b""}, tmp_path / "out")
    cached = tmp_path / "out" / "src" / "pets" / "resources" / "__pycache__"
    cached.mkdir()
    (cached / "dogs.cpython-311.pyc").write_bytes(b"derived")
    write(NEW, tmp_path / "out")
    assert not (tmp_path / "out" / "src" / "pets" / "resources").exists()


def test_no_trace_is_left_beside_the_folder(tmp_path: Path) -> None:
    write(OLD, tmp_path / "out")
    write(NEW, tmp_path / "out")
    assert os.listdir(tmp_path) == ["out"]


def test_a_folder_full_of_foreign_files_is_refused(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt", "d.txt", "e.txt"):
        (tmp_path / name).write_text("mine")
    assert (
        refused(NEW, tmp_path) == "OUTPUT_FOREIGN: specproof did not write these files: a.txt, b.txt, c.txt and 2 more"
    )
    assert len(os.listdir(tmp_path)) == 5


def test_a_fresh_repository_is_not_foreign(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/main")
    (tmp_path / "LICENSE").write_text("mine")
    write(NEW, tmp_path)
    assert (tmp_path / ".git" / "HEAD").read_text() == "ref: refs/heads/main"


def test_a_user_file_where_a_new_file_is_wanted_is_refused(tmp_path: Path) -> None:
    write(OLD, tmp_path / "out")
    (tmp_path / "out" / "src" / "pets" / "added.py").write_text("mine = 1")
    assert refused(NEW, tmp_path / "out") == "OUTPUT_FOREIGN: specproof did not write these files: src/pets/added.py"
    assert tree(tmp_path / "out") == {**OLD, "src/pets/added.py": b"mine = 1"}


def test_a_lost_manifest_is_made_again_where_the_files_are_as_wanted(tmp_path: Path) -> None:
    write(OLD, tmp_path / "out")
    (tmp_path / "out" / MANIFEST).unlink()
    assert write(OLD, tmp_path / "out") == [("missing", MANIFEST)]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    assert refused(NEW, tmp_path / "out") == "OUTPUT_FOREIGN: out is a file, but the output must be a folder"


def test_a_file_in_place_of_an_inner_folder_is_refused(tmp_path: Path) -> None:
    write({"README.md": b""}, tmp_path / "out")
    (tmp_path / "out" / "src").write_text("mine")
    assert refused(NEW, tmp_path / "out") == "OUTPUT_FOREIGN: specproof did not write these files: src"


def test_a_folder_of_the_user_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    write({"README.md": b""}, tmp_path / "out")
    (tmp_path / "out" / "src").mkdir()
    (tmp_path / "out" / "src" / "mine.py").write_text("mine")
    assert refused({"src": b""}, tmp_path / "out") == "OUTPUT_FOREIGN: specproof did not write these files: src/mine.py"


@pytest.mark.parametrize("place", ["", "src", "src/pets", "README.md", MANIFEST])
def test_links_are_never_followed(tmp_path: Path, place: str) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    link = out / place
    link.parent.mkdir(parents=True, exist_ok=True)
    elsewhere.mkdir()
    link.symlink_to(elsewhere)
    assert refused(NEW, out).startswith("OUTPUT_SYMLINK")
    assert os.listdir(elsewhere) == []


@pytest.mark.parametrize(
    "text", [b"", b"[]", b'{"format": 2, "files": {}}', b'{"format": 1, "files": {"../x": "sha256:0"}}', b"\xff"]
)
def test_a_manifest_that_is_none_is_refused(tmp_path: Path, text: bytes) -> None:
    (tmp_path / MANIFEST).write_bytes(text)
    assert refused(NEW, tmp_path).startswith("OUTPUT_MANIFEST")


@pytest.mark.parametrize("path", ["../x", "/x", "a/../x", "", "a//b", "./a", MANIFEST])
def test_a_path_that_leaves_the_folder_is_our_bug(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match="not a path"):
        plan({path: b""}, tmp_path / "out", Findings())


def test_a_working_directory_inside_the_folder_keeps_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write({**OLD, "src/old/only.py": b""}, tmp_path / "out")
    monkeypatch.chdir(tmp_path / "out")
    write(NEW, Path())
    assert tree(tmp_path / "out") == NEW
    assert (Path.cwd() / "README.md").read_bytes() == b"new\n"
    assert not (tmp_path / "out" / "src" / "old").exists()
    assert write(NEW, Path()) == []


def test_where_folders_cannot_change_places_two_renames_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "_atomically", _unsupported)
    write(OLD, tmp_path / "out")
    write(NEW, tmp_path / "out")
    assert tree(tmp_path / "out") == NEW
    assert os.listdir(tmp_path) == ["out"]


def test_a_kill_between_the_two_renames_is_undone(tmp_path: Path) -> None:
    write(OLD, tmp_path / "out")
    (tmp_path / "out").rename(tmp_path / ".out.specproof-old")
    assert write(OLD, tmp_path / "out") == []


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    left = tmp_path / ".out.specproof-new-0123456789ab"
    left.mkdir()
    (left / "README.md").write_text("half")
    write(OLD, tmp_path / "out")
    assert os.listdir(tmp_path) == ["out"]


def test_a_file_that_was_saved_meanwhile_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    write(OLD, out)
    (out / "mine.txt").write_text("before")
    exchange = swap.exchange

    def edit_then_exchange(new: Path, target: Path) -> bool:
        replace_file(out / "mine.txt", b"after")
        replace_file(out / "more" / "mine.txt", b"new")
        return exchange(new, target)

    monkeypatch.setattr("specproof.output.write.exchange", edit_then_exchange)
    write(NEW, out)
    assert (out / "mine.txt").read_bytes() == b"after"
    assert (out / "more" / "mine.txt").read_bytes() == b"new"


def test_one_file_is_replaced_whole_or_not(tmp_path: Path) -> None:
    assert replace_file(tmp_path / "a" / "lock", b"1")
    assert not replace_file(tmp_path / "a" / "lock", b"1")
    assert os.listdir(tmp_path / "a") == ["lock"]


def _unsupported(new: Path, target: Path) -> None:
    raise OSError(38, "not here")
