"""Draw what people code to judge the codebook by on real news, and read their sheets back.

    FRAMING_DATA=... python benchmarks/loaded_samples.py draw
    FRAMING_DATA=... python benchmarks/loaded_samples.py sheets SHEETS
    FRAMING_DATA=... python benchmarks/loaded_samples.py read SHEETS
    FRAMING_DATA=... python benchmarks/loaded_samples.py judge

Articles: allsides_matched and the training part of PolNeAR. Two samples (developer-coded; none of
the coders wrote rules; neither outlet nor voice nor what the program thinks is shown):

- ``hits``: 60 found expressions of each category, mixed with up to 15 places each where the listed
  words stand and the codebook's context rules (blocks, required neighbours, names) refuse them.
  Coders are asked of every unit alike whether it is an instance of the category.
- ``again``: after the codebook was mended by what coders had said of ``hits`` (1.1), a fresh sample
  of the categories that were mended, or fell short by little (evaluation, twice as large); no place
  of ``hits`` is in it. Among it again places that are refused.
- ``sentences``: 300 sentences coded in full: every expression of the six loaded and four epistemic
  categories.

`draw` writes `benchmarks/codings/loaded_NAME.csv` (unit, place, chance of being drawn), once.
`sheets` writes what coders read, with texts, outside the project. They answer in
`SHEETS/hits/answers_CODER_PART.csv` (unit_id,value: yes, no, unsure; `again` likewise) and
`SHEETS/sentences/answers_CODER_PART.csv` (unit_id,expression,category; a row without expression
says that there is none). `read` places the answers and writes `loaded_NAME_codings.csv`: no text.
`judge` writes `benchmarks/tables/loaded_precision.csv`, `loaded_recall.csv`, `loaded_coders.csv`.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from coded_samples import read, write

from framing import (
    agree,
    annotate,
    attribute,
    draw_sample,
    list_sentences,
    read_corpus,
    read_lexicon,
    segment,
    verify_hits,
)
from framing.columns import base_category
from framing.corpus import Corpus
from framing.lexicon import Lexicon
from framing.segments import cues
from framing.stats.jackknives import jackknife_t

HERE = Path(__file__).parent
CODINGS = HERE / "codings"
TABLES = HERE / "tables"
SEED = 6
HITS, SENTENCES = 60, {"no hit": 180, "hit": 120}
AROUND = 220
"""Code points of context on either side of a unit."""
LOADED = ("evaluation", "label", "euphemism", "dysphemism", "metaphor", "intensifier")
EPISTEMIC = ("hedge", "factive", "implicative", "generalisation")
RULED = ("concession", "so_called", "scare", "agent_deletion", "stance")
CATEGORIES = (*LOADED, *EPISTEMIC, *RULED)
AGAIN = {"metaphor": 60, "dysphemism": 60, "euphemism": 60, "stance": 60, "evaluation": 120}
FREE = {name: () for name in ("block_next", "block_prev", "block_near",
                              "need_next", "need_prev", "need_near")}  # fmt: skip
KEPT = ("unit_id", "doc_id", "field", "start", "end", "stratum", "inclusion_probability")


def articles() -> Corpus:
    """Return the articles of both corpora."""
    rows = [
        (str(r["id"]), r["outlet"], r["text"])
        for name in ("allsides_matched", "polnear_train")
        for r in read(name)
    ]
    return read_corpus(pd.DataFrame(rows, columns=["doc_id", "outlet", "text"]))


def without_contexts(lexicon: Lexicon) -> Lexicon:
    """Return the codebook as the plain list of its words."""
    return replace(lexicon, terms=tuple(replace(t, name=True, **FREE) for t in lexicon.terms))


def with_base(evidence: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the categories that are judged, under the names of these."""
    base = evidence["category"].astype(str).map(base_category)
    return evidence.assign(category=base)[base.isin(CATEGORIES) & ~evidence["negated"]]


def draw_hits(
    corpus: Corpus, segments: pd.DataFrame, found_n: dict[str, int], coded: pd.DataFrame
) -> pd.DataFrame:
    """Draw found expressions, and places the context rules refuse, but none that is coded."""
    lexicon = read_lexicon("loaded")
    found = with_base(annotate(corpus, segments, lexicon))
    plain = with_base(annotate(corpus, segments, without_contexts(lexicon)))
    every = cues(segments.assign(rule="")).assign(category="stance", entry="", negated=False)
    plain = pd.concat([plain, every[every["stance"] != "neutral"]])
    place = ["doc_id", "field", "start", "end", "category"]
    found, plain = (t.drop_duplicates(place) for t in (found, plain))
    there = pd.MultiIndex.from_frame(found[place])
    refused = plain[~pd.MultiIndex.from_frame(plain[place]).isin(there)]
    # A refused word inside a longer expression that counts is no question.
    refused = refused[~inside(refused, found)]
    parts = [found.assign(called="found"), refused.assign(called="refused")]
    units = pd.concat(parts, ignore_index=True)[[*place, "outlet", "entry", "voice", "called"]]
    units["part"] = units["category"] + ":" + units["called"]
    if not coded.empty:
        known = pd.MultiIndex.from_frame(coded[place].astype(units[place].dtypes.to_dict()))
        units = units[~pd.MultiIndex.from_frame(units[place]).isin(known)]
    there = units["part"].value_counts()
    sizes = {f"{c}:found": n for c, n in found_n.items()}
    sizes |= {f"{c}:refused": n // 4 for c, n in found_n.items()}
    sizes = {name: min(n, int(there[name])) for name, n in sizes.items() if name in there.index}
    units = units[units["part"].isin(list(sizes))].reset_index(drop=True)
    return draw_sample(units, corpus, n=sizes, by="part", coders=("A", "B"), overlap=1, seed=SEED)


def inside(some: pd.DataFrame, others: pd.DataFrame) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Say which rows lie inside a row of the same article and category among the others."""
    spans: dict[tuple[str, str, str], list[tuple[int, int]]] = {}
    for row in others.itertuples():
        spans.setdefault((row.doc_id, row.field, row.category), []).append((row.start, row.end))
    return np.array(
        [
            any(
                a < r.end and r.start < b for a, b in spans.get((r.doc_id, r.field, r.category), ())
            )
            for r in some.itertuples()
        ]
    )


def draw_sentences(corpus: Corpus, segments: pd.DataFrame) -> pd.DataFrame:
    """Draw sentences, some of them with and some without a hit."""
    evidence = with_base(annotate(corpus, segments, read_lexicon("loaded")))
    evidence = evidence[evidence["category"].isin((*LOADED, *EPISTEMIC))]
    units = list_sentences(corpus, segments, evidence)
    starts = {
        key: np.sort(part["start"].to_numpy())
        for key, part in evidence.groupby(["doc_id", "field"])
    }
    hit = []
    for row in units.itertuples():
        at = starts.get((row.doc_id, row.field), np.array([], int))
        hit.append(at.searchsorted(row.start) < at.searchsorted(row.end))
    units["part"] = np.where(hit, "hit", "no hit")
    return draw_sample(
        units, corpus, n=SENTENCES, by="part", coders=("A", "B"), overlap=1, seed=SEED
    )


def draw() -> None:
    """Draw the samples that are not drawn yet."""
    corpus = articles()
    segments = segment(corpus, attribute(corpus))
    for name in ("hits", "again", "sentences"):
        path = CODINGS / f"loaded_{name}.csv"
        if path.is_file():
            print(f"{name}: drawn before; another draw would be another sample")
            continue
        if name == "sentences":
            sample = draw_sentences(corpus, segments)
        elif name == "hits":
            sample = draw_hits(corpus, segments, dict.fromkeys(CATEGORIES, HITS), pd.DataFrame())
        else:
            sample = draw_hits(corpus, segments, AGAIN, pd.read_csv(CODINGS / "loaded_hits.csv"))
        more = [] if name == "sentences" else ["category", "entry", "voice", "called"]
        write(sample[[*KEPT, *more]].sort_values("unit_id"), path)


def write_sheets(folder: Path) -> None:
    """Write what coders read: pages of units, grouped by what is asked."""
    texts = {
        str(r["id"]): r["text"] for n in ("allsides_matched", "polnear_train") for r in read(n)
    }
    lexicon = read_lexicon("loaded")
    for name in ("hits", "again", "sentences"):
        sample = pd.read_csv(CODINGS / f"loaded_{name}.csv")
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        whole = name == "sentences"
        groups = [("sentences", sample)] if whole else sample.groupby("category")
        for group, units in groups:
            lines = []
            if not whole:
                about = lexicon.categories[str(group)]
                lines = [
                    f"CATEGORY {group}\n{about.definition}\nHow to tell: {about.how_to_tell}\n"
                ]
            for unit in units.itertuples():
                text = texts[unit.doc_id]
                before = text[max(0, unit.start - AROUND) : unit.start]
                after = text[unit.end : unit.end + AROUND]
                shown = f"...{before}‹‹{text[unit.start : unit.end]}››{after}..."
                lines.append(f"=== {unit.unit_id}\n{shown}\n")
            (place / f"{group}.txt").write_text("\n".join(lines), encoding="utf-8")


def answers(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield coder and row of every sheet of answers in a folder."""
    for path in sorted(folder.glob("answers_*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                yield path.stem.split("_")[1], {k: (v or "").strip() for k, v in row.items() if k}


def collect(folder: Path) -> None:
    """Read the answers, and write them without text."""
    for name in ("hits", "again"):
        sample = pd.read_csv(CODINGS / f"loaded_{name}.csv")
        rows = [
            (row["unit_id"], coder, row["value"].lower()) for coder, row in answers(folder / name)
        ]
        codings = pd.DataFrame(rows, columns=["unit_id", "coder", "value"])
        strange = ~codings["unit_id"].isin(sample["unit_id"])
        strange |= ~codings["value"].isin(["yes", "no", "unsure"])
        print(f"{name}: {codings.groupby('coder').size().to_dict()}; strange: {codings[strange]}")
        path = CODINGS / f"loaded_{name}_codings.csv"
        before = [pd.read_csv(path)] if path.is_file() else []
        codings = pd.concat([*before, codings[~strange]])
        codings = codings.drop_duplicates(["unit_id", "coder"], keep="last")
        write(codings.sort_values(["unit_id", "coder"]), path)
    sample = pd.read_csv(CODINGS / "loaded_sentences.csv").set_index("unit_id")
    texts = {
        str(r["id"]): r["text"] for n in ("allsides_matched", "polnear_train") for r in read(n)
    }
    path = CODINGS / "loaded_sentences_codings.csv"
    columns = ["unit_id", "coder", "value", "start", "end"]
    new = list(answers(folder / "sentences"))
    again = {(coder, row["unit_id"]) for coder, row in new}
    before = pd.read_csv(path, keep_default_na=False)[columns] if path.is_file() else None
    placed: set[tuple[str, str, str, int, int]] = {
        tuple(row)
        for row in ([] if before is None else before.itertuples(index=False))
        if (row.coder, row.unit_id) not in again
    }
    after: dict[tuple[str, str, str], int] = {}
    for coder, row in new:
        if row["unit_id"] not in sample.index:
            print(f"{coder}: no unit {row['unit_id']}")
            continue
        unit = sample.loc[row["unit_id"]]
        sentence = texts[unit["doc_id"]][unit["start"] : unit["end"]]
        expression, category = row.get("expression", ""), row.get("category", "").lower()
        if not expression or category in ("", "none"):
            placed.add((row["unit_id"], coder, "", 0, 0))
            continue
        # The same words twice in a sentence are two rows: the second is the next place.
        at = sentence.find(expression, after.get((coder, row["unit_id"], expression), 0))
        if at < 0 or category not in (*LOADED, *EPISTEMIC):
            print(f"{coder}, {row['unit_id']}: {expression!r} ({category}) is not there")
            continue
        after[coder, row["unit_id"], expression] = at + len(expression)
        start = int(unit["start"]) + at
        placed.add((row["unit_id"], coder, category, start, start + len(expression)))
    write(pd.DataFrame(sorted(placed), columns=columns), path)


def judge_hits() -> pd.DataFrame:
    """Return the precision of each category, its rate, and how often a refusal was right.

    Where a category was coded again, the rows of `hits` are those it was mended by: `sample` says
    which is which.
    """
    parts = []
    for name in ("hits", "again"):
        sample = pd.read_csv(CODINGS / f"loaded_{name}.csv")
        codings = pd.read_csv(CODINGS / f"loaded_{name}_codings.csv").assign(variable="hit")
        for called in ("found", "refused"):
            some = sample[sample["called"] == called]
            for who in ("A", "B"):
                mine = codings[codings["unit_id"].isin(some["unit_id"]) & (codings["coder"] == who)]
                if mine.empty:
                    continue
                coded = some[some["unit_id"].isin(mine["unit_id"])]
                table = verify_hits(mine, coded, by=["category"])
                parts.append(table.assign(called=called, coder=who, sample=name))
    return pd.concat(parts, ignore_index=True)


def rates() -> pd.Series:
    """Return hits per 1,000 words of each category in the articles drawn from."""
    corpus = articles()
    segments = segment(corpus, attribute(corpus))
    found = with_base(annotate(corpus, segments, read_lexicon("loaded")))
    return 1000 * found["category"].value_counts() / segments["words"].sum()


def judge_sentences() -> pd.DataFrame:
    """Return recall and precision on the sentences coded in full, against each coder alone.

    An expression counts as found when a hit of the same index (`loaded`, `epistemic`) or, in the
    rows of a category, of the same category shares a character with it. Weighted by the chance of
    being drawn; 95 % delete-one-article jackknife-t.
    """
    sample = pd.read_csv(CODINGS / "loaded_sentences.csv").set_index("unit_id")
    coded = pd.read_csv(CODINGS / "loaded_sentences_codings.csv", keep_default_na=False)
    wanted = set(sample["doc_id"].astype(str))
    corpus = articles()
    corpus = Corpus(corpus.articles[corpus.articles["doc_id"].isin(wanted)].reset_index(drop=True))
    segments = segment(corpus, attribute(corpus))
    found = with_base(annotate(corpus, segments, read_lexicon("loaded")))
    hits = {doc: part for doc, part in found.groupby("doc_id")}
    rows = []
    for coder, part in coded.groupby("coder"):
        groups = [("loaded", LOADED), ("epistemic", EPISTEMIC)]
        groups += [(c, (c,)) for c in (*LOADED, *EPISTEMIC)]
        for name, categories in groups:
            rows += _recall(str(coder), name, categories, part, sample, hits)
    columns = ["coder", "what", "measure", "units", "share", "conf_low", "conf_high"]
    return pd.DataFrame(rows, columns=columns)


def _recall(
    coder: str,
    name: str,
    categories: tuple[str, ...],
    coded: pd.DataFrame,
    sample: pd.DataFrame,
    hits: dict[str, pd.DataFrame],
) -> list[tuple[object, ...]]:
    gold, mine = [], []
    for unit, rows in coded.groupby("unit_id"):
        at = sample.loc[unit]
        weight = 1 / at["inclusion_probability"]
        marks = [(r.start, r.end) for r in rows.itertuples() if r.value in categories]
        there = hits.get(str(at["doc_id"]), pd.DataFrame(columns=["start", "end", "category"]))
        there = there[there["category"].isin(categories)]
        there = there[(there["start"] >= at["start"]) & (there["start"] < at["end"])]
        spans = list(zip(there["start"], there["end"], strict=True))
        for a, b in marks:
            gold.append((at["doc_id"], weight, any(s < b and a < e for s, e in spans)))
        for s, e in spans:
            mine.append((at["doc_id"], weight, any(s < b and a < e for a, b in marks)))
    result = []
    for measure, items in (("recall", gold), ("precision", mine)):
        docs = np.array([d for d, _, _ in items])
        weight = np.array([w for _, w, _ in items], float)
        right = weight * np.array([r for _, _, r in items], float)
        result.append((coder, name, measure, len(items), *_share(right, weight, docs)))
    return result


def _share(
    hits: np.ndarray[Any, Any], base: np.ndarray[Any, Any], docs: np.ndarray[Any, Any]
) -> tuple[float, float, float]:
    if not base.sum():
        return np.nan, np.nan, np.nan
    whole = hits.sum() / base.sum()
    names = sorted(set(docs))
    if len(names) < 5:
        return whole, np.nan, np.nan
    rest = [hits[docs != d].sum() / base[docs != d].sum() for d in names]
    low, high = jackknife_t(whole, np.array(rest))
    return whole, max(0.0, float(low[0])), min(1.0, float(high[0]))


def judge() -> None:
    """Write the tables."""
    precision = judge_hits()
    per_1000 = rates()
    precision["per_1000_words"] = precision["group"].map(per_1000)
    write(precision, TABLES / "loaded_precision.csv")
    write(judge_sentences(), TABLES / "loaded_recall.csv")
    tables = []
    for name in ("hits", "again"):
        codings = pd.read_csv(CODINGS / f"loaded_{name}_codings.csv").assign(variable="hit")
        kind = pd.read_csv(CODINGS / f"loaded_{name}.csv").set_index("unit_id")["category"]
        twice = codings["unit_id"].map(codings["unit_id"].value_counts()) > 1
        both = codings[twice]
        if both.empty:
            continue
        tables.append(agree(both, seed=SEED).assign(sample=name, category=""))
        for category, part in both.groupby(both["unit_id"].map(kind)):
            tables.append(agree(part, seed=SEED).assign(sample=name, category=category))
    tables += agree_on_sentences()
    if tables:
        write(pd.concat(tables, ignore_index=True), TABLES / "loaded_coders.csv")


def agree_on_sentences() -> list[pd.DataFrame]:
    """Return how far the coders agree whether a sentence holds any expression of an index."""
    coded = pd.read_csv(CODINGS / "loaded_sentences_codings.csv", keep_default_na=False)
    coded = coded[coded.groupby("unit_id")["coder"].transform("nunique") > 1]
    tables = []
    for index, categories in (("loaded", LOADED), ("epistemic", EPISTEMIC)):
        some = coded["value"].isin(categories).groupby([coded["unit_id"], coded["coder"]]).any()
        units = some.map({True: "yes", False: "no"}).rename("value").reset_index()
        table = agree(units.assign(variable="any"), seed=SEED)
        tables.append(table.assign(sample="sentences", category=index))
    return tables


def main() -> None:
    """Draw, write, read or judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", choices=["draw", "sheets", "read", "judge"])
    parser.add_argument("folder", type=Path, nargs="?", default=Path("sheets"))
    chosen = parser.parse_args()
    if chosen.step == "draw":
        draw()
    elif chosen.step == "judge":
        judge()
    else:
        (write_sheets if chosen.step == "sheets" else collect)(chosen.folder)


if __name__ == "__main__":
    sys.exit(main())
