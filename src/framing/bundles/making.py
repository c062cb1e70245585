"""Counts, codebook, tables, figures, report, notebook and versions in one file, without texts."""

from __future__ import annotations

import json
import platform
import shutil
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from framing.bundles.remaking import REPORT, remake
from framing.columns import SCHEMA
from framing.counts import read_counts, write_counts
from framing.errors import FramingError
from framing.lexicon import read_lexicon, shipped
from framing.runs.manifests import digest
from framing.tables import read_table, replacing, write_json

__all__ = ["BESIDE", "COUNTS", "MANIFEST", "PACKAGES", "write_bundle", "write_texts"]

MANIFEST = "bundle.json"
COUNTS, BESIDE = "counts.csv", "counts.json"
PACKAGES = ("matplotlib", "nltk", "numpy", "pandas", "pyarrow", "scikit-learn", "scipy")
_STAMP = (1980, 1, 1, 0, 0, 0)
_README = """\
# A study without its texts

`counts.csv` and `counts.json` hold what was counted: hits and exposure for every article, section,
voice and category, and not a word of an article. `tables/`, `figures/` and `report/` (open
`report/report.html`) were made from them, with seed {seed}, by framing {framing}; `codebook/` is
what was looked for; `requirements.txt` names the versions.

    pip install -r requirements.txt
    framing verify THIS_FILE

makes every table, figure and the report again from the counts alone and says what differs. Hold the
SHA-256 it prints against the one that the authors published elsewhere: whoever can change this file
can change its counts, and make all the rest anew.
`study.ipynb` does the same in steps one can change.
"""
_CELLS = (
    "# The study again, from its counts",
    "from framing import compare, estimate, plot_contrasts, plot_rates, read_counts\n\n"
    'scores = read_counts("counts.csv")',
    'estimates = estimate(scores)\nplot_rates(estimates[estimates["category"] == "index:loaded"])',
    'contrasts = compare(scores, categories="index:loaded", seed={seed})\n'
    "plot_contrasts(contrasts)",
)


def write_bundle(
    scores: pd.DataFrame | str | Path,
    lexicon: Sequence[str | Path] | str | Path = "loaded",
    *,
    out: str | Path,
    seed: int,
    also: Sequence[str | Path] = (),
) -> Path:
    """Write a study to pass on: what others need to make its tables and figures again, and no text.

    Parameters
    ----------
    scores : DataFrame or path
        What `score` returned; or counts (`write_counts`, a `.csv`), a `scores.parquet`, or the
        folder of a run.
    lexicon : str, path or sequence of them
        The codebook, as in `read_lexicon`; its files go along.
    out : path
        The `.zip` to write; the same study gives the same bytes.
    seed : int
        Of the tests.
    also : sequence of path
        Further files or folders to go along, such as the report without texts of the articles
        themselves (`write_report(..., text=False)`). They are not made again, only held against
        their digests.

    Returns
    -------
    Path

    Raises
    ------
    FramingError
        If there are no such scores, `out` is no `.zip`, or two files have one name.
    TableError
        If the scores are not whole (`write_counts`).

    See Also
    --------
    verify_bundle : makes everything again and says what differs.

    Notes
    -----
    Publish the SHA-256 of the bundle somewhere else (in the paper, in a registry): without it a
    bundle proves nothing against whoever made it, or changed it and made it anew.
    """
    path = Path(out)
    if path.suffix != ".zip":
        raise FramingError(
            f"write_bundle: {path.name} does not end in .zip; a bundle is one file; name such as "
            "study.zip"
        )
    books = [lexicon] if isinstance(lexicon, str | Path) else list(lexicon)
    book = read_lexicon(*books)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        # First, since all else takes long.
        for extra in map(Path, also):
            _take_along(extra, folder)
        about = _about(scores) | {"codebook": book.label}
        write_counts(_scores(scores), folder / COUNTS, about=about)
        for number, one in enumerate(books):
            _copy_codebook(one, folder / "codebook" / f"{number + 1}-{_name_of(one)}")
        remade = remake(folder / COUNTS, book, folder, seed)
        remade = [n for n in remade if n.startswith(("tables/", "figures/", f"{REPORT}/"))]
        facts = {
            "schema": SCHEMA,
            "framing": version("framing"),
            "python": platform.python_version(),
            "packages": {name: version(name) for name in PACKAGES},
            "codebook": {"label": book.label, "fingerprint": book.fingerprint},
            "about": about,
            "seed": seed,
        }
        write_texts(folder, facts)
        names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
        files = {name: digest(folder / name) for name in names}
        write_json(facts | {"remade": remade, "files": files}, folder / MANIFEST)
        _zip(folder, [MANIFEST, *names], path)
    return path


def _scores(scores: pd.DataFrame | str | Path) -> pd.DataFrame:
    if isinstance(scores, pd.DataFrame):
        return scores
    path = Path(scores)
    if path.is_dir():
        path = path / "scores.parquet"
    if not path.is_file():
        raise FramingError(
            f"write_bundle: there is no {path}; a bundle is made of counts that write_counts "
            "wrote, of a scores.parquet, or of the folder of a run (--format parquet); name one"
        )
    return read_counts(path) if path.suffix == ".csv" else read_table(path)


def _about(scores: pd.DataFrame | str | Path) -> dict[str, Any]:
    """Return what the counts say of themselves."""
    if isinstance(scores, pd.DataFrame):
        return {}
    beside = Path(scores).with_suffix(".json")
    told: dict[str, Any] = {}
    if Path(scores).suffix == ".csv" and beside.is_file():
        told = dict(json.loads(beside.read_text(encoding="utf-8")).get("about", {}))
    return told


def _name_of(book: str | Path) -> str:
    return Path(book).stem or "codebook"


def _copy_codebook(book: str | Path, place: Path) -> None:
    """Copy a codebook's files, so that nobody has to have them."""
    place.mkdir(parents=True)
    if isinstance(book, str) and book in shipped():
        source = resources.files("framing") / "lexicons" / book
        for item in source.iterdir():
            if item.name.endswith((".toml", ".csv")):
                (place / item.name).write_bytes(item.read_bytes())
    elif Path(book).is_dir():
        for name in ("lexicon.toml", "terms.csv"):
            shutil.copy(Path(book) / name, place / name)
    else:
        shutil.copy(book, place / Path(book).name)


def write_texts(folder: Path, facts: Mapping[str, Any]) -> None:
    """Write what a person reads first, the versions, and the notebook, as the manifest has them."""
    folder.mkdir(parents=True, exist_ok=True)
    told = _README.format(seed=facts["seed"], framing=facts["framing"])
    wanted = {"framing": facts["framing"], **{n: facts["packages"][n] for n in PACKAGES}}
    lines = "".join(f"{name}=={number}\n" for name, number in sorted(wanted.items()))
    for name, text in (("README.md", told), ("requirements.txt", lines)):
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    first, *code = (cell.format(seed=facts["seed"]) for cell in _CELLS)
    cells: list[dict[str, Any]] = [
        {"cell_type": "markdown", "id": "first", "metadata": {}, "source": first}
    ]
    for number, source in enumerate(code):
        cells.append({"cell_type": "code", "execution_count": None, "id": f"step-{number}",
                      "metadata": {}, "outputs": [], "source": source})  # fmt: skip
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    write_json({"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4,
                "nbformat_minor": 5}, folder / "study.ipynb")  # fmt: skip


def _take_along(extra: Path, folder: Path) -> None:
    place = folder / "also" / extra.name
    if not extra.exists():
        raise FramingError(
            f"write_bundle: there is no {extra}; what goes along are files and folders; check the "
            "path"
        )
    if place.exists():
        raise FramingError(
            f"write_bundle: two files to go along are called {extra.name}; each needs a name of "
            "its own; rename one"
        )
    place.parent.mkdir(exist_ok=True)
    if extra.is_file():
        shutil.copy(extra, place)
        return
    told = extra / "report.json"
    if told.is_file() and json.loads(told.read_text(encoding="utf-8")).get("text"):
        raise FramingError(
            f"write_bundle: {extra} is a report that holds the articles; a bundle is passed on; "
            "write it again with text=False (--no-text)"
        )
    shutil.copytree(extra, place)


def _zip(folder: Path, names: Sequence[str], path: Path) -> None:
    """Write a zip that is the same whenever and wherever it is written."""
    with replacing(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, (folder / name).read_bytes())
