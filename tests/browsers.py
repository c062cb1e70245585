"""A real browser for tests that look at pages; without one they are skipped with a word of why."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def open_browser() -> Iterator[Any]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None and os.environ.get("CI") == "true":
        pytest.fail("CI installs Chromium, and there is none")
    if program is None:
        pytest.skip("Chromium is not installed")
    api = pytest.importorskip("playwright.sync_api", reason="the group dev is not installed")
    with api.sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=program, args=SWITCHES)
        yield chromium
        chromium.close()


def barriers(page: Any, where: str = "html") -> list[str]:
    """Return what axe-core finds in a part of a page: what keeps people out."""
    reason = "the group dev is not installed"
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason=reason).Axe()
    return [
        f"{kind['id']}: {node['html'][:100]}"
        for kind in axe.run(page, context=where).response["violations"]
        for node in kind["nodes"]
    ]
