"""Parts of a corpus: made where they are missing, and merged when all are there."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from framing.errors import FramingError
from framing.lexicon import Lexicon, shipped
from framing.readers.inputs import Reading
from framing.runs.engines import Engine, Here, OnCluster, Processes
from framing.runs.merges import merge_table
from framing.runs.parts import TABLES, Made, clear_halves, find_made, read_made
from framing.runs.streams import Part, fingerprint, stream_parts
from framing.runs.tasks import Work, keep, key_of
from framing.tables import write_json

__all__ = [
    "PARTS",
    "Run",
    "check_parts",
    "clear_gone",
    "join_parts",
    "make_shard",
    "read_shards",
    "remove_parts",
    "write_shard",
]

SIZE = 200
"""Articles of a part."""
PARTS = "parts"
_GONE = ".parts-merged"


class Run(NamedTuple):
    """What a run made: all its parts, in order."""

    parts: tuple[Made, ...]
    kept: int
    """Parts that an earlier run had made."""
    noted: Counter[str]
    """How often each rule of the receipt was applied."""
    settings: dict[str, Any]
    """What all shards of a run have in common."""


def make_shard(
    inputs: Sequence[str | Path],
    lexicon: Sequence[str],
    book: Lexicon,
    out: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    pattern: str | None = None,
    tagger: str = "learned",
    jobs: int = 1,
    shard: tuple[int, int] = (1, 1),
    client: Any = None,
    cache: str | Path | None = None,
    progress: Callable[[int], object] | None = None,
) -> Run:
    """Attribute, segment, annotate and score articles from files, and leave a folder per part.

    Articles are read in order, 200 a part, never all at once. What a part is made from (articles,
    receipt, codebook, tagger, version) is its key: a part that is there with the same key is not
    made again, so a run that was interrupted, however, goes on where it stopped.

    Parameters
    ----------
    inputs : sequence of path
        As in `read_corpus`.
    lexicon : sequence of str
        As in `read_lexicon`, by which workers read it.
    book : Lexicon
        What they read.
    out : path
        The folder; parts stand in its folder ``parts``.
    columns, encoding, pattern
        As in `read_corpus`.
    tagger : str, default "learned"
        As in `attribute`.
    jobs : int, default 1
        Processes.
    shard : (int, int), default (1, 1)
        Which share of how many: only every n-th part is made.
    client : distributed.Client, optional
        A Dask cluster that makes the parts; its workers see `out` under the same path.
    cache : path, optional
        A folder where words and attributions are kept, for runs with other codebooks.
    progress : callable, optional
        Called with the number of articles of every part that is there.

    Returns
    -------
    Run

    Raises
    ------
    FramingError
        If the inputs cannot be read, or a number is out of its range.
    """
    which, shards = shard
    if not 1 <= which <= shards or jobs < 1:
        raise FramingError(
            f"framing score: shard {which}/{shards} with {jobs} jobs; shards are 1/n to n/n, jobs "
            "1 or more; write such as --shard 2/8 --jobs 4"
        )
    folder = Path(out).absolute() / PARTS
    tag = f"{which}of{shards}"
    clear_halves(folder, tag)
    # Workers may run elsewhere; what comes along has the same name there.
    names = tuple(
        str(Path(name).absolute()) if name not in shipped() and Path(name).exists() else name
        for name in lexicon
    )
    keep(names, book)
    work = Work(str(folder), names, book.fingerprint, tagger, version("framing"), tag)
    work = work._replace(cache="" if cache is None else str(Path(cache).absolute()))
    contents = sha256()
    how = Reading(dict(columns or {}), encoding, pattern, [])
    engine: Engine
    engine = OnCluster(client) if client is not None else Processes(jobs) if jobs > 1 else Here()
    made: dict[int, Made] = {}
    noted: Counter[str] = Counter()
    kept = total = 0

    def tasks() -> Iterator[tuple[Part, str]]:
        nonlocal kept, total
        for part in stream_parts(list(inputs), how, SIZE):
            total += 1
            content = fingerprint(part)
            contents.update(content.encode())
            if part.number % shards != which - 1:
                continue
            noted.update(
                f"{rule} ({action})"
                for rule, action in zip(part.receipt["rule"], part.receipt["action"], strict=True)
            )
            key = key_of(work, content)
            found = find_made(folder, part.number, key)
            if found is None:
                yield part, key
                continue
            made[part.number] = found
            kept += 1
            if progress is not None:
                progress(found.articles)

    try:
        for one in engine.make(work, tasks()):
            made[one.number] = one
            if progress is not None:
                progress(one.articles)
    finally:
        engine.close()
    settings = {
        "shards": shards,
        "parts_in_all": total,
        "contents": contents.hexdigest(),
        "fingerprint": work.fingerprint,
        "tagger": tagger,
        "version": work.version,
    }
    return Run(tuple(made[number] for number in sorted(made)), kept, noted, settings)


def write_shard(out: str | Path, shard: tuple[int, int], run: Run) -> None:
    """Say that a shard is done; those of another number of shards are of another run."""
    folder = Path(out).absolute() / PARTS
    which, shards = shard
    for path in folder.glob("shard-*.json"):
        if not path.name.endswith(f"-of-{shards}.json"):
            path.unlink()
    said = run.settings | {
        "shard": which,
        "noted": dict(sorted(run.noted.items())),
        "parts": [one._asdict() for one in run.parts],
    }
    write_json(said, folder / f"shard-{which}-of-{shards}.json")


def read_shards(out: str | Path) -> Run:
    """Return all parts of all shards, once these are done.

    Raises
    ------
    FramingError
        If shards are missing, or were made from other articles, with another codebook or settings.
    """
    folder = Path(out).absolute() / PARTS
    shards = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("shard-*.json"))]
    if not shards:
        made = "framing score --shard makes them"
        if (Path(out) / "manifest.json").exists():
            made = "its manifest says that all is merged"
        raise FramingError(f"framing merge: {out} holds no finished shard; {made}")
    own = ("shard", "noted", "parts")
    said = [{k: v for k, v in one.items() if k not in own} for one in shards]
    for one in said[1:]:
        for name in one:
            if one[name] != said[0][name]:
                raise FramingError(
                    f"framing merge: the shards in {out} are not of one run; they differ in "
                    f"{name}; make them again from the same inputs, with the same settings"
                )
    count = shards[0]["shards"]
    missing = sorted(set(range(1, count + 1)) - {s["shard"] for s in shards})
    if missing:
        raise FramingError(
            f"framing merge: of {count} shards {len(missing)} are not done: "
            f"{', '.join(map(str, missing[:9]))}; run them, then merge"
        )
    parts = sorted((Made(**one) for s in shards for one in s["parts"]), key=lambda one: one.number)
    noted: Counter[str] = Counter()
    for one in shards:
        noted.update(one["noted"])
    return Run(tuple(parts), 0, noted, said[0])


def check_parts(out: str | Path, run: Run) -> None:
    """Make sure that every part is there as it was written, and that something is in them.

    Raises
    ------
    FramingError
        If one is not, or every article of all parts is quarantined.
    """
    if sum(one.articles - one.quarantined for one in run.parts) == 0:
        raise FramingError(
            "framing score: none of the articles could be processed; this is a fault of the "
            "program, please report it"
        )
    folder = Path(out).absolute() / PARTS
    for made in run.parts:
        for table in TABLES:
            read_made(folder, made, table)


def join_parts(out: str | Path, form: str, run: Run) -> None:
    """Put the parts under each other, one file per table."""
    for table in TABLES:
        merge_table(Path(out).absolute() / PARTS, run.parts, table, Path(out) / f"{table}.{form}")


def remove_parts(out: str | Path) -> None:
    """Remove the folder of parts, once the tables are whole: first its name, then what is in it."""
    folder = Path(out).absolute() / PARTS
    gone = folder.with_name(_GONE)
    shutil.rmtree(gone, ignore_errors=True)
    with suppress(FileNotFoundError):
        folder.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def clear_gone(out: str | Path) -> None:
    """Remove the parts of a finished run that was killed while it removed them."""
    shutil.rmtree(Path(out).absolute() / _GONE, ignore_errors=True)
