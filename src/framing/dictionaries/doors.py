"""The two doors: a dictionary of another tool becomes a codebook, and a codebook a dictionary."""

from __future__ import annotations

import csv
import io
import json
import warnings
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice, product
from pathlib import Path

from framing.dictionaries.entries import Entry, Left
from framing.dictionaries.formats import FORMATS
from framing.errors import FramingWarning, LexiconError, unknown_name
from framing.lexicon import GAP, Lexicon, Term, build_lexicon, is_findable
from framing.tables import replacing
from framing.words import fold

__all__ = ["read_dictionary", "write_dictionary"]

_COLUMNS = ("term", "category", "weight", "need_next", "block_next")
_SHOWN = 3
_FORMS = 200
"""A phrase written out in all its forms has at most so many."""
_RULES = ("block_next", "block_prev", "block_near", "need_next", "need_prev", "need_near")


def read_dictionary(
    path: str | Path,
    *,
    format: str | None = None,
    encoding: str | None = None,
    level: int | None = None,
    prefix: str = "",
    receipt: str | Path | None = None,
) -> Lexicon:
    r"""Read a dictionary that was made for another tool as a codebook.

    Terms match without regard to case, `*` stands for any ending, a space parts the words of a
    phrase, as in those tools; British and American spellings find each other, as in every codebook
    here.

    Parameters
    ----------
    path : str or path
        A file of LIWC (`.dic`, `.dicx`), quanteda (`.yml`), Lexicoder (`.lc3`), WordStat (`.cat`),
        Yoshikoder (`.ykd`), or a table with the columns word and category (`.csv`, `.tsv`).
    format : {"liwc", "dicx", "quanteda", "lexicoder", "wordstat", "yoshikoder", "table"}, optional
        Told by the file's ending when left out.
    encoding : str, optional
        UTF-8 (with or without a mark at the beginning), UTF-16 with its mark, else Windows-1252
        with a warning, when left out.
    level : int, optional
        How many levels of nested categories are kept, from the outermost; all when left out. They
        are joined with ``/``.
    prefix : str, default ""
        Put before every category, where a name is taken here (*scare*, *headline*).
    receipt : str or path, optional
        A CSV that names everything that was left out: line, what, reason.

    Returns
    -------
    Lexicon

    Raises
    ------
    LexiconError
        If the file is missing, of an unknown format, or has no term that can be found.
    MissingExtraError
        For YAML without PyYAML.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "mood.lc3"
    ...     _ = path.write_text("+good\nkind*\nvery polite\n", encoding="utf-8")
    ...     lexicon = read_dictionary(path)
    >>> [(term.term, term.category) for term in lexicon.terms]
    [('kind*', 'good'), ('very polite', 'good')]
    """
    path = Path(path)
    if not path.is_file():
        raise LexiconError(f"read_dictionary: {path}: there is no such file; mend the path")
    _, parse = FORMATS[_format_of(path, format)]
    entries, left = parse(_decode(path, encoding), str(path))
    kept = list(_usable(entries, left, level, prefix))
    if receipt is not None:
        _write_rows(receipt, ("line", "what", "reason"), sorted(left))
    if not kept:
        raise LexiconError(
            f"{path}: no term can be used: {_name(left) or 'the file has none'}; see whether the "
            "format is the right one"
        )
    if left:
        warnings.warn(
            f"read_dictionary: {path.name}: {len(left):,} left out, {len(kept):,} kept: "
            f"{_name(left)}; name a receipt to have all of them listed",
            FramingWarning,
            stacklevel=2,
        )
    lines = io.StringIO(newline="")
    table = csv.writer(lines, lineterminator="\n")
    table.writerow(_COLUMNS)
    table.writerows(kept)
    return build_lexicon(path.stem, lines.getvalue().encode("utf-8"), str(path))


def _format_of(path: Path, given: str | None) -> str:
    if given is not None:
        if given not in FORMATS:
            raise LexiconError(unknown_name("read_dictionary", "format", given, FORMATS))
        return given
    for name, (endings, _) in FORMATS.items():
        if path.suffix.lower() in endings:
            return name
    known = [ending for endings, _ in FORMATS.values() for ending in endings]
    raise LexiconError(unknown_name(f"read_dictionary: {path}", "ending", path.suffix, known))


def _decode(path: Path, encoding: str | None) -> str:
    data = path.read_bytes()
    if encoding is None:
        marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        tried = "utf-16" if marked else "utf-8-sig"
    else:
        tried = encoding
    try:
        return data.decode(tried)
    except (UnicodeDecodeError, LookupError) as fault:
        if encoding is not None or tried == "utf-16":
            raise LexiconError(
                f"{path}: this is not {tried} ({fault}); the file was saved in another encoding; "
                "name that one"
            ) from fault
    warnings.warn(
        f"read_dictionary: {path.name}: this is not UTF-8; it was read as Windows-1252; name its "
        "encoding if words look wrong",
        FramingWarning,
        stacklevel=3,
    )
    return data.decode("cp1252", errors="replace")


def _usable(
    entries: Sequence[Entry], left: list[Left], level: int | None, prefix: str
) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a codebook, and say of the other entries why they are none."""
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        levels = [name for name in entry.levels if name][:level]
        category = prefix + "/".join(levels)
        key = (fold(entry.term), category)
        reason = ""
        if not category:
            reason = "it has no category"
        elif not entry.term.replace("*", "").strip():
            reason = "it holds no word"
        elif "?" in entry.term:
            reason = "? as a wildcard is not known here"
        elif not is_findable(entry.term):
            reason = "texts are parted into words at its marks, so it would never be found"
        elif key in seen:
            reason = "it stands there twice"
        if reason:
            left.append(Left(entry.line, f"{entry.term} ({category})", reason))
            continue
        seen.add(key)
        yield entry.term, category, entry.weight, entry.need_next, entry.block_next


def _name(left: Sequence[Left]) -> str:
    shown = [
        f"{item.what!r}" + (f" (line {item.line})" if item.line else "") + f", {item.reason}"
        for item in sorted(left)[:_SHOWN]
    ]
    more = len(left) - len(shown)
    return "; ".join(shown) + (f"; and {more:,} more" if more > 0 else "")


def write_dictionary(lexicon: Lexicon, path: str | Path) -> Path:
    r"""Write a codebook as a dictionary for other tools: quanteda's YAML, or a table.

    Inflected forms are written out, since other tools do not inflect. What they cannot say
    (contexts, capitals, gaps) is left away, counted in a warning: such terms find more there.

    Parameters
    ----------
    lexicon : Lexicon
    path : str or path
        Ends in `.yml`, `.yaml` or `.csv`.

    Returns
    -------
    Path

    Raises
    ------
    LexiconError
        If the ending is another.

    Examples
    --------
    >>> import tempfile
    >>> from framing import read_lexicon
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     words = Path(folder) / "mood.csv"
    ...     _ = words.write_text("term,category,inflect\npuppet,label,n\n", encoding="utf-8")
    ...     out = write_dictionary(read_lexicon(words), Path(folder) / "mood.yml")
    ...     print(out.read_text(encoding="utf-8"))
    "label":
      - "puppet"
      - "puppets"
    <BLANKLINE>
    """
    path = Path(path)
    endings = (".yml", ".yaml", ".csv")
    if path.suffix.lower() not in endings:
        raise LexiconError(unknown_name("write_dictionary", "ending", path.suffix, endings))
    words: defaultdict[str, dict[str, float]] = defaultdict(dict)
    bound = 0
    for term in lexicon.terms:
        bound += term.case or any(getattr(term, rule) for rule in _RULES)
        for form in _written(term):
            words[term.category].setdefault(form, term.weight)
    if bound:
        warnings.warn(
            f"write_dictionary: {bound:,} of {len(lexicon.terms):,} terms have contexts or "
            "capitals that no dictionary can hold; without them they find more",
            FramingWarning,
            stacklevel=2,
        )
    rows = [
        (form, name, f"{words[name][form]:g}") for name in sorted(words) for form in words[name]
    ]
    if path.suffix.lower() == ".csv":
        return _write_rows(path, ("term", "category", "weight"), rows)
    lines = []
    for name in sorted(words):
        lines.append(f"{_quoted(name)}:")
        lines += [f"  - {_quoted(form)}" for form in sorted(words[name])]
    with replacing(path) as file:
        file.write(("\n".join(lines) + "\n").encode("utf-8"))
    return path


def _written(term: Term) -> Iterator[str]:
    for pattern in term.patterns:
        slots = [sorted({"*"} if GAP in forms else forms) for forms in pattern]
        for words in islice(product(*slots), _FORMS):
            yield " ".join(words)


def _quoted(text: str) -> str:
    # What JSON writes in quotation marks, YAML reads.
    return json.dumps(text, ensure_ascii=False)


def _write_rows(path: str | Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    lines = io.StringIO(newline="")
    table = csv.writer(lines, lineterminator="\n")
    table.writerow(header)
    table.writerows(rows)
    with replacing(path) as file:
        file.write(lines.getvalue().encode("utf-8"))
    return Path(path)
