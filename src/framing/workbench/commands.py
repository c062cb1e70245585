"""What `framing lexicon` does."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from framing.dictionaries import read_dictionary, write_dictionary
from framing.dictionaries.formats import FORMATS
from framing.errors import FramingError
from framing.lexicon import Lexicon, read_lexicon
from framing.tables import write_table
from framing.workbench.lints import lint_lexicon
from framing.workbench.starters import start_lexicon
from framing.workbench.suggestions import suggest

__all__ = ["open_lexicon", "run_lexicon"]

_OF_OTHERS = tuple(
    ending for name, (endings, _) in FORMATS.items() if name != "table" for ending in endings
)


def open_lexicon(source: str) -> Lexicon:
    """Read a codebook, or a dictionary of another tool by its ending.

    Examples
    --------
    >>> open_lexicon("loaded").name
    'loaded'
    """
    other = Path(source).suffix.lower() in _OF_OTHERS
    return read_dictionary(source) if other else read_lexicon(source)


def run_lexicon(
    task: str, paths: Sequence[str], out: str | None, say: Callable[[str], None]
) -> None:
    """Lint, convert, begin or grow a codebook.

    Parameters
    ----------
    task : {"lint", "convert", "new", "suggest"}
    paths : sequence of str
        The codebook, and for lint and suggest the articles.
    out : str, optional
        What to write.
    say : callable
        Gets the lines meant for people.

    Raises
    ------
    FramingError
        If something cannot be read, or a path is missing.
    """
    source, *rest = paths
    if task in ("convert", "new") and rest:
        raise FramingError(
            f"framing lexicon {task}: {rest[0]} is one path too many; it takes one; name what to "
            "write with --out"
        )
    if task == "new":
        folder = start_lexicon(source)
        say(f"{folder}: lexicon.toml and terms.csv; open terms.csv in a spreadsheet")
        return
    lexicon = open_lexicon(source)
    if task == "convert":
        if out is None:
            raise FramingError(
                "framing lexicon convert: no --out was given; the ending says what is written; "
                "name a .csv or .yml"
            )
        write_dictionary(lexicon, out)
        say(f"{lexicon!r}; written to {out}")
        return
    if task == "suggest":
        _suggest(lexicon, rest, out, say)
        return
    evidence = None
    if rest:
        from framing.corpus import read_corpus
        from framing.pipeline import process

        evidence = process(read_corpus(rest), lexicon).evidence
    table = lint_lexicon(lexicon, evidence)
    if out is not None:
        write_table(table, out)
    else:
        sys.stdout.write(table.to_csv(index=False, lineterminator="\n"))
    say(f"{lexicon!r}: {len(table):,} remarks" + (f" in {out}" if out else ""))


def _suggest(
    lexicon: Lexicon, paths: Sequence[str], out: str | None, say: Callable[[str], None]
) -> None:
    if not paths or out is None:
        raise FramingError(
            f"framing lexicon suggest: {'no articles are' if not paths else 'no --out is'} named; "
            "it reads a codebook and articles, and writes a sheet to accept from; write framing "
            "lexicon suggest CODEBOOK ARTICLES --out suggestions.csv"
        )
    from framing.assessments import assess
    from framing.attributions import attribute
    from framing.corpus import read_corpus
    from framing.segments import segment

    corpus = read_corpus(paths)
    segments = segment(corpus, attribute(corpus))
    table = suggest(corpus, segments, lexicon, sentences=assess(corpus, segments))
    write_table(table, out)
    say(f"{len(table):,} suggestions in {out}; write yes under accept where you agree")
