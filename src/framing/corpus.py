"""Articles in, with a receipt of what was dropped, marked or doubted."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import warnings
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from framing.columns import RECEIPT_COLUMNS
from framing.errors import CorpusError, FramingWarning, unknown_name
from framing.sections import mark_sections
from framing.words import WordIndex

__all__ = ["ARTICLE_COLUMNS", "Corpus", "read_corpus"]

ARTICLE_COLUMNS = (
    "doc_id",
    "outlet",
    "text",
    "title",
    "date",
    "date_raw",
    "event",
    "url",
    "author",
    "section",
    "language",
    "side",
)
_REQUIRED = ("outlet", "text")
_NAMES = ("doc_id", "outlet", "event")
# What nobody sees at the ends of a name: blanks of all kinds, joiners, a byte order mark.
_UNSEEN = re.compile(r"^[\s\u200b\u2060\ufeff]+|[\s\u200b\u2060\ufeff]+$")
# Where a row came from, while it is read; a name that no source gives a column.
_SOURCE, _ROW = "\0source", "\0row"
_ENDINGS = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet", ".txt")
_FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "the of and to in a is that for on was with as it by at from has be are have had his not "
        "but an were this they said who which their he she its after been will would",
    )
)

Source = str | Path | pd.DataFrame


@dataclass(frozen=True, eq=False)
class Corpus:
    """The articles, and the receipt of how they were read.

    Attributes
    ----------
    articles : DataFrame
        One row per article: `doc_id`, `outlet`, `text`, and `title`, `date` (a date or missing,
        with `date_raw` kept), `event`, `url`, `author`, `section`, `language`, `side` where known.
        Further columns are kept.
    receipt : DataFrame
        One row per thing dropped, marked or doubted: `source`, `row`, `doc_id`, `rule`,
        `action`, `reason`.
    """

    articles: pd.DataFrame
    receipt: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=list(RECEIPT_COLUMNS), dtype="str")
    )

    def __len__(self) -> int:
        return len(self.articles)

    def __repr__(self) -> str:
        outlets = self.articles["outlet"].nunique()
        noted = f"; {len(self.receipt)} rows in the receipt" if len(self.receipt) else ""
        return f"Corpus of {len(self):,} articles from {outlets:,} outlets{noted}"

    @cached_property
    def places(self) -> pd.DataFrame:
        """One row per text of the index: `row` in the articles, `doc_id`, `field`."""
        titles = self.articles["title"].tolist() if "title" in self.articles else [""] * len(self)
        rows: list[int] = []
        fields: list[str] = []
        for row, title in enumerate(titles):
            named = ("title", "text") if title.strip() else ("text",)
            rows.extend([row] * len(named))
            fields.extend(named)
        ids = self.articles["doc_id"].to_numpy()[rows]
        return pd.DataFrame(
            {
                "row": rows,
                "doc_id": pd.array(ids, "str"),
                "field": pd.array(fields, "str"),
            }
        )

    @cached_property
    def index(self) -> WordIndex:
        """The words of every title and text, found once."""
        columns = {
            name: self.articles[name].tolist()
            for name in ("text", "title")
            if name in self.articles
        }
        places = zip(self.places["field"].tolist(), self.places["row"].tolist(), strict=True)
        return WordIndex([columns[name][row] for name, row in places])

    @cached_property
    def sections(self) -> pd.DataFrame:
        """The marked stretches of every text: `number` of the text, `start`, `end`, `section`."""
        titles = self.articles["title"].tolist() if "title" in self.articles else [""] * len(self)
        found: list[tuple[int, int, int, str, str]] = []
        rows, fields = self.places["row"].tolist(), self.places["field"].tolist()
        for number, text in enumerate(self.index.texts):
            if fields[number] == "title":
                found.append((number, 0, len(text), "headline", "title"))
            else:
                found += [(number, *mark) for mark in mark_sections(text, titles[rows[number]])]
        return pd.DataFrame(found, columns=["number", "start", "end", "section", "rule"])


def read_corpus(
    source: Source | Sequence[Source],
    *,
    columns: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
) -> Corpus:
    """Read articles from files, a folder or a table; say in a receipt what was dropped or doubted.

    Parameters
    ----------
    source : path, DataFrame, or a sequence of them
        `.csv`, `.tsv`, `.jsonl` (each also gzipped), `.parquet`, a folder of `.txt` or one of them
        (``OUTLET/name.txt``; a date only where the name begins with one, as in
        ``2031-03-04-name.txt``), or a table.
    columns : mapping, optional
        Our name -> the name in the source, for those that differ:
        ``{"doc_id": "id", "text": "body"}``.
    encoding : str, default "utf-8"
        The encoding of text files. Bytes that it does not allow are an error, not a guess.

    Returns
    -------
    Corpus
        Articles in the order read. `doc_id` is made from the content where it is absent, so the
        same article gets the same id each time.

    Raises
    ------
    CorpusError
        If a source cannot be read, lacks `text` or `outlet`, or gives one id to two articles.

    Warns
    -----
    FramingWarning
        Once per rule, with the count, for what the receipt lists.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"outlet": ["NA", "Post"], "text": ["Talks failed.", "They met."]})
    >>> read_corpus(table)
    Corpus of 2 articles from 2 outlets
    """
    parts = [source] if isinstance(source, str | Path | pd.DataFrame) else list(source)
    if not parts:
        raise CorpusError("read_corpus: no source was given; there is nothing to read; name a file")
    notes: list[dict[str, Any]] = []
    frames = [frame for part in parts for frame in _frames(part, columns or {}, encoding, notes)]
    articles = pd.concat([_tidy(name, frame, notes) for name, frame in frames], ignore_index=True)
    articles = _unique(articles, notes)
    for name in (
        "title",
        "event",
        "url",
        "author",
        "section",
        "language",
        "side",
        "date_raw",
    ):
        if name in articles:
            articles[name] = articles[name].fillna("")
    if articles.empty:
        raise CorpusError(
            f"{frames[0][0]}: no article is left of {sum(len(f) for _, f in frames):,} rows; "
            f"{_counts(notes)}; give every article an outlet and a text"
        )
    order = [name for name in ARTICLE_COLUMNS if name in articles]
    rest = [name for name in articles if name not in (*order, _SOURCE, _ROW)]
    _note_same_texts(articles, notes)
    _note_languages(articles, notes)
    receipt = pd.DataFrame(notes, columns=list(RECEIPT_COLUMNS)).astype("str")
    if notes:
        warnings.warn(
            f"read_corpus: {_counts(notes)}; the receipt names each",
            FramingWarning,
            stacklevel=2,
        )
    return Corpus(articles[order + rest], receipt)


def _counts(notes: Sequence[Mapping[str, Any]]) -> str:
    rules = pd.Series([f"{note['rule']} ({note['action']})" for note in notes], dtype="str")
    counts = rules.value_counts().sort_index()
    return ", ".join(f"{rule}: {count}" for rule, count in counts.items()) or "nothing was dropped"


def _frames(
    source: Source, columns: Mapping[str, str], encoding: str, notes: list[dict[str, Any]]
) -> Iterator[tuple[str, pd.DataFrame]]:
    if isinstance(source, pd.DataFrame):
        yield "table", _rename("table", source.reset_index(drop=True), columns)
        return
    path = Path(source)
    if path.is_dir():
        for file in text_files(path, hidden=True):
            where = pd.Series({_SOURCE: str(source), _ROW: file.relative_to(path).as_posix()})
            reason = (
                "a name that begins with a dot is the system's or an editor's, not an article's"
            )
            _note(notes, where, "", "hidden file", "dropped", reason)
        yield str(source), _rename(str(source), _read_folder(path, encoding), columns)
        return
    if not path.exists():
        raise CorpusError(f"{source}: there is no such file or folder; check the path")
    yield str(source), _rename(str(source), _read_file(path, encoding), columns)


def _rename(name: str, frame: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    frame = frame.rename(columns=str)
    for ours, theirs in columns.items():
        if ours not in ARTICLE_COLUMNS:
            raise CorpusError(unknown_name("read_corpus", "article column", ours, ARTICLE_COLUMNS))
        if theirs not in frame:
            raise CorpusError(unknown_name(name, "column", theirs, frame.columns))
    if len(set(columns.values())) < len(columns):
        twice = next(n for n in columns.values() if list(columns.values()).count(n) > 1)
        raise CorpusError(
            f"{name}: the column {twice!r} is named for more than one of ours "
            f"({', '.join(ours for ours, theirs in columns.items() if theirs == twice)}); each "
            "column of a source has one meaning; name it once"
        )
    doubled = frame.columns[frame.columns.duplicated()]
    if len(doubled):
        raise CorpusError(
            f"{name}: there are several columns {doubled[0]!r}; a name stands for one column; "
            "rename or drop the others"
        )
    # A mapped column takes the name; one that held it before steps aside and is kept.
    taken = {ours: f"{ours}_original" for ours, theirs in columns.items() if ours != theirs}
    frame = frame.rename(columns={k: v for k, v in taken.items() if k not in columns.values()})
    frame = frame.rename(columns={theirs: ours for ours, theirs in columns.items()})
    missing = [column for column in _REQUIRED if column not in frame]
    if missing:
        raise CorpusError(
            f"{name}: there is no column {' and no '.join(map(repr, missing))}; there are "
            f"{', '.join(frame.columns)}; name yours with columns={{{missing[0]!r}: 'yours'}} "
            f"(on the command line --column {missing[0]}=yours)"
        )
    return frame


def _open(path: Path) -> bytes:
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        try:
            return gzip.decompress(data)
        except (EOFError, OSError, zlib.error) as fault:
            raise CorpusError(
                f"{path}: the gzip stream is broken ({fault}); it is cut off or damaged; "
                "copy or download the file again"
            ) from fault
    return data


def _decode(path: Path, data: bytes, encoding: str) -> str:
    try:
        text = data.decode("utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding)
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        likely = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252"
        raise CorpusError(
            f"{path}, line {line}: byte 0x{data[fault.start]:02x} is not {encoding}; "
            f"the file was written in another encoding; pass encoding={likely!r} or the one it has"
        ) from fault
    except (LookupError, UnicodeError) as fault:
        raise CorpusError(
            f"read_corpus: there is no encoding {encoding!r}; there are utf-8, cp1252, utf-16 "
            "and others that Python knows; choose one of these"
        ) from fault
    return text


def _read_file(path: Path, encoding: str) -> pd.DataFrame:
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    ending = suffixes[-1] if suffixes else ""
    if ending == ".parquet":
        try:
            return pd.read_parquet(path)
        except Exception as fault:
            raise CorpusError(
                f"{path}: this is not a readable Parquet file ({fault}); write it again"
            ) from fault
    if ending in {".jsonl", ".ndjson"}:
        # As objects: an id of 7 must not become 7.0 where another record has none.
        return pd.DataFrame(_read_lines(path, _decode(path, _open(path), encoding)), dtype=object)
    if ending in {".csv", ".tsv"}:
        text = _decode(path, _open(path), encoding)
        return _read_csv(path, text, "\t" if ending == ".tsv" else "")
    if ending == ".txt":
        return pd.DataFrame([_article(path, path.absolute().parent.parent, encoding)], dtype=object)
    raise CorpusError(
        f"{path}: files ending in {ending or 'nothing'!r} are not read; there are "
        f"{', '.join(_ENDINGS[:-1])} (gzipped too) and folders of .txt; convert the file"
    )


def _read_lines(path: Path, text: str) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as fault:
            what = str(fault).partition(": line ")[0]
            where = f" at column {fault.colno}" if isinstance(fault, json.JSONDecodeError) else ""
            raise CorpusError(
                f"{path}, line {number}: this is not JSON ({what}{where}); "
                "JSON lines hold one whole record per line; mend or remove the line"
            ) from fault
        if not isinstance(record, dict):
            raise CorpusError(
                f"{path}, line {number}: the record is a {type(record).__name__}; it must be an "
                'object such as {"outlet": ..., "text": ...}; mend or remove the line'
            )
        records.append(record)
    if not records:
        raise CorpusError(
            f"{path}: the file holds no record; JSON lines hold one article per line; name a file "
            "with articles"
        )
    return records


_DELIMITERS = ",\t;"
# A cell in quotation marks may hold delimiters and line ends.
_QUOTED = re.compile('"[^"]*"')
_RECORD = re.compile(r'(?:"[^"]*"|[^"\r\n])*')


def _first_line(text: str) -> str:
    return re.split("\r\n|\r|\n", text[: text.find("\n") + 1] or text, maxsplit=1)[0]


def _is_comment(line: str, rest: str) -> bool:
    """Say whether a first line with '#' is a remark, not a header such as ``#id,outlet,text``."""
    if not line.startswith("#"):
        return False
    if line[1:2].isspace() or not line[1:]:
        return True
    below = _RECORD.match(rest)
    counts = [
        [_QUOTED.sub("", record).count(mark) for mark in _DELIMITERS]
        for record in (line, below.group() if below else "")
    ]
    fits = any(mine == theirs > 0 for mine, theirs in zip(*counts, strict=True))
    return bool(rest) and not fits


def _read_csv(path: Path, text: str, delimiter: str) -> pd.DataFrame:
    while _is_comment(header := _first_line(text), rest := text[len(header) :].lstrip("\r\n")):
        text = rest
    if not header.strip():
        raise CorpusError(f"{path}: the file holds no header line; name the columns in line 1")
    delimiter = delimiter or max(_DELIMITERS, key=header.count)
    try:
        with warnings.catch_warnings():
            # Without index_col=False a row with a cell too many shifts every column by one.
            warnings.simplefilter("error", pd.errors.ParserWarning)
            return pd.read_csv(
                io.StringIO(text),
                sep=delimiter,
                dtype="str",
                keep_default_na=False,
                na_filter=False,
                index_col=False,
                on_bad_lines="error",
            )
    except (pd.errors.ParserError, pd.errors.ParserWarning, pd.errors.EmptyDataError) as fault:
        longer = isinstance(fault, pd.errors.ParserWarning)
        what = str(fault).strip().removeprefix("Error tokenizing data. C error: ")
        what = "a row has more cells than the header" if longer else what
        raise CorpusError(
            f"{path}: the rows do not fit the header ({what}); a quotation mark is "
            "probably not closed or a delimiter not quoted; mend that row"
        ) from fault


def text_files(path: Path, *, hidden: bool = False) -> list[Path]:
    """Return the articles of a folder, or what stands in it under a hidden name, in order."""
    return sorted(
        file
        for file in path.rglob("*")
        if file.name.lower().endswith(".txt")
        and any(part.startswith(".") for part in file.relative_to(path).parts) == hidden
        and file.is_file()
    )


def _read_folder(path: Path, encoding: str) -> pd.DataFrame:
    files = text_files(path)
    if not files:
        raise CorpusError(
            f"{path}: the folder holds no .txt file; put each article in OUTLET/name.txt, or name "
            "a table file instead"
        )
    rows = []
    for file in files:
        inner = file.relative_to(path)
        if len(inner.parts) < 2:
            raise CorpusError(
                f"{file}: the file stands in no outlet's folder; its outlet is unknown; move it "
                f"to {path / 'OUTLET' / file.name}"
            )
        rows.append(_article(file, path, encoding))
    return pd.DataFrame(rows, dtype=object)


def _article(file: Path, root: Path, encoding: str) -> dict[str, str]:
    """Read ``OUTLET/name.txt``; a date only where the name begins with one."""
    inner = file.absolute().relative_to(root.absolute())
    dated = re.match(r"\d{4}-\d{2}-\d{2}(?!\d)", file.name)
    return {
        "doc_id": inner.with_suffix("").as_posix(),
        "outlet": inner.parts[0],
        "text": _decode(file, file.read_bytes(), encoding),
        "date": dated.group() if dated else "",
    }


def _tidy(name: str, frame: pd.DataFrame, notes: list[dict[str, Any]]) -> pd.DataFrame:
    """Make texts strings, dates dates, and drop what is no article."""
    frame = frame.copy()
    frame[_SOURCE], frame[_ROW] = _mend(name), np.arange(1, len(frame) + 1)
    known = [column for column in ARTICLE_COLUMNS if column in frame and column != "date"]
    for column in frame.columns.difference([*known, "date"]):
        if frame[column].dtype == object:
            values = [_mend(v) if isinstance(v, str) else v for v in frame[column].tolist()]
            frame[column] = pd.Series(values, frame.index, dtype=object).infer_objects()
    broken = np.zeros(len(frame), bool)
    for column in known:
        values = [_string(value) for value in frame[column].tolist()]
        mended = [_mend(value) for value in values]
        broken |= np.array([a is not b for a, b in zip(values, mended, strict=True)], bool)
        frame[column] = pd.array(mended, "str")
    padded = _strip_names(frame)
    if "date" in frame:
        _parse_dates(frame, notes)
    ids = frame["doc_id"] if "doc_id" in frame else pd.Series([""] * len(frame), dtype="str")
    for row in np.flatnonzero(broken):
        reason = "half of a surrogate pair, replaced one to one by U+FFFD"
        _note(notes, frame.iloc[row], ids.iloc[row], "lone surrogate", "marked", reason)
    empty = frame["text"].str.strip() == ""
    homeless = (frame["outlet"] == "") & ~empty
    for mask, rule, reason in (
        (empty, "empty text", "the text holds nothing but blanks"),
        (homeless, "no outlet", "the outlet is empty"),
    ):
        for row in np.flatnonzero(mask):
            _note(notes, frame.iloc[row], ids.iloc[row], rule, "dropped", reason)
    kept = ~empty & ~homeless
    for row in np.flatnonzero(kept):
        if padded[row]:
            reason = f"cut off around {' and '.join(padded[row])}: a blank makes no other name"
            _note(notes, frame.iloc[row], ids.iloc[row], "blanks around name", "marked", reason)
    return frame[kept]


def _strip_names(frame: pd.DataFrame) -> list[list[str]]:
    """Cut unseen ends off the names, by which articles are grouped; say of which, row by row."""
    cut: list[list[str]] = [[] for _ in range(len(frame))]
    for column in _NAMES:
        if column not in frame:
            continue
        names = [_UNSEEN.sub("", name) for name in frame[column].tolist()]
        for row, (name, written) in enumerate(zip(names, frame[column].tolist(), strict=True)):
            if name and name != written:
                cut[row].append(column)
        frame[column] = pd.array(names, "str")
    return cut


def _note(
    notes: list[dict[str, Any]],
    row: pd.Series[Any],
    doc_id: str,
    rule: str,
    action: str,
    reason: str,
) -> None:
    # A file's name may hold bytes that are no letters.
    values = (*(_mend(str(row[name])) for name in (_SOURCE, _ROW)), doc_id, rule, action, reason)
    notes.append(dict(zip(RECEIPT_COLUMNS, values, strict=True)))


def _string(value: object) -> str:
    if isinstance(value, str):
        return value
    if (
        value is None
        or value is pd.NA
        or value is pd.NaT
        or (isinstance(value, float) and isnan(value))
    ):
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    return str(value)


def _mend(text: str) -> str:
    """Return the text itself, or a copy without lone surrogates, which no file could hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text)
    return text


_WRITTEN_DATES = (
    "%d %B %Y",
    "%B %d, %Y",
    "%d %b %Y",
    "%b %d, %Y",
    "%Y/%m/%d",
)


def _parse_date(value: object) -> pd.Timestamp | None:
    """Read a whole, unambiguous date; anything else is missing."""
    if isinstance(value, pd.Timestamp) or hasattr(value, "isoformat"):
        value = value.isoformat()
    text = _string(value).strip()
    # Eight digits, not fewer: 203111 is a month as well as a day.
    iso = re.match(r"(\d{4}-\d{2}-\d{2})(?:$|[T ]\d{2}:)|(\d{8})$", text, re.ASCII)
    try:
        if iso:
            return pd.Timestamp(iso.group(1) or iso.group(2))
        for form in _WRITTEN_DATES:
            try:
                # Not pandas: it reads "today" as this day whatever the form.
                return pd.Timestamp(datetime.strptime(text, form))
            except ValueError:
                continue
    except ValueError:
        return None
    return None


def _parse_dates(frame: pd.DataFrame, notes: list[dict[str, Any]]) -> None:
    written = frame["date"].tolist()
    raw = [_string(value).strip() for value in written]
    cache = {text: _parse_date(value) for text, value in zip(raw, written, strict=True)}
    dates = [cache[text] for text in raw]
    if "date_raw" not in frame:
        frame["date_raw"] = pd.array(raw, "str")
    ids = frame["doc_id"].tolist() if "doc_id" in frame else [""] * len(frame)
    for row, (text, date) in enumerate(zip(raw, dates, strict=True)):
        if text and date is None:
            reason = f"{text!r} is not one whole, unambiguous date; left missing"
            _note(notes, frame.iloc[row], ids[row], "date not read", "marked", reason)
    frame["date"] = pd.Series(
        pd.to_datetime(pd.Series(dates)).to_numpy("datetime64[s]"), index=frame.index
    )


def _unique(articles: pd.DataFrame, notes: list[dict[str, Any]]) -> pd.DataFrame:
    """Give every article one id of its own, and drop rows that repeat one."""
    if articles.empty:
        return articles.assign(doc_id=pd.array([], "str"))
    content = _content_ids(articles)
    given = articles["doc_id"].fillna("").to_numpy(object) if "doc_id" in articles else content
    ids = pd.Series(np.where(given == "", content, given), dtype="str")
    articles = articles.reset_index(drop=True).assign(doc_id=ids)
    same = ["doc_id", "outlet", "text"] + [c for c in ("title", "date") if c in articles]
    again = articles.duplicated(same)
    for row in np.flatnonzero(again):
        reason = "the row repeats an earlier one in id, outlet, title, date and text"
        _note(notes, articles.iloc[row], ids[row], "repeated row", "dropped", reason)
    articles = articles[~again].reset_index(drop=True)
    clash = articles["doc_id"].duplicated(keep=False)
    if clash.any():
        first = articles.loc[clash].iloc[0]
        rows = articles.loc[articles["doc_id"] == first["doc_id"]]
        places = " and ".join(f"{r[_SOURCE]} row {r[_ROW]}" for _, r in rows.head(3).iterrows())
        raise CorpusError(
            f"{places}: the id {first['doc_id']!r} is given to different articles "
            f"({articles.loc[clash, 'doc_id'].nunique()} ids in all); an id names one article; "
            "make the ids unique, or leave the column out and they are made from the content"
        )
    return articles


def _note_same_texts(articles: pd.DataFrame, notes: list[dict[str, Any]]) -> None:
    """Doubt a text that its outlet has under another id as well."""
    first: dict[tuple[str, str], str] = {}
    columns = (articles[name].tolist() for name in ("doc_id", "outlet", "text"))
    for row, (doc_id, outlet, text) in enumerate(zip(*columns, strict=True)):
        earlier = first.setdefault((outlet, text.strip()), doc_id)
        if earlier != doc_id:
            reason = f"the outlet has the same text under the id {earlier!r}; both are counted"
            _note(notes, articles.iloc[row], doc_id, "same text", "marked", reason)


def _content_ids(articles: pd.DataFrame) -> np.ndarray[Any, Any]:
    # A column that another source lacks must not change the ids, so all four always count.
    none = [""] * len(articles)
    parts = [
        articles[name].astype("str").fillna("").tolist() if name in articles else none
        for name in ("outlet", "title", "date_raw", "text")
    ]
    digests = (
        hashlib.sha256("\x1f".join(row).encode("utf-8")).hexdigest()[:12]
        for row in zip(*parts, strict=True)
    )
    return np.array(list(digests), dtype=object)


def _mostly_latin(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return sum(char.isascii() for char in letters) >= 0.8 * len(letters)


def _note_languages(articles: pd.DataFrame, notes: list[dict[str, Any]]) -> None:
    """Doubt texts in which the commonest English words are rare."""
    for row, text in enumerate(articles["text"].tolist()):
        words = text[:3000].lower().split()
        if len(words) < 40:
            words = text[:12000].lower().split()
        if not words or (len(words) < 20 and _mostly_latin(text)):
            continue
        share = sum(word in _FUNCTION_WORDS for word in words) / len(words)
        if share < 0.12:
            reason = (
                f"{share:.0%} of its first words are common English ones; English has about 40%"
            )
            article = articles.iloc[row]
            _note(notes, article, article["doc_id"], "not English", "marked", reason)
