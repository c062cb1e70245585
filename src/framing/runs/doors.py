"""From files to tables in one call, or from shards that were made elsewhere."""

from __future__ import annotations

import csv
import json
import os
import platform
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, NamedTuple

from framing.errors import FramingError, FramingWarning
from framing.lexicon import read_lexicon
from framing.runs.manifests import digest, list_inputs, made_with
from framing.runs.parts import TABLES, clear_temporary
from framing.runs.shards import (
    PARTS,
    Run,
    check_parts,
    clear_gone,
    join_parts,
    make_shard,
    read_shards,
    remove_parts,
    write_shard,
)
from framing.runs.sizes import expected_articles
from framing.tables import FORMATS, remove_table, write_json

__all__ = ["Done", "merge", "process"]


class Done(NamedTuple):
    """What a run made."""

    articles: int
    quarantined: int
    parts: int
    kept: int
    """Parts that an earlier run had made."""
    merged: dict[str, int] | None
    """Rows of every table; None where other shards are to be merged first."""


def process(
    inputs: Sequence[str | Path] | str | Path,
    lexicon: Sequence[str] | str = "loaded",
    *,
    out: str | Path,
    form: str = "parquet",
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    pattern: str | None = None,
    tagger: str = "learned",
    jobs: int = 1,
    shard: tuple[int, int] = (1, 1),
    client: Any = None,
    cache: str | Path | None = None,
    progress: Callable[[int], object] | None = None,
    expect: Callable[[int | None], object] | None = None,
) -> Done:
    """Attribute, segment, annotate and score articles from files, however many there are.

    Articles are read 200 at a time and made into parts, each whole or not there. Whatever stops a
    run (Ctrl-C, a full disk, the power), the same call goes on where it stopped; the tables are
    the same bytes, whether they were made in one go, by many processes, in shards or on a cluster.
    An article that breaks the program, or kills the process that reads it, is quarantined: the
    receipt names it, the others go on.

    Parameters
    ----------
    inputs : path or sequence of path
        As in `read_corpus`.
    lexicon : str or sequence of str
        As in `read_lexicon`.
    out : path
        The folder for the tables `attributions`, `segments`, `evidence`, `scores`, `receipt` and
        `manifest.json`.
    form : str, default "parquet"
        Or ``csv``.
    columns, encoding, pattern
        As in `read_corpus`.
    tagger : str, default "learned"
        As in `attribute`.
    jobs : int, default 1
        Processes.
    shard : (int, int), default (1, 1)
        Which share of how many is made; `merge` puts them together when all are.
    client : distributed.Client, optional
        A Dask cluster whose workers see `out` under the same path (extra ``cluster``).
    cache : path, optional
        A folder in which words and attributions are kept under the digest of their texts: a run
        over the same articles with another codebook only looks up its terms.
    progress, expect : callable, optional
        Called with the articles of every part, and once with how many there are about (None where
        only reading can tell).

    Returns
    -------
    Done

    Raises
    ------
    FramingError
        If the inputs cannot be read, a number is out of its range, or nothing could be processed.

    Warns
    -----
    FramingWarning
        Once per kind, for what the receipt lists and for quotations that are never closed.
    """
    names = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    books = [lexicon] if isinstance(lexicon, str) else list(lexicon)
    place = Path(out)
    if place.exists() and not place.is_dir():
        raise FramingError(f"--out {out}: this is a file; the tables need a folder; name another")
    if form not in FORMATS:
        raise FramingError(f"process: form is {form!r}; there are {', '.join(FORMATS)}; name one")
    for option, folder in (("--out", out), ("--cache", cache)):
        for name in names if folder is not None else ():
            if Path(name).is_dir() and _lies_in(folder, name):
                raise FramingError(
                    f"{option} {folder}: this lies in the folder of articles {name}, where its "
                    "tables would be read as articles; name a folder elsewhere"
                )
    if cache is not None and Path(cache).exists() and not Path(cache).is_dir():
        raise FramingError(f"--cache {cache}: this is a file; a cache is a folder; name another")
    if expect is not None:
        whole = expected_articles(names)
        expect(whole if whole is None else round(whole / shard[1]))
    clear_gone(place)
    before = _stamps(names)
    book = read_lexicon(*books)
    with _alone(place) if shard == (1, 1) else nullcontext():
        run = make_shard(
            names, books, book, place, columns=columns, encoding=encoding, pattern=pattern,
            tagger=tagger, jobs=jobs, shard=shard, client=client, cache=cache, progress=progress,
        )  # fmt: skip
        settings = {
            **made_with(book),
            "inputs": list_inputs(names),
            "columns": dict(columns or {}),
            "encoding": encoding,
            "pattern": pattern,
            "tagger": tagger,
            "format": form,
        }
        if _stamps(names) != before:
            raise FramingError(
                "framing score: an input changed while it was read; what was made is neither of "
                "the old nor of the new one; wait until nothing writes to it and run again"
            )
        run = run._replace(settings=run.settings | {"manifest": settings})
        _warn(run)
        if shard == (1, 1):
            return _merged(place, run)
    write_shard(place, shard, run)
    return Done(
        articles=sum(one.articles for one in run.parts),
        quarantined=sum(one.quarantined for one in run.parts),
        parts=len(run.parts),
        kept=run.kept,
        merged=None,
    )


def merge(out: str | Path) -> Done:
    """Put the shards of a corpus together, once all are made, and remove their parts.

    Parameters
    ----------
    out : path
        The folder in which `process` made them.

    Returns
    -------
    Done

    Raises
    ------
    FramingError
        If shards are missing or not of one run, or a part was changed.
    """
    clear_gone(out)
    run = read_shards(out)
    done = _merged(Path(out), run)
    _warn(run)
    return done


def _merged(place: Path, run: Run) -> Done:
    """Write the tables and the manifest, after all was found to be in order."""
    settings = run.settings["manifest"]
    form = settings["format"]
    check_parts(place, run)
    clear_temporary(place)
    # The manifest comes last, so a folder that has one holds a whole set of tables.
    (place / "manifest.json").unlink(missing_ok=True)
    join_parts(place, form, run)
    for table in TABLES:
        for other in FORMATS:
            if other != form and (place / f"{table}.{other}").exists():
                remove_table(place / f"{table}.{other}", _columns(place / f"{table}.{form}"))
    articles = sum(one.articles for one in run.parts)
    quarantined = sum(one.quarantined for one in run.parts)
    rows = {table: sum(one.rows[table] for one in run.parts) for table in TABLES}
    manifest = {
        **settings,
        "articles": articles,
        "files": [
            {
                "name": f"{table}.{form}",
                "rows": rows[table],
                "sha256": digest(place / f"{table}.{form}"),
            }
            for table in TABLES
        ],
    }
    write_json(manifest, place / "manifest.json")
    remove_parts(place)
    return Done(articles, quarantined, len(run.parts), run.kept, rows)


def _lies_in(inner: str | Path | None, outer: str | Path) -> bool:
    return inner is not None and Path(inner).absolute().is_relative_to(Path(outer).absolute())


def _columns(path: Path) -> list[str]:
    if path.suffix == ".parquet":
        from pyarrow import parquet

        return [str(name) for name in parquet.read_schema(path).names]
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def _stamps(inputs: Sequence[str | Path]) -> list[tuple[str, int, int]]:
    """Return size and time of every file of the inputs."""
    files = [
        file
        for name in inputs
        for file in (sorted(Path(name).rglob("*")) if Path(name).is_dir() else [Path(name)])
        if file.is_file()
    ]
    return [(str(f), f.stat().st_size, f.stat().st_mtime_ns) for f in files]


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Keep a second run out of the folder while one is at work in it."""
    lock = place / PARTS / "at-work.json"
    busy = 0
    with suppress(OSError, ValueError, KeyError):
        found = json.loads(lock.read_text("utf-8"))
        if found["host"] == platform.node() and found["pid"] != os.getpid():
            os.kill(found["pid"], 0)
            busy = found["pid"]
    if busy:
        raise FramingError(
            f"--out {place}: process {busy} is at work in this folder; wait for it, or name "
            "another folder"
        )
    new = [folder for folder in (lock.parent, place) if not folder.exists()]
    write_json({"host": platform.node(), "pid": os.getpid()}, lock)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
        for folder in new:
            with suppress(OSError):  # not empty, or not there any more
                folder.rmdir()


def _warn(run: Run) -> None:
    if run.noted:
        told = ", ".join(f"{rule}: {n}" for rule, n in sorted(run.noted.items()))
        warnings.warn(f"read_corpus: {told}; the receipt names each", FramingWarning, stacklevel=3)
    broken = sum(one.unclosed for one in run.parts)
    if broken:
        articles = sum(one.articles for one in run.parts)
        warnings.warn(
            f"process: {broken:,} quotations are not closed or not opened in {articles:,} "
            "articles; their words have the voice unsure; mend the marks in the source to have "
            "them counted",
            FramingWarning,
            stacklevel=3,
        )
