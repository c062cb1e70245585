"""Draw the samples that people code to judge attribution by, and read their sheets back.

    FRAMING_DATA=... python benchmarks/coded_samples.py draw
    FRAMING_DATA=... python benchmarks/coded_samples.py sheets SHEETS
    FRAMING_DATA=... python benchmarks/coded_samples.py read SHEETS
    FRAMING_DATA=... python benchmarks/coded_samples.py judge

`draw` writes `benchmarks/codings/NAME.csv` (unit, place, stratum, chance of being drawn), once.
`sheets` writes one folder per sample into SHEETS: what coders read (it holds texts and stays out of
the project) and nothing of what the program found, nor the outlet. Coders answer in
`SHEETS/NAME/answers_CODER.csv` (unit_id,value). `read` places the answers and writes
`NAME_codings.csv` (unit, coder, verdict): no text. `judge` writes
`benchmarks/tables/attribution_scare.csv` (precision and recall of scare quotes),
`attribution_hits.csv` (voice at loaded words, by outlet), `attribution_speakers.csv`, each against
every coder alone, and `attribution_coders.csv` (how far the coders agree); run `attribution.py`
before.

The samples (all developer-coded, none of the coders wrote rules):

- ``voice``: 58 hits of the `loaded` index of each outlet of PolNeAR's training part; whose words?
- ``speakers`` and ``speakers_dev``: 300 sources marked by hand in 49 articles each of PolNeAR's
  training part, by form (pronoun, surname, role, medium); who is it, by the fullest name in the
  article? The second is to choose rules by.
- ``scare`` and ``scare_dev``: quoted stretches of one to three words from two halves of the
  articles of allsides_matched; what are the marks for? The second is to choose rules by.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from attribution import PICKED

from framing import (
    agree,
    annotate,
    attribute,
    draw_sample,
    read_corpus,
    read_form,
    read_lexicon,
    segment,
    write_sheet,
)
from framing.columns import INDICES, KIND_VOICE, base_category
from framing.corpus import Corpus
from framing.cues import place_names, roles
from framing.floors.people import key_of
from framing.quotes import find_quotes
from framing.stats.jackknives import jackknife_t

HERE = Path(__file__).parent
CODINGS = HERE / "codings"
FORMS = HERE / "codings" / "forms"
CODERS = ("A", "B")
SEED = 5
ARTICLES = 7
"""Articles of each outlet in which speakers are coded."""
WIDE = {"voice": 500, "scare": 250, "scare_dev": 250}
"""Code points of context on either side of a unit."""
SHEET = 60
"""Units on one page of what coders read."""
PER_FORM = {"pronoun": 95, "surname": 95, "role": 85, "medium": 40}
PRONOUNS = {"he", "she", "they", "it", "who", "his", "her", "their", "him", "its"}
MEDIA = re.compile(
    r"\b(?:times|post|news|cnn|fox|nbc|abc|cbs|msnbc|politico|reuters|journal|magazine|newspaper"
    r"|paper|network|outlet|website|site|associated press|ap|breitbart|tribune|herald|press"
    r"|bloomberg|buzzfeed|huffington|guardian|yahoo|radio|show)\b",
    re.I,
)
KEPT = ("unit_id", "doc_id", "field", "start", "end", "stratum", "inclusion_probability")


def read(name: str) -> list[dict[str, Any]]:
    """Return the records of one file of the shared data."""
    path = Path(os.environ.get("FRAMING_DATA", "")) / f"{name}.jsonl.gz"
    if not path.is_file():
        sys.exit(f"FRAMING_DATA does not name a folder with {name}.jsonl.gz; see data/README.md")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def corpus_of(records: list[dict[str, Any]]) -> Corpus:
    """Return records as a corpus of texts."""
    columns = ["doc_id", "outlet", "text"]
    rows = [(r["id"], r["outlet"], r["text"]) for r in records]
    return read_corpus(pd.DataFrame(rows, columns=columns))


def draw_voice() -> tuple[Corpus, pd.DataFrame]:
    """Draw hits of the loaded index, evenly over the outlets."""
    corpus = corpus_of(read("polnear_train"))
    evidence = annotate(corpus, segment(corpus, attribute(corpus)), read_lexicon("loaded"))
    loaded = evidence["category"].astype(str).map(base_category).isin(INDICES["loaded"])
    units = evidence.loc[loaded, ["doc_id", "outlet", "field", "start", "end"]]
    # A word in two categories is one place to read.
    units = units.drop_duplicates(["doc_id", "field", "start", "end"])
    return corpus, draw_sample(
        units, corpus, n=58, by="outlet", coders=CODERS, overlap=1, seed=SEED
    )


def draw_speakers(first: int) -> tuple[Corpus, pd.DataFrame]:
    """Draw sources that PolNeAR's annotators marked, by their form, from article `first` on."""
    records = read("polnear_train")
    outlets = sorted({r["outlet"] for r in records})
    random = np.random.default_rng(SEED)
    chosen = []
    for outlet in outlets:
        there = sorted((r for r in records if r["outlet"] == outlet), key=lambda r: str(r["id"]))
        taken = random.permutation(len(there))[first : first + ARTICLES]
        chosen += [there[k] for k in sorted(taken)]
    rows = []
    for record in chosen:
        for g in record["attributions"]:
            if len(g["source"]) == 1 and g["content"]:
                start, end = g["source"][0]
                form = form_of(record["text"][start:end])
                rows.append((record["id"], record["outlet"], "text", start, end, form))
    columns = ["doc_id", "outlet", "field", "start", "end", "form"]
    units = pd.DataFrame(rows, columns=columns)
    units = units[units["form"] != "other"].drop_duplicates(columns[:5])
    corpus = corpus_of(chosen)
    return corpus, draw_sample(
        units, corpus, n=PER_FORM, by="form", coders=CODERS, overlap=1, seed=SEED
    )


def form_of(source: str) -> str:
    """Say how a source is named: by a pronoun, one name, an office or description, a medium."""
    words = re.findall(r"[\w’'.-]+", source)
    if not words or len(words) > 8:
        return "other"
    if len(words) == 1 and words[0].lower() in PRONOUNS:
        return "pronoun"
    if MEDIA.search(source):
        return "medium"
    named = [w for w in words if w[0].isupper() and w.lower() not in ("the", "a", "an")]
    if len(words) == 1 and named and words[0].lower() not in place_names():
        return "surname"
    if not named or (len(named) == 1 and roles().get(words[-1].lower()) == "office"):
        return "role"
    return "other"


def draw_scare(half: int) -> tuple[Corpus, pd.DataFrame]:
    """Draw short quoted stretches, half of them of those the rules call scare quotes."""
    records = sorted(read("allsides_matched"), key=lambda r: str(r["id"]))
    halves = np.random.default_rng(SEED).permutation(len(records)) % 2
    corpus = corpus_of([r for r, k in zip(records, halves, strict=True) if k == half])
    found = attribute(corpus)
    scare = {(d, s) for d, s, k in zip(found["doc_id"], found["start"], found["kind"], strict=True)
             if k == "scare"}  # fmt: skip
    rows = []
    for doc_id, text in zip(corpus.articles["doc_id"], corpus.index.texts, strict=True):
        for quote in find_quotes(text):
            words = re.findall(r"\w+(?:[-’'.]\w+)*", text[quote.inner_start : quote.inner_end])
            if quote.state == "closed" and 1 <= len(words) <= 3:
                called = "scare" if (doc_id, quote.start) in scare else "other"
                rows.append((doc_id, "text", quote.start, quote.end, called))
    units = pd.DataFrame(rows, columns=["doc_id", "field", "start", "end", "called"])
    sample = draw_sample(units, corpus, n=150, by="called", coders=CODERS, overlap=1, seed=SEED)
    return corpus, sample


SAMPLES = {
    "voice": (draw_voice, "voice"),
    "speakers": (lambda: draw_speakers(ARTICLES), "speakers"),
    "speakers_dev": (lambda: draw_speakers(0), "speakers"),
    "scare": (lambda: draw_scare(0), "marks"),
    "scare_dev": (lambda: draw_scare(1), "marks"),
}


def widen(sample: pd.DataFrame, corpus: Corpus, around: int) -> pd.DataFrame:
    """Give as much of the text around each unit as it takes to tell."""
    texts = dict(zip(corpus.articles["doc_id"], corpus.index.texts, strict=True))
    starts, contexts = [], []
    for doc_id, start, end in zip(sample["doc_id"], sample["start"], sample["end"], strict=True):
        text = texts[doc_id]
        first = max(0, start - around)
        starts.append(first)
        contexts.append(text[first : end + around])
    return sample.assign(context=contexts, context_start=starts)


def draw() -> None:
    """Draw the samples that are not drawn yet, and write their places."""
    for name, (sampler, _) in SAMPLES.items():
        path = CODINGS / f"{name}.csv"
        if path.is_file():
            print(f"{name}: drawn before; another draw would be another sample")
            continue
        _, sample = sampler()
        write(sample[list(KEPT)].sort_values("unit_id"), path)


def write_sheets(folder: Path) -> None:
    """Write what coders read of the samples drawn."""
    for name, (_, form_name) in SAMPLES.items():
        sample = pd.read_csv(CODINGS / f"{name}.csv")
        records = read("allsides_matched" if name.startswith("scare") else "polnear_train")
        there = set(sample["doc_id"].astype(str))
        records = [r for r in records if str(r["id"]) in there]
        corpus = corpus_of(records)
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        if name.startswith("speakers"):
            write_articles(sample, corpus, place / "pages")
            continue
        outlets = {str(r["id"]): r["outlet"] for r in records}
        sample = sample.assign(outlet=sample["doc_id"].map(outlets), coders=" ".join(CODERS))
        wide = widen(sample, corpus, WIDE[name])
        for coder in CODERS:
            sheet = place / f"{coder}.csv"
            write_sheet(wide, form_by(form_name), sheet, coder=coder, mask=True)
            write_pages(sheet, place / f"pages_{coder}")


def write_pages(sheet: Path, folder: Path) -> None:
    """Write a sheet's units for reading, the unit between ‹ and ›."""
    folder.mkdir(parents=True, exist_ok=True)
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        units = [
            f"=== {row['unit_id']}\n...{row['before']}‹‹{row['text']}››{row['after']}...\n"
            for row in csv.DictReader(file)
        ]
    for first in range(0, len(units), SHEET):
        page = folder / f"{first // SHEET + 1:02d}.txt"
        page.write_text("\n".join(units[first : first + SHEET]), encoding="utf-8")


def form_by(name: str) -> Any:
    """Return a shipped form, or one of this folder."""
    return read_form(FORMS / "marks.toml" if name == "marks" else name)


def write_articles(sample: pd.DataFrame, corpus: Corpus, folder: Path) -> None:
    """Write the articles with their sampled sources marked by ‹ and › and the unit's name."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = dict(zip(corpus.articles["doc_id"], corpus.index.texts, strict=True))
    for number, (doc_id, units) in enumerate(sample.groupby("doc_id"), 1):
        text = texts[doc_id]
        for unit, start, end in sorted(
            zip(units["unit_id"], units["start"], units["end"], strict=True),
            key=lambda u: -int(u[1]),
        ):
            text = f"{text[:start]}‹{text[start:end]}›[{unit}]{text[end:]}"
        (folder / f"{number:02d}.txt").write_text(text, encoding="utf-8")


def answers_of(path: Path) -> Iterator[tuple[str, str]]:
    """Yield unit and name from a coder's sheet of speakers."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield row["unit_id"], row["value"].strip()


def place_names_of(sample: pd.DataFrame, corpus: Corpus, folder: Path) -> pd.DataFrame:
    """Return the coders' names as places of the articles: the first where the name stands.

    A place of no length stands for "the article names nobody" and "cannot be told".
    """
    texts = dict(zip(corpus.articles["doc_id"], corpus.index.texts, strict=True))
    docs = dict(zip(sample["unit_id"], sample["doc_id"], strict=True))
    rows = []
    there = [coder for coder in CODERS if (folder / f"answers_{coder}.csv").is_file()]
    for coder in there:
        for unit, name in answers_of(folder / f"answers_{coder}.csv"):
            if name in ("", "NONE"):
                rows.append((unit, coder, "none", 0, 0))
                continue
            if name == "UNCLEAR":
                rows.append((unit, coder, "unclear", 0, 0))
                continue
            start = texts[docs[unit]].find(name)
            if start < 0:
                print(f"{unit}, {coder}: the article has no {name!r}")
                rows.append((unit, coder, "unclear", 0, 0))
                continue
            rows.append((unit, coder, "name", start, start + len(name)))
    columns = ["unit_id", "coder", "value", "name_start", "name_end"]
    return pd.DataFrame(rows, columns=columns).sort_values(["unit_id", "coder"])


def collect(folder: Path) -> None:
    """Read the answers (`answers_CODER.csv`, unit_id,value), and write them beside older ones."""
    for name, (_, form_name) in SAMPLES.items():
        place = folder / name
        path = CODINGS / f"{name}_codings.csv"
        sample = pd.read_csv(CODINGS / f"{name}.csv")
        if not any((place / f"answers_{coder}.csv").is_file() for coder in CODERS):
            print(f"{name}: no new answers")
            continue
        if name.startswith("speakers"):
            codings = place_names_of(sample, corpus_of(read("polnear_train")), place)
        else:
            codings = read_answers(sample, form_by(form_name).variables[0].codes, place)
        if path.is_file():
            older = pd.read_csv(path)
            codings = pd.concat([older[~older["coder"].isin(codings["coder"])], codings])
        write(codings.sort_values(["unit_id", "coder"]), path)


def read_answers(sample: pd.DataFrame, codes: tuple[str, ...], place: Path) -> pd.DataFrame:
    """Return the coders' verdicts; a unit or a code that is none ends the program."""
    parts = []
    for coder in CODERS:
        path = place / f"answers_{coder}.csv"
        if path.is_file():
            table = pd.read_csv(path, dtype="str", keep_default_na=False)
            parts.append(table[["unit_id", "value"]].assign(coder=coder))
    codings = pd.concat(parts)[["unit_id", "coder", "value"]]
    strange = ~codings["unit_id"].isin(sample["unit_id"]) | ~codings["value"].isin(codes)
    if strange.any() or codings.duplicated(["unit_id", "coder"]).any():
        sys.exit(f"{place}: unknown or doubled:\n{codings[strange].to_string()}")
    for coder, answers in codings.groupby("coder"):
        print(f"{place.name}: {coder} coded {len(answers)} of {len(sample)}")
    return codings.sort_values(["unit_id", "coder"])


def verdicts(name: str) -> list[tuple[str, pd.DataFrame]]:
    """Return each coder's verdicts on a sample, or nothing if nobody has coded it."""
    path = CODINGS / f"{name}_codings.csv"
    codings = pd.read_csv(path, keep_default_na=False) if path.is_file() else pd.DataFrame()
    return [(str(c), part) for c, part in codings.groupby("coder")] if len(codings) else []


def judge(name: str, coder: str, coded: pd.DataFrame) -> pd.DataFrame:
    """Say how many of the stretches the program calls scare quotes people call so, and conversely.

    Shares are weighted by the chance of being drawn; 95 % delete-one-article jackknife-t.
    """
    first = coded.set_index("unit_id")["value"]
    sample = pd.read_csv(CODINGS / f"{name}.csv")
    sample = sample[sample["unit_id"].isin(first.index)]
    records = [r for r in read("allsides_matched") if r["id"] in set(sample["doc_id"])]
    corpus = corpus_of(records)
    found = attribute(corpus)
    found = found[(found["kind"] == "scare")]
    confidence = dict(
        zip(zip(found["doc_id"], found["start"], strict=True), found["confidence"], strict=True)
    )
    called = np.array(
        [confidence.get(key, 0.0) for key in zip(sample["doc_id"], sample["start"], strict=True)]
    )
    true = (sample["unit_id"].map(first) == "scare").to_numpy()
    weight = (1 / sample["inclusion_probability"]).to_numpy()
    rows = []
    for threshold in (0.3, 0.6, 0.9):
        mine = called >= threshold
        for measure, of in (("precision", mine), ("recall", true)):
            hits = weight * (mine & true)
            base = weight * of
            share, low, high = _share(hits, base, sample["doc_id"].to_numpy())
            rows.append(
                (name, coder, threshold, measure, int(of.sum()), share, low, min(high, 1.0))
            )
    columns = ["sample", "coder", "threshold", "measure", "units", "share", "conf_low", "conf_high"]
    return pd.DataFrame(rows, columns=columns)


def judge_voices(coder: str, coded: pd.DataFrame) -> pd.DataFrame:
    """Say how often the program's voice at a loaded word is the coder's, per outlet.

    The program's voices are the cross-validated ones that `attribution.py` left in its scratch
    folder. Shares are weighted by the chance of being drawn. `rate_ratio`: hits in the outlet's
    own voice as the program has it over those as the coder has it; what the error of voices at
    hits does to an own-voice count (the exposure's error stands in attribution_outlets.csv).
    """
    sample = pd.read_csv(CODINGS / "voice.csv")
    sample = sample[sample["unit_id"].isin(coded["unit_id"])].reset_index(drop=True)
    sample["true"] = sample["unit_id"].map(coded.set_index("unit_id")["value"])
    articles = read("polnear_train")
    place = {str(r["id"]): k for k, r in enumerate(articles)}
    with gzip.open(PICKED, "rt", encoding="utf-8") as file:
        rows_of = json.load(file)
    sample["found"] = [
        _voice_at(rows_of[place[str(doc)]], start)
        for doc, start in zip(sample["doc_id"], sample["start"], strict=True)
    ]
    sample["outlet"] = [articles[place[str(doc)]]["outlet"] for doc in sample["doc_id"]]
    rows = []
    by_outlet = [(str(name), part) for name, part in sample.groupby("outlet")]
    for outlet, part in [("all outlets", sample), *by_outlet]:
        weight = (1 / part["inclusion_probability"]).to_numpy()
        docs = part["doc_id"].to_numpy()
        right = (part["true"] == part["found"]).to_numpy()
        accuracy, low, high = _share(weight * right, weight, docs)
        rows.append((outlet, "accuracy", len(part), accuracy, low, min(high, 1.0)))
        own = [(part[c] == "outlet").to_numpy() * weight for c in ("found", "true")]
        rows.append((outlet, "rate_ratio", len(part), *_share(own[0], own[1], docs)))
        counts = part.groupby(["true", "found"]).size()
        rows += [
            (outlet, f"{true} taken for {found}", int(n), np.nan, np.nan, np.nan)
            for (true, found), n in counts.items()
        ]
    columns = ["outlet", "measure", "units", "estimate", "conf_low", "conf_high"]
    table = pd.DataFrame(rows, columns=columns)
    table.insert(0, "coder", coder)
    return table


def judge_speakers(name: str, coder: str, coded: pd.DataFrame) -> pd.DataFrame:
    """Say how often the program's speaker is the fullest name the coder gives, by form of source.

    Unweighted, and of the cross-validated attributions whose source touches the one that was
    coded: `resolved` of those with a name in the article (right, by name and not by a part of
    it), `found` of all coded with a name (whether the program has a source there at all),
    `end_to_end` of all coded with a name, `named_falsely` of those without.
    """
    table = pd.read_csv(CODINGS / f"{name}.csv").merge(coded, on="unit_id")
    articles = {str(r["id"]): (k, r["text"]) for k, r in enumerate(read("polnear_train"))}
    with gzip.open(PICKED, "rt", encoding="utf-8") as file:
        rows_of = json.load(file)
    made = []
    for unit in table.itertuples():
        number, text = articles[str(unit.doc_id)]
        rows = [r for r in rows_of[number] if r[5] < unit.end and unit.start < r[6]]
        speakers = [str(r[7]) for r in rows]
        wanted = _bare(text[unit.name_start : unit.name_end])
        made.append((bool(rows), any(_bare(s) == wanted for s in speakers), any(speakers)))
    table[["found", "right", "named"]] = made
    table["form"] = table["stratum"].str.removeprefix("form=")
    rows = []
    for form, part in [("all forms", table), *((str(f), p) for f, p in table.groupby("form"))]:
        named, nobody = part[part["value"] == "name"], part[part["value"] == "none"]
        for measure, of, column in (
            ("resolved", named[named["found"]], "right"),
            ("found", named, "found"),
            ("end_to_end", named, "right"),
            ("named_falsely", nobody[nobody["found"]], "named"),
        ):
            hits = of[column].to_numpy(float)
            share = _share(hits, np.ones(len(of)), of["doc_id"].to_numpy())
            ends = (share[0], share[1], min(share[2], 1.0))
            rows.append((name, coder, form, measure, len(of), *ends))
    columns = ["sample", "coder", "form", "measure", "units", "share", "conf_low", "conf_high"]
    return pd.DataFrame(rows, columns=columns)


def measure_agreements() -> pd.DataFrame:
    """Say how far the coders of each sample agree beyond chance.

    Speakers: whether both give the same name, or both say that the article has none.
    """
    parts = []
    for name in SAMPLES:
        coded = verdicts(name)
        if len(coded) < 2:
            continue
        codings = pd.concat([part for _, part in coded])
        if name.startswith("speakers"):
            codings["value"] = _named(name, codings)
        codings = codings[["unit_id", "coder", "value"]].assign(variable=name)
        parts.append(agree(codings, seed=SEED))
    return pd.concat(parts)


def _named(name: str, codings: pd.DataFrame) -> list[str]:
    """Return the coders' names as they are written, or what they said instead."""
    docs = pd.read_csv(CODINGS / f"{name}.csv").set_index("unit_id")["doc_id"]
    texts = {str(r["id"]): r["text"] for r in read("polnear_train")}
    return [
        _bare(texts[str(docs[c.unit_id])][c.name_start : c.name_end])
        if c.value == "name"
        else f"({c.value})"
        for c in codings.itertuples()
    ]


def _bare(name: str) -> str:
    return key_of(name).removeprefix("the ")


def _voice_at(rows: list[list[Any]], place: int) -> str:
    """Return the voice of the innermost stretch around a place."""
    inner = [row for row in rows if row[3] <= place < row[4]]
    return KIND_VOICE[inner[-1][2]] if inner else "outlet"


def _share(
    hits: np.ndarray[Any, Any], base: np.ndarray[Any, Any], docs: np.ndarray[Any, Any]
) -> tuple[float, float, float]:
    whole = hits.sum() / base.sum() if base.sum() else np.nan
    names = sorted(set(docs[base > 0]))
    if len(names) < 5:
        return whole, np.nan, np.nan
    rest = [hits[docs != d].sum() / base[docs != d].sum() for d in names]
    low, high = jackknife_t(whole, np.array(rest))
    return whole, max(0.0, float(low[0])), float(high[0])


def write(table: pd.DataFrame, path: Path) -> None:
    """Write a table."""
    table.to_csv(path, index=False, float_format="%.6g", lineterminator="\n")


def judge_all() -> None:
    """Write the tables of what the coders judged."""
    tables = HERE / "tables"
    scare = [judge(n, *v) for n in ("scare", "scare_dev") for v in verdicts(n)]
    write(pd.concat(scare), tables / "attribution_scare.csv")
    if PICKED.is_file():
        voices = [judge_voices(*v) for v in verdicts("voice")]
        write(pd.concat(voices), tables / "attribution_hits.csv")
        named = [judge_speakers(n, *v) for n in ("speakers", "speakers_dev") for v in verdicts(n)]
        write(pd.concat(named), tables / "attribution_speakers.csv")
    write(measure_agreements(), tables / "attribution_coders.csv")


def main() -> None:
    """Draw, write, read or judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", choices=["draw", "sheets", "read", "judge"])
    parser.add_argument("folder", type=Path, nargs="?", default=Path("sheets"))
    chosen = parser.parse_args()
    if chosen.step == "judge":
        judge_all()
        return
    if chosen.step == "draw":
        draw()
    else:
        (write_sheets if chosen.step == "sheets" else collect)(chosen.folder)


if __name__ == "__main__":
    main()
