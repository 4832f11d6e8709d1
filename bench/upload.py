"""``make bench-upload``: 2 GiB in parts of 64 MiB, four at once, to nginx on loopback, against whom one would ask.

Every contender is a process of its own, and all take turns in every round; the figures are medians. Times hold neither
the start of an interpreter nor imports, but for curl, where they hold its whole process. Needs nginx, curl and openssl.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table
from run import PLACE, ROOT, environment
from storage import Storage, links, storage

MIB = 1 << 20
SIZE, PART, WORKERS, ROUNDS = 2048 * MIB, 64 * MIB, 4, 7
SMALL, LARGE = 256 * MIB, 4096 * MIB
COGNITE = "cognite-sdk==8.13.0"
CONTENDERS = Path(__file__).parent / "contenders"
OWN = {
    "PYTHONPATH": str(ROOT / "generated" / "cdf-files" / "src"),
    "CDF_FILES_STATE_DIR": str(PLACE / "state"),
}


class Taken(NamedTuple):
    seconds: float
    cpu: float  # seconds, user and system
    memory: int  # bytes at the highest


class Contender(NamedTuple):
    name: str
    run: Callable[[], Taken]


def main() -> None:
    PLACE.mkdir(exist_ok=True)
    peer = environment("cognite", COGNITE)
    console = Console()
    with storage() as server, links(server.plain) as api, links(server.secure) as safe:
        source = written(server.place / "source.bin", SIZE)
        console.print(table("HTTP", plain(server, api, source, peer), server))
        console.print(table("HTTPS", secure(server, safe, source, peer), server))
        source.unlink()
        console.print(memory(server, api))


def plain(server: Storage, api: str, source: Path, peer: Path) -> list[Contender]:
    return [
        Contender("ours, blocking", lambda: ours("blocking", api, source)),
        Contender("ours, asyncio", lambda: ours("asyncio", api, source)),
        Contender("ours, verified", lambda: ours("blocking", api, source, verify="verify")),
        Contender("sendfile loop, 4 threads", lambda: script("sendfile.py", server.plain, source, PART, WORKERS)),
        *curls(server, server.plain, source),
        Contender(COGNITE, lambda: script("vendor.py", api, source, PART, python=peer)),
    ]


def secure(server: Storage, api: str, source: Path, peer: Path) -> list[Contender]:
    trust = {"SSL_CERT_FILE": str(server.certificate)}
    return [
        Contender("ours, blocking", lambda: ours("blocking", api, source, trust)),
        Contender("ours, asyncio", lambda: ours("asyncio", api, source, trust)),
        *curls(server, server.secure, source),
        Contender(COGNITE, lambda: script("vendor.py", api, source, PART, python=peer, more=trust)),
    ]


def ours(flavor: str, api: str, source: Path, trust: dict[str, str] | None = None, verify: str = "") -> Taken:
    return script("ours.py", flavor, api, source, PART, WORKERS, verify, more=OWN | (trust or {}))


def script(name: str, *arguments: object, python: Path | None = None, more: dict[str, str] | None = None) -> Taken:
    command = [python / "python" if python else sys.executable, CONTENDERS / name, *arguments]
    environ = {**os.environ, **(more or {})}
    ended = subprocess.run(list(map(str, command)), env=environ, stdout=subprocess.PIPE, text=True, check=True)
    return Taken(**json.loads(ended.stdout))


def curls(server: Storage, url: str, source: Path) -> list[Contender]:
    """curl sends whole files, so it gets the parts as files; alone with four transfers, and four of it."""
    folder = server.place / "parts"
    if not folder.exists():
        folder.mkdir()
        subprocess.run(["split", "-b", str(PART), "-d", "-a", "3", source, f"{folder}/"], check=True)
    parts = sorted(folder.iterdir())
    lanes = [parts[first::WORKERS] for first in range(WORKERS)]
    return [
        Contender("curl --parallel-max 4", lambda: curl(server, url, [parts], "--parallel", "--parallel-max", "4")),
        Contender("curl, 4 processes", lambda: curl(server, url, lanes)),
    ]


def curl(server: Storage, url: str, lanes: Sequence[Sequence[Path]], *options: str) -> Taken:
    began, busy = time.perf_counter(), os.times()
    usual = ["curl", "-sSf", "--no-progress-meter", "--cacert", str(server.certificate), "-H", "Expect:", *options]
    sent = [[word for part in lane for word in ("-T", str(part), f"{url}/sent/{part.name}")] for lane in lanes]
    running = [subprocess.Popen([*usual, *words]) for words in sent]
    if any([one.wait() for one in running]):
        raise SystemExit("curl failed")
    now = os.times()
    cpu = now.children_user + now.children_system - busy.children_user - busy.children_system
    return Taken(time.perf_counter() - began, cpu, 0)


def table(title: str, contenders: Sequence[Contender], server: Storage) -> Table:
    taken = rounds(contenders, server)
    shown = Table("", "MiB/s", "spread", "CPU", "memory", "of curl", "of sendfile", "of the SDK", title=title)
    speeds = {name: [SIZE / MIB / one.seconds for one in each] for name, each in taken.items()}
    middle = {name: statistics.median(each) for name, each in speeds.items()}
    curl_best = max(speed for name, speed in middle.items() if name.startswith("curl"))
    for name, each in taken.items():
        peers = (curl_best, middle.get("sendfile loop, 4 threads"), middle[COGNITE])
        shown.add_row(
            name,
            f"{middle[name]:,.0f}",
            f"{min(speeds[name]):,.0f}-{max(speeds[name]):,.0f}",
            f"{statistics.median(one.cpu for one in each):.2f} s",
            f"{max(one.memory for one in each) / MIB:.0f} MiB",
            *(f"{middle[name] / peer:.2f}" if peer else "" for peer in peers),
        )
    return shown


def rounds(contenders: Sequence[Contender], server: Storage) -> dict[str, list[Taken]]:
    """All contenders in turn, the order moving on by one in each round; the first round does not count."""
    taken: dict[str, list[Taken]] = {contender.name: [] for contender in contenders}
    for number in range(ROUNDS + 1):
        first = number % len(contenders)
        for contender in [*contenders[first:], *contenders[:first]]:
            server.clear()
            found = contender.run()
            if server.stored() != SIZE:
                raise SystemExit(f"{contender.name} stored {server.stored():,} bytes")
            if number:
                taken[contender.name].append(found)
    server.clear()
    return taken


def memory(server: Storage, api: str) -> Table:
    """The most memory of a process that sends little, and of one that sends much; files with nothing but a length."""
    shown = Table("peak memory", "256 MiB", "4 GiB", "more", "aim", title="Memory")
    for flavor in ("blocking", "asyncio"):
        highest = []
        for size in (SMALL, LARGE):
            source = server.place / f"{size}.bin"
            with source.open("wb") as file:
                file.truncate(size)
            highest.append(ours(flavor, api, source).memory / MIB)
            source.unlink()
            server.clear()
        small, large = highest
        shown.add_row(f"ours, {flavor}", f"{small:.0f} MiB", f"{large:.0f} MiB", f"{large - small:.1f}", "<= 16")
    return shown


def written(path: Path, size: int) -> Path:
    """A file that no page of is like another."""
    with path.open("wb") as file:
        for _ in range(size // (16 * MIB)):
            file.write(os.urandom(16 * MIB))
    return path


if __name__ == "__main__":
    main()
