"""A corpus in, a folder with its report out."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from framing.contrasts.comparisons import whole_seed
from framing.corpus import Corpus
from framing.errors import FramingError
from framing.lexicon import Lexicon
from framing.report.chapters import (
    Chapter,
    list_loaded,
    list_reading,
    list_speakers,
    list_stances,
)
from framing.report.comparisons import compare_all, compare_outlets, follow_trends, vary
from framing.report.counted import find_counts, gather_counts
from framing.report.findings import find_all, heard
from framing.report.materials import Materials, gather
from framing.report.methods import Methods, describe
from framing.report.namings import check, list_names
from framing.report.pages import write_html
from framing.report.payloads import make_payload, publishable
from framing.report.pictures import Files, Picture, drawing
from framing.report.sheets import Sheet, write_latex
from framing.tables import write_json, write_table

__all__ = ["write_report"]

_PAGE = "report.html"
_LIST = "report.json"


def write_report(
    corpus: Corpus | pd.DataFrame,
    lexicon: Lexicon,
    *,
    out: str | os.PathLike[str],
    seed: int,
    text: bool = True,
    validation: Sequence[pd.DataFrame] = (),
    jobs: int = 1,
    cache: str | os.PathLike[str] | None = None,
    progress: Callable[[str, int, int], object] | None = None,
) -> Path:
    """Write what a corpus says as one page, with every number one click from its evidence.

    The page stands alone: nothing is fetched, and it can be read without its script. It says what
    was read and dropped, who speaks, what is loaded in whose voice, how outlets compare, which
    names they choose, how it changes, how far that depends on how it is counted, and how right
    the codebook is; then a methods paragraph, limitations and references. Beside it lie
    `methods.txt`, `tables/` (CSV and LaTeX, and all evidence) and `figures/` (PNG, SVG, PDF).
    The same corpus, codebook and seed give the same bytes.

    Of a corpus that is too large for one page, the numbers are of all articles, and the texts a
    random sample; the page says so.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        The articles; dates, titles and events are used where there are any. Or what `score` or
        `read_counts` returned: then the report says what counts can say, which is not who speaks,
        how speakers are introduced or how far it depends on how it was counted.
    lexicon : Lexicon
        The codebook.
    out : path
        The folder to write: a new or an empty one, or that of an earlier report, which is replaced
        when the new one is whole.
    seed : int
        Of everything random.
    text : bool, default True
        Whether the page holds the articles. Without them it holds counts and single expressions,
        no titles, no addresses, and may be published where articles may not; articles and events
        whose names tell what they are about are numbered.
    validation : sequence of DataFrame, optional
        What `verify_hits` or `agree` returned for codings of this corpus.
    jobs : int, default 1
        Processes that read the articles and draw the figures.
    cache : path, optional
        A folder in which words and attributions are kept, shared with `process`: a report of the
        same articles with another codebook, or after an interruption, takes much less time.
    progress : callable, optional
        Called with what is being done (``articles``, then ``chapters``, then ``figures``), how
        many of them were just finished, and how many there are.

    Returns
    -------
    Path
        The page.

    Raises
    ------
    FramingError
        If there are no articles, `jobs` is below 1, a process dies, or the folder holds anything
        but an earlier report.
    ComparisonError
        If the seed is no whole number.
    TableError
        If a table of `validation` is none of these.

    See Also
    --------
    highlight : one article.

    Examples
    --------
    >>> import tempfile
    >>> import matplotlib
    >>> from framing import read_corpus, read_lexicon
    >>> matplotlib.use("Agg")
    >>> corpus = read_corpus(pd.DataFrame({"outlet": ["Post"], "text": ["A reckless plan."]}))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = write_report(corpus, read_lexicon("loaded"), out=f"{folder}/report", seed=1)
    ...     page.name, "reckless" in page.read_text(encoding="utf-8")
    ('report.html', True)
    """
    number = whole_seed("write_report", seed)
    if jobs < 1:
        raise FramingError(f"write_report: jobs is {jobs}; there must be a process; give 1 or more")
    place = Path(out)
    _check_place(place)
    tell = progress or _silent
    kept = None if cache is None else Path(cache)
    if isinstance(corpus, pd.DataFrame):
        materials = gather_counts(corpus, lexicon, number)
    else:
        materials = gather(corpus, lexicon, number, text=text, jobs=jobs, cache=kept, progress=tell)
    place.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}."))
    try:
        _write(materials, made, validation, jobs, tell)
        files = sorted(p.relative_to(made).as_posix() for p in made.rglob("*") if p.is_file())
        told = {
            "articles": len(materials.articles),
            "quarantined": len(materials.quarantine),
            "seed": number,
            "text": materials.text,
        }
        write_json({**told, "files": [*files, _LIST]}, made / _LIST)
        _swap(made, place)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return place / _PAGE


def _silent(*_: object) -> None:
    """Say nothing of how far it is."""


def _write(
    materials: Materials,
    place: Path,
    validation: Sequence[pd.DataFrame],
    jobs: int,
    progress: Callable[[str, int, int], object],
) -> None:
    with drawing(jobs) as draw:
        _write_all(materials, place, validation, draw, progress)


def _write_all(
    materials: Materials,
    place: Path,
    validation: Sequence[pd.DataFrame],
    draw: Callable[[Picture], Files],
    progress: Callable[[str, int, int], object],
) -> None:
    who = None if materials.only_counts else heard(materials)
    findings = find_counts(materials) if who is None else find_all(materials, who)
    contrasts = compare_all(materials)
    makers: list[Callable[[], Chapter]] = [
        lambda: list_reading(materials),
        lambda: list_speakers(materials, who),
        lambda: list_loaded(materials, findings),
        lambda: compare_outlets(materials, contrasts),
        lambda: list_names(materials),
    ]
    if who is not None:
        makers.append(lambda: list_stances(materials, who))
    makers.append(lambda: follow_trends(materials))
    if who is not None:
        makers.append(lambda: vary(materials))
    makers.append(lambda: check(materials, validation))
    chapters: list[Chapter] = []
    drawn: dict[str, Files] = {}
    for make in makers:
        chapters.append(make())
        pictures = [part for part in chapters[-1].parts if isinstance(part, Picture)]
        drawn |= {picture.name: draw(picture) for picture in pictures}
        progress("chapters", 1, len(makers))
    tables = {
        part.name: part.table
        for chapter in chapters
        for part in chapter.parts
        if isinstance(part, Sheet)
    }
    methods = describe(materials, contrasts, tables, validation)
    for folder in ("tables", "figures"):
        (place / folder).mkdir()
    _write_tables(materials, chapters, findings, place / "tables")
    payload = make_payload(materials, findings)
    page = write_html(
        materials, chapters, methods, findings, payload, figures=place / "figures", drawn=drawn,
        progress=progress,
    )  # fmt: skip
    (place / _PAGE).write_text(page, encoding="utf-8", newline="\n")
    (place / "methods.txt").write_text(_plain(methods), encoding="utf-8", newline="\n")


def _write_tables(
    materials: Materials,
    chapters: Sequence[Chapter],
    findings: pd.DataFrame,
    place: Path,
) -> None:
    for chapter in chapters:
        for part in chapter.parts:
            if isinstance(part, Sheet):
                write_table(part.table, place / f"{part.name}.csv")
                latex = write_latex(part)
                (place / f"{part.name}.tex").write_text(latex, encoding="utf-8", newline="\n")
    if not materials.text:
        said = [
            publishable(text, entry, category)
            for text, entry, category in zip(
                *(findings[name].tolist() for name in ("text", "entry", "category")), strict=True
            )
        ]
        # Where a word stands, and names that are read off a text, need the text.
        findings = findings.assign(text=said).drop(columns=["start", "end", "speaker"])
    else:
        write_table(materials.corpus.receipt, place / "receipt_rows.csv")
    if not materials.only_counts:
        write_table(findings, place / "evidence.csv")


def _plain(methods: Methods) -> str:
    parts = [
        "Methods", *methods.methods, "Limitations", *methods.limits, "References",
        *methods.references, "Versions", *(f"{name}: {value}" for name, value in methods.versions),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _check_place(place: Path) -> None:
    """Refuse a folder in which anything lies that no report has written."""
    if not place.exists():
        return
    if not place.is_dir():
        raise FramingError(
            f"write_report: {place} is a file; a report needs a folder; name another one"
        )
    there = {p.relative_to(place).as_posix() for p in place.rglob("*") if not p.is_dir()}
    known: set[str] = set()
    if _LIST in there:
        try:
            known = set(json.loads((place / _LIST).read_text(encoding="utf-8"))["files"])
        except (ValueError, KeyError, TypeError):
            known = set()
    strange = sorted(there - known)
    if strange:
        raise FramingError(
            f"write_report: {place} holds {strange[0]!r}, which no report has written; a report "
            "replaces the whole folder; name a new or an empty one"
        )


def _swap(made: Path, place: Path) -> None:
    """Put the new folder in the place of the old one."""
    mask = os.umask(0)
    os.umask(mask)
    made.chmod(0o777 & ~mask)  # a temporary folder is private
    if not place.exists():
        made.replace(place)
        return
    old = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}."))
    place.replace(old / "old")
    try:
        made.replace(place)
    except OSError:
        (old / "old").replace(place)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
