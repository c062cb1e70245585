"""The table of attributions: one row per contiguous stretch of somebody's words."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.corpus import Corpus
from framing.errors import FramingError, FramingWarning, unknown_name
from framing.models.contents import ContentTagger
from framing.speakers import Speakers
from framing.statements import Attribution, find_attributions
from framing.tags import Tagger

__all__ = ["ATTRIBUTION_COLUMNS", "TAGGERS", "attribute"]

ATTRIBUTION_COLUMNS = (
    "doc_id",
    "field",
    "attribution_id",
    "parent_id",
    "kind",
    "start",
    "end",
    "text",
    "source_start",
    "source_end",
    "source",
    "speaker",
    "source_type",
    "cue_start",
    "cue_end",
    "cue",
    "stance",
    "rule",
    "confidence",
)
_NUMBERS = ("start", "end", "source_start", "source_end", "cue_start", "cue_end")


TAGGERS = ("learned", "rules")
"""What may find attributions: rules with learned weights over them, or the rules alone."""


def attribute(corpus: Corpus, *, tagger: str = "learned") -> pd.DataFrame:
    """Find who says what: source, cue and content of every quotation, report, belief and order.

    Parameters
    ----------
    corpus : Corpus
        The articles; titles are read as headlines.
    tagger : str, default "learned"
        ``"learned"``: rules propose, linear models learned from PolNeAR believe or doubt them,
        move edges and find further contents (English news prose; the model card stands in
        `models/attribution`). ``"rules"``: the rules alone, three times as fast.

    Returns
    -------
    DataFrame
        One row per contiguous content span, columns `ATTRIBUTION_COLUMNS`, in the order of the
        texts. Offsets are half-open code points of the original field; where a source or cue is
        missing they are 0 and the strings empty. `attribution_id` is unique within an article and
        shared by the parts of one discontinuous quotation; `parent_id` names the attribution
        around it, or is empty. `confidence` is a share between 0 and 1.

    Raises
    ------
    FramingError
        If there is no such tagger.

    Warns
    -----
    FramingWarning
        Once, with the count, when quotation marks were opened and never closed (or closed and
        never opened). These stretches have the kind ``"unsure"``.

    Examples
    --------
    >>> from framing import read_corpus
    >>> articles = pd.DataFrame(
    ...     {"outlet": ["Post"], "text": ["The aide, Mara Dolen, said that talks had failed."]}
    ... )
    >>> attribute(read_corpus(articles))[["kind", "text", "speaker"]].values.tolist()
    [['indirect', 'that talks had failed', 'Mara Dolen']]
    """
    if tagger not in TAGGERS:
        raise FramingError(unknown_name("attribute", "tagger", tagger, TAGGERS))
    tags = Tagger(corpus.index)
    contents = ContentTagger(tags) if tagger == "learned" else None
    doc_ids = corpus.places["doc_id"].tolist()
    fields = corpus.places["field"].tolist()
    found: list[Attribution] = []
    texts: list[int] = []
    offsets: list[int] = []
    named: Speakers | None = None
    for number, field in enumerate(fields):
        if field == "title":
            # The text names in full whom its headline names in short.
            named = Speakers(tags.read(number + 1), tags)
            rows = find_attributions(tags, number, title=True, elsewhere=named, contents=contents)
            offset = 0
        else:
            follows = number > 0 and fields[number - 1] == "title"
            if not follows:
                named, offset = None, 0
            rows = find_attributions(tags, number, speakers=named, contents=contents)
        found += rows
        texts += [number] * len(rows)
        offsets += [offset] * len(rows)
        offset += 1 + max((row.number for row in rows), default=-1)
    _warn(found, texts, doc_ids, len(corpus))
    return _table(found, texts, offsets, corpus.index.texts, doc_ids, fields)


def _table(
    found: Sequence[Attribution],
    texts: Sequence[int],
    offsets: Sequence[int],
    words: Sequence[str],
    doc_ids: Sequence[str],
    fields: Sequence[str],
) -> pd.DataFrame:
    columns = list(zip(*found, strict=True)) if found else [()] * len(Attribution._fields)
    by_name: dict[str, Any] = dict(zip(Attribution._fields, columns, strict=True))
    numbers, parents = by_name["number"], by_name["parent"]
    by_name["doc_id"] = [doc_ids[n] for n in texts]
    by_name["field"] = [fields[n] for n in texts]
    by_name["attribution_id"] = [f"a{n + k + 1:04d}" for n, k in zip(numbers, offsets, strict=True)]
    by_name["parent_id"] = [
        f"a{n + k + 1:04d}" if n >= 0 else "" for n, k in zip(parents, offsets, strict=True)
    ]
    for name, start, end in (
        ("text", "start", "end"),
        ("source", "source_start", "source_end"),
        ("cue", "cue_start", "cue_end"),
    ):
        places = zip(texts, by_name[start], by_name[end], strict=True)
        by_name[name] = [words[n][a:b] for n, a, b in places]
    table: dict[str, Any] = {}
    for name in ATTRIBUTION_COLUMNS:
        if name in _NUMBERS:
            table[name] = np.array(by_name[name], np.int64)
        elif name == "confidence":
            table[name] = np.round(np.array(by_name[name], np.float64), 3)
        else:
            table[name] = pd.array(list(by_name[name]), dtype="str")
    return pd.DataFrame(table)


def _warn(
    found: Sequence[Attribution], texts: Sequence[int], doc_ids: Sequence[str], articles: int
) -> None:
    broken = [doc_ids[n] for a, n in zip(found, texts, strict=True) if a.kind == "unsure"]
    if not broken:
        return
    were = "quotation was" if len(broken) == 1 else "quotations were"
    warnings.warn(
        f"attribute: {len(broken):,} {were} opened and not closed, or closed and not opened, in "
        f"{len(set(broken)):,} of {articles:,} articles; their words have the kind 'unsure'; mend "
        "the marks in the source to have them counted",
        FramingWarning,
        stacklevel=3,
    )
