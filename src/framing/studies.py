"""The study in this repository remade: tables, notebooks, figures, and the numbers in its prose."""

from __future__ import annotations

import json
import math
import os
import re
import sys
import time
import tomllib
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import FramingError, MissingExtraError, unknown_name
from framing.tables import replacing, write_table

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_findings", "refresh", "remake", "run_notebook", "write_findings"]

FINDINGS = Path("data/processed/findings.toml")
_MARKED = re.compile(r"(?P<value>[−-]?\d[\d,]*(?:\.\d+)?)<!--(?P<key>[\w-]+\.\w+)-->")
_AT_ONCE = 2


def remake(root: Path, say: Callable[[str], object]) -> None:
    """Score the demo corpus, execute every notebook, and renew the numbers in the prose.

    Parameters
    ----------
    root : path
        A checkout of the project.
    say : callable
        Takes a line of progress.

    Raises
    ------
    FramingError
        If the folder is no checkout, or a cell of a notebook fails.
    """
    root = root.resolve()
    notebooks = sorted((root / "notebooks").glob("[0-9]*.ipynb"))
    if not notebooks or not (root / "data" / "raw" / "demo").is_dir():
        raise FramingError(
            f"framing figures: {root} holds no notebooks/ and data/raw/demo/; the study lives in a "
            "checkout of the project; run it there or name the checkout with --root"
        )
    _make_demo(root, say)
    # The one with most pictures takes longest; begun last, it would keep the others' core idle.
    begun = sorted(notebooks, key=lambda path: -path.stat().st_size)
    # Two processes for all, not one for each: the notebook libraries take seconds to import.
    with ProcessPoolExecutor(_AT_ONCE, mp_context=get_context("spawn")) as pool:
        for path, seconds in zip(begun, pool.map(_run_timed, begun), strict=True):
            say(f"{path.relative_to(root)}: executed in {seconds:.0f} s")
    values = read_findings(root / FINDINGS)
    for path in [root / "README.md", *notebooks]:
        _refresh_file(path, values)
    say(f"figures and tables are in {(root / 'data' / 'processed').relative_to(root)}/")


def _make_demo(root: Path, say: Callable[[str], object]) -> None:
    """Write every table of the demo corpus; the notebooks and their readers start from them."""
    from framing.contrasts import compare, estimate
    from framing.corpus import read_corpus
    from framing.lexicon import read_lexicon
    from framing.pipeline import process

    raw, out = root / "data" / "raw" / "demo", root / "data" / "processed" / "demo"
    corpus = read_corpus(raw / "articles.csv")
    tables = process(corpus, read_lexicon("loaded", raw / "lexicon"))._asdict()
    tables.pop("quarantine")
    tables["receipt"] = corpus.receipt
    tables["estimates"] = estimate(tables["scores"])
    indices = [f"index:{name}" for name in ("loaded", "epistemic", "structural")]
    tables["contrasts"] = compare(tables["scores"], categories=indices, seed=1)
    for name, table in tables.items():
        write_table(table, out / f"{name}.csv")
    say(f"demo corpus: {len(corpus)} articles, {len(tables['evidence']):,} expressions")


def _run_timed(path: Path) -> float:
    """Execute a notebook and return the seconds it took."""
    begun = time.perf_counter()
    run_notebook(path)
    return time.perf_counter() - begun


def run_notebook(path: Path) -> None:
    """Execute a notebook in place; the same inputs give the same bytes.

    Parameters
    ----------
    path : path
        The notebook; its folder is the working directory.

    Raises
    ------
    MissingExtraError
        If the extra `study` is not installed.
    """
    try:
        import nbformat
        from nbclient import NotebookClient
        from nbclient.exceptions import CellExecutionError
    except ImportError as fault:
        raise MissingExtraError(
            f"{path.name}: executing notebooks needs nbclient, which is not installed; "
            "install the extra: pip install 'framing[study]'"
        ) from fault
    notebook: Any = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    client = NotebookClient(
        notebook,
        timeout=300,
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
        extra_arguments=["--log-level=ERROR"],
    )
    try:
        client.execute()
    except CellExecutionError as fault:
        raise FramingError(
            f"{path.name}: a cell failed with {fault.ename}: {fault.evalue}; the notebook is as it "
            "was; open it with `run.py lab` and run all cells"
        ) from fault
    notebook.metadata.get("language_info", {}).pop("version", None)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    text: str = nbformat.writes(notebook, version=4)  # type: ignore[no-untyped-call]
    with replacing(path) as file:
        file.write((text.rstrip("\n") + "\n").encode("utf-8"))


@contextmanager
def _alone(path: Path, seconds: float = 20.0) -> Iterator[None]:
    """Let one process at a time change a file."""
    lock = path.with_name(f".{path.name}.lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + seconds
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
            break
        except FileExistsError:
            if time.monotonic() > end:
                lock.unlink(missing_ok=True)  # left by a process that was killed
            time.sleep(0.02)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def write_findings(section: str, values: Mapping[str, float | int | str], path: Path) -> None:
    """Write the numbers a notebook found; prose quotes them from there.

    Parameters
    ----------
    section : str
        The notebook's number, such as "04".
    values : mapping
        Name of the finding -> a number, already rounded as the prose shows it, or a word.
    path : path
        The findings file; other sections in it are kept.

    Raises
    ------
    FramingError
        If a value is neither number nor string, or not finite.
    """
    for key, value in values.items():
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise FramingError(
                f"write_findings: {section}.{key} is a {type(value).__name__}; findings are "
                "numbers or words; convert it with int(), float() or str()"
            )
        if isinstance(value, float) and not math.isfinite(value):
            raise FramingError(
                f"write_findings: {section}.{key} is {value}; prose cannot quote what is not "
                "there; look at the table it was taken from"
            )
    path = Path(path)
    with _alone(path):
        found = read_findings(path) if path.exists() else {}
        found[section] = dict(values)
        lines = ["# Written by the notebooks. The prose quotes these numbers; do not edit them."]
        for name in sorted(found):
            lines += ["", f"[{name}]"]
            for key, value in found[name].items():
                shown = json.dumps(value, ensure_ascii=False)
                lines.append(f"{key} = {shown}")
        with replacing(path) as file:
            file.write(("\n".join(lines) + "\n").encode("utf-8"))


def read_findings(path: Path) -> dict[str, dict[str, Any]]:
    """Read the findings, by section."""
    return tomllib.loads(Path(path).read_text(encoding="utf-8"))


def refresh(text: str, findings: Mapping[str, Mapping[str, Any]]) -> str:
    """Renew every number that is followed by the name of its finding.

    Parameters
    ----------
    text : str
        Markdown in which a number is followed by a comment, as in ``7.4<!--04.own-->``.
    findings : mapping
        What `read_findings` returned.

    Raises
    ------
    FramingError
        If a finding of that name was never written.

    Examples
    --------
    >>> refresh("a rate of 7.1<!--04.own--> per 1,000", {"04": {"own": 7.4}})
    'a rate of 7.4<!--04.own--> per 1,000'
    """

    def renew(match: re.Match[str]) -> str:
        section, _, key = match["key"].partition(".")
        try:
            value = findings[section][key]
        except KeyError as fault:
            known = [f"{section}.{name}" for name in findings.get(section, ())] or list(findings)
            told = unknown_name("prose", "finding", match["key"], known)
            raise FramingError(f"{told}; or write it in the notebook's last cell") from fault
        shown = f"{value:,}" if isinstance(value, int) else str(value)
        return f"{shown}<!--{match['key']}-->"

    return _MARKED.sub(renew, text)


def _refresh_file(path: Path, findings: Mapping[str, Mapping[str, Any]]) -> None:
    if path.suffix == ".ipynb":
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown":
                text = refresh("".join(cell["source"]), findings)
                cell["source"] = text.splitlines(keepends=True)
        # The form nbformat writes, so that renewing a number changes nothing else.
        text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        content = text.encode("utf-8")
    else:
        content = refresh(path.read_text(encoding="utf-8"), findings).encode("utf-8")
    if content != path.read_bytes():
        with replacing(path) as file:
            file.write(content)


if __name__ == "__main__":
    try:
        run_notebook(Path(sys.argv[1]))
    except FramingError as fault:
        sys.exit(str(fault))
