"""The table of attributions: one row per contiguous stretch of somebody's words."""

from __future__ import annotations

import warnings

import pandas as pd

from framing.corpus import Corpus
from framing.errors import FramingWarning
from framing.statements import find_attributions
from framing.tags import Tagger

__all__ = ["ATTRIBUTION_COLUMNS", "attribute"]

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


def attribute(corpus: Corpus) -> pd.DataFrame:
    """Find who says what: source, cue and content of every quotation, report, belief and order.

    Parameters
    ----------
    corpus : Corpus
        The articles; titles are read as headlines.

    Returns
    -------
    DataFrame
        One row per contiguous content span, columns `ATTRIBUTION_COLUMNS`, in the order of the
        texts. Offsets are half-open code points of the original field; where a source or cue is
        missing they are 0 and the strings empty. `attribution_id` is unique within an article and
        shared by the parts of one discontinuous quotation; `parent_id` names the attribution
        around it, or is empty. `confidence` is a share between 0 and 1.

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
    tagger = Tagger(corpus.index)
    texts = corpus.index.texts
    doc_ids = corpus.places["doc_id"].tolist()
    fields = corpus.places["field"].tolist()
    rows: list[tuple[object, ...]] = []
    broken: dict[str, int] = {}
    offset, current = 0, None
    for number, text in enumerate(texts):
        doc_id = doc_ids[number]
        if doc_id != current:
            offset, current = 0, doc_id
        highest = -1
        title = fields[number] == "title"
        body = number + 1 if title else None
        for a in find_attributions(tagger, number, title=title, body=body):
            highest = max(highest, a.number)
            if a.kind == "unsure":
                broken[doc_id] = broken.get(doc_id, 0) + 1
            rows.append(
                (
                    doc_id,
                    fields[number],
                    f"a{a.number + offset + 1:04d}",
                    f"a{a.parent + offset + 1:04d}" if a.parent >= 0 else "",
                    a.kind,
                    a.start,
                    a.end,
                    text[a.start : a.end],
                    a.source_start,
                    a.source_end,
                    text[a.source_start : a.source_end],
                    a.speaker,
                    a.source_type,
                    a.cue_start,
                    a.cue_end,
                    text[a.cue_start : a.cue_end],
                    a.stance,
                    a.rule,
                    round(a.confidence, 3),
                )
            )
        offset += highest + 1
    if broken:
        count = sum(broken.values())
        warnings.warn(
            f"attribute: {count:,} quotation{'s were' if count > 1 else ' was'} opened and not "
            f"closed, or closed and not opened, in {len(broken):,} of {len(corpus):,} articles; "
            "their words have the kind 'unsure'; mend the marks in the source to have them counted",
            FramingWarning,
            stacklevel=2,
        )
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(ATTRIBUTION_COLUMNS)
    return pd.DataFrame(
        {
            name: pd.array(
                list(values),
                dtype="int64" if name in _NUMBERS else "float64" if name == "confidence" else "str",
            )
            if name not in _NUMBERS and name != "confidence"
            else pd.Series(list(values), dtype="int64" if name in _NUMBERS else "float64")
            for name, values in zip(ATTRIBUTION_COLUMNS, columns, strict=True)
        }
    )
