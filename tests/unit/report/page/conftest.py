"""A real browser: Debian's chromium, without a window."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from specproof.report.html import render_html

Show = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for one module: while it runs, so does an event loop, which tests of asyncio would meet."""
    program = os.environ.get("SPECPROOF_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        said = "no chromium on the PATH: install Debian's chromium, or set SPECPROOF_CHROMIUM to a Chromium or Chrome"
        if os.environ.get("CI") == "true":
            pytest.fail(said)
        pytest.skip(said)
    with sync_playwright() as playwright:
        # without a sandbox: containers run as root, and what is shown was written by this test
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield chromium
        chromium.close()


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Show]:
    """Opens the page of a proof from a file. At the end nothing may have been complained of, nor asked of a network."""
    contexts, complaints, requests = [], [], []

    def opened(result: dict[str, Any], width: int = 1280, scheme: str = "light", **more: Any) -> Page:
        path = tmp_path / f"{len(contexts)}.html"
        path.write_text(render_html(result), encoding="utf-8")
        size = {"width": width, "height": 800}
        contexts.append(browser.new_context(viewport=size, color_scheme=scheme, **more))
        contexts[-1].set_default_timeout(20_000)
        page = contexts[-1].new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("request", lambda request: requests.append(request.url))
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
