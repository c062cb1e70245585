"""Measure the program on the demo corpus, whose marks say what a reader should find.

Run ``python benchmarks/demo.py`` to read `data/raw/demo` and write, in `benchmarks/tables`:

- `demo_gold.csv`: recall and precision by category and by voice; how often the voice, the speaker
  and the negation of what was found are right; how many decoys were taken for hits. For the ten
  frozen articles, which nobody edits, for the others, and for all.
- `demo_voices.csv`: the voice a hit should have against the voice it was given.
- `demo_profile.csv`: what each outlet was given, counted in the gold, beside what was planned.
- `demo_contrasts.csv`: the same outlets as the program sees them, by estimand.
- `demo_overlap.csv`: the longest wordings that two articles share.

The corpus is constructed and was marked by those who wrote it: the numbers show whether the program
still does what it did and where it fails. They are no estimate of its accuracy on real news.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import sys
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pandas as pd

from framing import read_corpus, read_lexicon
from framing.columns import ESTIMANDS
from framing.errors import FramingWarning
from framing.pipeline import process

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "data" / "raw" / "demo"
TABLES = ROOT / "benchmarks" / "tables"
LOADED = ("evaluation", "label", "euphemism", "dysphemism", "metaphor", "intensifier")
VOICES = ("outlet", "quoted", "reported", "distanced", "unsure")
PARTS = ("frozen", "others", "all")
SAME_SET = {"fighters": "rebels"}
"""Naming sets of the codebook that the gold calls otherwise."""
RUN = 8
"""Words in a row that two articles may not share, wire copy apart."""
SHOWN = 20
WIRE_COPY = {"tessel-wire-e05", "velmora-standard-e05w", "halvern-courier-e05w"}
Row = dict[str, Any]


class Hit(NamedTuple):
    """A marked or found expression. `key` is what must agree for the two to be the same."""

    doc_id: str
    field: str
    start: int
    end: int
    key: str
    voice: str
    speaker: str
    negated: bool
    coinage: bool = False

    def overlap(self, other: Hit) -> int:
        """Return how many characters both cover."""
        if (self.doc_id, self.field) != (other.doc_id, other.field):
            return 0
        return min(self.end, other.end) - max(self.start, other.start)


def load_build() -> ModuleType:
    """Return `data/raw/demo/build.py`, which reads the marked articles."""
    spec = importlib.util.spec_from_file_location("demo_build", DEMO / "build.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"{DEMO / 'build.py'}: cannot be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def key_of(category: str) -> str:
    """Return what a category is compared by: itself, with the gold's name of a naming set."""
    base, _, rest = category.partition(":")
    if base != "naming":
        return category
    name, _, alternative = rest.partition("/")
    return f"naming:{SAME_SET.get(name, name)}/{alternative}"


def row_name(key: str) -> str:
    """Return the row of the table a key is counted in: a naming set is one row."""
    return key.partition("/")[0]


def read_gold() -> tuple[list[Hit], list[Hit], set[str]]:
    """Return the marks, the decoys and the names of the frozen articles."""
    marks: list[Hit] = []
    decoys: list[Hit] = []
    frozen: set[str] = set()
    with (DEMO / "gold.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["frozen"] == "yes":
                frozen.add(row["doc_id"])
            kind, _, rest = row["category"].partition(":")
            negated, decoy = kind == "negated", kind == "decoy"
            hit = Hit(
                row["doc_id"], row["field"], int(row["start"]), int(row["end"]),
                rest if negated or decoy else row["category"], row["voice"], row["speaker"],
                negated, row["coinage"] == "yes",
            )  # fmt: skip
            (decoys if decoy else marks).append(hit)
    return marks, decoys, frozen


def read_found(evidence: pd.DataFrame) -> list[Hit]:
    """Return what the program found."""
    names = ["doc_id", "field", "start", "end", "category", "voice", "speaker", "negated"]
    return [
        Hit(doc_id, field, start, end, key_of(str(category)), str(voice), speaker, bool(negated))
        for doc_id, field, start, end, category, voice, speaker, negated in evidence[
            names
        ].itertuples(index=False)
    ]


def pair(gold: Iterable[Hit], found: Iterable[Hit]) -> list[tuple[Hit, Hit]]:
    """Pair marks and finds that overlap, one to one, the longest overlap first."""
    places: defaultdict[tuple[str, str], list[tuple[int, Hit]]] = defaultdict(list)
    for number, hit in enumerate(found):
        places[hit.doc_id, hit.field].append((number, hit))
    candidates = [
        (-mark.overlap(hit), mark, hit, k, number)
        for k, mark in enumerate(gold)
        for number, hit in places[mark.doc_id, mark.field]
        if mark.overlap(hit) > 0
    ]
    candidates.sort()
    used: set[tuple[str, int]] = set()
    pairs = []
    for _, mark, hit, k, number in candidates:
        if ("gold", k) not in used and ("found", number) not in used:
            used |= {("gold", k), ("found", number)}
            pairs.append((mark, hit))
    return pairs


def pair_by_key(gold: Iterable[Hit], found: Iterable[Hit]) -> list[tuple[Hit, Hit]]:
    """Pair marks and finds of the same key."""
    groups: defaultdict[str, tuple[list[Hit], list[Hit]]] = defaultdict(lambda: ([], []))
    for side, hits in enumerate((gold, found)):
        for hit in hits:
            groups[hit.key][side].append(hit)
    return [both for marks, hits in groups.values() for both in pair(marks, hits)]


def folded(name: str) -> str:
    """Return a speaker's name without case and article, to compare by."""
    return name.casefold().replace("’", "'").removeprefix("the ")


def measure(gold: list[Hit], found: list[Hit], pairs: list[tuple[Hit, Hit]]) -> Row:
    """Return the counts and shares of one row."""
    named = [
        (mark, hit) for mark, hit in pairs if mark.voice in ("quoted", "reported") and mark.speaker
    ]
    voices = sum(mark.voice == hit.voice for mark, hit in pairs)
    speakers = sum(folded(mark.speaker) == folded(hit.speaker) for mark, hit in named)
    nobody = sum(not hit.speaker for _, hit in named)
    return {
        "gold": len(gold),
        "found": len(found),
        "matched": len(pairs),
        "recall": share(len(pairs), len(gold)),
        "precision": share(len(pairs), len(found)),
        "voice_right": share(voices, len(pairs)),
        "named": len(named),
        "speaker_right": share(speakers, len(named)),
        "speaker_empty": share(nobody, len(named)),
    }


def share(part: int, whole: int) -> str:
    """Return a share to three digits, empty where there is nothing to share."""
    return f"{part / whole:.3f}" if whole else ""


def gold_table(
    gold: list[Hit], decoys: list[Hit], found: list[Hit], known: set[str], part: str
) -> list[Row]:
    """Return the rows of one part of the corpus; only keys the gold knows are counted."""
    counted = [hit for hit in found if hit.key in known]
    pairs = pair_by_key(gold, counted)
    rows: list[Row] = []

    def add(what: str, name: str, values: Row) -> None:
        rows.append({"part": part, "what": what, "name": name, **values})

    add("all", "every category", measure(gold, counted, pairs))
    for name in sorted({row_name(key) for key in known}):
        add("category", name, measure(
            [h for h in gold if row_name(h.key) == name],
            [h for h in counted if row_name(h.key) == name],
            [(m, h) for m, h in pairs if row_name(m.key) == name],
        ))  # fmt: skip
    # Whoever takes a label for an evaluation has found the loaded word all the same.
    loaded = [h for h in gold if h.key in LOADED]
    loaded_found = [h for h in counted if h.key in LOADED]
    in_any = pair(loaded, loaded_found)
    add("loaded", "any of the six", measure(loaded, loaded_found, in_any))
    for name, coined in (("listed or listable words", False), ("coinages", True)):
        some = [h for h in loaded if h.coinage == coined]
        add("loaded", name, measure(some, [], [p for p in in_any if p[0].coinage == coined])
            | {"found": "", "precision": ""})  # fmt: skip
    # Here a match has the right voice too: recall and precision are those of the voice.
    for voice in VOICES:
        add("voice of loaded words", voice, measure(
            [h for h in loaded if h.voice == voice],
            [h for h in loaded_found if h.voice == voice],
            [(m, h) for m, h in in_any if m.voice == voice and h.voice == voice],
        ) | {"voice_right": ""})  # fmt: skip
    for name, negated in (("negated", True), ("not negated", False)):
        some_pairs = [(m, h) for m, h in pairs if m.negated == negated and m.key in LOADED]
        right = sum(h.negated == negated for _, h in some_pairs)
        rows.append({
            "part": part, "what": "negation of loaded words", "name": name,
            "gold": sum(h.negated == negated for h in loaded), "matched": len(some_pairs),
            "negation_right": share(right, len(some_pairs)),
        })  # fmt: skip
    rows += decoy_rows(decoys, found, part)
    return rows


def decoy_rows(decoys: list[Hit], found: list[Hit], part: str) -> list[Row]:
    """Return how many decoys were taken for what a plain list would take them for."""
    rows = []
    for name in (*sorted({decoy.key.partition(":")[0] for decoy in decoys}), "any"):
        some = [d for d in decoys if name in ("any", d.key.partition(":")[0])]
        taken = sum(
            any(
                d.overlap(hit) > 0 and d.key.partition(":")[0] == hit.key.partition(":")[0]
                for hit in found
            )
            for d in some
        )
        rows.append(
            {"part": part, "what": "decoys", "name": name, "gold": len(some), "found": taken,
             "taken": share(taken, len(some))}
        )  # fmt: skip
    return rows


def voices_table(gold: list[Hit], found: list[Hit], part: str) -> list[Row]:
    """Return the voice a hit should have against the voice it was given."""
    given = Counter((mark.voice, hit.voice) for mark, hit in pair_by_key(gold, found))
    return [
        {"part": part, "gold": mark, **{voice: given[mark, voice] for voice in VOICES}}
        for mark in VOICES
    ]


def contrasts_table(scores: pd.DataFrame) -> list[Row]:
    """Return loaded words per 1,000 by outlet as the program counts them, by estimand."""
    mine = scores[
        (scores["category"] == "index:loaded")
        & (scores["section"] == "body")
        & ~scores["doc_id"].str.endswith("w")
    ]
    rows = []
    for estimand, voices in ESTIMANDS.items():
        some = mine[mine["voice"].isin(voices)]
        sums = some.groupby("outlet", observed=True)[["hits", "exposure"]].sum()
        sums["rate"] = 1000 * sums["hits"] / sums["exposure"]
        sums = sums.sort_values("rate", ascending=False, kind="stable").reset_index()
        rows += [
            {"estimand": estimand, "rank": rank, "outlet": row["outlet"],
             "loaded_per_1000": f"{row['rate']:.2f}", "hits": f"{row['hits']:g}",
             "words": f"{row['exposure']:g}"}
            for rank, row in enumerate(sums.to_dict("records"), start=1)
        ]  # fmt: skip
    return rows


def overlap_table(texts: Mapping[str, str], build: ModuleType) -> list[Row]:
    """Return the pairs of articles that share the longest runs of words."""
    words = {
        doc_id: [word.casefold().replace("’", "'") for word in build.WORD.findall(text)]
        for doc_id, text in texts.items()
    }
    runs = {doc_id: _runs(own, RUN) for doc_id, own in words.items()}
    short = {doc_id: _runs(own, 4) for doc_id, own in words.items()}
    rows: list[Row] = []
    for one, other in combinations(sorted(words), 2):
        if not short[one].keys() & short[other].keys():
            continue
        longest = _longest(words[one], words[other], short[one], short[other])
        rows.append({
            "doc_id": one, "other": other,
            "wire_copy": "yes" if {one, other} <= WIRE_COPY else "no",
            f"shared_runs_of_{RUN}": len(runs[one].keys() & runs[other].keys()),
            "longest_run": len(longest), "words": " ".join(longest[:12]),
        })  # fmt: skip
    rows.sort(key=lambda r: (-r["longest_run"], r["doc_id"], r["other"]))
    return rows[:SHOWN]


def _runs(words: list[str], size: int) -> dict[tuple[str, ...], list[int]]:
    found: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for k in range(len(words) - size + 1):
        found[tuple(words[k : k + size])].append(k)
    return dict(found)


def _longest(
    one: list[str],
    other: list[str],
    in_one: Mapping[tuple[str, ...], list[int]],
    in_other: Mapping[tuple[str, ...], list[int]],
) -> list[str]:
    best: list[str] = []
    for run in in_one.keys() & in_other.keys():
        for a in in_one[run]:
            for b in in_other[run]:
                size = len(run)
                if a and b and one[a - 1] == other[b - 1]:
                    continue
                while one[a + size : a + size + 1] == other[b + size : b + size + 1] != []:
                    size += 1
                best = max(best, one[a : a + size], key=lambda words: (len(words), words))
    return best


def make() -> tuple[dict[str, str], list[Row]]:
    """Return the contents of every table by its name, and the rows of `demo_gold.csv`."""
    build = load_build()
    corpus = read_corpus(DEMO / "articles.csv")
    with warnings.catch_warnings():
        # Two articles hold a mark that is never closed, on purpose.
        warnings.simplefilter("ignore", FramingWarning)
        tables = process(corpus, read_lexicon("loaded", DEMO / "lexicon"))
    if len(tables.quarantine):
        raise RuntimeError(f"articles that could not be processed:\n{tables.quarantine}")
    gold, decoys, frozen = read_gold()
    found = read_found(tables.evidence)
    known = {hit.key for hit in gold}
    everything = set(corpus.articles["doc_id"])
    in_part = {"frozen": frozen, "others": everything - frozen, "all": everything}
    gold_rows: list[Row] = []
    voice_rows: list[Row] = []
    for part in PARTS:
        some, literal, hits = (
            [h for h in every if h.doc_id in in_part[part]] for every in (gold, decoys, found)
        )
        gold_rows += gold_table(some, literal, hits, known, part)
        voice_rows += voices_table(some, hits, part)
    texts = dict(
        zip(corpus.articles["doc_id"].tolist(), corpus.articles["text"].tolist(), strict=True)
    )
    return {
        "demo_gold.csv": _csv(gold_rows),
        "demo_voices.csv": _csv(voice_rows),
        "demo_profile.csv": build.to_csv(build.PROFILE_COLUMNS, build.profile(build.read_all())),
        "demo_contrasts.csv": _csv(contrasts_table(tables.scores)),
        "demo_overlap.csv": _csv(overlap_table(texts, build)),
    }, gold_rows


def _csv(rows: list[Row]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def summary(rows: list[Row]) -> str:
    """Set the rows of all articles for reading."""
    columns = ("gold", "found", "matched", "recall", "precision", "voice_right", "speaker_right",
               "speaker_empty", "negation_right", "taken")  # fmt: skip
    lines = [" ".join([f"{'':<44}", *(f"{name:>13}" for name in columns)])]
    for row in rows:
        if row["part"] == "all" or row["what"] in ("all", "loaded"):
            name = f"{row['part']:<7}{row['what']}: {row['name']}"
            lines.append(
                " ".join([f"{name:<44}", *(f"{row.get(column, '')!s:>13}" for column in columns)])
            )
    return "\n".join(lines)


def main() -> None:
    """Write the tables and print the main rows."""
    contents, rows = make()
    TABLES.mkdir(exist_ok=True)
    for name, content in contents.items():
        (TABLES / name).write_bytes(content.encode("utf-8"))
    print(summary(rows))
    print(f"\n{contents['demo_voices.csv']}\n{contents['demo_contrasts.csv']}")


if __name__ == "__main__":
    main()
