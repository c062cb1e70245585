"""How often `cast` gives the roles that people gave who read the whole article.

    python benchmarks/roles.py            # the report half, and writes benchmarks/tables/roles.csv
    python benchmarks/roles.py --learn    # the development half only; prints what `cast` weighs by

Needs the folder of the real articles in the environment variable FRAMING_DATA. The gold: 295
articles on climate (one text twice) of `narrative_frames_dev` (phenixace/narrative-framing
@197314dfe8, MIT), in which people named heroes, villains and victims in their own words. The
articles, in the order of the SHA-256 of their id, are cut in half: rules and weights were made on
the first, development half; the second was looked at as often as `REPORT_LOOKS` says.

An entity is compared by its words, in small letters, without marks, possessive, articles,
pronouns and plural *s* (*United States* and *US* are *america*). Its head is the last of them
before a comma or preposition. Entities of one article and role with one head are one; gold that
is nothing but a pronoun (*they*, *our*) is left out. Two ways to agree, in the same article and
role: ``head`` (the heads are the same) and ``word`` (they share any word). Voices are pooled, as
the gold has none.

- ``precision``: of the entities cast in a role, those that agree with one of the gold;
- ``recall``: of those of the gold, the ones that agree with one cast; ``F1`` of both.

Beside `cast` with all its rows and with confidence .2 or more: the ``two most named`` persons and
bodies of the article (in every role), ``every person`` named in its first five sentences (in every
role), ``known words``: the heads that the development half gives a role at least three times,
cast so wherever they stand. ``F1 less that of`` one of these is the difference of F1, `cast` with
confidence .2 less the simple way. Intervals: 95 %, percentile bootstrap over articles.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import re
import sys
import warnings
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from framing import annotate, attribute, cast, find_targets, read_corpus, read_lexicon, segment
from framing.corpus import Corpus
from framing.cues import word_set
from framing.errors import FramingWarning
from framing.roles.words import ROLES
from framing.speakers import Names
from framing.tags import Tagger

REPORT_LOOKS = 2
"""How often the report half was looked at, this run included. After the first look, prepositions
could no longer be entities, and the text that stands in both halves left the second."""
TABLE = Path(__file__).parent / "tables" / "roles.csv"
DRAWS, SEED = 2000, 0
CONFIDENT = 0.2
OFTEN = 3
_STOPS = word_set(", of for from in at with who on to which that by")
_SKIPPED = word_set(
    "the a an and or as some all new this these those they them it he she we i you us him her his"
    " their our its your my who"
)
Entities = dict[str, set[str]]
"""Head -> all words of the entities with that head."""
Cast = dict[tuple[str, str], Entities]
"""Article and role -> entities."""


def read() -> list[dict[str, Any]]:
    """Return the articles in the order of the hash of their id."""
    path = Path(os.environ.get("FRAMING_DATA", "")) / "narrative_frames_dev.jsonl.gz"
    if not path.is_file():
        sys.exit("FRAMING_DATA does not name a folder with narrative_frames_dev.jsonl.gz; the "
                 "folder is described in data/README.md; set FRAMING_DATA to it")  # fmt: skip
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    return sorted(articles, key=lambda a: hashlib.sha256(str(a["id"]).encode()).hexdigest())


def words_of(entity: str, *, head: bool) -> list[str]:
    """Return the words an entity is compared by, up to its head or all."""
    # With capitals only: the pronoun is no country.
    small = re.sub(r"\bUnited States\b|\bU\.S\.?(?!\w)|\bUSA?\b", "America", entity).lower()
    kept: list[str] = []
    for word in re.findall(r"[\w&-]+|,", re.sub(r"['’]s?(?!\w)", " ", small)):
        if word in _STOPS:
            if head and kept:
                break
        elif word not in _SKIPPED:
            plural = word.endswith("s") and not word.endswith("ss") and len(word) > 3
            kept.append(word[:-1] if plural else word)
    return kept


def add(to: Cast, key: tuple[str, str], entity: str) -> None:
    """Enter an entity, if it has a word to compare."""
    every = words_of(entity, head=False)
    if every:
        head = words_of(entity, head=True)[-1]
        to.setdefault(key, {}).setdefault(head, set()).update(every)


def counts(found: Cast, gold: Cast, docs: list[str], role: str, way: str) -> Any:
    """Return per article: entities cast, of them right, entities of the gold, of them found."""

    def agree(a: tuple[str, set[str]], b: tuple[str, set[str]]) -> bool:
        return a[0] == b[0] if way == "head" else bool(a[1] & b[1])

    rows = []
    for doc in docs:
        mine = list(found.get((doc, role), {}).items())
        theirs = list(gold.get((doc, role), {}).items())
        right = sum(any(agree(a, b) for b in theirs) for a in mine)
        hit = sum(any(agree(a, b) for a in mine) for b in theirs)
        rows.append((len(mine), right, len(theirs), hit))
    return np.array(rows, float)


def measures(sums: Any) -> Any:
    """Return precision, recall and F1 of summed counts (last axis)."""
    precision = sums[..., 1] / np.maximum(sums[..., 0], 1)
    recall = sums[..., 3] / np.maximum(sums[..., 2], 1)
    both = precision + recall
    return np.stack([precision, recall, 2 * precision * recall / np.where(both > 0, both, 1)], -1)


def rows_for(part: str, what: str, found: Cast, gold: Cast, docs: list[str]) -> list[Any]:
    """Return the rows of the table of one way to cast."""
    draws = np.random.default_rng(SEED).integers(0, len(docs), (DRAWS, len(docs)))
    rows = []
    for way in ("head", "word"):
        for role in ROLES:
            per = counts(found, gold, docs, role, way)
            values = measures(per.sum(0))
            low, high = np.percentile(measures(per[draws].sum(1)), [2.5, 97.5], axis=0)
            for k, name in enumerate(("precision", "recall", "F1")):
                n = int(per[:, 0 if k == 0 else 2].sum()) if k < 2 else len(docs)
                rows.append((part, what, way, role, name, n, values[k], low[k], high[k]))
    return rows


def less(what: str, found: Cast, simpler: Cast, gold: Cast, docs: list[str]) -> list[Any]:
    """Return how much better one way to cast is than a simple one, on the same articles."""
    draws = np.random.default_rng(SEED).integers(0, len(docs), (DRAWS, len(docs)))
    rows = []
    for way in ("head", "word"):
        for role in ROLES:
            one, other = (counts(f, gold, docs, role, way) for f in (found, simpler))
            value = (measures(one.sum(0)) - measures(other.sum(0)))[2]
            drawn = (measures(one[draws].sum(1)) - measures(other[draws].sum(1)))[:, 2]
            low, high = np.percentile(drawn, [2.5, 97.5])
            name = f"F1 less that of {what}"
            rows.append(("report", f"cast, confidence {CONFIDENT:g}", way, role, name, len(docs),
                         value, low, high))  # fmt: skip
    return rows


def open_part(articles: list[dict[str, Any]]) -> tuple[Corpus, pd.DataFrame]:
    """Return a corpus and what `cast` finds in it."""
    table = [{"doc_id": str(a["id"]), "outlet": a["outlet"], "text": a["text"]} for a in articles]
    corpus = read_corpus(pd.DataFrame(table))
    segments, lexicon = segment(corpus, attribute(corpus)), read_lexicon("loaded")
    evidence = find_targets(corpus, annotate(corpus, segments, lexicon), lexicon)
    return corpus, cast(corpus, segments, evidence)


def gold_of(articles: list[dict[str, Any]]) -> Cast:
    """Return the entities people named."""
    gold: Cast = {}
    for article in articles:
        for named in article["roles"]:
            add(gold, (str(article["id"]), named["role"]), named["entity"])
    return gold


def found_of(table: pd.DataFrame) -> Cast:
    """Return the entities of what `cast` returned."""
    found: Cast = {}
    for doc, role, entity in zip(table["doc_id"], table["role"], table["entity"], strict=True):
        add(found, (doc, role), entity)
    return found


def simple(corpus: Corpus, known: dict[str, set[str]]) -> dict[str, Cast]:
    """Return what three simple ways cast."""
    ways: dict[str, Cast] = {"two most named": {}, "every person": {}, "known words": {}}
    tagger = Tagger(corpus.index)
    for number, doc in enumerate(corpus.places["doc_id"].astype(str)):
        reading = tagger.read(number, through=True)
        names = Names(reading, tagger)
        stop = reading.sentences[min(4, len(reading.sentences) - 1)][1]
        early = {names.persons[n].name for a, _, n in names.mentions if a < stop}
        times = Counter(names.persons[n].name for _, _, n in names.mentions)
        times.update(names.printed(a, b) for a, b in names.bodies)
        often = sorted(times, key=lambda name: (-times[name], name))[:2]
        there = set(words_of(reading.text, head=False))
        for role in ROLES:
            for way, entities in (
                ("two most named", often),
                ("every person", sorted(early)),
                ("known words", sorted(known[role] & there)),
            ):
                for entity in entities:
                    add(ways[way], (doc, role), entity)
    return ways


def learn(corpus: Corpus, table: pd.DataFrame, gold: Cast) -> None:
    """Print the weights of what `framing.roles.saliences` sees."""
    from sklearn.linear_model import LogisticRegression

    from framing.roles.saliences import Saliences

    saliences = Saliences(corpus)
    seen, right = [], []
    for row in table.itertuples():
        mentions, early = saliences.of(row.doc_id, row.entity)
        seen.append((np.log2(row.cues), np.log2(max(mentions, 1)), early,
                     row.entity[:1].isupper(), row.role == "hero"))  # fmt: skip
        mine = set(words_of(row.entity, head=False))
        theirs = gold.get((row.doc_id, row.role), {}).values()
        right.append(any(mine & other for other in theirs))
    model = LogisticRegression().fit(np.array(seen, float), right)
    print("constant, cues, mentions, beginning, name, hero:", model.intercept_, model.coef_)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--learn", action="store_true")
    learning = parser.parse_args().learn
    warnings.simplefilter("ignore", FramingWarning)
    articles = read()
    half = len(articles) // 2
    first = articles[:half]
    seen = {article["text"] for article in first}
    second = [article for article in articles[half:] if article["text"] not in seen]
    heads: dict[str, Counter[str]] = defaultdict(Counter)
    for (_, role), entities in gold_of(first).items():
        heads[role].update(entities.keys())
    known = {role: {w for w, n in heads[role].items() if n >= OFTEN} for role in ROLES}
    rows: list[Any] = []
    for part, some in (("development", first), ("report", second)):
        if learning and part == "report":
            continue
        corpus, table = open_part(some)
        gold, docs = gold_of(some), [str(a["id"]) for a in some]
        if learning:
            learn(corpus, table, gold)
        sure = table[table["confidence"] >= CONFIDENT]
        ways = {"cast": found_of(table), f"cast, confidence {CONFIDENT:g}": found_of(sure)}
        if part == "report" or learning:
            ways |= simple(corpus, known)
        if part == "report":
            mine = ways[f"cast, confidence {CONFIDENT:g}"]
            for what in ("two most named", "every person", "known words"):
                rows += less(what, mine, ways[what], gold, docs)
        for what, found in ways.items():
            rows += rows_for(part, what, found, gold, docs)
    columns = ["part", "what", "agree", "role", "measure", "n", "value", "conf_low", "conf_high"]
    result = pd.DataFrame(rows, columns=columns)
    wide = result.pivot_table(
        index=["part", "what", "agree", "role"], columns="measure", values="value", sort=False
    )
    print(wide.round(3).to_string())
    if not learning:
        result.to_csv(TABLE, index=False, float_format="%.6g", lineterminator="\n")


if __name__ == "__main__":
    main()
