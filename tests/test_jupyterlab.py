"""Notebooks in a real JupyterLab: every cell runs, and the page asks nobody and has no fault."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from browsers import open_browser

pytestmark = [pytest.mark.notebooks, pytest.mark.timeout(400)]

IDLE = "window.jupyterapp?.shell.currentWidget?.context?.sessionContext?.session?.kernel?.status"
CELLS = "window.jupyterapp.shell.currentWidget.content.model.sharedModel.cells"
READ = f"""() => [...{CELLS}].filter(c => c.cell_type === 'code' && c.source.trim()).map(c => [
    c.execution_count, c.outputs.map(o => {{ const j = o.toJSON ? o.toJSON() : o;
    return j.output_type + (j.ename ? ':' + j.ename : '') + (j.name ? ':' + j.name : ''); }})])"""
EXPLORER = """\
import warnings

from framing import annotate, attribute, explore, read_corpus, read_lexicon, segment

warnings.simplefilter("ignore")
corpus = read_corpus("../data/raw/demo/articles.csv")
segments = segment(corpus, attribute(corpus, tagger="rules"))
evidence = annotate(corpus, segments, read_lexicon("loaded"))
shown = explore(corpus, segments, evidence)
shown
"""


@pytest.fixture(scope="module")
def lab(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """Start a server over a copy of the notebooks, with settings of its own."""
    pytest.importorskip("jupyterlab", reason="the extra study is not installed")
    folder = tmp_path_factory.mktemp("lab")
    work = folder / "work"
    for name in ("notebooks", "data", "benchmarks/tables"):
        shutil.copytree(root / name, work / name)
    cell = {"cell_type": "code", "execution_count": None, "id": "one", "metadata": {},
            "outputs": [], "source": EXPLORER}  # fmt: skip
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = {"cells": [cell], "metadata": {"kernelspec": kernel}, "nbformat": 4,
                "nbformat_minor": 5}  # fmt: skip
    (work / "notebooks" / "explorer.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    quiet = folder / "settings" / "@jupyterlab" / "apputils-extension"
    quiet.mkdir(parents=True)
    told = {"fetchNews": "false", "checkForUpdates": False}
    (quiet / "notification.jupyterlab-settings").write_text(json.dumps(told), encoding="utf-8")
    places = {
        "JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "run",
        "IPYTHONDIR": "ipython", "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    }  # fmt: skip
    env = {**os.environ, **{name: str(folder / place) for name, place in places.items()}}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(8)
    options = [
        "--no-browser", "--allow-root", f"--port={port}", "--ip=127.0.0.1",
        f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={work / 'notebooks'}",
        "--ServerApp.port_retries=0", "--LabApp.expose_app_in_browser=True",
        "--LabApp.extension_manager=readonly",
    ]  # fmt: skip
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options], env=env, stdin=subprocess.DEVNULL,
            stdout=log, stderr=log,
        )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(600):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{address}/api?token={token}", timeout=2).close()
                break
            assert server.poll() is None, (folder / "log").read_text()
            time.sleep(0.1)
        yield SimpleNamespace(address=address, token=token)
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with open_browser() as chromium:
        yield chromium


@contextlib.contextmanager
def run_all(browser: Any, lab: SimpleNamespace, name: str) -> Iterator[Any]:
    """Open a notebook, run all cells, and hand over the page; at the end it had no fault."""
    page = browser.new_page(viewport={"width": 1280, "height": 1400})
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("requestfailed", lambda request: faults.append(f"failed: {request.url}"))
    page.on(
        "request",
        lambda request: (
            faults.append(f"asked: {request.url}")
            if request.url.startswith("http") and not request.url.startswith(lab.address)
            else None
        ),
    )
    page.goto(f"{lab.address}/lab/tree/{name}?token={lab.token}&reset")
    page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=90_000)
    page.wait_for_function(f"{IDLE} === 'idle'", timeout=90_000)
    # What was committed must not be taken for what is run now.
    page.evaluate("window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    ends = f"() => {{ const all = ({READ})(); return all.some(c => c[1].some("
    ends += "o => o.startsWith('error'))) || (all.every(c => c[0]) && "
    page.wait_for_function(f"{ends}{IDLE} === 'idle'); }}", timeout=240_000)
    yield page
    page.close()
    assert not faults


@pytest.mark.parametrize("name", ["00-start-here", "05-your-own"])
def test_run_all_runs_every_cell(browser: Any, lab: SimpleNamespace, name: str) -> None:
    with run_all(browser, lab, f"{name}.ipynb") as page:
        cells = page.evaluate(READ)
        outputs = [output for _, found in cells for output in found]
        assert len(cells) > 5
        assert [count for count, _ in cells] == list(range(1, len(cells) + 1))
        assert not [output for output in outputs if output.startswith(("error", "stream:stderr"))]


def test_the_explorer_filters_and_opens_an_article(browser: Any, lab: SimpleNamespace) -> None:
    with run_all(browser, lab, "explorer.ipynb") as page:
        lists = page.locator(".widget-dropdown select")
        lists.first.wait_for(timeout=60_000)
        assert lists.count() == 5
        status = page.locator("p[role=status]")
        whole = status.inner_text()
        lists.nth(1).select_option(index=2)
        page.wait_for_function(
            "before => document.querySelector('p[role=status]').innerText !== before", arg=whole
        )
        page.locator(".widget-dropdown select").nth(4).select_option(index=1)
        page.locator(".jp-OutputArea mark").nth(30).wait_for(timeout=30_000)
