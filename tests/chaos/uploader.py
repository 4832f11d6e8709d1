"""A program that uploads one file, and tells what it left behind. It is started by its path, and may be killed.

Its argument is JSON: ``driver``, ``method``, ``arguments``, ``by_key``, ``words`` (of a command line), ``url``,
``token``, ``path`` and ``ahead``, the seconds by which its clock is ahead. The last line that it prints is JSON, too:
how it ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import logging
import os
import random
import runpy
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from typing import Any

Order = Mapping[str, Any]
HOW = ("workers", "progress", "verify", "part_origin", "timeout", "transfer_timeout")


def main(order: Order) -> dict[str, Any]:
    """What it says at any level goes to standard error."""
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    uniform, now = random.uniform, time.time
    random.uniform = lambda low, high: uniform(low, high) / 1000
    time.time = lambda: now() + order["ahead"]
    try:
        return {"error": DRIVERS[order["driver"]](order)}
    finally:
        random.uniform, time.time = uniform, now


def blocking(order: Order) -> str | None:
    import small_files

    with small_files.Client(base_url=order["url"], token=order["token"]) as client:
        shown(client)
        try:
            method, what, given = call(order, small_files)
            shown(getattr(client.files, method)(what, **given))
        except small_files.errors.ClientError as error:
            return told(error)
    return None


def on_a_loop(order: Order) -> str | None:
    import small_files

    async def run() -> str | None:
        async with small_files.AsyncClient(base_url=order["url"], token=order["token"]) as client:
            shown(client)
            try:
                method, what, given = call(order, small_files)
                shown(await getattr(client.files, method)(what, **given))
            except small_files.errors.ClientError as error:
                return told(error)
            finally:
                others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
                assert others == [], others
        return None

    return asyncio.run(run())


def command(order: Order) -> str | None:
    """``python -m small_files upload …``, as far as one process can start itself."""
    sys.argv = ["small_files", *order["words"]]
    out, status = io.StringIO(), 0
    with contextlib.redirect_stdout(out):
        try:
            runpy.run_module("small_files", run_name="__main__")
        except SystemExit as end:
            status = end.code
    print(out.getvalue())
    (one,) = json.loads(out.getvalue())["files"]
    assert (status == 0) == (one["error"] is None), (status, one)
    return None if one["error"] is None else str(one["error"]["type"])


DRIVERS = {"sync": blocking, "async": on_a_loop, "command": command}


def call(order: Order, package: Any) -> tuple[str, str, dict[str, Any]]:
    """The method, and what it is given: the file, or the key of what is remembered of it."""
    given = {**order["arguments"], "progress": shown}
    for one in package.uploads.list() if order["by_key"] else ():
        shown(one)
        return "resume_upload", one.key, {name: value for name, value in given.items() if name in HOW}
    if "instance_id" in given:
        given["instance_id"] = package.models.InstanceId.model_validate(given["instance_id"])
    return order["method"], order["path"], given


def shown(value: object) -> None:
    print(repr(value), str(value))


def told(error: Exception) -> str:
    """All that there is to see of an error, but for the reply as it came."""
    print({name: value for name, value in vars(error).items() if name != "content"}, repr(error), error)
    traceback.print_exception(error)
    return type(error).__name__


def left() -> list[str]:
    """Threads and sockets that should be gone."""
    threads = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]
    places = []
    for number in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError):
            places.append(os.readlink(f"/proc/self/fd/{number}"))
    return threads + [place for place in places if place.startswith("socket:") or ".sqlite3" in place]


if __name__ == "__main__":
    ended = main(json.loads(sys.argv[1]))
    print(json.dumps({**ended, "left": left()}), flush=True)
