"""Public research corpora at one call."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping, Sequence
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, overload

import pandas as pd

from framing.corpus import Corpus, read_corpus
from framing.datasets.copies import copies_folder, read_copies
from framing.datasets.downloads import download, lacking, open_pooch, unwritten
from framing.datasets.records import Record
from framing.datasets.registry import Dataset, find_dataset, read_registry
from framing.errors import DatasetError, FramingWarning, unknown_name
from framing.tables import write_json

__all__ = ["default_folder", "fetch", "list_datasets", "terms_to_accept"]

_ACCEPTED = "terms-accepted.json"


@overload
def fetch(
    name: Literal[
        "polnear", "babe", "ruwa", "allsides", "war_headlines", "official_statements", "roundups"
    ],
    table: Literal["articles"] | None = None,
    *,
    folder: str | Path | None = None,
    accept_terms: bool = False,
    progress: bool = True,
) -> Corpus: ...


@overload
def fetch(
    name: Literal["newswcl50", "ecosent"],
    table: str | None = None,
    *,
    folder: str | Path | None = None,
    accept_terms: bool = False,
    progress: bool = True,
) -> pd.DataFrame: ...


@overload
def fetch(
    name: str,
    table: str | None = None,
    *,
    folder: str | Path | None = None,
    accept_terms: bool = False,
    progress: bool = True,
) -> Corpus | pd.DataFrame: ...


def fetch(
    name: str,
    table: str | None = None,
    *,
    folder: str | Path | None = None,
    accept_terms: bool = False,
    progress: bool = True,
) -> Corpus | pd.DataFrame:
    """Get a public research corpus: from ready copies, or downloaded from where its authors put it.

    Where the environment variable ``FRAMING_DATA`` names a folder, ready copies are read from
    there and nothing is downloaded. Else the original files of one pinned commit are downloaded
    once into `folder`, each checked by its hash, and converted. The terms come first.

    Parameters
    ----------
    name : str
        One of those `list_datasets` names, such as ``"polnear"``.
    table : str, optional
        Another of its tables, such as ``"attributions"``: the marks made by hand. Without it the
        articles, or where a corpus has none its first table.
    folder : path, optional
        Where originals are kept; a folder of the user's cache when left out.
    accept_terms : bool, default False
        Say that you have read the terms and agree. Needed once per corpus and folder.
    progress : bool, default True
        Whether to draw a bar on standard error while downloading.

    Returns
    -------
    Corpus or DataFrame
        A `Corpus` for the articles, further columns kept; else a DataFrame.

    Raises
    ------
    DatasetError
        If there is no such corpus or table, its terms are not accepted, a file cannot be had, or
        is not the one the registry knows.
    MissingExtraError
        If the extra `datasets` is needed and not installed.

    Warns
    -----
    FramingWarning
        What `read_corpus` doubts in the articles; and when the whole holds another number of
        records than is documented.

    Examples
    --------
    >>> fetch("polnaer")
    Traceback (most recent call last):
    ...
    framing.errors.DatasetError: fetch: there is no public corpus 'polnaer'; there are polnear, \
babe, ruwa, newswcl50, allsides, war_headlines, official_statements, roundups, ecosent; \
did you mean 'polnear'?
    """
    dataset = find_dataset(name)
    wanted = table or dataset.tables[0]
    if wanted not in dataset.tables:
        raise DatasetError(unknown_name(f"fetch: {name}", "table", wanted, dataset.tables))
    converter: Any = import_module(f"framing.datasets.converters.{name}")
    copies = copies_folder()
    if copies is not None:
        records = read_copies(dataset, copies)
    else:
        place = Path(folder).expanduser() if folder is not None else default_folder()
        _agree(dataset, place, accept_terms)
        download(dataset, place, progress=progress)
        records = converter.convert(place)
        _check_totals(dataset, records)
    tables: Mapping[str, pd.DataFrame] = converter.arrange(records)
    if wanted not in tables:
        raise DatasetError(
            f"fetch: {name}: the table {wanted!r} is not made from the original files; there are "
            f"{', '.join(tables)}; it comes with the ready copies only"
        )
    return _read(tables[wanted]) if wanted == "articles" else tables[wanted]


def _read(articles: pd.DataFrame) -> Corpus:
    """Read the articles, and let what is doubted point at the caller of `fetch`."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", FramingWarning)
        corpus = read_corpus(articles)
    for doubt in caught:
        warnings.warn(str(doubt.message), doubt.category, stacklevel=3)
    return corpus


def list_datasets() -> pd.DataFrame:
    """List the public corpora that `fetch` knows.

    Returns
    -------
    DataFrame
        One row per corpus: `name`, `title`, `tables`, `license` (as its repository states it),
        `terms`, `citation`, `repository`, `commit`, `files` (0 where it comes as one archive),
        `bytes` to download (missing where only the archive knows).

    Examples
    --------
    >>> list_datasets()["name"].head(3).tolist()
    ['polnear', 'babe', 'ruwa']
    """
    return pd.DataFrame(
        [
            {
                "name": dataset.name,
                "title": dataset.title,
                "tables": ", ".join(dataset.tables),
                "license": dataset.license,
                "terms": dataset.terms,
                "citation": dataset.citation,
                "repository": ", ".join(source.repository for source in dataset.sources),
                "commit": ", ".join(source.commit[:10] for source in dataset.sources),
                "files": sum(len(source.files) for source in dataset.sources),
                "bytes": dataset.size or None,
            }
            for dataset in read_registry().values()
        ]
    ).astype({"bytes": "Int64"})


def default_folder() -> Path:
    """Return the folder of the user's cache in which originals are kept."""
    return Path(open_pooch().os_cache("framing")) / "datasets"


def terms_to_accept(name: str, folder: str | Path | None = None) -> str:
    """Return the terms that someone must accept before `fetch` downloads, or nothing.

    Parameters
    ----------
    name : str
        A public corpus.
    folder : path, optional
        Where originals are kept; a folder of the user's cache when left out.
    """
    dataset = find_dataset(name)
    if copies_folder() is not None:
        return ""
    place = Path(folder).expanduser() if folder is not None else default_folder()
    accepted = _accepted(place).get(name) == dataset.terms_digest
    return "" if accepted or not lacking(dataset, place) else dataset.say_terms()


def _accepted(folder: Path) -> dict[str, str]:
    path = folder / _ACCEPTED
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        told = None
    # Whoever cannot be shown to have accepted is asked again.
    return told if isinstance(told, dict) else {}


def _agree(dataset: Dataset, folder: Path, accept: bool) -> None:
    """Let nobody download what they have not seen the terms of."""
    terms = terms_to_accept(dataset.name, folder)
    if not terms:
        return
    if not accept:
        raise DatasetError(
            f"fetch: {dataset.name}: its terms are not accepted yet; they are:\n{terms}\n"
            f"If you agree, call fetch({dataset.name!r}, accept_terms=True) "
            f"(on the command line: framing fetch {dataset.name} --accept-terms)"
        )
    try:
        write_json({**_accepted(folder), dataset.name: dataset.terms_digest}, folder / _ACCEPTED)
    except OSError as fault:
        raise unwritten(folder / _ACCEPTED, fault) from fault


def _check_totals(dataset: Dataset, records: Mapping[str, Sequence[Record]]) -> None:
    """Compare what came out of the whole with what is documented."""
    for total in dataset.totals:
        found = sum(
            1
            for stem, rows in records.items()
            if fnmatch(stem, total.stems)
            for row in rows
            if not total.outlet or row["outlet"] == total.outlet
        )
        if found != total.records:
            warnings.warn(
                f"fetch: {dataset.name}: {found:,} {total.what} came out of the originals; "
                f"{total.records:,} are documented; every file has the right hash, so the records "
                "are kept; say which number you worked with",
                FramingWarning,
                stacklevel=3,
            )
